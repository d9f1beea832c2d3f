"""A table as a sheet of cells: one number or one run of words in each, and no words that could be a formula."""

import re
from dataclasses import dataclass

from commonground.evidence.figure import Figure, Text, plain
from commonground.report.blocks import Table

Cell = int | float | str
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"([+−-]?)([\d,]+(?:\.\d+)?)%?")
NAMES = {
    "change": "Change",
    "change_in_points": "Change, percentage points",
    "change_percent": "Change, per cent",
    "lower_percent": "Lower end of 95% interval, per cent",
    "upper_percent": "Upper end of 95% interval, per cent",
}
"""The columns that a cell of several figures is laid out in."""


@dataclass(frozen=True)
class Sheet:
    """Column names, and rows of cells under them."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet(table: Table) -> Sheet:
    """The table with a column for each figure, and each number as a number."""
    columns = [_columns(name, [row[i] for row in table.rows]) for i, name in enumerate(table.head[1:], start=1)]
    names = [row[0] for row in table.rows]
    head = (table.head[0], *(name for column in columns for name, _ in column))
    cells = [[safe(plain(name)) for name in names], *(cells for column in columns for _, cells in column)]
    rows = zip(*cells, strict=True) if table.rows else ()
    return Sheet(tuple(safe(name) for name in head), tuple(rows))


def _columns(name: str, cells: list[Text]) -> list[tuple[str, list[Cell]]]:
    """The column; or, where its cells hold several figures, one for each of them."""
    figures = [[part for part in cell if isinstance(part, Figure)] for cell in cells]
    widest = max(figures, key=len, default=[])
    if len(widest) < 2:
        per_cent = any(plain(cell).endswith("%") and _number(plain(cell)) is not None for cell in cells)
        return [(f"{name}, per cent" if per_cent else name, [cell_of(cell) for cell in cells])]
    both = list(zip(figures, cells, strict=True))
    return [
        (NAMES.get(each.method, f"{name} {i + 1}"), [_at(found, i, cell) for found, cell in both])
        for i, each in enumerate(widest)
    ]


def _at(figures: list[Figure], i: int, cell: Text) -> Cell:
    if i < len(figures):
        return cell_of((figures[i],))
    return "" if figures else safe(plain(cell))


def cell_of(text: Text) -> Cell:
    """A number where the text is one, as it is shown and no finer; else words that are no formula."""
    found = _number(plain(text))
    return safe(plain(text)) if found is None else found


def _number(shown: str) -> int | float | None:
    match = NUMBER.fullmatch(shown)
    if not match:
        return None
    bare = match[2].replace(",", "")
    value = float(bare) if "." in bare else int(bare)
    return value if match[1] in ("", "+") else -value


def safe(words: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe goes before what might begin one."""
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words
