"""Which pairs of lists depend on each other? Two published ways to let the table choose, for many tables at once.

Two rules, and often two very different answers: neither is right, which is why no estimate stands alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.prevalence.existence import has_estimate
from commonground.methods.prevalence.fits import Fits, fitted
from commonground.methods.prevalence.histories import Bools, Design, Floats, checked, design

Step = Callable[[int, int], object]
LEVEL = 0.02
TIED = 1e-6  # of the smallest tail: rounding must not choose between pairs that the table treats alike


@dataclass(frozen=True, eq=False)
class Selected:
    """The model chosen for each table, with its estimate of all people, seen and unseen.

    ``terms`` is (tables, pairs); the pairs are those of ``pairs``, by the places of their lists. Where a table has
    no finite estimate, even of the model without pairs, its estimate and limits are nan.
    """

    pairs: tuple[tuple[int, int], ...]
    seen: Floats
    terms: Bools
    fits: Fits
    exists: Bools

    @property
    def estimate(self) -> Floats:
        """Everybody: those seen, and those whom the model adds."""
        return np.where(self.exists, self.seen + self.fits.unseen, np.nan)

    def limits(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """The interval that takes the chosen model as known: normal on the logarithm of the people on no list."""
        spread = np.exp(special.ndtri((1 + confidence) / 2) * self.fits.log_error)
        ends = (self.seen + self.fits.unseen / spread, self.seen + self.fits.unseen * spread)
        return tuple(np.where(self.exists, end, np.nan) for end in ends)  # type: ignore[return-value]

    def chosen(self, row: int = 0) -> tuple[tuple[int, int], ...]:
        """The pairs of one table's model."""
        return tuple(pair for pair, taken in zip(self.pairs, self.terms[row], strict=True) if taken)


def independent(tables: ArrayLike) -> Selected:
    """The model without pairs: no list depends on another. Parameters and errors are those of ``stepwise``.

    Examples
    --------
    >>> found = independent([0, 40, 30, 6, 20, 8, 9, 3])
    >>> print(round(float(found.estimate[0]), 1), [round(float(end[0])) for end in found.limits()])
    222.2 [180, 293]
    """
    rows, of = _asked(tables, LEVEL)
    terms = np.zeros((len(rows), len(of.pairs)), bool)
    exists = has_estimate(of, rows, terms)
    return Selected(of.pairs, rows.sum(axis=1), terms, _finally(of, rows, terms, exists), exists)


def stepwise(tables: ArrayLike, level: float = LEVEL, step: Step | None = None) -> Selected:
    """Pairs of lists are added while the overlap of some pair is further from its model than chance would put it.

    From the model without pairs: for each pair not in it, the smaller Poisson tail of its observed overlap under the
    current model; the pair with the smallest is added while that is below the level, and skipped where the larger
    model would not be identifiable or have no finite estimate. A pair never seen together takes no parameter: its
    patterns are dropped.

    Parameters
    ----------
    tables : array (2**lists,) or (tables, 2**lists)
    level : float between 0 and 1
    step : called with (rounds done, most rounds), optional

    Raises
    ------
    ValueError
        As ``histories.checked``, or a level outside 0 to 1.

    References
    ----------
    Chan, Silverman & Vincent (2021) JASA 116:1297. Answers to ``SparseMSE::estimatepopulation(method = "stepwise")``.

    Examples
    --------
    >>> found = stepwise([0, 40, 30, 6, 20, 0, 0, 0])
    >>> print(round(float(found.estimate[0]), 1), found.chosen())
    539.1 ()
    """
    rows, of = _asked(tables, level)
    overlaps = rows[:, 1:] @ of.shared

    def tails(chosen: np.ndarray, terms: Bools, fits: Fits) -> Floats:
        return _smaller_tail(overlaps[chosen], fits.means @ of.shared)

    return _forward(of, rows, level, tails, step)


