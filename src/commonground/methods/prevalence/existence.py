"""Can a model be fitted at all? Sparse tables leave many log-linear models without a finite or a single answer.

The check is that of Fienberg and Rinaldo: estimates are finite when the totals to be matched lie inside, and not on
the edge of, the cone of all totals that the model allows. Which face they lie on depends only on which patterns have
anybody in them, so that an answer can be kept for every table with the same ones.
"""

from functools import lru_cache

import numpy as np
from scipy import linalg, optimize

from commonground.methods.prevalence.histories import Bools, Design, Floats, design

ROUNDING = 1e-9  # all columns are 0 and 1: what is not nought is far above this


def layout(of: Design, tables: Floats, terms: Bools) -> tuple[Bools, Bools]:
    """The columns that take a parameter (tables, columns) and the patterns that are kept (tables, patterns).

    A pair of a model that was never observed together takes no parameter: its patterns cannot occur and are dropped.
    So with a list that nobody is on.

    Examples
    --------
    >>> columns, kept = layout(design(3), np.array([[0., 40, 30, 6, 20, 0, 0, 0]]), np.array([[False, True, False]]))
    >>> columns.astype(int).tolist(), kept.astype(int).tolist()
    ([[1, 1, 1, 1, 0, 0, 0]], [[1, 1, 1, 1, 0, 1, 0]])
    """
    together = tables[:, 1:] @ of.shared > 0
    present = tables[:, 1:] @ of.member > 0
    barred = (terms & ~together) @ of.shared.T + ~present @ of.member.T
    columns = np.hstack([np.ones((len(tables), 1), bool), present, terms & together])
    return columns, barred == 0


def has_estimate(of: Design, tables: Floats, terms: Bools) -> Bools:
    """Does each table have one finite estimate under its model?

    Parameters
    ----------
    of : Design
    tables : array (tables, 2**lists)
    terms : bool array (tables, pairs)
        The pairs of lists in each table's model.

    References
    ----------
    Fienberg & Rinaldo (2012) Ann Statist 40:996; Chan, Silverman & Vincent (2021) JASA 116:1297, section 3.
    Answers to ``SparseMSE::checkident``.

    Examples
    --------
    >>> table = np.array([[0., 40, 30, 6, 20, 0, 0, 0]])
    >>> pairs = np.array([[True, False, False], [False, True, False], [False, True, True]])
    >>> has_estimate(design(3), np.repeat(table, 3, axis=0), pairs).tolist()
    [False, True, True]
    """
    columns, kept = layout(of, tables, terms)
    seen = tables[:, 1:] > 0
    sure = _plainly(of, seen, columns)
    for row in np.flatnonzero(~sure):
        sure[row] = _within(of.lists, columns[row].tobytes(), seen[row].tobytes(), kept[row].tobytes())
    return sure


def _plainly(of: Design, seen: Bools, columns: Bools) -> Bools:
    """Enough for most tables: people on each list alone, on each pair of the model alone, and on one pattern more.

    The rows of these patterns then determine every coefficient, with nothing left to run off to infinity.
    """
    lists, model = columns[:, 1 : of.intercept_and_lists], columns[:, of.intercept_and_lists :]
    alone = seen[:, [(1 << i) - 1 for i in range(of.lists)]] | ~lists
    both = seen[:, [(1 << i) + (1 << j) - 1 for i, j in of.pairs]] | ~model
    loose = 1 - of.member.sum(axis=1) + model @ of.shared.T != 0  # the intercept, when all else hangs on it
    return alone.all(axis=1) & both.all(axis=1) & (seen & loose).any(axis=1)


@lru_cache(maxsize=1 << 16)
def _within(lists: int, columns: bytes, seen: bytes, kept: bytes) -> bool:
    """The full check, kept for every table with the same patterns."""
    chosen, observed, possible = (np.frombuffer(row, bool) for row in (columns, seen, kept))
    return is_finite(design(lists).columns[possible][:, chosen], observed[possible])


def is_finite(model: Floats, seen: Bools) -> bool:
    """Has a Poisson log-linear model one finite estimate, whatever its columns?

    It has unless there is a direction in which no seen pattern changes and no other one falls: a way to infinity.

    Parameters
    ----------
    model : array (patterns, columns)
    seen : bool array (patterns,)
        The patterns with anybody in them.

    Examples
    --------
    >>> is_finite(np.array([[1., 0], [1, 1], [1, 2]]), np.array([True, True, False]))
    True
    >>> is_finite(np.array([[1., 0], [1, 1], [1, 2]]), np.array([True, False, False]))
    False
    """
    free = linalg.null_space(model[seen], rcond=ROUNDING)
    if not free.shape[1]:
        return True
    rises = model[~seen] @ free
    rises[np.abs(rises) < ROUNDING] = 0
    if np.linalg.matrix_rank(rises, tol=ROUNDING) < free.shape[1]:
        return False  # a direction that changes nothing at all: not identifiable
    if free.shape[1] == 1:
        return bool((rises > 0).any() and (rises < 0).any())
    answer = optimize.linprog(
        -rises.sum(axis=0), A_ub=np.vstack([-rises, rises]), b_ub=np.repeat([0.0, 1.0], len(rises)), bounds=(None, None)
    )
    return bool(answer.status == 0 and -answer.fun < ROUNDING * 100)
