"""What chance alone would give: the exact mean of all permutations of the times, and how often they reach so high.

The places stay and the times are dealt out anew. The places of a pair never change, so near pairs are found
once, and a permutation only asks how far apart in time each of them now is. Times lie as a table of events by
permutations: one pair is then one row less another, for hundreds of permutations together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.methods.near_repeat.bands import Bands, Floats
from commonground.methods.near_repeat.pairs import Near, Whole

SCALES = (1, 24, 1440, 86_400)  # whole days, hours, minutes, seconds where times are in days
TABLE = 2**26  # bytes of times held together
TOGETHER = (16, 256)  # permutations held together: the fewest, the most
PAIRS = 255  # pairs counted together: their number fits a byte


@dataclass(frozen=True, eq=False)
class Clock:
    """Times from nought, in the smallest type that holds them, and the largest gap below each finite break."""

    time: NDArray
    most: NDArray

    @property
    def together(self) -> int:
        """Permutations whose times are held together."""
        return int(np.clip(TABLE // self.time.nbytes, *TOGETHER))


def clock(time: Floats, times: Bands) -> Clock:
    """The times as whole numbers where they are whole days, hours, minutes or seconds; then no gap is rounded.

    Parameters
    ----------
    time : array (events,)
        In days, say.
    times : Bands
        In the same unit.

    Examples
    --------
    >>> from commonground.methods.near_repeat.bands import bands
    >>> found = clock(np.array([3.0, 3.5]), bands([0, 1]))
    >>> print(found.time, found.most, found.time.dtype)
    [ 0 12] [-1 23] int16
    """
    since, breaks = time - time.min(), times.closed_breaks
    edges = times.breaks[: breaks.size]
    for scale in SCALES:
        if _whole(since * scale) and _whole(edges * scale):
            below = np.rint(edges * scale) - (breaks < edges)
            largest = max(float(since.max()) * scale, 1.0)
            kind = np.int16 if largest < np.iinfo(np.int16).max else np.int32 if largest < 2**31 - 1 else np.int64
            most = np.clip(below, -1, np.iinfo(kind).max).astype(kind)
            return Clock(np.rint(since * scale).astype(kind), most)
    return Clock(since, breaks)


def _whole(values: Floats) -> bool:
    return bool(np.all(np.abs(values - np.rint(values)) < 1e-5))


def dealt(time: NDArray, areas: Whole | None, many: int, generator: np.random.Generator) -> NDArray:
    """Times dealt out anew, among all events or among those of one area: a table (events, permutations).

    Examples
    --------
    >>> table = dealt(np.array([1, 2, 3]), np.array([0, 0, 1]), 2, np.random.default_rng(1))
    >>> print(table[2], np.sort(table[:2], axis=0).tolist())
    [3 3] [[1, 1], [2, 2]]
    """
    table = np.empty((time.size, many), time.dtype)
    for events in [np.arange(time.size)] if areas is None else _members(areas):
        own = np.tile(time[events], (many, 1))
        table[events] = generator.permuted(own, axis=1, out=own).T
    return table


def _members(areas: Whole) -> list[Whole]:
    order = np.argsort(areas, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(areas[order])) + 1)


def tally(blocks: Iterable[Near], table: NDArray, most: NDArray, rows: int) -> Whole:
    """Near pairs no further apart in time than each of ``most``: an array (permutations, rows, breaks).

    Parameters
    ----------
    blocks : of near pairs
    table : array (events, permutations)
        Times, as ``dealt`` gives them.
    most : array (breaks,)
    rows : int
        The most a row of a pair can be, and one.

    Examples
    --------
    >>> pair = Near(np.array([0]), np.array([1]), np.array([1]))
    >>> print(tally([pair], np.array([[0, 0], [3, 9]]), np.array([5]), 2)[:, 1, 0])
    [1 0]
    """
    many = table.shape[1]
    total = np.zeros((rows, most.size, many), np.int64)
    one, other = np.empty((PAIRS, many), table.dtype), np.empty((PAIRS, many), table.dtype)
    near = np.empty((PAIRS, many), np.bool_)
    for block in blocks:
        for row, low, high in _chunks(block):
            gap, away, flag = one[: high - low], other[: high - low], near[: high - low]
            np.take(table, block.first[low:high], axis=0, out=gap, mode="clip")
            np.take(table, block.second[low:high], axis=0, out=away, mode="clip")
            np.subtract(gap, away, out=gap)
            np.abs(gap, out=gap)
            for edge, limit in enumerate(most):
                np.less_equal(gap, limit, out=flag)
                total[row, edge] += np.add.reduce(flag.view(np.uint8), axis=0, dtype=np.uint8)
    return total.transpose(2, 0, 1)


def _chunks(block: Near) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of so many pairs as are counted together, all of one row."""
    starts = np.flatnonzero(np.diff(block.row, prepend=-1))
    for start, end in zip(starts, [*starts[1:], block.row.size], strict=True):
        for low in range(start, end, PAIRS):
            yield int(block.row[start]), low, min(low + PAIRS, end)


