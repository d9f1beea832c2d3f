"""A plan as a workbook that a person can go on with: real dates, frozen heads, readable widths, no formula."""

from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from commonground.partnership.spreadsheets.guarded import guarded, held, printable, unguarded, unheld
from commonground.plan.moving.sheets import ABOUT, Cell, NotAPlan, Row, Sheets, holds_a_plan, sheets_of
from commonground.plan.written import WrittenPlan

LONGEST = 32_700  # letters in a cell; Excel stops at 32,767
PIECE = LONGEST // 7  # letters of ours that fit surely: one that a workbook cannot hold takes seven
LONG = "Long texts"
LONG_HEAD = ("Sheet", "Row", "Column", "How it goes on")
NARROWEST, WIDEST = 10, 60  # letters across
FIRST_DAY = date(1901, 1, 1)  # Excel does not know the days before
TOP = Alignment(vertical="top", wrap_text=True)
HEAD = (Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="12436D"))


def to_workbook(plan: WrittenPlan) -> bytes:
    """The plan as an XLSX file."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = printable(plan.title), printable(plan.partnership)
    overlong: list[Row] = [LONG_HEAD]
    for title, rows in sheets_of(plan).items():
        _write(book.create_sheet(title), rows, overlong)
    if len(overlong) > 1:
        _write(book.create_sheet(LONG), tuple(overlong), [])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ours(book: Workbook) -> bool:
    """Whether ``to_workbook`` wrote it."""
    if ABOUT.title not in book.sheetnames:
        return False
    return holds_a_plan({ABOUT.title: tuple(book[ABOUT.title].iter_rows(max_row=40, max_col=2, values_only=True))})


def sheets_in(book: Workbook) -> Sheets:
    """The rows of each sheet as ``to_workbook`` wrote them, whole again."""
    sheets = {
        sheet.title: [[_read(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }
    for number, (title, row, column, more) in enumerate((r[:4] for r in sheets.pop(LONG, [])[1:]), start=2):
        try:
            whole = sheets[str(title)][int(str(row)) - 1]
            whole[int(str(column)) - 1] = f"{whole[int(str(column)) - 1]}{more}"
        except (LookupError, ValueError):
            raise NotAPlan(f"“{LONG}”, row {number} goes on with a cell that is not in the file.") from None
    return {title: tuple(map(tuple, rows)) for title, rows in sheets.items()}


def _write(sheet: Worksheet, rows: tuple[Row, ...], overlong: list[Row]) -> None:
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            first, *more = _parts(value)
            overlong += [(sheet.title, r, c, part) for part in more]
            _fill(sheet.cell(r, c), first)
    for c, width in enumerate(_widths(rows), start=1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    for cell in sheet[1]:
        cell.font, cell.fill = HEAD
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _parts(value: Cell) -> list[Cell]:
    """The value in pieces that a cell can hold."""
    if not isinstance(value, str) or len(held(guarded(value))) <= LONGEST:
        return [value]
    return [value[at : at + PIECE] for at in range(0, len(value), PIECE)]


def _fill(cell: WorkbookCell, value: Cell) -> None:
    cell.alignment = TOP
    if isinstance(value, date) and value >= FIRST_DAY:
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif isinstance(value, (str, date)):
        cell.value = held(guarded(value)) if isinstance(value, str) else value.isoformat()
        cell.data_type = "s"  # words are words, whatever they begin with
    else:
        cell.value = value


def _read(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return unguarded(unheld(value))
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    return value if isinstance(value, (int, date)) else None


def _widths(rows: tuple[Row, ...]) -> list[int]:
    """Letters across for each column, by its longest line within reason."""
    columns = zip(*(row for row in rows), strict=True)
    longest = [max(max(map(len, str(cell or "").splitlines() or [""])) for cell in column) for column in columns]
    return [min(WIDEST, max(NARROWEST, letters + 2)) for letters in longest]
