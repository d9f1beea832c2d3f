"""A plan as CSV: one file for each sheet of the workbook, in one zip archive."""

import csv
import io
import zipfile
from datetime import date

from commonground.partnership.spreadsheets.guarded import guarded, unguarded
from commonground.plan.moving.sheets import Cell, Row, Sheets, sheets_of
from commonground.plan.written import WrittenPlan

LONGEST_CELL = 1 << 20


def to_archive(plan: WrittenPlan) -> bytes:
    """The plan as a zip of CSV files, which spreadsheets open as UTF-8."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for title, rows in sheets_of(plan).items():
            archive.writestr(f"{title}.csv", to_csv(rows))
    return file.getvalue()


def to_csv(rows: tuple[Row, ...]) -> bytes:
    """One sheet."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_words(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def sheets_in(archive: zipfile.ZipFile) -> Sheets:
    """The rows of each file as ``to_archive`` wrote them."""
    csv.field_size_limit(LONGEST_CELL)
    sheets: Sheets = {}
    for name in archive.namelist():
        title, _, suffix = name.rpartition(".")
        if suffix.casefold() == "csv":
            text = io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")
            sheets[title] = tuple(tuple(map(unguarded, row)) for row in csv.reader(text))
    return sheets


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)
