"""Capture tables: who was on which lists, counted by pattern.

A table of so many lists is an array of 2**lists counts. Its place says the pattern: the first list is the lowest bit,
so that place 5 (binary 101) counts the people on the first and the third list and on no other. Place 0 is of those on
no list, whom nobody has counted: it is nought.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_LISTS = 10
"""Lists that one table may have: there are 1,023 patterns of ten, and hardly a person in most of them."""


@dataclass(frozen=True, eq=False)
class Design:
    """The columns of every model of pairs for so many lists: a row for each pattern but that of nobody.

    ``columns`` are the intercept, the lists and the pairs of lists, in this order; ``products`` holds, for each
    pattern, the products of all columns with each other; ``shared`` says which pairs a pattern is on both of.
    """

    lists: int
    pairs: tuple[tuple[int, int], ...]
    member: Floats
    shared: Floats
    columns: Floats
    products: Floats

    @property
    def intercept_and_lists(self) -> int:
        """The columns before those of the pairs."""
        return 1 + self.lists


@cache
def design(lists: int) -> Design:
    """The design for so many lists, made once.

    Examples
    --------
    >>> design(3).pairs
    ((0, 1), (0, 2), (1, 2))
    >>> design(2).columns
    array([[1., 1., 0., 0.],
           [1., 0., 1., 0.],
           [1., 1., 1., 1.]])
    """
    pairs = tuple(combinations(range(lists), 2))
    patterns = np.arange(1, 1 << lists)
    member = ((patterns[:, None] >> np.arange(lists)) & 1).astype(float)
    shared = np.stack([member[:, i] * member[:, j] for i, j in pairs], axis=1)
    columns = np.hstack([np.ones((patterns.size, 1)), member, shared])
    products = (columns[:, :, None] * columns[:, None, :]).reshape(patterns.size, -1)
    return Design(lists, pairs, member, shared, columns, products)


def capture_table(member: ArrayLike, count: ArrayLike | None = None) -> NDArray[np.int64]:
    """People by the lists they are on.

    Parameters
    ----------
    member : array (rows, lists) of 0 and 1
        Is the person, or the group of people, on the list?
    count : array (rows,) of whole numbers >= 0, optional
        How many people a row is for; one each if left out. Rows of one pattern are added up.

    Returns
    -------
    Array (2**lists,) of counts by pattern; the first list is the lowest bit.

    Raises
    ------
    ValueError
        There is no row or fewer than two lists, or more than ten; something other than 0 and 1; a count that is
        negative, not whole or unknown, or another number of them; or people on no list.

    Examples
    --------
    >>> capture_table([[1, 0], [0, 1], [1, 1], [1, 0]]).tolist()
    [0, 2, 1, 1]
    >>> capture_table([[1, 0], [0, 1], [1, 1]], [40, 30, 6]).tolist()
    [0, 40, 30, 6]
    """
    on = np.asarray(member, float)
    if on.ndim != 2 or not on.size:
        raise ValueError("a capture table needs a row for each person or pattern, and a column for each list")
    _number_of_lists(on.shape[1])
    if not np.isin(on, (0, 1)).all():
        row = int(np.flatnonzero(~np.isin(on, (0, 1)).all(axis=1))[0]) + 1
        raise ValueError(f"a list column says 1 (on the list) or 0 (not on it); row {row} says something else")
    many = np.ones(len(on)) if count is None else np.asarray(count, float)
    if many.shape != (len(on),):
        raise ValueError(f"there are {len(on)} rows and {many.size} counts: give one count for each row")
    _whole(many)
    place = (on.astype(np.int64) << np.arange(on.shape[1])).sum(axis=1)
    if many[place == 0].any():
        raise ValueError(
            "there are people on no list; they are what is to be estimated and cannot be in the table: leave them out"
        )
    table = np.zeros(1 << on.shape[1], np.int64)
    np.add.at(table, place, many.astype(np.int64))
    return table


def checked(tables: ArrayLike) -> tuple[Floats, int]:
    """One capture table, or several of the same lists, as rows of floats; and how many lists.

    Raises
    ------
    ValueError
        The length is no power of two from 4 to 1,024; a count is negative, not whole or unknown; people on no list
        are counted; or a table is empty.

    Examples
    --------
    >>> rows, lists = checked([0, 40, 30, 6])
    >>> rows.shape, lists
    ((1, 4), 2)
    """
    rows = np.atleast_2d(np.asarray(tables, float))
    lists = max(0, rows.shape[-1].bit_length() - 1)
    if rows.ndim != 2 or not len(rows) or rows.shape[1] != 1 << lists:
        raise ValueError("a capture table has a count for every pattern of lists: 8 for three lists, 16 for four")
    _number_of_lists(lists)
    _whole(rows)
    if rows[:, 0].any():
        raise ValueError("the first count is of people on no list, whom nobody has counted: it must be nought")
    if not rows.any(axis=1).all():
        raise ValueError("there is nobody in the table")
    return rows, lists


def _number_of_lists(lists: int) -> None:
    if lists < 2:
        raise ValueError("one list says nothing of the people who are not on it: at least two lists are needed")
    if lists > MOST_LISTS:
        raise ValueError(f"there are {lists} lists and at most {MOST_LISTS} can be taken: join those of one agency")


def _whole(counts: Floats) -> None:
    if not np.isfinite(counts).all():
        raise ValueError("a count is unknown or infinite: every count must be a whole number, nought or more")
    if (counts < 0).any() or (counts % 1 != 0).any():
        raise ValueError("a count must be a whole number, nought or more")
