"""Workbooks: sheets as rows of text, so that a sheet is read as a CSV is."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.refusal import Refusal

Row = tuple[str | None, ...]


@lru_cache(maxsize=2)
def _book(path: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(str(path))


@lru_cache(maxsize=4)
def _rows(path: Path, sheet: str) -> tuple[Row, ...]:
    return tuple(
        tuple(_text(cell) for cell in row)
        for row in _book(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )


def sheets(path: Path, name: str) -> list[str]:
    """The names of the sheets. Raises Refusal for a damaged workbook."""
    try:
        return list(_book(path).sheet_names)
    except (CalamineError, OSError, ValueError):
        raise Refusal(name, "is a damaged or password-protected workbook; nothing was loaded.") from None


def rows(delivery: Delivery) -> tuple[Row, ...]:
    """Every row of the sheet from row 1, cells as text: whole numbers without '.0', dates in ISO form."""
    assert delivery.sheet is not None
    return sheet_rows(delivery.path, delivery.sheet, delivery.name)


def sheet_rows(path: Path, sheet: str, name: str) -> tuple[Row, ...]:
    """As ``rows``, for a sheet by its name."""
    try:
        return _rows(path, sheet)
    except (CalamineError, OSError, ValueError):
        raise Refusal(name, f"the sheet “{sheet}” cannot be read; nothing was loaded.") from None


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip() or None
