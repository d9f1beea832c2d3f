"""Pairs of events that are near each other, each once, in blocks that bound the memory.

Events are sorted by the cells of a grid whose side is the largest distance asked for. What is near an event
and comes after it in that order lies in two runs: the rest of its own cell and the next one, and the three
cells of the row above. So the pairs are two subtractions and no tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonground.methods.near_repeat.bands import Bands, Floats

Metric = Literal["euclidean", "manhattan"]
Whole = NDArray[np.int64]

BLOCK = 400_000  # candidate pairs looked at together: about 30 MB
FINEST = 2**20  # cells along a side: finer ones would save nothing


@dataclass(frozen=True, eq=False)
class Near:
    """Pairs by the numbers of their events, and the row of each: 0 nearer than the first band, then the bands."""

    first: Whole
    second: Whole
    row: NDArray[np.intp]


def distance(dx: Floats, dy: Floats, metric: Metric) -> Floats:
    """Distances, without a rounding that would move one over the edge of a band.

    Examples
    --------
    >>> print(distance(np.array([3.0]), np.array([4.0]), "euclidean"))
    [5.]
    """
    return np.abs(dx) + np.abs(dy) if metric == "manhattan" else np.sqrt(dx * dx + dy * dy)


def near(x: Floats, y: Floats, distances: Bands, metric: Metric) -> Iterator[Near]:
    """Every pair of events up to the last finite break, in blocks.

    Parameters
    ----------
    x, y : array (events,)
        In one unit of length.
    distances : Bands
    metric : "euclidean" or "manhattan"

    Yields
    ------
    Near: pairs in the order of the rows.

    Examples
    --------
    >>> from commonground.methods.near_repeat.bands import bands
    >>> line = np.array([0.0, 30.0, 150.0])
    >>> [block] = near(line, np.zeros(3), bands([0, 100, 200]), "euclidean")
    >>> print(block.row.tolist())
    [1, 2, 2]
    """
    breaks = distances.closed_breaks
    order, runs = _runs(x, y, float(breaks[-1]))
    x, y = x[order], y[order]
    for first, second in _candidates(runs):
        row = np.searchsorted(breaks, distance(x[first] - x[second], y[first] - y[second], metric), side="left")
        kept = np.flatnonzero(row < len(breaks))
        kept = kept[np.argsort(row[kept], kind="stable")]
        if kept.size:
            yield Near(order[first[kept]], order[second[kept]], row[kept])


def _runs(x: Floats, y: Floats, reach: float) -> tuple[Whole, tuple[tuple[Whole, Whole], ...]]:
    """The order of the events by cell, and for each event two runs of that order: where they begin and end."""
    extent = max(float(np.ptp(x)), float(np.ptp(y)))
    side = max(reach * (1 + 1e-9), extent / FINEST) or 1.0
    across = np.floor((x - x.min()) / side).astype(np.int64)
    up = np.floor((y - y.min()) / side).astype(np.int64)
    width = int(across.max()) + 3  # two empty columns, so that a row's end is not beside the next one's start
    cell = up * width + across + 1
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    own = np.arange(1, len(cell) + 1), np.searchsorted(cell, cell + 1, side="right")
    above = np.searchsorted(cell, cell + width - 1), np.searchsorted(cell, cell + width + 1, side="right")
    return order, (own, above)


def _candidates(runs: tuple[tuple[Whole, Whole], ...]) -> Iterator[tuple[Whole, Whole]]:
    """Pairs of positions, in blocks: each event with all of its two runs."""
    for start, end in runs:
        number = end - start
        upto = np.cumsum(number)
        cuts = np.searchsorted(upto, np.arange(BLOCK, upto[-1], BLOCK))
        for low, high in pairwise(np.unique([0, *cuts, upto.size])):
            many = number[low:high]
            first = np.repeat(np.arange(low, low + many.size), many)
            within = np.arange(first.size) - np.repeat(np.cumsum(many) - many, many)
            yield first, np.repeat(start[low:high], many) + within
