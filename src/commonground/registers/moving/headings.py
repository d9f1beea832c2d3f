"""What the columns of a file most likely mean in a register. It is shown to somebody, who changes what is wrong."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commonground.partnership.spreadsheets import days
from commonground.partnership.spreadsheets.names import plain
from commonground.partnership.spreadsheets.tables import Cell
from commonground.registers.moving.opening import Sent, Sheet
from commonground.registers.register import Register

UNDECIDED, OUT, NOTES, REFERENCE = "", "-", "+", "#"
"""What a column may be beside a column of the register: nobody has said; left out; put into the notes; what the row is
called in the file, by which it is known again."""
REFERENCES = {"reference", "ref", "id", "uid", "log", "record"}
USUAL = {
    "on": ("date", "day", "when", "start", "start date", "starts", "from", "first day", "date and time"),
    "until": ("end", "end date", "ends", "to", "until", "finish", "finish date", "last day"),
    "agency": ("agency", "lead agency", "organisation", "lead organisation", "partner", "service", "lead", "by whom"),
    "place": ("place", "location", "venue", "site", "premises", "where", "street", "address", "area"),
    "ward": ("ward", "ward name", "ward code", "electoral ward"),
    "lsoa": ("lsoa", "lsoa code", "lsoa name", "neighbourhood"),
    "longitude": ("longitude", "lon", "long", "lng", "x"),
    "latitude": ("latitude", "lat", "y"),
    "notes": ("notes", "note", "comments", "comment", "remarks", "details", "observations", "further information"),
    "nil": ("nil", "nil return", "nothing found", "nil find"),
}  # fmt: skip
WRONG = "Why it stays out"
"""Our own words beside rows that were given back. No register may call a column so."""
FIRST_ROWS = 25  # among which the headings are looked for
SAMPLE = 200
MOST = 0.8  # of the cells of a column whose kind tells what it is


@dataclass(frozen=True)
class Mapping:
    """Which sheet holds the entries, in which row its headings stand (0: in none), and what each column means."""

    sheet: int = 0
    head: int = 0
    columns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "head": self.head, "columns": self.columns}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Mapping":
        return cls(held["sheet"], held["head"], tuple(held["columns"]))

    def at(self, target: str) -> int | None:
        """The column of the file that means this."""
        return self.columns.index(target) if target in self.columns else None

    @property
    def complete(self) -> bool:
        """Whether somebody has said of every column what it means."""
        return bool(self.columns) and UNDECIDED not in self.columns


def guess(register: Register, names: Sequence[str], sent: Sent) -> Mapping:
    """A first mapping: the sheet and the row that most look like headings of this register."""
    rated = []
    for number, sheet in enumerate(sent.sheets):
        head, sureness = _head_row(register, names, sheet)
        rated.append((sureness, -number, head))
    _, number, head = max(rated)
    return guess_columns(register, names, sent, -number, head)


def guess_columns(register: Register, names: Sequence[str], sent: Sent, sheet: int, head: int) -> Mapping:
    """What the columns of a sheet mean by their headings in that row, and by what stands in them."""
    found = sent.sheets[sheet]
    heads = found.row(head) if head else ("",) * found.width
    columns = _by_words(register, names, heads)
    for number in range(found.width):
        if plain(heads[number]) == plain(WRONG):
            columns[number] = OUT
        elif not columns[number]:
            columns[number] = _by_contents(register, names, _cells(found, head, number), columns)
    return Mapping(sheet, head, tuple(columns))


def headings(sent: Sent, mapping: Mapping) -> tuple[str, ...]:
    """The words above each column; its letter where there are none."""
    sheet = sent.sheets[mapping.sheet]
    words = sheet.row(mapping.head) if mapping.head else ("",) * sheet.width
    return tuple(" ".join(one.split()) or f"Column {letters(n)}" for n, one in enumerate(words))


def letters(number: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    before = letters(number // 26 - 1) if number >= 26 else ""
    return before + chr(65 + number % 26)


def settled(mapping: Mapping) -> Mapping:
    """The mapping with what nobody has placed left out: for a program that cannot be asked."""
    return replace(mapping, columns=tuple(one or OUT for one in mapping.columns))


def _head_row(register: Register, names: Sequence[str], sheet: Sheet) -> tuple[int, int]:
    """The row in which most cells are called what columns are called, and how surely; else the first filled one."""
    rated = []
    for number in range(1, min(FIRST_ROWS, len(sheet.rows)) + 1):
        cells = sheet.row(number)
        found = {name: sure for cell in cells if cell for name, sure in [_meaning(register, names, cell)] if name}
        rated.append((sum(found.values()) if len(found) > 1 else 0, -number))
    sureness, number = max(rated, default=(0, 0))
    if sureness:
        return -number, sureness
    wide = (n for n, row in enumerate(sheet.rows, start=1) if sum(map(bool, row)) * 2 > sheet.width)
    return next(wide, 1), 0


def _by_words(register: Register, names: Sequence[str], heads: Iterable[str]) -> list[str]:
    """Each meaning once, to the column whose heading says it most surely."""
    rated = [_meaning(register, names, head) for head in heads]
    taken: dict[str, int] = {}
    for number, (name, sure) in enumerate(rated):
        if name and (name not in taken or sure > rated[taken[name]][1]):
            taken[name] = number
    return [name if name and taken[name] == number else UNDECIDED for number, (name, _) in enumerate(rated)]


def _meaning(register: Register, names: Sequence[str], head: str) -> tuple[str, int]:
    """The column that a heading names, and how surely: 4 its own words, 3 its key, 2 a usual name, 1 a part of it."""
    said = plain(head)
    if not said:
        return UNDECIDED, 0
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: plain(register.label(name)) == said,
        lambda name: name.replace("_", " ") == said,
        lambda name: said in USUAL.get(name, ()),
        lambda name: len(said) > 3 and _holds(said, plain(register.label(name))),
    )
    for sure, way in zip((4, 3, 2, 1), ways, strict=True):
        found = [name for name in names if way(name)]
        if found and (sure > 1 or len(found) == 1):
            return found[0], sure
        if sure == 2 and REFERENCES & {*said.split()} and len(said.split()) <= 3:
            return REFERENCE, 2
    return UNDECIDED, 0


def _holds(said: str, label: str) -> bool:
    return f" {said} " in f" {label} " or f" {label} " in f" {said} "


def _cells(sheet: Sheet, head: int, column: int) -> list[str]:
    rows = sheet.rows[head : head + SAMPLE]
    return [row[column] for row in rows if column < len(row) and row[column]]


def _by_contents(register: Register, names: Sequence[str], cells: list[str], taken: Sequence[str]) -> str:
    """What the cells are by their kind, where no heading told: nothing, a day, the words of a choice."""
    if not cells:
        return OUT
    free = [name for name in names if name not in taken]
    if "on" in free and _mostly(cells, lambda words: days.read(Cell(text=words.split(" ")[0])).day is not None):
        return "on"
    for name in free:
        choices = register.choices(name)
        known = {plain(str(words)) for pair in choices.items() for words in pair}
        if known and _mostly(cells, lambda words, known=known: plain(words) in known):  # type: ignore[misc]
            return name
    return UNDECIDED


def _mostly(cells: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, cells)) >= MOST * len(cells)