def by_wald(tables: ArrayLike, level: float = LEVEL, step: Step | None = None) -> Selected:
    """Pairs of lists are added while the coefficient of some pair, once added, is clearly not nought (Wald's test).

    A pair never seen together has no coefficient to test and never enters. Parameters and errors are those of
    ``stepwise``.

    References
    ----------
    Bales, Hesketh & Silverman (2015) Significance 12(3):16, who chose the model of the United Kingdom's lists.

    Examples
    --------
    >>> found = by_wald([0, 40, 30, 6, 20, 8, 9, 3])
    >>> print(round(float(found.estimate[0]), 1), found.chosen())
    222.2 ()
    """
    rows, of = _asked(tables, level)

    def tails(chosen: np.ndarray, terms: Bools, fits: Fits) -> Floats:
        found = np.zeros(terms.shape)
        for pair in range(len(of.pairs)):
            larger = terms.copy()
            larger[:, pair] = True
            try_it = np.flatnonzero(
                ~terms[:, pair] & (rows[chosen, 1:] @ of.shared[:, pair] > 0) & has_estimate(of, rows[chosen], larger)
            )
            if try_it.size:
                fit = fitted(of, rows[chosen[try_it]], larger[try_it])
                column = of.intercept_and_lists + pair
                found[try_it, pair] = -np.abs(fit.coefficients[:, column]) / np.sqrt(fit.variances[:, column])
        return found

    # By z and not by p, which is nought beyond z = 38 and would leave the strongest pairs of a large table tied.
    return _forward(of, rows, float(special.ndtri(level / 2)), tails, step)


def _asked(tables: ArrayLike, level: float) -> tuple[Floats, Design]:
    rows, lists = checked(tables)
    if not 0 < level < 1:
        raise ValueError("the level at which pairs of lists enter the model must be between 0 and 1")
    return rows, design(lists)


def _forward(
    of: Design, rows: Floats, below: float, tails: Callable[[np.ndarray, Bools, Fits], Floats], step: Step | None
) -> Selected:
    """Add the pair with the smallest tail to each table's model, as long as it is below what is given."""
    terms = np.zeros((len(rows), len(of.pairs)), bool)
    exists = has_estimate(of, rows, terms)
    coefficients = np.zeros((len(rows), of.columns.shape[1]))
    active, rounds = np.flatnonzero(exists), 0
    warm = False
    while active.size:
        fits = fitted(of, rows[active], terms[active], coefficients[active] if warm else None)
        coefficients[active], warm = fits.coefficients, True
        tail = np.where(terms[active], np.inf, tails(active, terms[active], fits))
        pair = _next(of, rows[active], terms[active], tail, below)
        grows = pair >= 0
        active, pair = active[grows], pair[grows]
        terms[active, pair] = True
        _begin(of, rows, active, pair, fits.means[grows], coefficients)
        rounds += 1
        if step:
            step(min(rounds, len(of.pairs)), len(of.pairs))
    return Selected(of.pairs, rows.sum(axis=1), terms, _finally(of, rows, terms, exists), exists)


def _next(of: Design, rows: Floats, terms: Bools, tail: Floats, below: float) -> np.ndarray:
    """The pair that each table adds, -1 for none; one whose model has no estimate is passed over."""
    tail, pair = tail.copy(), np.full(len(rows), -1)
    left = np.flatnonzero(tail.min(axis=1, initial=np.inf) < below)
    while left.size:
        low = tail[left].min(axis=1, keepdims=True)
        best = (tail[left] <= low + TIED * np.abs(low)).argmax(axis=1)  # of equal pairs the first, on any machine
        larger = terms[left].copy()
        larger[np.arange(left.size), best] = True
        good = has_estimate(of, rows[left], larger)
        pair[left[good]] = best[good]
        tail[left[~good], best[~good]] = np.inf
        left = left[~good]
        left = left[tail[left].min(axis=1) < below]
    return pair


def _begin(of: Design, rows: Floats, tables: np.ndarray, pair: np.ndarray, means: Floats, coefficients: Floats) -> None:
    """Where the coefficient of a new pair begins: at what would make its overlap right by itself."""
    shared = of.shared[:, pair].T
    seen, expected = (rows[tables, 1:] * shared).sum(axis=1), (means * shared).sum(axis=1)
    known = (seen > 0) & (expected > 0)
    ratio = np.where(known, seen, 1.0) / np.where(known, expected, 1.0)
    coefficients[tables, of.intercept_and_lists + pair] = np.log(ratio)


def _finally(of: Design, rows: Floats, terms: Bools, exists: Bools) -> Fits:
    """The chosen models, fitted once more from R's own start; nan where there is no estimate."""
    fits = fitted(of, rows[exists], terms[exists])
    spread = {}
    for name, values in vars(fits).items():
        spread[name] = np.full((len(rows), *values.shape[1:]), np.nan)
        spread[name][exists] = values
    return Fits(**spread)


def _smaller_tail(seen: Floats, expected: Floats) -> Floats:
    """The smaller of the probabilities of so few and of so many; 1 where none can be and none is."""
    fewer = special.pdtr(seen, expected)
    more = np.where(seen > 0, special.pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
    return np.fmin(fewer, more)
