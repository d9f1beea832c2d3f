"""PAI, PEI and RRI: how much of what was counted lies in how little of the area, if places are taken in a given order?

It measures how concentrated harm was, and how well an order set beforehand (last year's counts, say) finds the same
places again. It is a statement about a map, not a plan of patrols: it says nothing about what ought to be done there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.neighbours import Floats, Numbers


@dataclass(frozen=True, eq=False)
class PredictiveAccuracy:
    """One entry for each cut: the first place in the order, the first two, and so on.

    ``order`` is the place added at the cut. ``events`` and ``area`` are shares of the whole up to the cut. ``pai`` is
    their ratio, with ``lower`` and ``upper`` limits for so many events; ``pei`` its ratio to that of as many of the
    places that are fullest for their area (above 1 where areas differ and those happen to do worse); ``rri`` the sum
    of the scores over the events found (1 where the scores are a forecast of the number that was right in all). nan
    where nothing was counted or scored.
    """

    order: Numbers
    found: Floats
    events: Floats
    area: Floats
    pai: Floats
    lower: Floats
    upper: Floats
    pei: Floats
    rri: Floats
    total: float

    def at(self, share: float) -> int:
        """The last cut that holds no more than this share of the area; -1 where the first place alone is larger.

        Raises ValueError for a share that is not above 0 and up to 1.
        """
        if not 0 < share <= 1:
            raise ValueError("a share of the area must be above 0 and up to 1")
        return int(np.searchsorted(self.area, share * (1 + 1e-12), "right")) - 1

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Columns, one row for each cut."""
        return {
            "place": self.order, "events": self.found, "share_of_events": self.events, "share_of_area": self.area,
            "PAI": self.pai, "lower": self.lower, "upper": self.upper, "PEI": self.pei, "RRI": self.rri,
        }  # fmt: skip

    def __str__(self) -> str:
        if not self.total:
            return f"Nothing was counted in any of {self.order.size:,} places."
        cut = max(self.at(0.1), 0)
        first = f"{cut + 1:,} " if cut else ""
        return (
            f"The first {first}of {self.order.size:,} places, {self.area[cut]:.1%} of the area, had "
            f"{self.events[cut]:.1%} of {self.total:,.0f} events: {self.pai[cut]:.1f} times their share (95% limits "
            f"{self.lower[cut]:.1f} to {self.upper[cut]:.1f}), which is {self.pei[cut]:.0%} of what as many of the "
            "fullest places reach."
        )


def predictive_accuracy(
    counts: ArrayLike,
    scores: ArrayLike,
    areas: ArrayLike | None = None,
    identity: ArrayLike | None = None,
    confidence: float = 0.95,
) -> PredictiveAccuracy:
    """PAI, PEI and RRI at every cut.

    Parameters
    ----------
    counts : array (places,) of whole numbers >= 0
        What was counted in each place afterwards.
    scores : array (places,) >= 0
        What the order rests on, such as the count of the year before; places are taken by score per area, highest
        first.
    areas : array (places,) > 0, optional
        Area or street length of each; all alike if not given.
    identity : array (places,), optional
        What settles equal scores: the smaller first. The order of the file if not given.
    confidence : float between 0 and 1
        Of the limits, which are Wilson's for the share of events found.

    Raises
    ------
    ValueError
        There is no place, arrays differ in length, a count is not whole, or a number is out of its range.

    References
    ----------
    Chainey, Tompson & Uhlig (2008) Security Journal 21:4 (PAI); Hunt (2016) (PEI, as in the challenge of the National
    Institute of Justice, 2017); Levine (2008) Security Journal 21:295 (RRI). Answers to ``ptools::pai``.

    Examples
    --------
    >>> found = predictive_accuracy([8, 1, 6, 0, 5], [5, 4, 4, 0, 1])
    >>> print(found.order.tolist(), found.pai.round(2).tolist(), found.pei.round(2).tolist())
    [0, 1, 2, 4, 3] [2.0, 1.12, 1.25, 1.25, 1.0] [1.0, 0.64, 0.79, 1.0, 1.0]
    """
    count, score, area, who = _checked(counts, scores, areas, identity)
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    order = np.lexsort((who, -(score / area)))
    best = order[np.argsort(-(count / area)[order], kind="stable")]  # ties stay in the order of the scores
    with np.errstate(divide="ignore", invalid="ignore"):
        found, covered = np.cumsum(count[order]), np.cumsum(area[order]) / area.sum()
        events = found / count.sum()
        pai = events / covered
        most = np.cumsum(count[best]) / count.sum() / (np.cumsum(area[best]) / area.sum())
        rri = np.where(found > 0, np.cumsum(score[order]) / found, np.nan)
        lower, upper = _wilson(found, count.sum(), confidence)
        return PredictiveAccuracy(
            order, found, events, covered, pai, lower / covered, upper / covered, pai / most, rri, float(count.sum())
        )


def _wilson(found: Floats, total: float, confidence: float) -> tuple[Floats, Floats]:
    z = special.ndtri((1 + confidence) / 2)
    share = found / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    return np.maximum(middle - reach, 0), np.minimum(middle + reach, 1)


def _checked(
    counts: ArrayLike, scores: ArrayLike, areas: ArrayLike | None, identity: ArrayLike | None
) -> tuple[Floats, Floats, Floats, NDArray[np.generic]]:
    count, score = np.asarray(counts, float), np.asarray(scores, float)
    area = np.ones(count.shape) if areas is None else np.asarray(areas, float)
    who = np.arange(count.size) if identity is None else np.asarray(identity)
    if count.ndim != 1 or not count.size or any(other.shape != count.shape for other in (score, area, who)):
        raise ValueError(
            "each place needs a count and a score (and an area and an identity, if given); at least one place"
        )
    if not np.isfinite(count).all() or (count < 0).any() or (count % 1 != 0).any():
        raise ValueError("a count must be a whole number, nought or more")
    if not np.isfinite(score).all() or (score < 0).any():
        raise ValueError("a score must be a number, nought or more")
    if not np.isfinite(area).all() or (area <= 0).any():
        raise ValueError("an area must be above nought")
    if np.unique(who).size < who.size:
        raise ValueError("two places have the same identity, which would leave equal scores unsettled")
    return count, score, area, who
