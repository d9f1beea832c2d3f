"""Multiple systems estimation once more, slowly: one table and one model at a time, with statsmodels and a linear
programme, straight from the definitions."""

from itertools import combinations

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats

Pairs = frozenset[tuple[int, int]]


def rows_of(table: np.ndarray, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The model's columns and the counts, without the patterns that cannot occur."""
    lists = len(table).bit_length() - 1
    on = [[(place >> i) & 1 for i in range(lists)] for place in range(len(table))]
    together = {(i, j): sum(int(n) for n, row in zip(table, on, strict=True) if row[i] and row[j]) for i, j in pairs}
    never = [pair for pair in pairs if together[pair] == 0]
    columns, counts = [], []
    for place in range(1, len(table)):
        row = on[place]
        if any(row[i] and row[j] for i, j in never):
            continue
        columns.append([1, *row, *(row[i] * row[j] for i, j in sorted(pairs) if together[i, j])])
        counts.append(table[place])
    return np.array(columns, float), np.array(counts, float)


def has_estimate(table: np.ndarray, pairs: Pairs) -> bool:
    """Fienberg and Rinaldo's own programme: can the totals be had with more than nought in every pattern?"""
    columns, counts = rows_of(table, pairs)
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        return False
    size = len(counts)
    answer = optimize.linprog(
        np.append(np.zeros(size), -1),
        A_ub=np.hstack([-np.eye(size), np.ones((size, 1))]), b_ub=np.zeros(size),
        A_eq=np.hstack([columns.T, np.zeros((columns.shape[1], 1))]), b_eq=columns.T @ counts,
        bounds=[(0, None)] * size + [(None, None)],
    )  # fmt: skip
    return bool(answer.status == 0 and -answer.fun > 1e-7)


def fitted(table: np.ndarray, pairs: Pairs):  # type: ignore[no-untyped-def]
    """The model by statsmodels."""
    columns, counts = rows_of(table, pairs)
    return sm.GLM(counts, columns, family=sm.families.Poisson()).fit(tol=1e-12, maxiter=200)


def stepwise(table: np.ndarray, level: float) -> tuple[float, Pairs] | None:
    """The estimate and the pairs chosen; None where even independent lists have no finite estimate."""
    lists = len(table).bit_length() - 1
    chosen: Pairs = frozenset()
    if not has_estimate(table, chosen):
        return None
    while True:
        fit = fitted(table, chosen)
        tails = []
        for i, j in combinations(range(lists), 2):
            if (i, j) in chosen:
                continue
            seen = sum(int(n) for place, n in enumerate(table) if place >> i & 1 and place >> j & 1)
            columns, _ = rows_of(table, chosen)
            mean = float(fit.fittedvalues[(columns[:, 1 + i] * columns[:, 1 + j]) == 1].sum())
            tail = min(stats.poisson.cdf(seen, mean), stats.poisson.sf(seen - 1, mean))
            tails.append((tail, (i, j)))
        added = False
        while tails and not added:
            low = min(tail for tail, _ in tails)
            if low >= level:
                break
            tail, pair = next(one for one in tails if one[0] <= low * (1 + 1e-6))  # of equal pairs the first
            tails.remove((tail, pair))
            if has_estimate(table, chosen | {pair}):
                chosen |= {pair}
                added = True
        if not added:
            return float(table.sum() + np.exp(fit.params[0])), chosen
