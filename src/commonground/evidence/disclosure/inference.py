"""Inference: what a careful reader can work out about the numbers that are not shown.

The reader knows every shown number, every sum, the rule, and the reason given for each gap. What such a
reader can infer of a cell is the span from its lowest to its highest value over all tables of whole numbers
that agree with all this: two linear programmes a cell (HiGHS), in whole numbers where the programme's own
corners are not whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from commonground.evidence.disclosure.cells import Cell, Key, Relation
from commonground.evidence.disclosure.rules import Reason
from commonground.evidence.disclosure.solver import least

INFINITE = float("inf")


@dataclass(frozen=True)
class Interval:
    """The lowest and highest count a reader can infer for a key; ``high`` is None if there is no limit."""

    key: Key
    low: int
    high: int | None
    reason: Reason | None  # None for a piece that no table shows

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


class Contradiction(ValueError):
    """No table of whole numbers agrees with everything that is published."""


def belief(cell: Cell | None, reason: Reason | None, knows_rule: bool = True) -> tuple[float, float]:
    """Lowest and highest count that the published mark leaves open, looking at nothing else.

    Noughts are never hidden, and every reader may know it. A reader who does not know the rule
    (``knows_rule`` false) believes only that counts are not negative.
    """
    if cell is None or cell.count is None or reason == "withheld by the publisher":
        return 0, INFINITE
    if reason is None:
        return cell.rule.could_be(cell.count)
    if not knows_rule:
        return 0, INFINITE
    if reason == "small number":
        return 1, cell.rule.largest_small
    return (cell.rule.largest_small + 1 if reason == "protects a small number" else 1), INFINITE


class Web:
    """Cells and pieces without one, tied by relations: one row a relation, +1 a child, -1 the parent."""

    def __init__(self, cells: Mapping[Key, Cell], relations: Sequence[Relation]):
        mentioned = (key for r in relations for key in (r.parent, *r.children))
        self.keys: list[Key] = list(dict.fromkeys([*cells, *mentioned]))
        self.index = {key: i for i, key in enumerate(self.keys)}
        self.relations = tuple(relations)
        rows, columns, signs = [], [], []
        for row, relation in enumerate(relations):
            members = [self.index[relation.parent], *(self.index[child] for child in relation.children)]
            rows += [row] * len(members)
            columns += members
            signs += [-1] + [1] * (len(members) - 1)
        shape = (len(relations), len(self.keys))
        self.sums = sparse.csr_array((np.array(signs, float), (rows, columns)), shape=shape)
        # children - parent = 0, or lies anywhere below it
        self.floor = np.array([0.0 if r.exact else -INFINITE for r in relations])

    def parts(self, low: np.ndarray, high: np.ndarray) -> "Iterator[Part]":
        """The unknown cells, in parts that know nothing of each other; known ones are put in as numbers."""
        unknown = np.flatnonzero(low < high)
        known = np.where(low < high, 0.0, low)
        settled = self.sums @ known
        sums = self.sums[:, unknown]
        touches = abs(sums)  # signs would cancel where two cells meet in two sums
        count, label = connected_components(touches.T @ touches, directed=False)
        row_label = np.full(sums.shape[0], -1)
        entry_rows, entry_columns = touches.nonzero()
        row_label[entry_rows] = label[entry_columns]
        order, row_order = np.argsort(label, kind="stable"), np.argsort(row_label, kind="stable")
        starts = np.searchsorted(label[order], np.arange(count + 1))
        row_starts = np.searchsorted(row_label[row_order], np.arange(count + 1))
        for part in range(count):
            columns = order[starts[part] : starts[part + 1]]
            rows = row_order[row_starts[part] : row_starts[part + 1]]
            yield Part(
                unknown[columns],
                sums[rows][:, columns],
                self.floor[rows] - settled[rows],
                -settled[rows],
                low[unknown[columns]],
                high[unknown[columns]],
            )


class Part:
    """Unknown cells that depend on one another: ``floor <= sums @ x <= ceiling`` and ``low <= x <= high``."""

    def __init__(
        self,
        members: np.ndarray,
        sums: sparse.csr_array,
        floor: np.ndarray,
        ceiling: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
    ):
        self.members = members  # places in the web
        self.sums, self.floor, self.ceiling, self.low = sums, floor, ceiling, low
        finite = np.concatenate([abs(v[np.isfinite(v)]) for v in (floor, ceiling, low, high)])
        self.cap = 4 * finite.sum() + 1000  # beyond what any bounded cell of these sums can reach
        self.high = np.minimum(high, self.cap)

    @property
    def fingerprint(self) -> tuple[bytes, ...]:
        """Equal for parts that pose the same question."""
        return tuple(a.tobytes() for a in (self.members, self.low, self.high, self.floor, self.ceiling))

    def table(self, favour: np.ndarray) -> np.ndarray:
        """The whole-number table that agrees with what is known and has the least ``favour @ x``.

        Raises Contradiction if there is none.
        """
        if not self.sums.shape[0]:
            return np.where(favour < 0, self.high, self.low)
        found = least(favour, self.sums, self.floor, self.ceiling, self.low, self.high)
        if found is None:
            raise Contradiction("what is published does not add up")
        return found

    def intervals(
        self, places: Sequence[int], generator: np.random.Generator
    ) -> list[tuple[int, int | None]]:
        """The lowest and highest value of each place over all the tables.

        Every table found widens what has been seen of all the places; a place is settled without a search of
        its own once what has been seen of it reaches what its own marks and sums allow at most.
        """
        low, high = self._allowed()
        seen_low = seen_high = self.table(np.zeros(len(self.low)))
        searches = [generator.uniform(-1, 1, len(self.low)) for _ in range(min(8, len(places)))]
        for favour in [sign * favour for favour in searches for sign in (1, -1)]:
            table = self.table(favour)
            seen_low, seen_high = np.minimum(seen_low, table), np.maximum(seen_high, table)
        for place in places:
            for sign, seen, end in ((1, seen_low, low), (-1, seen_high, high)):
                if seen[place] != end[place]:
                    favour = np.zeros(len(self.low))
                    favour[place] = sign
                    table = self.table(favour)
                    seen_low, seen_high = np.minimum(seen_low, table), np.maximum(seen_high, table)
        return [(int(seen_low[p]), None if seen_high[p] >= self.cap else int(seen_high[p])) for p in places]

    def _allowed(self) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of each member from its own mark and from each sum by itself, worked through a few times."""
        low, high = self.low.copy(), self.high.copy()
        rows = self.sums.tocoo()
        row, column, sign = rows.row, rows.col, rows.data
        for _ in range(6):
            least = np.where(sign > 0, low[column], -high[column])
            most = np.where(sign > 0, high[column], -low[column])
            least_of_row, most_of_row = np.zeros(len(self.floor)), np.zeros(len(self.floor))
            np.add.at(least_of_row, row, least)
            np.add.at(most_of_row, row, most)
            upper = self.ceiling[row] - (least_of_row[row] - least)
            lower = self.floor[row] - (most_of_row[row] - most)
            np.minimum.at(high, column, np.where(sign > 0, upper, -lower))
            np.maximum.at(low, column, np.where(sign > 0, lower, -upper))
        return low, high

    def pinned(self, places: Iterable[int], generator: np.random.Generator) -> dict[int, int]:
        """Those of the places that have one value in every table, with the value.

        Two tables at opposite ends of a random direction differ in some place unless all the places are
        pinned: a random weighted sum that is the same in every table has, but with probability nought, no
        part that moves.
        """
        left = np.array(sorted(places), int)
        while len(left):
            favour = np.zeros(len(self.low))
            favour[left] = generator.uniform(0.5, 1.5, len(left)) * generator.choice([-1, 1], len(left))
            one, other = self.table(favour), self.table(-favour)
            still = one[left] == other[left]
            if still.all():
                return {int(place): int(one[place]) for place in left}
            left = left[still]
        return {}


