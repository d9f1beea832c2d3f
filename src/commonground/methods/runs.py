"""Runs: does a series cross its middle as often as chance would make it?

A series that stays on one side for long, or crosses too seldom, has shifted, whatever its limits say. The rules adapt
to the number of points, so that a long series gives no more false signals than a short one.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats


@dataclass(frozen=True)
class Runs:
    """The longest run on one side of the line and the crossings of it, with the limits that chance sets them.

    ``useful`` is the number of points that are not on the line; only those count.
    """

    points: int
    useful: int
    longest: int
    longest_expected: int
    crossings: int
    crossings_expected: int

    @property
    def signal(self) -> bool:
        """Whether a run is longer, or crossings fewer, than chance would give."""
        return self.longest > self.longest_expected or self.crossings < self.crossings_expected

    def __str__(self) -> str:
        seen = (
            f"longest run {self.longest} points (up to {self.longest_expected} is usual), crossings {self.crossings} "
            f"({self.crossings_expected} or more is usual)"
        )
        return f"{'A shift by the runs rules' if self.signal else 'No shift by the runs rules'}: {seen}."

    def table(self) -> dict[str, list[int] | list[bool]]:
        """One row."""
        return {
            "points": [self.points],
            "useful": [self.useful],
            "longest_run": [self.longest],
            "longest_run_max": [self.longest_expected],
            "crossings": [self.crossings],
            "crossings_min": [self.crossings_expected],
            "signal": [self.signal],
        }


def runs(values: ArrayLike, line: ArrayLike | None = None) -> Runs:
    """Anhøj's two rules: a run too long, or crossings too few, about the median or another line.

    Parameters
    ----------
    values : array (points,)
        In order of time; nan where not known, which is left out.
    line : float or array (points,), optional
        The centre line; the median if not given.

    Raises
    ------
    ValueError
        There are no known points, one is infinite, or the line does not fit them.

    References
    ----------
    Anhøj & Olesen (2014) PLoS ONE 9:e113825: longest run up to round(log2(n) + 3), crossings from the 5 % quantile of
    a binomial of n - 1 and one half, n being the points not on the line. Answers to ``qicharts2::qic``.

    Examples
    --------
    >>> found = runs([3, 4, 2, 5, 4, 9, 8, 9, 7, 9])
    >>> print(found.longest, found.crossings, found.signal)
    5 1 True
    """
    y = np.asarray(values, float)
    if y.ndim != 1 or np.isinf(y).any() or np.isnan(y).all():
        raise ValueError("runs need a list of points in order, at least one of them known and none infinite")
    middle = np.broadcast_to(np.nanmedian(y) if line is None else np.asarray(line, float), y.shape)
    # Points on the line are of no side. Rounding must not put one beside it.
    known = ~np.isnan(y)
    beside = known & ~np.isclose(y, middle, rtol=1e-12, atol=0)
    above = (y > middle)[beside]
    useful = above.size
    if useful == 0:
        return Runs(int(known.sum()), 0, 0, 0, 0, 0)
    edges = [0, *(np.flatnonzero(np.diff(above)) + 1).tolist(), useful]
    return Runs(
        points=int(known.sum()),
        useful=useful,
        longest=max(end - start for start, end in pairwise(edges)),
        longest_expected=round(np.log2(useful) + 3),
        crossings=len(edges) - 2,
        crossings_expected=int(stats.binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0,
    )
