"""Similarity: which areas are most like this one, so that a comparison is between like and like?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def nearest(columns: ArrayLike, of: int, number: int) -> NDArray[np.intp]:
    """The areas nearest to one of them by standardised distance, nearest first.

    Each column is divided by its standard deviation over all areas, so that each counts alike, and the
    distance is Euclid's. Areas at the same distance come in their own order; a column that is the same
    everywhere is ignored.

    Parameters
    ----------
    columns : array (areas, characteristics)
        Known numbers, such as a deprivation score and the population. What spreads over powers of ten is
        better given as its logarithm.
    of : int
        Row of the area in question; it is not among the answers.
    number : int
        How many to give; fewer if there are not so many.

    Returns
    -------
    array (up to ``number``,) of row numbers

    Raises
    ------
    ValueError
        A characteristic is unknown, or the table is not two-dimensional.
    IndexError
        There is no such row.

    References
    ----------
    The nearest-neighbour model of the Chartered Institute of Public Finance and Accountancy (standardised,
    squared and added differences), with the columns of the caller.

    Examples
    --------
    >>> nearest([[30, 300], [29, 310], [10, 300], [31, 150]], of=0, number=2).tolist()
    [1, 3]
    """
    table = np.asarray(columns, float)
    if table.ndim != 2 or np.isnan(table).any():
        raise ValueError("similarity needs every characteristic of every area")
    spread = table.std(axis=0)
    told = np.ptp(table, axis=0) > 0
    distance = (((table[:, told] - table[of, told]) / spread[told]) ** 2).sum(axis=1)
    # Equal distances can differ in their last digits, which must not decide the order.
    order = np.argsort(np.round(distance, 9), kind="stable")
    return order[order != of % len(table)][:number]
