"""What a file that was sent in holds: its tables as rows of cells, each with all that may matter.

All of it is plain text, so that it can wait while somebody says what each column means.
"""

import re
from collections.abc import Iterable
from datetime import date
from string import ascii_uppercase
from typing import Literal

from pydantic import BaseModel, ConfigDict

from commonground.partnership.spreadsheets.guarded import printable

BULLET = "• "
MARK = re.compile(r"^[ \t]*(?:[•▪◦●○■□✓✔➢➤❖»·*–-]|o(?=\t))[ \t\u00a0]+")
Colour = Literal["", "red", "amber", "green", "blue"]


class Value(BaseModel):
    """A part of what was sent in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cell(Value):
    """A cell: its words, a line with a bullet beginning “• ”; its date, if it is one; its colour; if it is struck."""

    text: str = ""
    day: date | None = None
    colour: Colour = ""
    struck: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


class Table(Value):
    """A sheet, or a table of a Word file. A row’s number is its place, beginning with 1.

    ``heading`` is what stands above the table; ``spanning`` are the numbers of rows that one cell takes up across.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    lettered: bool = True
    heading: str = ""
    spanning: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell in a row, by its number, and a column, counted from 0; an empty one where there is none."""
        cells = self.rows[row - 1]
        return cells[column] if column < len(cells) else Cell()

    def column(self, number: int) -> str:
        """What a column, counted from 0, is called: “column C”, or “column 3” of a Word file."""
        return f"column {_letters(number) if self.lettered else number + 1}"


class Tables(Value):
    """A file that was sent in."""

    file: str
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)


def tidy(text: str) -> str:
    """Words with single spaces, without blank lines, and one kind of bullet."""
    lines = (MARK.sub(BULLET, printable(line)).strip() for line in re.split(r"\r\n|[\r\n\x0b]", text))
    return "\n".join(re.sub(r"[ \t\u00a0]+", " ", line) for line in lines if line.strip("• "))


def as_it_stands(text: str) -> str:
    """Words without the spaces around them, with one kind of line break, and nothing else changed."""
    return printable(text.replace("\r\n", "\n")).strip()


def trimmed(rows: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows without the empty cells at their ends, and without the empty rows at the end."""
    kept = [_without_empty_end(tuple(row)) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _without_empty_end(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(row)
    while end and not (row[end - 1].text or row[end - 1].colour):
        end -= 1
    return row[:end]


def _letters(number: int) -> str:
    before = _letters(number // 26 - 1) if number >= 26 else ""
    return before + ascii_uppercase[number % 26]
