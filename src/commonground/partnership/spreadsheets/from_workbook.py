"""The sheets of an Excel workbook as tables: what is in each cell, its colour, and what is merged."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from commonground.partnership.spreadsheets.colours import colour_of
from commonground.partnership.spreadsheets.limits import Taken
from commonground.partnership.spreadsheets.tables import Cell, Table, tidy, trimmed
from commonground.sources.readers.refusal import Refusal

THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9)  # a cell counts light before dark, the theme dark before light
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DAMAGED = "is a damaged workbook; open it in Excel, save it again as .xlsx and send that. Nothing was taken over."


def workbook_in(path: Path, file: str) -> Workbook:
    """The workbook, with the values that its formulas showed. Raises Refusal."""
    return _loaded(path, file, data_only=True)


def tables_in(path: Path, book: Workbook, file: str, taken: Taken) -> tuple[Table, ...]:
    """Each sheet that holds anything. Raises Refusal."""
    sizes = _sizes(path, file, taken)
    formulas = _loaded(path, file, data_only=False)
    palette = _palette(book)
    return tuple(
        _table(sheet, formulas[sheet.title], sizes[sheet.title], palette)
        for sheet in book.worksheets
        if all(sizes.get(sheet.title, (0, 0)))
    )


def _loaded(path: Path, file: str, data_only: bool) -> Workbook:
    try:
        return load_workbook(BytesIO(path.read_bytes()), data_only=data_only, keep_links=False)
    except Exception:  # openpyxl raises whatever the damaged part happens to break
        raise Refusal(file, DAMAGED) from None


def _sizes(path: Path, file: str, taken: Taken) -> dict[str, tuple[int, int]]:
    """How many rows and columns of each sheet hold something, told before anything large is built of them."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        ends = {name: book.get_sheet_by_name(name).end for name in book.sheet_names}
    except (CalamineError, OSError, ValueError):
        raise Refusal(file, DAMAGED) from None
    sizes = {name: (end[0] + 1, end[1] + 1) if end else (0, 0) for name, end in ends.items()}
    for name, (rows, columns) in sizes.items():
        taken.check_table(rows, columns, file, f"the sheet “{name}”")
    return sizes


def _table(sheet: Worksheet, formulas: Worksheet, size: tuple[int, int], palette: list[str]) -> Table:
    rows = [
        [_cell(sheet.cell(r, c), palette) for c in range(1, size[1] + 1)] for r in range(1, size[0] + 1)
    ]
    spanning = []
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > size[0] or merged.min_col > size[1]:
            continue
        if merged.size["columns"] * 2 > size[1] > 2:
            spanning += list(range(merged.min_row, min(merged.max_row, size[0]) + 1))[:1]
        for r in range(merged.min_row, min(merged.max_row, size[0])):
            rows[r][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
    return Table(
        name=f"Sheet “{sheet.title}”", rows=trimmed(rows), spanning=tuple(sorted(spanning)),
        notes=tuple(_notes(sheet, formulas, size)),
    )  # fmt: skip


def _cell(cell: Any, palette: list[str]) -> Cell:
    value = cell.value
    struck = bool(value is not None and cell.font and cell.font.strike)
    day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    return Cell(text=_words(value, day), day=day, colour=_colour(cell.fill, palette), struck=struck)


def _words(value: object, day: date | None) -> str:
    if day:
        return f"{day:%d/%m/%Y}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidy(str(value))


def _colour(fill: Any, palette: list[str]) -> Any:
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        return colour_of(str(colour.rgb)[-6:])
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return colour_of(COLOR_INDEX[colour.indexed][-6:])
    if colour.type == "theme" and colour.theme < len(palette):
        return colour_of(palette[colour.theme])
    return ""


def _palette(book: Workbook) -> list[str]:
    """The colours of the workbook’s theme, in the order in which cells count them."""
    try:
        theme = etree.fromstring(book.loaded_theme or b"", etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return []
    scheme = theme.find(f".//{DRAWING}clrScheme")
    told = [next(iter(entry), None) for entry in scheme] if scheme is not None else []
    colours = [(c.get("lastClr") or c.get("val") or "") if c is not None else "" for c in told]
    return [colours[i] for i in THEME_ORDER if i < len(colours)]


def _notes(sheet: Worksheet, formulas: Worksheet, size: tuple[int, int]) -> list[str]:
    """What a reader of the workbook sees, or does not, that is not taken over."""
    cells = [cell for row in formulas.iter_rows(max_row=size[0], max_col=size[1]) for cell in row]
    worked_out = [cell.coordinate for cell in cells if cell.data_type == "f"]
    unkept = [place for place in worked_out if sheet[place].value is None]
    remarks = sum(cell.comment is not None for cell in cells)
    said = []
    if sheet.sheet_state != "visible":
        said.append("The sheet is hidden in the workbook.")
    if worked_out:
        said.append(
            f"{_cells(len(worked_out))} worked out by formulas (first: {worked_out[0]}); the values that they showed "
            "when the file was last saved were read."
        )
    if unkept:
        places = ", ".join(unkept[:5])
        said.append(f"The file has no value for the formulas in {places}; those cells were read as empty.")
    if remarks:
        said.append(f"{_cells(remarks)} given a comment; comments are not taken over.")
    return said


def _cells(count: int) -> str:
    return f"{count:,} {'cell is' if count == 1 else 'cells are'}"
