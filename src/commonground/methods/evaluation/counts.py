"""Counts as an evaluation takes them: whole, known, never negative; one sentence for what is wrong with them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def whole(values: ArrayLike, what: str, least: int = 1) -> Floats:
    """The counts as an array of floats.

    Parameters
    ----------
    values : array of whole numbers >= 0
    what : str
        What they are, for the sentence of an error: "the counts of the comparison area".
    least : int
        How many there must be along the last axis.

    Raises
    ------
    ValueError
        A value is unknown, infinite, negative or not whole, or there are too few.

    Examples
    --------
    >>> whole([3, 0, 5], "the counts")
    array([3., 0., 5.])
    """
    found = known(values, what)
    if found.ndim == 0 or found.shape[-1] < least:
        number = 0 if found.ndim == 0 else found.shape[-1]
        raise ValueError(f"{what}: {number} given, at least {least} needed")
    if (found % 1 != 0).any():
        raise ValueError(f"{what} must be whole numbers: {found[found % 1 != 0].flat[0]:g} is not")
    return found


def known(values: ArrayLike, what: str) -> Floats:
    """Numbers that are known, finite and not negative; raises ValueError where one is not.

    Examples
    --------
    >>> known([1.5, 2], "the rates")
    array([1.5, 2. ])
    """
    try:
        found = np.asarray(values, float)
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be numbers") from None
    if not np.isfinite(found).all():
        raise ValueError(f"{what} must all be known: one is missing or infinite")
    if (found < 0).any():
        raise ValueError(f"{what} must be nought or more: {found[found < 0].flat[0]:g} is not")
    return found


def above_nought(values: ArrayLike, what: str) -> Floats:
    """Numbers above nought, such as months or residents; raises ValueError where one is not.

    Examples
    --------
    >>> above_nought([12, 12], "the months")
    array([12., 12.])
    """
    found = known(values, what)
    if (found <= 0).any():
        raise ValueError(f"{what} must be above nought")
    return found


def share(value: float, what: str) -> float:
    """A confidence or a power: strictly between 0 and 1; raises ValueError if it is not.

    Examples
    --------
    >>> share(0.95, "the confidence")
    0.95
    """
    if not 0 < value < 1:
        raise ValueError(f"{what} must be between 0 and 1, such as 0.95, not {value:g}")
    return float(value)
