"""Cover: what more to hide, so that a number which a reader could pin down has a second possible value.

A number is safe if there is another table, agreeing with all that stays published, in which it differs. So
look for that other table as a set of shifts from the true one: only hidden cells may shift, and each shown
cell that has to shift must be hidden. The cheapest shift is the cheapest cover. In small tables all leaks are
covered at once and at least cost (mixed-integer programme); in large ones a leak at a time, near it first
(linear programme).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from commonground.evidence.disclosure.solver import least, least_whole

INF = float("inf")
REACH = 12  # a shift of one is nearly always enough; this is the furthest looked for


@dataclass(frozen=True)
class Shifts:
    """How far each cell may shift: freely as things are published, and further at a cost, if hidden.

    ``floor`` and ``ceiling`` are by sum: how far it may move, not at all if exact. The others are by cell.
    """

    sums: sparse.csr_array
    floor: np.ndarray
    ceiling: np.ndarray
    free_low: np.ndarray
    free_high: np.ndarray
    hidden_low: np.ndarray
    hidden_high: np.ndarray
    weight: np.ndarray  # nought for what is not shown anyway
    count: np.ndarray

    def set(self, place: int, *spans: float) -> None:
        """What holds for a cell once it is hidden."""
        arrays = (self.free_low, self.free_high, self.hidden_low, self.hidden_high, self.weight, self.count)
        for array, value in zip(arrays, spans, strict=True):
            array[place] = value

    def near(self, place: int, enough: int) -> "tuple[np.ndarray, Shifts]":
        """The nearest cells, in whole rings until there are enough, and the shifts among them."""
        inside = np.zeros(self.sums.shape[1], bool)
        inside[place] = True
        movable = (self.hidden_low < 0) | (self.hidden_high > 0)
        size = 0
        while size < inside.sum() < enough:
            size = inside.sum()
            rows = np.unique(self.sums[:, np.flatnonzero(inside)].nonzero()[0])
            inside[np.unique(self.sums[rows].nonzero()[1])] = True
            inside &= movable
            inside[place] = True
        members = np.flatnonzero(inside)
        sums = self.sums[:, members]
        rows = np.unique(sums.nonzero()[0])
        arrays = (self.free_low, self.free_high, self.hidden_low, self.hidden_high, self.weight, self.count)
        return members, Shifts(
            sums[rows], self.floor[rows], self.ceiling[rows], *(a[members] for a in arrays)
        )


def cover_one(shifts: Shifts, place: int, enough: int = 100) -> np.ndarray | None:
    """Places to hide so that one leak is covered, or None if hiding everything would not do."""
    while True:
        members, local = shifts.near(place, enough)
        found = _cheapest_shift(local, int(np.searchsorted(members, place)))
        if found is not None:
            return members[found]
        if enough >= shifts.sums.shape[1]:
            return None
        enough = min(8 * enough, shifts.sums.shape[1])


def _cheapest_shift(shifts: Shifts, place: int) -> np.ndarray | None:
    """Places that have to be hidden for the leak to shift by one, up or down, whichever is cheaper.

    Shift = free part + further - back, where only the second and third cost; parts that cannot move are left
    out.
    """
    n = len(shifts.weight)
    further = np.maximum(np.minimum(shifts.hidden_high, REACH) - shifts.free_high, 0)
    back = np.maximum(shifts.free_low - np.maximum(shifts.hidden_low, -REACH), 0)
    low = np.concatenate([np.maximum(shifts.free_low, -REACH), np.zeros(2 * n)])
    high = np.concatenate([np.minimum(shifts.free_high, REACH), further, back])
    moves = np.flatnonzero(low < high)
    # of two that would do, the smaller number
    price = shifts.weight * (1 + shifts.count / (shifts.count + 100))
    cost = np.concatenate([np.zeros(n), price, price])[moves]
    member, sign = moves % n, np.where(moves < 2 * n, 1.0, -1.0)
    sums = sparse.csr_array(shifts.sums[:, member] * sign)
    leak = np.where(member == place, sign, 0.0)
    found = []
    for up in (leak, -leak):
        goal = sparse.vstack([sums, sparse.csr_array(up[None, :])], format="csr")
        shift = least(
            cost, goal, np.append(shifts.floor, 1), np.append(shifts.ceiling, INF), low[moves], high[moves]
        )
        if shift is not None:
            found.append((cost @ shift, np.unique(member[(shift > 0) & (cost > 0)])))
    return min(found, key=lambda one: one[0])[1] if found else None


def cover_all(shifts: Shifts, places: list[int], seconds: float = 10) -> np.ndarray | None:
    """The cheapest places to hide so that all leaks are covered at once; None if none are found in time.

    For each leak a table of shifts d, whole numbers; for each cell that may be hidden h, nought or one, the
    same in all tables: d is at least free_low, or hidden_low where h is one, and at most free_high, or
    hidden_high; and where the leak is, d is not nought.
    """
    n, k = len(shifts.weight), len(places)
    # the fewest, and of those the least total
    price = shifts.weight * (1 + shifts.count / (1 + shifts.count.sum()))
    hidden_low, hidden_high = np.maximum(shifts.hidden_low, -REACH), np.minimum(shifts.hidden_high, REACH)
    free_low, free_high = np.maximum(shifts.free_low, -REACH), np.minimum(shifts.free_high, REACH)
    tables = sparse.kron(sparse.identity(k), shifts.sums, format="csr")
    width = k * n + n + k  # shifts, hidden or not, up or down
    pad = sparse.csr_array((tables.shape[0], n + k))
    each = sparse.identity(k * n, format="csr")
    open_low = sparse.kron(np.ones((k, 1)), sparse.diags_array(free_low - hidden_low))
    open_high = sparse.kron(np.ones((k, 1)), sparse.diags_array(free_high - hidden_high))
    none = sparse.csr_array((k * n, k))
    up = sparse.lil_array((2 * k, width))
    for table, place in enumerate(places):
        up[table, table * n + place] = 1  # d >= 1 when up, d <= -1 when not
        up[table, k * n + n + table] = -(1 + REACH)
        up[k + table, table * n + place] = 1
        up[k + table, k * n + n + table] = -(1 + REACH)
    every, any_table = np.ones(k * n), np.ones(k)
    rules = [
        (sparse.hstack([tables, pad]), np.tile(shifts.floor, k), np.tile(shifts.ceiling, k)),
        (sparse.hstack([each, open_low, none]), np.tile(free_low, k), INF * every),
        (sparse.hstack([each, open_high, none]), -INF * every, np.tile(free_high, k)),
        (up.tocsr()[:k], -REACH * any_table, INF * any_table),
        (up.tocsr()[k:], -INF * any_table, -any_table),
    ]
    found = least_whole(
        np.concatenate([np.zeros(k * n), price, np.zeros(k)]),
        sparse.vstack([left for left, _, _ in rules], format="csr"),
        np.concatenate([floor for _, floor, _ in rules]),
        np.concatenate([ceiling for _, _, ceiling in rules]),
        np.concatenate([np.tile(hidden_low, k), np.zeros(n + k)]),
        np.concatenate([np.tile(hidden_high, k), np.ones(n + k)]),
        seconds,
    )
    return None if found is None else np.flatnonzero((found[k * n : k * n + n] > 0) & (shifts.weight > 0))
