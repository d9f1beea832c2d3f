"""Two lists: what their overlap would say of the people on neither, if the lists were independent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TwoLists:
    """Chapman's estimate and its limits, and Lincoln and Petersen's (infinite with no overlap), arrays of one shape.

    All of them hold only if being on one list says nothing of being on the other, which two lists cannot show.
    """

    seen: Floats
    estimate: Floats
    error: Floats
    lower: Floats
    upper: Floats
    petersen: Floats


def two_lists(first: ArrayLike, second: ArrayLike, both: ArrayLike, confidence: float = 0.95) -> TwoLists:
    """Everybody, from two lists that are taken as independent.

    Parameters
    ----------
    first, second : array of whole numbers >= 0
        People on each list, those on both included.
    both : array of whole numbers >= 0
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is negative, not whole or unknown, or more are on both than on one of them.

    References
    ----------
    Chapman (1951) Univ Calif Publ Statist 1:131; Seber (1970) Biometrics 26:13, the variance. The limits are normal
    on the logarithm of the people on neither, which are never fewer than none: Chao (1987) Biometrics 43:783.

    Examples
    --------
    >>> found = two_lists(200, 150, 30)
    >>> print(round(float(found.estimate), 1), [round(float(end)) for end in (found.lower, found.upper)])
    978.1 [753, 1319]
    """
    a, b, m = np.broadcast_arrays(*(np.asarray(count, float) for count in (first, second, both)))
    for count in (a, b, m):
        if not np.isfinite(count).all() or (count < 0).any() or (count % 1 != 0).any():
            raise ValueError("a count must be a whole number, nought or more")
    if (m > np.minimum(a, b)).any():
        raise ValueError("more people are said to be on both lists than on one of them")
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    seen = a + b - m
    total = (a + 1) * (b + 1) / (m + 1) - 1
    variance = (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        unseen = total - seen
        spread = np.exp(special.ndtri((1 + confidence) / 2) * np.sqrt(np.log1p(variance / unseen**2)))
        petersen = np.where(a * b == 0, np.nan, a * b / m)
        lower, upper = (np.where(unseen > 0, seen + end, seen) for end in (unseen / spread, unseen * spread))
    return TwoLists(seen, total, np.sqrt(variance), lower, upper, petersen)
