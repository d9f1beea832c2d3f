"""Published tables: what a reader can work out of the numbers that are hidden in them, and what more to hide.

The tables may be anybody's. Cells that count the same (the same values of the same breakdowns) are one cell, in
whatever table they stand; what is not broken down is the total; and every total is the sum of its parts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from commonground.evidence.disclosure.cell_text import Span, Unreadable, span
from commonground.evidence.disclosure.cells import Breakdown, Cell, Key, Relation
from commonground.evidence.disclosure.inference import Contradiction, Web, narrowed
from commonground.evidence.disclosure.linked import linked
from commonground.evidence.disclosure.protection import protect
from commonground.evidence.disclosure.rules import Rule
from commonground.evidence.periods import Period

TOTALS = frozenset({
    "total", "totals", "all", "grand total", "sum", "all ages", "all persons", "persons", "both sexes", "all people",
})  # fmt: skip
"""Words for what is not broken down."""
ACROSS = " | "  # joins the headings of a crossed table to the name of what it is broken down by across
MARGIN = 1000.0  # what a total weighs against a cell within: totals go last
MOST_CELLS = 200_000
IMPOSSIBLE = "no counts agree with all that is shown: check the totals, and say --rounded-to if the counts are rounded"

State = Literal["hidden", "small and shown", "to hide as well"]


@dataclass(frozen=True)
class Table:
    """A table as it was published: what each cell says, by what it counts."""

    name: str
    cells: Mapping[Key, Span]


@dataclass(frozen=True)
class Inferred:
    """One cell that is hidden, or should be: what can be inferred of it now, and once the advice is followed.

    ``high`` None means no limit. For a cell that is shown, ``low`` and ``high`` are what would be inferred if the small
    cells alone were hidden.
    """

    name: str
    tables: tuple[str, ...]
    state: State
    low: int
    high: int | None
    low_after: int | None
    high_after: int | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def is_narrow(self, within: int) -> bool:
        return self.high is not None and self.high - self.low <= within


@dataclass(frozen=True, eq=False)
class Inspection:
    """What can be inferred of every hidden cell of all the tables together."""

    tables: tuple[str, ...]
    shown: int
    cells: tuple[Inferred, ...]
    within: int
    falls_short: int  # totals that are more than their parts, so that there must be others
    rounded: bool

    @property
    def secret(self) -> tuple[Inferred, ...]:
        """The cells that are hidden, or are small and should be."""
        return tuple(cell for cell in self.cells if cell.state != "to hide as well")

    @property
    def further(self) -> tuple[Inferred, ...]:
        return tuple(cell for cell in self.cells if cell.state == "to hide as well")

    def __str__(self) -> str:
        marked = sum(cell.state == "hidden" for cell in self.cells)
        small = len(self.secret) - marked
        where = f"{len(self.tables)} tables" if len(self.tables) > 1 else "the table"
        if not self.secret:
            return f"No cell of {where} is hidden and none is small: there is nothing to infer."
        exact = sum(cell.is_exact for cell in self.secret)
        near = sum(cell.is_narrow(self.within) and not cell.is_exact for cell in self.secret)
        if marked:
            said = f"Of {_cells(marked)} hidden in {where}"
            said += f", with the {small:,} small that are shown hidden too," if small else ","
        else:
            said = f"If the {_cells(small)} of {where} that are small were hidden and no others,"
        said += f" {exact:,} could be worked out exactly"
        said += f" and {near:,} more to within {self.within:,}" if near else ""
        if self.rounded:
            return said + "."
        left = sum(cell.low_after == cell.high_after for cell in self.secret)
        if not self.further:
            return said + ("; nothing more needs to be hidden." if not left else f"; {left:,} cannot be protected.")
        after = "none" if not left else f"{left:,}"
        return said + f"; with {len(self.further):,} more hidden, {after} could be worked out exactly."

    def table(self) -> dict[str, list]:
        """One row for each hidden or small cell and each that should be hidden as well; where there is no limit the
        highest is left empty. Tables are numbered as they were given."""
        return {
            "cell": [cell.name for cell in self.cells],
            "table": [", ".join(str(self.tables.index(name) + 1) for name in cell.tables) for cell in self.cells],
            "state": [cell.state for cell in self.cells],
            "lowest": [cell.low for cell in self.cells],
            "highest": [cell.high for cell in self.cells],
            "finding": [self._finding(cell) for cell in self.cells],
            "lowest_after": [cell.low_after for cell in self.cells],
            "highest_after": [cell.high_after for cell in self.cells],
        }

    def _finding(self, cell: Inferred) -> str:
        if cell.state == "to hide as well":
            return "protects others"
        return "exact" if cell.is_exact else "narrow" if cell.is_narrow(self.within) else "open"


def _cells(number: int) -> str:
    return f"{number:,} cell" if number == 1 else f"{number:,} cells"


_ONCE = Period(date(2000, 1, 1), date(2000, 12, 31))


def _key(of: Mapping[str, str]) -> Key:
    return Key("count", "all", _ONCE, of)


def crossed(
    name: str, columns: Mapping[str, Sequence[str]], rounded_to: int | None = None, totals: Iterable[str] = TOTALS
) -> Table:
    """A table with the names of its rows in the first column and one column for each value of a second breakdown.

    Tables with the same headings are broken down by the same. Raises Unreadable.
    """
    (rows, names), *values = columns.items()
    if not values:
        raise Unreadable(f"{name} has one column; a table of counts has the names of its rows and the counts")
    whole = {word.casefold() for word in totals}
    across = ACROSS.join(heading for heading, _ in values if heading.casefold() not in whole)
    found: dict[Key, Span] = {}
    for heading, written in values:
        beside = {} if heading.casefold() in whole else {across: heading}
        for row, text in zip(names, written, strict=True):
            of = beside if row.casefold() in whole else beside | {rows: row}
            _put(found, of, text, rounded_to, f"{name}, {row}, {heading}")
    return Table(name, found)


def listed(
    name: str, columns: Mapping[str, Sequence[str]], count: str, rounded_to: int | None = None,
    totals: Iterable[str] = TOTALS,
) -> Table:
    """A table with one row a cell: its values of each breakdown, and the count. Raises Unreadable."""
    whole = {word.casefold() for word in totals}
    breakdowns = [heading for heading in columns if heading != count]
    found: dict[Key, Span] = {}
    for row, text in enumerate(columns[count]):
        of = {h: columns[h][row] for h in breakdowns if columns[h][row] and columns[h][row].casefold() not in whole}
        _put(found, of, text, rounded_to, f"{name}, {', '.join(of.values()) or 'total'}")
    return Table(name, found)


def _put(found: dict[Key, Span], of: Mapping[str, str], text: str, rounded_to: int | None, where: str) -> None:
    key = _key(of)
    if key in found:
        raise Unreadable(f"{where}: this cell is in the table twice")
    try:
        said = span(text, rounded_to)
    except Unreadable as wrong:
        raise Unreadable(f"{where}: {wrong}") from None
    if said is not None:
        found[key] = said


def with_margins(table: Table) -> Table:
    """The table with all its totals, for one that was published beside them. Raises ValueError if a cell is hidden."""
    if any(cell.hidden for cell in table.cells.values()):
        raise ValueError(f"{table.name} has hidden cells: its totals cannot be worked out and must be in the table")
    found = dict(table.cells)
    for dimension in sorted({d for key in table.cells for d in _of(key)}):
        sums: dict[Key, int] = {}
        for key, cell in found.items():
            of = _of(key)
            if of.pop(dimension, None) is not None:
                sums[_key(of)] = sums.get(_key(of), 0) + cell.low
        found |= {key: Span(total, total, False) for key, total in sums.items() if key not in found}
    return Table(table.name, found)


def inspect(tables: Sequence[Table], *, small: int = 4, within: int = 3, rounded: bool = False) -> Inspection:
    """What a reader of all the tables can infer, and the fewest and lightest further cells to hide.

    Counts from 1 to ``small`` that are shown are treated as cells to be hidden; 0 treats none so. Of rounded tables
    nothing more is advised. Raises ValueError where the tables contradict themselves or one another.
    """
    if small < 0 or within < 0:
        raise ValueError("the largest small count and the width of a narrow range must be nought or more")
    said, where = _together(tables, rounded)
    if len(said) > MOST_CELLS:
        raise ValueError(f"the tables have {len(said):,} cells together; up to {MOST_CELLS:,} can be worked through")
    breakdowns = _breakdowns(said)
    _check_sums(said, breakdowns)
    known = {key: Cell(key, None if rounded else cell.count) for key, cell in said.items()}
    relations = linked(known, breakdowns)
    marked = [key for key in said if any(key in table.cells and table.cells[key].hidden for table in tables)]
    found_elsewhere = [key for key in marked if not said[key].hidden]
    already = set(marked)
    small_ones = [
        key for key, cell in said.items() if not rounded and key not in already and cell.count and cell.count <= small
    ]
    secret = [*marked, *small_ones]
    now = _inferred(said, relations, secret, small_ones)
    further = [] if rounded or not secret else _further(said, breakdowns, small, already, set(small_ones))
    unseen = [*small_ones, *found_elsewhere, *further]
    after = {} if rounded else _inferred(said, relations, [*secret, *further], unseen)
    states: list[tuple[State, list[Key]]] = [
        ("hidden", marked), ("small and shown", small_ones), ("to hide as well", further)
    ]  # fmt: skip
    cells = [
        Inferred(
            _named(key), where[key], state,
            *now.get(key, (said[key].low, said[key].high)), *after.get(key, (None, None)),
        )
        for state, keys in states for key in keys
    ]  # fmt: skip
    return Inspection(
        tuple(table.name for table in tables), len(said) - len(marked), tuple(cells), within,
        sum(not relation.exact for relation in relations), rounded,
    )  # fmt: skip


def _together(tables: Sequence[Table], rounded: bool) -> tuple[dict[Key, Span], dict[Key, tuple[str, ...]]]:
    """What all the tables say of each cell, and which tables have it."""
    said: dict[Key, Span] = {}
    where: dict[Key, tuple[str, ...]] = {}
    for table in tables:
        for key, cell in table.cells.items():
            before = said.get(key)
            if before is not None:
                high = min((h for h in (before.high, cell.high) if h is not None), default=None)
                both = Span(max(before.low, cell.low), high, before.hidden and cell.hidden)
                if both.high is not None and both.low > both.high:
                    raise ValueError(
                        f"{_named(key)} is {before.low:,} in {where[key][0]} and {cell.low:,} in {table.name}: tables "
                        "that count different things have to be inspected apart"
                    )
                cell = both
            said[key], where[key] = cell, (*where.get(key, ()), table.name)
    if not said:
        raise ValueError("the tables have no cell")
    return said, where


def _breakdowns(said: Iterable[Key]) -> list[Breakdown]:
    values: dict[str, dict[str, None]] = {}
    for key in said:
        for dimension, value in _of(key).items():
            values.setdefault(dimension, {})[value] = None
    return [Breakdown(dimension, tuple(names)) for dimension, names in values.items()]


def _check_sums(said: Mapping[Key, Span], breakdowns: Sequence[Breakdown]) -> None:
    """Parts that are more than their total are a mistake, or of another kind than the total."""
    for breakdown in breakdowns:
        sums: dict[Key, int] = {}
        for key, cell in said.items():
            of = _of(key)
            if of.pop(breakdown.dimension, None) is not None:
                sums[_key(of)] = sums.get(_key(of), 0) + cell.low
        for key, total in sums.items():
            whole = said.get(key)
            if whole is not None and whole.high is not None and total > whole.high:
                raise ValueError(
                    f"the parts of {_named(key)} come to at least {total:,} and it is {whole.high:,}: if the counts "
                    "are rounded, say to what; if the parts overlap, inspect the tables apart"
                )


def _inferred(
    said: Mapping[Key, Span], relations: Sequence[Relation], wanted: Sequence[Key], unseen: Iterable[Key]
) -> dict[Key, tuple[int, int | None]]:
    """Lowest and highest value of the wanted cells over all tables that agree with what is shown; those unseen are
    taken as hidden."""
    web = Web({key: Cell(key, None) for key in said}, relations)
    blind = set(unseen)
    open_ = Span(0, None, True)
    spans = [said[key] if key in said and key not in blind else open_ for key in web.keys]
    marked = np.array([cell.low for cell in spans], float)
    limit = np.array([np.inf if cell.high is None else cell.high for cell in spans], float)
    low, high = narrowed(web, marked, limit)
    _check_possible(web, low, high)
    found: dict[Key, tuple[int, int | None]] = {
        key: (int(low[web.index[key]]), int(high[web.index[key]]))
        for key in wanted
        if low[web.index[key]] == high[web.index[key]]
    }
    looked_for = set(wanted) - set(found)
    generator = np.random.default_rng(0)
    try:
        for part in web.parts(low, high):
            places = [place for place, member in enumerate(part.members) if web.keys[member] in looked_for]
            if places:
                for place, ends in zip(places, part.intervals(places, generator), strict=True):
                    found[web.keys[part.members[place]]] = ends
    except Contradiction:
        raise ValueError(IMPOSSIBLE) from None
    return found


def _check_possible(web: Web, low: np.ndarray, high: np.ndarray) -> None:
    """Each cell has a value left to it, and each sum can hold."""
    entries = web.sums.tocoo()
    part = entries.data > 0
    ends = ((low, high), (high, low))
    least, most = (
        np.bincount(entries.row, np.where(part, up[entries.col], -down[entries.col]), len(web.floor))
        for up, down in ends
    )
    if (low > high).any() or (least > 0).any() or (most < web.floor).any():
        raise ValueError(IMPOSSIBLE)


def _further(
    said: Mapping[Key, Span], breakdowns: Sequence[Breakdown], small: int, marked: set[Key], small_ones: set[Key]
) -> list[Key]:
    """What more to hide, as few as can be and totals last, so that no hidden cell can be worked out."""
    deepest = max(len(key.of) for key in said)
    rule = Rule("as told", small)
    cells = [
        Cell(key, None if key in marked else cell.count, rule, _weight(key, deepest)) for key, cell in said.items()
    ]
    guard = protect(cells, breakdowns=breakdowns, knows_rule=False)
    return [key for key in guard.hidden if key not in marked | small_ones]


def _weight(key: Key, deepest: int) -> float:
    return MARGIN ** (deepest - len(key.of)) if deepest - len(key.of) < 3 else MARGIN**3


def _named(key: Key) -> str:
    """The cell in words: the names of rows before those of columns."""
    parts = sorted(_of(key).items(), key=lambda part: (ACROSS in part[0], part[0]))
    return ", ".join(value for _, value in parts) or "the total of all"


def _of(key: Key) -> dict[str, str]:
    return dict(key.of)