def close_in_time(one: NDArray, other: NDArray | None, most: NDArray) -> Whole:
    """Pairs of times no further apart than each of ``most``: among ``one``, or between ``one`` and ``other``.

    Examples
    --------
    >>> print(close_in_time(np.array([0, 1, 5]), None, np.array([0, 1, 5])))
    [0 1 3]
    >>> print(close_in_time(np.array([0, 1]), np.array([5]), np.array([4, 9])))
    [1 2]
    """
    within = np.sort(one if other is None else other)
    wide = within.astype(np.float64) if within.dtype.kind == "f" else within.astype(np.int64)
    own = one.astype(wide.dtype)
    found = np.zeros(most.size, np.int64)
    for edge, limit in enumerate(most.astype(wide.dtype)):
        if limit < 0:
            continue
        start, end = np.searchsorted(wide, own - limit, "left"), np.searchsorted(wide, own + limit, "right")
        both = int((end - start).sum())
        found[edge] = both if other is not None else (both - own.size) // 2
    return found


def expected(blocks: Iterable[Near], time: NDArray, areas: Whole | None, most: NDArray, rows: int) -> Floats:
    """Exact mean of ``tally`` over all permutations: an array (rows, breaks).

    Among all events any two times are as likely to meet as any others, so that the mean is near pairs by close
    pairs over all pairs. Within areas the same holds between any two of them.

    Examples
    --------
    >>> pair = Near(np.array([0]), np.array([1]), np.array([1]))
    >>> print(expected([pair], np.array([0, 3, 9]), None, np.array([5]), 2)[1].round(3))
    [0.333]
    """
    if areas is None:
        near = sum((np.bincount(block.row, minlength=rows) for block in blocks), np.zeros(rows, np.int64))
        return near[:, None] * (close_in_time(time, None, most) / (time.size * (time.size - 1) / 2))
    number = int(areas.max()) + 1
    codes, near = _by_areas(blocks, areas, number)
    members = _members(areas)
    mean = np.zeros((rows, most.size))
    for pair in np.unique(codes % number**2):
        one, other = divmod(int(pair), number)
        own, away = time[members[one]], time[members[other]]
        possible = own.size * (own.size - 1) / 2 if one == other else own.size * away.size
        share = close_in_time(own, None if one == other else away, most) / possible
        of_pair = codes % number**2 == pair
        np.add.at(mean, codes[of_pair] // number**2, near[of_pair, None] * share)
    return mean


def _by_areas(blocks: Iterable[Near], areas: Whole, number: int) -> tuple[Whole, Whole]:
    """Near pairs by row and pair of areas, as a code of all three, and how many there are of each code."""
    codes, near = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for block in blocks:
        one, other = areas[block.first], areas[block.second]
        code = (block.row * number + np.minimum(one, other)) * number + np.maximum(one, other)
        codes, place = np.unique(np.concatenate([codes, code]), return_inverse=True)
        near = np.bincount(place, np.concatenate([near, np.ones(code.size)])).astype(np.int64)
    return codes, near
