"""A street network: pieces of street between crossings, and where on them events lie."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

JOINED = 0.01  # metres: ends nearer than that to the same hundredth are one crossing


@dataclass(frozen=True, eq=False)
class Streets:
    """Pieces of street (edges), each between two crossings (nodes), and its length.

    ``start`` and ``end`` (streets,) number the crossings from nought; a street may lead back to where it began, and
    two may join the same crossings. ``ends`` (streets, 4), where known, are x and y of the start and of the end.
    """

    start: Whole
    end: Whole
    length: Floats
    ends: Floats | None = None

    @property
    def total(self) -> float:
        """Length of all together."""
        return float(self.length.sum())

    @cached_property
    def darts(self) -> "Darts":
        """Every street in both its directions."""
        return Darts(self)

    @property
    def parts(self) -> int:
        """How many pieces there are that no street connects."""
        crossings = int(max(self.start.max(), self.end.max())) + 1
        joined = sparse.coo_array((np.ones(self.start.size), (self.start, self.end)), shape=(crossings, crossings))
        found, label = csgraph.connected_components(joined, directed=False)
        return int(np.unique(label[np.concatenate([self.start, self.end])]).size) if found else 0


class Darts:
    """Every street in both directions: number 2s runs from start to end, and 2s + 1 back.

    ``leaving`` lists the darts by the crossing they leave, those of crossing c at ``first[c]`` to ``first[c + 1]``;
    ``degree`` is how many meet there.
    """

    def __init__(self, streets: Streets) -> None:
        self.head = np.column_stack([streets.end, streets.start]).ravel()
        tail = np.column_stack([streets.start, streets.end]).ravel()
        self.length = np.repeat(streets.length, 2)
        self.degree = np.bincount(tail)
        self.leaving = np.argsort(tail, kind="stable")
        self.first = np.concatenate([[0], np.cumsum(self.degree)])


def streets(start: ArrayLike, end: ArrayLike, length: ArrayLike) -> Streets:
    """A network from numbered crossings and lengths.

    Parameters
    ----------
    start, end : arrays (streets,) of whole numbers >= 0
    length : array (streets,) > 0
        Metres.

    Raises
    ------
    ValueError
        There is no street, the arrays differ in length, a crossing is no whole number, or a length is not above
        nought.

    Examples
    --------
    >>> print(streets([0, 1], [1, 2], [100, 50]).darts.degree)
    [1 2 1]
    """
    tail, head, long = (np.asarray(given, float).ravel() for given in (start, end, length))
    if not tail.size == head.size == long.size or tail.size == 0:
        raise ValueError("a network needs streets, each with a start, an end and a length")
    for ends in (tail, head):
        if not np.isfinite(ends).all() or (ends < 0).any() or (ends != np.floor(ends)).any():
            raise ValueError("crossings must be numbered with whole numbers from nought")
    if not np.isfinite(long).all() or (long <= 0).any():
        wrong = int(np.argmax(~(long > 0) | ~np.isfinite(long)))
        raise ValueError(f"street {wrong + 1:,} has a length of {long[wrong]:g}; every length must be above nought")
    return Streets(tail.astype(np.int64), head.astype(np.int64), long)


def from_lines(x1: ArrayLike, y1: ArrayLike, x2: ArrayLike, y2: ArrayLike) -> Streets:
    """A network from straight pieces; ends at the same place, to a centimetre, are one crossing.

    A bend is a crossing at which two pieces meet: it changes nothing. Streets that cross on a bridge must not have an
    end there.

    Parameters
    ----------
    x1, y1, x2, y2 : arrays (streets,)
        Metres on a plane.

    Raises
    ------
    ValueError
        There is no piece, a coordinate is unknown, or a piece has no length.

    Examples
    --------
    >>> found = from_lines([0, 3], [0, 4], [3, 3], [4, 9])
    >>> print(found.length, found.start, found.end)
    [5. 5.] [0 1] [1 2]
    """
    given = [np.asarray(side, float).ravel() for side in (x1, y1, x2, y2)]
    if len({side.size for side in given}) > 1 or given[0].size == 0:
        raise ValueError("a network needs streets, each with the two coordinates of its start and of its end")
    ends = np.column_stack(given)
    if not np.isfinite(ends).all():
        wrong = int(np.argmax(~np.isfinite(ends).all(axis=1)))
        raise ValueError(f"street {wrong + 1:,} has a coordinate that is missing or infinite")
    corners = np.round(ends.reshape(-1, 2) / JOINED).astype(np.int64)
    crossing = np.unique(corners, axis=0, return_inverse=True)[1].reshape(-1, 2)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    if (length <= JOINED).any():
        raise ValueError(f"street {int(np.argmax(length <= JOINED)) + 1:,} begins and ends in the same place")
    return Streets(crossing[:, 0].astype(np.int64), crossing[:, 1].astype(np.int64), length, ends)


@dataclass(frozen=True, eq=False)
class Snapped:
    """For each event the nearest street, how far along it from its start, and how far off, in metres."""

    street: Whole
    along: Floats
    off: Floats


def nearest(network: Streets, x: ArrayLike, y: ArrayLike) -> Snapped:
    """The place on the network nearest to each event; of streets equally near, the first.

    Parameters
    ----------
    network : Streets made from lines
    x, y : arrays (events,)

    Raises
    ------
    ValueError
        The network has no coordinates, or an event has no point.

    Examples
    --------
    >>> found = nearest(from_lines([0, 3], [0, 4], [3, 3], [4, 9]), [4], [6])
    >>> print(found.street, found.along, found.off)
    [1] [2.] [1.]
    """
    from commonground.methods.window import points

    if network.ends is None:
        raise ValueError("this network has no coordinates: say on which street each event lies, and how far along")
    across, up = points(x, y)
    ends, length = network.ends, network.length
    # Marks along every street, so near each other that the nearest street has one hardly farther than itself.
    apart = max(float(np.median(length)) / 2, network.total / 2_000_000)
    many = np.maximum(1, np.ceil(length / apart)).astype(np.int64)
    street = np.repeat(np.arange(length.size), many)
    share = (np.arange(street.size) - np.repeat(np.cumsum(many) - many, many) + 0.5) / many[street]
    marks = np.column_stack([ends[street, i] + share * (ends[street, i + 2] - ends[street, i]) for i in (0, 1)])
    tree, events = cKDTree(marks), np.column_stack([across, up])
    reach = tree.query(events)[0] + (length / many).max() / 2
    within = tree.query_ball_point(events, reach * (1 + 1e-9), return_sorted=True)
    event = np.repeat(np.arange(across.size), [len(found) for found in within])
    beside = street[np.concatenate([np.asarray(found, np.int64) for found in within])]
    along, off = _projected(network, beside, across[event], up[event])
    order = np.lexsort((beside, off, event))
    first = order[np.unique(event[order], return_index=True)[1]]
    return Snapped(beside[first], along[first], off[first])


def _projected(network: Streets, street: Whole, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    assert network.ends is not None
    x1, y1, x2, y2 = network.ends[street].T
    length = network.length[street]
    share = np.clip(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2, 0, 1)
    off = np.round(np.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1)), 9)
    return share * length, off
