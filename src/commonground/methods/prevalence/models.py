"""Every model of pairs at once: how far apart are the answers that the same lists allow?"""

from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.prevalence.existence import has_estimate
from commonground.methods.prevalence.fits import fitted
from commonground.methods.prevalence.histories import Bools, Design, Floats, checked, design
from commonground.methods.prevalence.selection import Step

MOST_WORK = 1.3e9
"""Models times patterns times columns squared: all models of six lists; of more lists, those of a few pairs."""
AT_ONCE = 2048
SUPPORTED = 10.0
"""Models whose criterion is further above the best have essentially no support (Burnham and Anderson 2002)."""


@dataclass(frozen=True, eq=False)
class Models:
    """Every model with one finite estimate, the best by AIC first; arrays (models,) but ``terms`` (models, pairs).

    ``tried`` is how many models there are; ``most_pairs`` is how many pairs the largest of them has.
    """

    pairs: tuple[tuple[int, int], ...]
    seen: int
    tried: int
    most_pairs: int
    terms: Bools
    unseen: Floats
    log_error: Floats
    aic: Floats
    bic: Floats

    @property
    def estimate(self) -> Floats:
        """Everybody, seen and unseen."""
        return self.seen + self.unseen

    def chosen(self, row: int) -> tuple[tuple[int, int], ...]:
        """The pairs of one model."""
        return tuple(pair for pair, taken in zip(self.pairs, self.terms[row], strict=True) if taken)

    def weights(self, by: Literal["aic", "bic"] = "aic") -> Floats:
        """What each model counts in an average: exp of minus half its distance from the best, adding to 1."""
        return special.softmax(-getattr(self, by) / 2)

    def averaged(self, by: Literal["aic", "bic"] = "aic", confidence: float = 0.95) -> tuple[float, float, float]:
        """The estimate averaged over all models, and its limits, which allow for how far these are apart.

        On the logarithm of the people on no list: Buckland, Burnham & Augustin (1997) Biometrics 53:603, equation 9.
        """
        weight, log = self.weights(by), np.log(self.unseen)
        middle = float(weight @ log)
        spread = float(weight @ np.hypot(self.log_error, log - middle)) * float(special.ndtri((1 + confidence) / 2))
        low, mid, high = (self.seen + float(np.exp(middle + way * spread)) for way in (-1, 0, 1))
        return mid, low, high

    def range(self, within: float | None = None, by: Literal["aic", "bic"] = "aic") -> tuple[float, float]:
        """The lowest and the highest estimate: of all models, or of those so near the best by a criterion."""
        measure = getattr(self, by)
        near = self.estimate if within is None else self.estimate[measure <= measure.min() + within]
        return float(near.min()), float(near.max())


def all_models(table: ArrayLike, step: Step | None = None) -> Models:
    """Fit every log-linear model of the lists and some pairs of them.

    Parameters
    ----------
    table : array (2**lists,)
    step : called with (models done, models), optional

    Raises
    ------
    ValueError
        As ``histories.checked``; fewer than three lists; or no model has a finite estimate.

    References
    ----------
    Bishop, Fienberg & Holland (1975) Discrete Multivariate Analysis, chapter 6: closed populations.

    Examples
    --------
    >>> found = all_models([0, 40, 30, 6, 20, 0, 0, 0])
    >>> found.tried, found.unseen.size, [round(end) for end in found.range()]
    (8, 4, [296, 539])
    """
    rows, lists = checked(table)
    if len(rows) != 1:
        raise ValueError("one table is fitted at a time")
    if lists < 3:
        raise ValueError("two lists allow one model alone, in which they are independent: at least three are needed")
    of = design(lists)
    masks, most = _masks(len(of.pairs), int(MOST_WORK / of.products.size))
    terms = ((masks[:, None] >> np.arange(len(of.pairs))) & 1).astype(bool)
    terms = terms[_with_estimate(of, rows, masks, terms)]
    if not len(terms):
        raise ValueError("no model of these lists has a finite estimate")
    parts = []
    for start in range(0, len(terms), AT_ONCE):
        part = terms[start : start + AT_ONCE]
        fits = fitted(of, np.repeat(rows, len(part), axis=0), part)
        parts.append((fits.unseen, fits.log_error, fits.aic, fits.aic + (np.log(rows.sum()) - 2) * fits.parameters))
        if step:
            step(min(start + AT_ONCE, len(terms)), len(terms))
    unseen, log_error, aic, bic = (np.concatenate(values) for values in zip(*parts, strict=True))
    order = np.argsort(aic, kind="stable")
    return Models(
        of.pairs,
        int(rows.sum()),
        masks.size,
        most,
        terms[order],
        unseen[order],
        log_error[order],
        aic[order],
        bic[order],
    )


def _masks(pairs: int, models: int) -> tuple[np.ndarray, int]:
    """The models as whole numbers whose bits are their pairs, the smaller first, and the pairs of the largest.

    All with no more pairs than come to so many models.
    """
    most, number = 0, 1
    while most < pairs and number + comb(pairs, most + 1) <= models:
        most += 1
        number += comb(pairs, most)
    levels = [np.zeros(1, np.int64)]
    for _ in range(most):
        larger = levels[-1][:, None] | (1 << np.arange(pairs, dtype=np.int64))
        levels.append(np.setdiff1d(larger, levels[-1]))
    return np.concatenate(levels), most


def _with_estimate(of: Design, rows: Floats, masks: np.ndarray, terms: Bools) -> Bools:
    """Which models have one finite estimate. A model that adds a pair, seen together, to one that has none has none
    either: more totals are to be matched with the same patterns. So most of the thin models need no check."""
    together = (rows[0, 1:] @ of.shared > 0)[None, :] & terms
    size, good = terms.sum(axis=1), np.zeros(len(masks), bool)
    order = np.argsort(masks)
    for level in range(int(size.max()) + 1):
        own = np.flatnonzero(size == level)
        hopeless = np.zeros(own.size, bool)
        for pair in range(len(of.pairs)):
            has = np.flatnonzero(together[own, pair])
            smaller = order[np.searchsorted(masks, masks[own[has]] ^ (1 << pair), sorter=order)]
            hopeless[has] |= ~good[smaller]
        left = own[~hopeless]
        good[left] = has_estimate(of, np.broadcast_to(rows, (left.size, rows.shape[1])), terms[left])
    return good