def beliefs(
    web: Web, cells: Mapping[Key, Cell], hidden: Mapping[Key, Reason], knows_rule: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """What the marks alone leave open, for every key of the web."""
    spans = [belief(cells.get(key), hidden.get(key), knows_rule) for key in web.keys]
    low, high = np.array(spans, float).reshape(-1, 2).T
    return low, high


def narrowed(web: Web, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each sum by itself adds to the beliefs, worked through until nothing changes.

    Most of what a reader can work out is one subtraction, and costs no search; what is settled so falls out of the
    parts that have to be searched.
    """
    far = 1e12  # stands for no limit; sums of thousands of such are still exact to one
    low, high = low.copy(), np.minimum(high, far)
    entries = web.sums.tocoo()
    row, column, rising = entries.row, entries.col, entries.data > 0
    for _ in range(100):
        least = np.where(rising, low[column], -high[column])
        most = np.where(rising, high[column], -low[column])
        least_of_row, most_of_row = (np.bincount(row, ends, len(web.floor)) for ends in (least, most))
        upper = least - least_of_row[row]  # children less parent is at most nought
        lower = np.maximum(web.floor[row] - (most_of_row[row] - most), -far)
        new_low, new_high = low.copy(), high.copy()
        np.minimum.at(new_high, column, np.where(rising, upper, -lower))
        np.maximum.at(new_low, column, np.where(rising, lower, -upper))
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    return low, np.where(high > far / 2, INFINITE, high)


def audit(
    cells: Mapping[Key, Cell],
    relations: Sequence[Relation],
    hidden: Mapping[Key, Reason],
    *,
    knows_rule: bool = True,
) -> list[Interval]:
    """What a reader can infer of every hidden cell, in the order of the cells. Raises Contradiction."""
    web = Web(cells, relations)
    low, high = beliefs(web, cells, hidden, knows_rule)
    generator = np.random.default_rng(0)
    spans: dict[Key, tuple[int, int | None]] = {}
    for part in web.parts(low, high):
        places = [place for place, member in enumerate(part.members) if web.keys[member] in hidden]
        for place, span in zip(places, part.intervals(places, generator), strict=True):
            spans[web.keys[part.members[place]]] = span
    for key in hidden:  # a threshold of one leaves nothing to infer: the mark says it
        if key not in spans:
            fixed = int(low[web.index[key]])
            spans[key] = fixed, fixed
    return [Interval(key, *spans[key], hidden[key]) for key in cells if key in hidden]
