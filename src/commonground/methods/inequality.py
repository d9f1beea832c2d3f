"""Inequality: how does the harm lie along the scale from the least to the most deprived?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def quantiles(values: ArrayLike, number: int = 5, highest_first: bool = True) -> NDArray[np.int64]:
    """Quintile (or decile...) of each value, 1 for the highest; equal values are always in the same one.

    Parameters
    ----------
    values : array (places,)
        Unknown values are not allowed.
    number : int
        5 for quintiles, 10 for deciles.
    highest_first : bool
        Whether quantile 1 has the highest values.

    Returns
    -------
    array (places,) of whole numbers from 1 to ``number``

    Raises
    ------
    ValueError
        There are fewer values than quantiles, or one is unknown.

    References
    ----------
    One more than the whole part of: the number of places ahead, times the number of quantiles, over the
    number of places. Answers to ``PHEindicatormethods::phe_quantile``.

    Examples
    --------
    >>> quantiles([10, 50, 40, 20, 30, 30]).tolist()
    [5, 1, 1, 4, 2, 2]
    """
    scores = np.asarray(values, float)
    if np.isnan(scores).any() or scores.size < number:
        raise ValueError("quantiles need a known value of every place, and as many places as quantiles")
    ordered = np.sort(-scores if highest_first else scores)
    before = np.searchsorted(ordered, -scores if highest_first else scores)
    return before * number // scores.size + 1
