"""Inference: what a careful reader can work out about the numbers that are not shown.

The reader knows every shown number, every sum, the rule, and the reason given for each gap. What such a reader can
infer of a cell is the span from its lowest to its highest value over all tables of whole numbers that agree with
all this: two linear programmes a cell (HiGHS), in whole numbers where the programme's own corners are not whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from commonground.evidence.disclosure.cells import Cell, Key, Relation
from commonground.evidence.disclosure.rules import Reason

WHOLE = 1e-6  # how far from a whole number a solver's answer may be and still be one
INFINITE = float("inf")


@dataclass(frozen=True)
class Interval:
    """The lowest and highest count a reader can infer for a key; ``high`` is None where there is no upper limit."""

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

    Noughts are never hidden, and every reader may know it. A reader who does not know the rule (``knows_rule``
    false) believes only that counts are not negative.
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
    """Cells, and pieces without a cell, tied by relations: one row a relation, +1 a child and -1 the parent."""

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
        """The unknown cells, split into parts that know nothing of each other, known ones put in as numbers."""
        unknown = np.flatnonzero(low < high)
        known = np.where(low < high, 0.0, low)
        settled = self.sums @ known
        sums = self.sums[:, unknown]
        links = sums.T @ sums
        count, label = connected_components(links, directed=False)
        rows_of = sparse.csr_array(abs(sums).sign())
        row_label = np.full(sums.shape[0], -1)
        entry_rows, entry_columns = rows_of.nonzero()
        row_label[entry_rows] = label[entry_columns]
        order, row_order = np.argsort(label, kind="stable"), np.argsort(row_label, kind="stable")
        starts = np.searchsorted(label[order], np.arange(count + 1))
        row_starts = np.searchsorted(row_label[row_order], np.arange(count + 1))
        for part in range(count):
            columns = order[starts[part] : starts[part + 1]]
            rows = row_order[row_starts[part] : row_starts[part + 1]]
            yield Part(
                unknown[columns], sums[rows][:, columns], self.floor[rows] - settled[rows], -settled[rows],
                low[unknown[columns]], high[unknown[columns]],
            )


class Part:
    """Unknown cells that depend on one another: ``floor <= sums @ x <= ceiling`` and ``low <= x <= high``."""

    def __init__(self, members: np.ndarray, sums: sparse.csr_array, floor: np.ndarray, ceiling: np.ndarray,
                 low: np.ndarray, high: np.ndarray):  # fmt: skip
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
        constraint = LinearConstraint(self.sums, self.floor, self.ceiling)
        for whole in (0, 1):
            answer = milp(favour, integrality=np.full(len(self.low), whole), bounds=Bounds(self.low, self.high),
                          constraints=constraint)  # fmt: skip
            if answer.x is None:
                raise Contradiction("what is published does not add up")
            if np.abs(answer.x - np.rint(answer.x)).max() < WHOLE:
                break
        return np.rint(answer.x)

    def interval(self, place: int) -> tuple[int, int | None]:
        """The lowest and highest value of one member over all the tables."""
        favour = np.zeros(len(self.low))
        favour[place] = 1
        low, high = self.table(favour)[place], self.table(-favour)[place]
        return int(low), None if high >= self.cap else int(high)

    def pinned(self, places: Iterable[int], generator: np.random.Generator) -> dict[int, int]:
        """Those of the places that have one value in every table, with the value.

        Each table found speaks for all the places at once: whatever differs between two tables is not pinned.
        """
        open_places = set(places)
        if not open_places:
            return {}
        favour = generator.uniform(-1, 1, len(self.low))
        first, second = self.table(favour), self.table(-favour)
        open_places = {p for p in open_places if first[p] == second[p]}
        found = {}
        while open_places:
            place = open_places.pop()
            for sign in (1, -1):
                favour = np.zeros(len(self.low))
                favour[place] = sign
                other = self.table(favour)
                differs = other != first
                open_places = {p for p in open_places if not differs[p]}
                if differs[place]:
                    break
            else:
                found[place] = int(first[place])
        return found


def beliefs(
    web: Web, cells: Mapping[Key, Cell], hidden: Mapping[Key, Reason], knows_rule: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """What the marks alone leave open, for every key of the web."""
    spans = [belief(cells.get(key), hidden.get(key), knows_rule) for key in web.keys]
    low, high = np.array(spans, float).reshape(-1, 2).T
    return low, high


def audit(
    cells: Mapping[Key, Cell], relations: Sequence[Relation], hidden: Mapping[Key, Reason], *, knows_rule: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> list[Interval]:  # fmt: skip
    """What a reader can infer of every hidden cell, in the order of the cells. Raises Contradiction."""
    web = Web(cells, relations)
    low, high = beliefs(web, cells, hidden, knows_rule)
    spans: dict[Key, tuple[int, int | None]] = {}
    for part in web.parts(low, high):
        for place, member in enumerate(part.members):
            key = web.keys[member]
            if key in hidden:
                spans[key] = part.interval(place)
        if progress:
            progress(len(spans), len(hidden))
    for key in hidden:  # a threshold of one leaves nothing to infer: the mark says it
        if key not in spans:
            fixed = int(low[web.index[key]])
            spans[key] = fixed, fixed
    return [Interval(key, *spans[key], hidden[key]) for key in cells if key in hidden]
