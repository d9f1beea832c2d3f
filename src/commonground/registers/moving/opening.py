"""A file with entries that was sent in, read as sheets of plain words: dates as 2026-03-04, numbers with all digits."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from commonground.partnership.spreadsheets import from_csv, from_opendocument, values
from commonground.partnership.spreadsheets.opening import kind_of, notes_of, unpacked
from commonground.partnership.spreadsheets.tables import Cell, Table
from commonground.registers.moving.limits import ENTRIES, WANTED
from commonground.sources.readers import archive
from commonground.sources.readers.refusal import Refusal

Row = tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One table of the file; the number of a row is its place in it, from 1."""

    name: str
    rows: tuple[Row, ...]

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def row(self, number: int) -> Row:
        """The cells of a row, as many as the sheet is wide."""
        cells = self.rows[number - 1]
        return cells + ("",) * (self.width - len(cells))


@dataclass(frozen=True)
class Sent:
    """What a file holds that was sent in, and what of it was passed over."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        sheets = [{"name": one.name, "rows": one.rows} for one in self.sheets]
        return {"file": self.file, "sheets": sheets, "notes": self.notes}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Sent":
        sheets = tuple(Sheet(one["name"], tuple(map(tuple, one["rows"]))) for one in held["sheets"])
        return cls(held["file"], sheets, tuple(held["notes"]))


def read(path: Path, file: str) -> Sent:
    """The sheets of the file, which its sender calls ``file``. Raises Refusal."""
    if kind_of(path, file, ENTRIES) == "text":
        tables = from_csv.tables_in(path.read_bytes(), file, ENTRIES, exact=True)
        notes: tuple[str, ...] = ()
    else:
        tables, notes = _of_archive(path, file)
    tables = tuple(table for table in tables if any(map(any, table.rows)))
    if not tables:
        raise Refusal(file, "holds no table with anything in it. Nothing was taken over.")
    ENTRIES.check_tables(len(tables), file)
    hidden = tuple(f"{table.name}: {note}" for table in tables for note in table.notes)
    return Sent(file, tuple(_sheet(table) for table in tables), notes + hidden)


def _of_archive(path: Path, file: str) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    with unpacked(path, file, ENTRIES) as opened:
        if "xl/workbook.xml" in opened.namelist():
            count = values.formulas_in(opened)
            told = (_of_formulas(count),) if count else ()
            return values.tables_in(path, opened, file, ENTRIES), notes_of(opened) + told
        if archive.workbook(opened):
            return from_opendocument.tables_in(path, file, ENTRIES, exact=True), ()
    raise Refusal(file, f"is not a spreadsheet. Send {WANTED}. Nothing was taken over.")


def _of_formulas(count: int) -> str:
    cells = "1 cell is" if count == 1 else f"{count:,} cells are"
    return f"{cells} worked out by formulas; the values that they showed when the file was last saved were read."


def _sheet(table: Table) -> Sheet:
    return Sheet(table.name, tuple(tuple(map(_words, row)) for row in table.rows))


def _words(cell: Cell) -> str:
    if cell.day is None:
        return cell.text
    _, _, clock = cell.text.partition(" ")
    return f"{cell.day.isoformat()} {clock}".rstrip()
