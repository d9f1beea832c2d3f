"""The values of an Excel workbook, fast enough for a list of ten thousand rows: no colours, no fonts, no formulas.

A formula is read as the value that it showed when the file was last saved. Nothing is worked out here.
"""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from commonground.partnership.spreadsheets.limits import Taken
from commonground.partnership.spreadsheets.tables import Cell, Table, as_it_stands, trimmed
from commonground.sources.readers.refusal import Refusal

DAMAGED = "is a damaged workbook; open it in Excel, save it again as .xlsx and send that. Nothing was taken over."
PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d+)""")
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
MOST_REACHED = 20_000_000  # cells of a square up to the last one
SHEETS = "xl/worksheets/"
Merged = tuple[tuple[int, int], tuple[int, int]]


def tables_in(path: Path, opened: ZipFile, file: str, taken: Taken) -> tuple[Table, ...]:
    """Each sheet that holds anything. Raises Refusal."""
    check_reach(opened, file)
    try:
        book = CalamineWorkbook.from_path(str(path))
        wanted = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        tables = [_table(book.get_sheet_by_name(one.name), one.visible, file, taken) for one in wanted]
    except (CalamineError, OSError, ValueError):
        raise Refusal(file, DAMAGED) from None
    return tuple(table for table in tables if table.rows)


def check_reach(opened: ZipFile, file: str) -> None:
    """Raises Refusal where a cell stands so far out that a table up to it would fill the memory.

    The parts are looked through as text, before a reader makes room for the whole square that they reach.
    """
    for member in opened.infolist():
        if member.filename.startswith(SHEETS) and member.filename.endswith(".xml"):
            places = PLACE.findall(opened.read(member))
            down = max((int(digits[:8]) for _, digits in places), default=0)
            across = max((_column(letters) for letters, _ in places), default=0)
            if down * across > MOST_REACHED:
                said = f"has a cell in row {down:,}, far from the rest; delete the rows and columns beyond the list."
                raise Refusal(file, f"{said} Nothing was taken over.")


def formulas_in(opened: ZipFile) -> int:
    """How many cells are worked out by formulas."""
    sheets = [name for name in opened.namelist() if name.startswith(SHEETS) and name.endswith(".xml")]
    return sum(len(FORMULA.findall(opened.read(name))) for name in sheets)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _table(sheet: CalamineSheet, visible: SheetVisibleEnum, file: str, taken: Taken) -> Table:
    taken.check_table(sheet.total_height, sheet.total_width, file, f"the sheet “{sheet.name}”")
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    width = max(map(len, rows), default=0)
    spanning = set()
    merges: list[Merged] = sheet.merged_cell_ranges or []
    for (top, left), (bottom, right) in merges:
        if top >= len(rows) or left >= width:
            continue
        if (right - left + 1) * 2 > width > 2:
            spanning.add(top + 1)
        for number in range(top + 1, min(bottom + 1, len(rows))):
            rows[number][left] = rows[top][left]
    notes = () if visible == SheetVisibleEnum.Visible else ("The sheet is hidden in the workbook.",)
    return Table(name=f"Sheet “{sheet.name}”", rows=trimmed(rows), spanning=tuple(sorted(spanning)), notes=notes)


EMPTY = Cell()


def _cell(value: Any) -> Cell:
    if value == "":
        return EMPTY
    if isinstance(value, str):
        return Cell(text=as_it_stands(value))
    if isinstance(value, bool):
        return Cell(text="Yes" if value else "No")
    if isinstance(value, datetime):
        plain = value.time() == time()
        return Cell(text=f"{value:%d/%m/%Y}" if plain else f"{value:%d/%m/%Y %H:%M}", day=value.date())
    if isinstance(value, date):
        return Cell(text=f"{value:%d/%m/%Y}", day=value)
    if isinstance(value, timedelta):
        value = (datetime.min + value).time() if value < timedelta(days=1) else value
    if isinstance(value, time):
        return Cell(text=f"{value:%H:%M}")
    return Cell(text=str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
