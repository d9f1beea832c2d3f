"""Rows of cells as CSV, XLSX and ODS: every cell has a type, and none is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from commonground.partnership.spreadsheets.guarded import guarded, printable
from commonground.registers.moving.out import Cell

Rows = Iterable[Sequence[Cell]]
Sheets = Sequence[tuple[str, Rows]]
"""Each sheet’s name, and its rows with the headings first."""
LONGEST = 32_700  # letters in a cell of a workbook
FIRST_DAY = date(1901, 1, 1)  # Excel does not know the days before
KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
OFFICE, TABLE, TEXT = (f"{{{SPACE.format(name)}}}" for name in ("office", "table", "text"))
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?><manifest:manifest
 xmlns:manifest="{SPACE.format("manifest")}" manifest:version="1.3"><manifest:file-entry manifest:full-path="/"
 manifest:media-type="{KIND}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""


def to_csv(rows: Rows) -> bytes:
    """One sheet, in UTF-8 with the mark by which Excel knows it."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_plain(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def to_workbook(sheets: Sheets) -> bytes:
    """An Excel workbook, written row by row."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for number in range(1, 60):
            sheet.column_dimensions[get_column_letter(number)].width = 20
        for number, row in enumerate(rows):
            sheet.append([_filled(sheet, cell, head=not number) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def to_opendocument(sheets: Sheets) -> bytes:
    """An OpenDocument spreadsheet."""
    names = {name: SPACE.format(name) for name in ("office", "table", "text")}
    root = etree.Element(f"{OFFICE}document-content", {f"{OFFICE}version": "1.3"}, nsmap=names)
    book = etree.SubElement(etree.SubElement(root, f"{OFFICE}body"), f"{OFFICE}spreadsheet")
    for name, rows in sheets:
        table = etree.SubElement(book, f"{TABLE}table", {f"{TABLE}name": name})
        for row in rows:
            line = etree.SubElement(table, f"{TABLE}table-row")
            for cell in row:
                _add(line, cell)
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return file.getvalue()


def _plain(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else cell


def _filled(sheet: object, cell: Cell, *, head: bool) -> WriteOnlyCell:
    words = cell.isoformat() if isinstance(cell, date) and cell < FIRST_DAY else cell
    if isinstance(words, str):
        words = guarded(printable(words))[:LONGEST]
    made = WriteOnlyCell(sheet, words)
    if isinstance(words, str):
        made.data_type = "s"  # words are words, whatever they begin with
    elif isinstance(words, date):
        made.number_format = "dd/mm/yyyy"
    if head:
        made.font = Font(bold=True)
    return made


def _add(line: etree._Element, cell: Cell) -> None:
    made = etree.SubElement(line, f"{TABLE}table-cell")
    if cell is None:
        return
    if isinstance(cell, str):
        made.set(f"{OFFICE}value-type", "string")
        for part in guarded(printable(cell)).split("\n"):
            _spaced(etree.SubElement(made, f"{TEXT}p"), part)
        return
    dated = isinstance(cell, date)
    made.set(f"{OFFICE}value-type", "date" if dated else "float")
    made.set(f"{OFFICE}{'date-' if dated else ''}value", cell.isoformat() if isinstance(cell, date) else str(cell))
    etree.SubElement(made, f"{TEXT}p").text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _spaced(paragraph: etree._Element, words: str) -> None:
    """Words with their spaces: of several in a row, the format keeps but one unless it is told how many."""
    first, *rest = words.split("  ")
    paragraph.text = first
    for part in rest:
        spaces = etree.SubElement(paragraph, f"{TEXT}s", {f"{TEXT}c": "2"})
        spaces.tail = part
