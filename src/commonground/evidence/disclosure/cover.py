"""Cover: which further numbers to hide, so that a number which a reader could pin down has a second possible value.

A number is safe if there is another table, agreeing with all that stays published, in which it differs. So look for
that other table as a set of shifts from the true one: only hidden cells may shift, and each shown cell that has to
shift must be hidden. The cheapest shift is the cheapest cover. In small tables all leaks are covered at once and at
least cost (mixed-integer programme); in large ones a leak at a time, near it first (linear programme).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from commonground.evidence.disclosure.inference import WHOLE

INF = float("inf")
REACH = 60  # a shift of one is nearly always enough; this is the furthest looked for


@dataclass(frozen=True)
class Shifts:
    """How far each cell may shift: freely as things are published, and further at a cost, if it were hidden.

    ``floor`` and ``ceiling`` are by sum, how far it may move (not at all, if exact); the other arrays are by cell.
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

    def near(self, place: int, enough: int) -> "tuple[np.ndarray, Shifts]":
        """The nearest cells (whole rings of neighbours, at least so many if there are) and the shifts among them."""
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
        arrays = (self.free_low, self.free_high, self.hidden_low, self.hidden_high, self.weight,
                  self.count)  # fmt: skip
        return members, Shifts(sums[rows], self.floor[rows], self.ceiling[rows], *(a[members] for a in arrays))


def cover_one(shifts: Shifts, place: int, enough: int = 300) -> np.ndarray | None:
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
    """Shift = free part + further - back. A leak shifts by one, up or down, whichever is cheaper."""
    n = len(shifts.weight)
    price = shifts.weight * (1 + shifts.count / (shifts.count + 100))  # of two that would do, the smaller number
    further = np.maximum(np.minimum(shifts.hidden_high, REACH) - shifts.free_high, 0)
    back = np.maximum(shifts.free_low - np.maximum(shifts.hidden_low, -REACH), 0)
    free_low, free_high = np.maximum(shifts.free_low, -REACH), np.minimum(shifts.free_high, REACH)
    leak = sparse.csr_array(([1.0], ([0], [place])), shape=(1, n))
    best: tuple[float, np.ndarray] | None = None
    for step in (1, -1):
        sums = sparse.hstack([shifts.sums, shifts.sums, -shifts.sums], format="csr")
        goal = sparse.hstack([leak, leak, -leak], format="csr")
        constraints = [
            LinearConstraint(sums, shifts.floor, shifts.ceiling),
            LinearConstraint(goal, step, INF) if step > 0 else LinearConstraint(goal, -INF, step),
        ]
        cost = np.concatenate([np.zeros(n), price, price])
        bounds = Bounds(np.concatenate([free_low, np.zeros(2 * n)]), np.concatenate([free_high, further, back]))
        for whole in (0, 1):
            answer = milp(cost, integrality=np.full(3 * n, whole), bounds=bounds, constraints=constraints)
            if answer.x is None or np.abs(answer.x - np.rint(answer.x)).max() < WHOLE:
                break
        if answer.x is not None and (best is None or answer.fun < best[0]):
            best = answer.fun, np.flatnonzero((answer.x[n : 2 * n] > 0.5) | (answer.x[2 * n :] > 0.5))
    return None if best is None else best[1]


def cover_all(shifts: Shifts, places: list[int], seconds: float = 10) -> np.ndarray | None:
    """The cheapest places to hide so that all leaks are covered at once; None if it cannot be, or not in time.

    For each leak a table of shifts d, whole numbers; for each cell that may be hidden h, nought or one, the same in
    all tables: ``free_low + (hidden_low - free_low) h <= d <= free_high + (hidden_high - free_high) h``.
    """
    n, k = len(shifts.weight), len(places)
    price = shifts.weight * (1 + shifts.count / (1 + shifts.count.sum()))  # the fewest, and of those the least total
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
    constraints = [
        LinearConstraint(sparse.hstack([tables, pad], format="csr"), np.tile(shifts.floor, k), np.tile(shifts.ceiling, k)),
        LinearConstraint(sparse.hstack([each, open_low, none], format="csr"), np.tile(free_low, k), INF),
        LinearConstraint(sparse.hstack([each, open_high, none], format="csr"), -INF, np.tile(free_high, k)),
        LinearConstraint(up.tocsr()[:k], -REACH, INF),
        LinearConstraint(up.tocsr()[k:], -INF, -1),
    ]
    cost = np.concatenate([np.zeros(k * n), price, np.zeros(k)])
    bounds = Bounds(
        np.concatenate([np.tile(hidden_low, k), np.zeros(n + k)]),
        np.concatenate([np.tile(hidden_high, k), np.ones(n + k)]),
    )
    answer = milp(cost, integrality=np.ones(width), bounds=bounds, constraints=constraints,
                  options={"time_limit": seconds, "mip_rel_gap": 0})  # fmt: skip
    if answer.x is None:
        return None
    return np.flatnonzero((answer.x[k * n : k * n + n] > 0.5) & (shifts.weight > 0))
