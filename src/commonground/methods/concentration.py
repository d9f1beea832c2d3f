"""Concentration: how much of the harm is in how few places?

Crime is rare beside the number of streets, so that some places are empty however evenly it falls. The
generalised Gini coefficient allows for that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

ROUNDING = 1e-12  # a share of a total is reached when short of it by no more than rounding


@dataclass(frozen=True, eq=False)
class Lorenz:
    """The Lorenz curve from (0, 0) to (1, 1): share of places, emptiest first, and of the events in them."""

    places: Floats
    events: Floats


def gini(counts: ArrayLike, corrected: bool = False) -> float:
    """Gini coefficient: 0 when all places have the same, near 1 when one has all.

    Parameters
    ----------
    counts : array (places,) >= 0
        Every place, the empty ones too.
    corrected : bool
        Multiply by n / (n - 1), so that all events in one place give 1.

    Returns
    -------
    float; nan when there are no events, or one place and a correction.

    Raises
    ------
    ValueError
        There is no place, or a count is negative or unknown.

    References
    ----------
    Bernasco & Steenbeek (2017) J Quant Criminol 33:451, equation 1. Answers to ``lorenzgini::gini``.

    Examples
    --------
    >>> print(round(gini([10, 8, 2, 0, 0, 0, 0, 0, 0, 0]), 2))
    0.78
    """
    ascending, total = _ascending(counts)
    n = ascending.size
    if total == 0 or (corrected and n == 1):
        return float("nan")
    weighed = float((np.arange(1, n + 1) * ascending).sum())
    value = 2 * weighed / (n * total) - (n + 1) / n
    return value * n / (n - 1) if corrected else value


def generalised_gini(counts: ArrayLike, corrected: bool = False) -> float:
    """Gini coefficient against the evenest that so few events allow: 0 when no place has two before all
    have one.

    Parameters
    ----------
    counts : array (places,) of whole numbers >= 0
    corrected : bool
        Multiply by m / (m - 1), m the smaller of places and events.

    Returns
    -------
    float; nan when there are no events, or one and a correction. The same as ``gini`` when events are as
    many as places or more.

    Raises
    ------
    ValueError
        There is no place, or a count is negative or unknown.

    References
    ----------
    Bernasco & Steenbeek (2017), equations 3 and 4: G' = max(1, n / c) (G - 1) + 1.

    Examples
    --------
    >>> print(round(generalised_gini([5, 2, 1, 0, 0, 0, 0, 0, 0, 0]), 2))
    0.75
    """
    ascending, total = _ascending(counts)
    fewer = min(ascending.size, total)
    if total == 0 or (corrected and fewer <= 1):
        return float("nan")
    value = max(1.0, ascending.size / total) * (gini(ascending) - 1) + 1
    return value * fewer / (fewer - 1) if corrected else value


def share_in_top(counts: ArrayLike, percent: float) -> float:
    """Share of events, 0 to 1, in the fullest ``percent`` of places (a whole number of them, half to even).

    Returns nan when there are no events; raises ValueError as ``gini`` or for a percentage outside 0 to
    100.

    Examples
    --------
    >>> share_in_top([10, 8, 2, 0, 0, 0, 0, 0, 0, 0], percent=20)
    0.9
    """
    if not 0 <= percent <= 100:
        raise ValueError("a percentage of places must be between 0 and 100")
    ascending, total = _ascending(counts)
    top = round(ascending.size * percent / 100)
    return float(ascending[::-1][:top].sum() / total) if total else float("nan")


def places_that_hold(counts: ArrayLike, share: float = 0.5) -> int:
    """Fewest places that together hold this share of all events; nought when there are no events.

    Parameters
    ----------
    counts : array (places,) >= 0
    share : float above 0, up to 1

    Raises
    ------
    ValueError
        As ``gini``, or for a share outside its range.

    References
    ----------
    Weisburd (2015) Criminology 53:133, the law of crime concentration: 50 % of crime in about 5 % of
    streets.

    Examples
    --------
    >>> places_that_hold([10, 8, 2, 0, 0, 0, 0, 0, 0, 0])
    1
    """
    if not 0 < share <= 1:
        raise ValueError("a share of events must be above 0 and up to 1")
    ascending, total = _ascending(counts)
    if total == 0:
        return 0
    return int(np.searchsorted(np.cumsum(ascending[::-1]), share * total * (1 - ROUNDING)) + 1)


def lorenz(counts: ArrayLike) -> Lorenz:
    """The Lorenz curve, places + 1 points; raises ValueError as ``gini``, or when there are no events.

    Examples
    --------
    >>> curve = lorenz([3, 1])
    >>> print(curve.places.tolist(), curve.events.tolist())
    [0.0, 0.5, 1.0] [0.0, 0.25, 1.0]
    """
    ascending, total = _ascending(counts)
    if total == 0:
        raise ValueError("no events: there is no curve")
    return Lorenz(
        np.arange(ascending.size + 1) / ascending.size, np.concatenate([[0.0], np.cumsum(ascending) / total])
    )


def _ascending(counts: ArrayLike) -> tuple[Floats, float]:
    places = np.sort(np.asarray(counts, float).ravel())
    if places.size == 0:
        raise ValueError("concentration needs a place")
    if np.isnan(places[-1]) or places[0] < 0:
        raise ValueError("concentration needs a known count, nought or more, of every place")
    return places, float(places.sum())
