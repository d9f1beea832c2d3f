"""Counting pairs of events in bands of distance and of time: as they are, on average, and as chance deals them."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonground.methods.near_repeat import chance
from commonground.methods.near_repeat.bands import Bands, Floats
from commonground.methods.near_repeat.pairs import Metric, Near, Whole, near


class Counting:
    """Events in their places with their clock. Pairs are looked for up to the last finite break alone: what is in a
    band without an end is the rest of all pairs, whose number no permutation changes.

    Examples
    --------
    >>> from commonground.methods.near_repeat.bands import bands
    >>> far, long = bands([0, 10, np.inf]), bands([0, 7, np.inf])
    >>> line, days = np.array([0.0, 4.0, 90.0]), np.array([0.0, 1.0, 2.0])
    >>> counting = Counting(line, 0 * line, chance.clock(days, long), far, long, "euclidean")
    >>> print(counting.observed().tolist())
    [[1, 0], [2, 0]]
    """

    def __init__(self, x: Floats, y: Floats, clock: chance.Clock, distances: Bands, times: Bands, metric: Metric):
        self.x, self.y, self.clock, self.metric = x, y, clock, metric
        self.distances, self.times = distances, times
        self.rows = len(distances.closed_breaks)

    def near(self) -> Iterator[Near]:
        return near(self.x, self.y, self.distances, self.metric)

    @cached_property
    def in_row(self) -> Whole:
        """Near pairs in each row, whatever their times."""
        return sum((np.bincount(b.row, minlength=self.rows) for b in self.near()), np.zeros(self.rows, np.int64))

    def observed(self) -> Whole:
        """Pairs in each band: an array (distance bands, time bands)."""
        return self.of(self.clock.time[:, None])[0]

    def dealt(self, areas: Whole | None, many: int, generator: np.random.Generator) -> NDArray:
        """Times dealt out anew: an array (events, permutations)."""
        return chance.dealt(self.clock.time, areas, many, generator)

    def of(self, table: NDArray) -> Whole:
        """Pairs in each band with each column of times: an array (columns, distance bands, time bands)."""
        return self._in_bands(chance.tally(self.near(), table, self.clock.most, self.rows)).astype(np.int64)

    def expected(self, areas: Whole | None) -> Floats:
        """The exact mean over all permutations: an array (distance bands, time bands)."""
        mean = chance.expected(self.near(), self.clock.time, areas, self.clock.most, self.rows)
        return self._in_bands(mean[None])[0]

    def _in_bands(self, within: NDArray) -> NDArray:
        """Pairs by row and below each finite break of time, put into bands of both."""
        every = chance.close_in_time(self.clock.time, None, self.clock.most)
        if self.times.is_open:
            whole = np.broadcast_to(self.in_row[None, :, None], (*within.shape[:2], 1))
            within = np.concatenate([within, whole], axis=2)
            every = np.append(every, self.x.size * (self.x.size - 1) // 2)
        if self.distances.is_open:
            within = np.concatenate([within, every - within.sum(axis=1, keepdims=True)], axis=1)
        return np.diff(within[:, 1:], axis=2)

    def column(self, block: Near) -> NDArray[np.intp]:
        """Where the gap in time of each pair lies: 0 before the first band, then the bands."""
        gap = np.abs(self.clock.time[block.first].astype(np.float64) - self.clock.time[block.second])
        return np.searchsorted(self.clock.most, gap, side="left")

    def inside(self) -> Whole:
        """The pairs of the first band of distance and of time: an array (2, pairs), the lower number first."""
        kept = [np.zeros((2, 0), np.int64)]
        for block in self.near():
            chosen = (block.row == 1) & (self.column(block) == 1)
            kept.append(np.stack([block.first[chosen], block.second[chosen]]))
        return np.sort(np.concatenate(kept, axis=1), axis=0)


def involved(counting: Counting, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Events that are one of a pair in the chosen bands: an array (events,).

    Parameters
    ----------
    counting : Counting
    chosen : array (distance bands, time bands) of bool
        Bands without an end are passed over.

    Examples
    --------
    >>> from commonground.methods.near_repeat.bands import bands
    >>> line, days, far, long = np.array([0.0, 4.0, 90.0]), np.array([0.0, 1.0, 2.0]), bands([0, 10]), bands([0, 7])
    >>> counting = Counting(line, 0 * line, chance.clock(days, long), far, long, "euclidean")
    >>> print(involved(counting, np.array([[True]])))
    [ True  True False]
    """
    events = np.zeros(counting.x.size, np.bool_)
    edges = counting.clock.most.size
    asked = np.zeros((counting.rows, edges + 1), np.bool_)
    asked[1:, 1:-1] = chosen[: counting.rows - 1, : edges - 1]
    for block in counting.near() if asked.any() else ():
        inside = asked[block.row, counting.column(block)]
        events[block.first[inside]] = events[block.second[inside]] = True
    return events
