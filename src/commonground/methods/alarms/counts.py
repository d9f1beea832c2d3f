"""The counts that alarms are raised on: what they must be, and the points of the past that each is compared with."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.alarms.found import Floats, Whole


def series_of(counts: ArrayLike) -> tuple[Floats, bool]:
    """The counts as (series, times), and whether they were one series alone. Raises ValueError.

    Examples
    --------
    >>> series_of([1, 2, 3])
    (array([[1., 2., 3.]]), True)
    """
    given = np.asarray(counts, float)
    if given.ndim not in (1, 2) or not given.size:
        raise ValueError("alarms need a series of counts, or several of one length as rows of a table")
    known = given[~np.isnan(given)]
    if not known.size:
        raise ValueError("alarms need known counts: all of them are missing")
    if np.isinf(known).any():
        raise ValueError("a count is infinite: give a whole number, or nan for one not known")
    if (known < 0).any() or (known % 1 != 0).any():
        raise ValueError("a count must be a whole number, nought or more; give nan for one not known")
    return np.atleast_2d(given), given.ndim == 1


def points_of(at: ArrayLike | None, needed: int, times: int) -> Whole:
    """The time points to judge, by default all with ``needed`` points before them. Raises ValueError.

    Examples
    --------
    >>> points_of(None, needed=2, times=5).tolist()
    [2, 3, 4]
    """
    chosen = np.arange(needed, times) if at is None else np.atleast_1d(np.asarray(at))
    if not chosen.size:
        raise ValueError(f"the series are too short: {needed + 1} time points are needed and {times} are given")
    if chosen.ndim != 1 or not np.issubdtype(chosen.dtype, np.integer):
        raise ValueError("the time points to judge must be whole numbers, 0 being the first of the series")
    if chosen.max() >= times or chosen.min() < 0:
        raise ValueError(f"time point {chosen.max() if chosen.min() >= 0 else chosen.min()} is not among the {times}")
    if chosen.min() < needed:
        raise ValueError(
            f"time point {chosen.min()} has {chosen.min()} before it, and {needed} are needed: "
            "judge later ones, or compare with fewer years"
        )
    return chosen.astype(int)


def whole_number(value: int, least: int, what: str) -> int:
    """The setting, if it is a whole number and so large at least. Raises ValueError.

    Examples
    --------
    >>> whole_number(3, 1, "years")
    3
    """
    if isinstance(value, bool) or int(value) != value or value < least:
        raise ValueError(f"{what} must be a whole number, {least} or more")
    return int(value)


def level_of(alpha: float) -> float:
    """The level, if it is one. Raises ValueError.

    Examples
    --------
    >>> level_of(0.01)
    0.01
    """
    if not 0 < alpha < 1:
        raise ValueError("the level (alpha) must be between 0 and 1, such as 0.01")
    return float(alpha)


def years_ago(frequency: int, years: int, window: int) -> Whole:
    """How far from a time point lie those of the same season in years past: so many to either side, oldest first.

    Examples
    --------
    >>> years_ago(frequency=12, years=2, window=1).tolist()
    [-25, -24, -23, -13, -12, -11]
    """
    season = np.arange(-window, window + 1)
    return np.concatenate([season - year * frequency for year in range(years, 0, -1)])


def taken(counts: Floats, at: Whole, away: Whole) -> NDArray[np.float64]:
    """The counts so far away from each point: (series, points, away).

    Examples
    --------
    >>> taken(np.array([[5.0, 6.0, 7.0]]), np.array([2]), np.array([-2, -1])).tolist()
    [[[5.0, 6.0]]]
    """
    return counts[:, at[:, None] + away]
