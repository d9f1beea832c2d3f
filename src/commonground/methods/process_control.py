"""Process control: within which limits does a number usually vary, and which of its points are unusual?

The individuals chart (XmR) with the rules of NHS England's "Making data count". An unusual point is one to
ask about; that it is unusual does not say why.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LIMITS = 2.66  # mean moving ranges from the mean to a limit: three standard errors, 3 / 1.128
SCREEN = 3.267  # mean moving ranges from which a moving range is itself out of the ordinary
LABELS = ("outside limits", "trend", "two of three near a limit", "shift", "")
"""The rules by weight, the heaviest first: where several hold, a point is named by the first."""

Shift = Literal[6, 7, 8]
LENGTHS = (6, 7, 8)


@dataclass(frozen=True)
class ProcessLimits:
    """The mean, the limits within which the number usually varies, and the mean moving range they are made of."""

    mean: float
    lower: float
    upper: float
    moving_range: float


@dataclass(frozen=True)
class Run:
    """Points one after the other, from the first to the last, that lie above (or rise), or lie below (or fall)."""

    first: int
    last: int
    up: bool


@dataclass(frozen=True, eq=False)
class Signals:
    """Which points are unusual by each rule, arrays of one shape; and the trends and shifts among them."""

    outside: Bools
    trend: Bools
    two_of_three: Bools
    shift: Bools
    trends: tuple[Run, ...]
    shifts: tuple[Run, ...]

    @property
    def labels(self) -> NDArray[np.str_]:
        """One of ``LABELS`` for each point; empty where no rule holds."""
        return np.select([self.outside, self.trend, self.two_of_three, self.shift], LABELS[:4], LABELS[4])


def limits(values: ArrayLike, screen: bool = True) -> ProcessLimits:
    """The limits of an individuals chart: the mean, and 2.66 mean moving ranges to either side of it.

    Parameters
    ----------
    values : array (points,)
        In order of time. One that is not known is nan: it takes no part, and no moving range reaches over it.
    screen : bool
        Leave out, once, the moving ranges of 3.267 or more times their mean, so that one wild point does not
        widen the limits that should show it.

    Raises
    ------
    ValueError
        No two known points follow one another, or one is infinite.

    References
    ----------
    NHS England, Making data count: Strengthening your decisions. Answers to ``NHSRplotthedots::ptd_spc``.

    Examples
    --------
    >>> found = limits([10, 12, 11, 15, 12])
    >>> print(found.mean, round(found.lower, 2), round(found.upper, 2))
    12.0 5.35 18.65
    """
    points = np.asarray(values, float)
    if np.isinf(points).any():
        raise ValueError("a number to make limits of cannot be infinite")
    ranges = np.abs(np.diff(points))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        raise ValueError("limits need two known points that follow one another")
    usual = ranges[ranges < SCREEN * ranges.mean()] if screen else ranges
    spread = float(usual.mean()) if usual.size else 0.0  # none is left where no point differs from the next
    mean = float(np.nanmean(points))
    return ProcessLimits(mean, mean - LIMITS * spread, mean + LIMITS * spread, spread)


def signals(values: ArrayLike, of: ProcessLimits, shift: Shift = 7, trend: Shift = 7) -> Signals:
    """Which points are unusual: outside a limit, in a trend, two of three near a limit, or in a shift.

    A shift is so many points or more on one side of the mean, one after the other; a trend is so many or more
    that each rise, or each fall. Two of three are near a limit if they lie in the outer third of the way to
    it, and all three on one side of the mean. A point equal to the mean is on no side, and one not known
    ends any run.

    Parameters
    ----------
    values : array (points,)
        In order of time, nan where not known.
    of : ProcessLimits
        Of these points, or of earlier ones that they are held against.
    shift, trend : 6, 7 or 8
        The points that make a shift, or a trend: published sets of rules differ, so say which was used.

    Raises
    ------
    ValueError
        Another number of points for a shift or a trend.

    References
    ----------
    NHS England, Making data count. Answers to ``NHSRplotthedots::ptd_spc``.

    Examples
    --------
    >>> found = signals([10, 12, 11, 15, 12, 30, 11], limits([10, 12, 11, 15, 12]))
    >>> print(found.outside.tolist(), found.shifts)
    [False, False, False, False, False, True, False] ()
    """
    if shift not in LENGTHS or trend not in LENGTHS:
        raise ValueError("a shift, and a trend, is of 6, 7 or 8 points")
    points = np.asarray(values, float)
    side = _signs(points - of.mean)
    outside = (points > of.upper) | (points < of.lower)
    near = ~outside & (np.abs(points - of.mean) > (of.upper - of.mean) * 2 / 3)
    shifts = _runs(side, shift)
    trends = tuple(Run(run.first, run.last + 1, run.up) for run in _runs(_signs(np.diff(points)), trend - 1))
    return Signals(
        outside, _within(trends, points.size), _two_of_three(near, side), _within(shifts, points.size), trends, shifts
    )


def _signs(of: Floats) -> NDArray[np.int_]:
    return np.nan_to_num(np.sign(of)).astype(int)


def _runs(signs: NDArray[np.int_], least: int) -> tuple[Run, ...]:
    """The runs of one sign, at least so long; nought is no sign."""
    edges = [0, *(np.flatnonzero(np.diff(signs)) + 1).tolist(), signs.size]
    return tuple(
        Run(first, end - 1, bool(signs[first] > 0))
        for first, end in pairwise(edges)
        if end - first >= least and signs[first]
    )


def _within(runs: tuple[Run, ...], size: int) -> Bools:
    found = np.zeros(size, bool)
    for run in runs:
        found[run.first : run.last + 1] = True
    return found


def _two_of_three(near: Bools, side: NDArray[np.int_]) -> Bools:
    """The near points among any three in a row that lie on one side, two of them or more near."""
    found = np.zeros(near.size, bool)
    for start in range(near.size - 2):
        three = slice(start, start + 3)
        if abs(side[three].sum()) == 3 and near[three].sum() >= 2:
            found[three] |= near[three]
    return found
