"""Stability: are the places that held most of the harm one year the ones that hold it the next?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from commonground.methods.concentration import places_that_hold


@dataclass(frozen=True, eq=False)
class Stability:
    """Two years side by side.

    ``first`` and ``second`` are the numbers of places that hold the share in each year, ``both`` those in
    both. ``kept`` is the share of the first year's places that are among the second's; ``still_held`` the
    share of the second year's events in the first year's places. ``expected`` is the share that chance
    alone would keep, the second year's places being drawn at random. nan where a year has no events.
    """

    first: int
    second: int
    both: int
    kept: float
    still_held: float
    expected: float


def holding(counts: ArrayLike, share: float = 0.5) -> NDArray[np.bool_]:
    """Which are the fewest places that hold this share of the events; of ties, those that come first.

    Parameters
    ----------
    counts : array (places,) >= 0
    share : float above 0, up to 1

    Raises
    ------
    ValueError
        As ``concentration.places_that_hold``.

    Examples
    --------
    >>> print(holding([1, 5, 0, 4]).tolist())
    [False, True, False, False]
    """
    places = np.asarray(counts, float)
    chosen = np.zeros(places.size, bool)
    chosen[np.argsort(-places, kind="stable")[: places_that_hold(places, share)]] = True
    return chosen


def stability(before: ArrayLike, after: ArrayLike, share: float = 0.5) -> Stability:
    """How far the places holding this share of the events in one year still do in the next.

    Parameters
    ----------
    before, after : arrays (places,) >= 0
        The same places in the same order.
    share : float above 0, up to 1

    Raises
    ------
    ValueError
        The two differ in length, or as ``holding``.

    Examples
    --------
    >>> found = stability([8, 4, 1, 1], [7, 1, 1, 1])
    >>> print(found.first, found.kept, found.still_held, found.expected)
    1 1.0 0.7 0.25
    """
    first, second = _same_places(before, after)
    in_first, in_second = holding(first, share), holding(second, share)
    both, chosen = int((in_first & in_second).sum()), int(in_first.sum())
    return Stability(
        first=chosen,
        second=int(in_second.sum()),
        both=both,
        kept=both / chosen if chosen and in_second.any() else float("nan"),
        still_held=float(second[in_first].sum() / second.sum()) if chosen and second.sum() else float("nan"),
        expected=float(in_second.mean()) if in_second.any() else float("nan"),
    )


def rank_correlation(before: ArrayLike, after: ArrayLike) -> float:
    """Spearman's correlation of the places' ranks in two years, ties sharing their mean rank.

    Parameters
    ----------
    before, after : arrays (places,)
        The same places in the same order.

    Returns
    -------
    float from -1 to 1; nan when a year has the same count everywhere, or fewer than two places.

    Raises
    ------
    ValueError
        The two differ in length.

    References
    ----------
    Spearman (1904) Am J Psychol 15:72. Answers to R's ``cor(method = "spearman")``.

    Examples
    --------
    >>> print(round(rank_correlation([1, 2, 3, 4], [1, 3, 2, 4]), 2))
    0.8
    """
    first, second = _same_places(before, after)
    if first.size < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(stats.rankdata(first), stats.rankdata(second))[0, 1])


def _same_places(before: ArrayLike, after: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = np.asarray(before, float), np.asarray(after, float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError("two years need the same places")
    return first, second
