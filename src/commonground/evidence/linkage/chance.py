"""Chance: how often two records agree that have nothing to do with each other, counted over all pairs.

Random pairs would do, and would say little of what is rare; all pairs can be counted, since what is compared is only
whether words are shared: so the pairs of different values are looked at, and each stands for as many as it occurs.
"""

import numpy as np
import pyarrow as pa
from scipy import sparse

from commonground.evidence.linkage.forms import COARSE

ROWS = 20_000  # different values looked at together: what bounds the memory


def shares_by_chance(table: pa.Table, field: str) -> tuple[float, ...]:
    """Share of all pairs with a known value that are equal, near, alike and different; equal and different for a field
    that has no more to it. The few pairs that are one person are among them."""
    value = table[field].combine_chunks()
    place = np.flatnonzero(np.asarray(value.is_valid()))
    _, kept, count = np.unique(np.asarray(value.drop_null()), return_index=True, return_counts=True)
    total = float(_pairs(np.array(place.size)))
    equal = float(_pairs(count).sum())
    if field not in COARSE:
        return equal / total, 1 - equal / total
    rows = place[kept]  # where each different value stands first
    coarse = np.asarray(table[COARSE[field]].combine_chunks().take(pa.array(rows)))
    near, near_and_alike = _sharing(table[f"{field}_near"].combine_chunks().take(pa.array(rows)), coarse, count)
    together = np.bincount(np.unique(coarse, return_inverse=True)[1], count.astype(float))
    alike = float(_pairs(together).sum()) - equal - near_and_alike
    return equal / total, near / total, alike / total, (total - equal - near - alike) / total


def _sharing(words: pa.Array, coarse: np.ndarray, count: np.ndarray) -> tuple[float, float]:
    """Pairs of records with different values that share a word; and those of them that are alike in the coarse part."""
    flat, ends = np.asarray(words.flatten()), np.asarray(words.offsets)
    shape = (len(words), int(flat.max(initial=-1)) + 1)
    has = sparse.csr_array((np.ones(flat.size, np.int32), flat, ends - ends[0]), shape=shape)
    holders = sparse.csr_array(has.T)
    near = near_and_alike = 0.0
    for start in range(0, shape[0], ROWS):
        shared = (has[start : start + ROWS] @ holders).tocoo()
        one, other = shared.row + start, shared.col
        once = one < other
        one, other = one[once], other[once]
        pairs = count[one].astype(float) * count[other]
        near += float(pairs.sum())
        near_and_alike += float(pairs[coarse[one] == coarse[other]].sum())
    return near, near_and_alike


def _pairs(count: np.ndarray) -> np.ndarray:
    """Pairs among so many."""
    many = count.astype(float)
    return many * (many - 1) / 2
