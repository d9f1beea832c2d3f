"""The sheets of an OpenDocument spreadsheet as tables."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from commonground.partnership.spreadsheets.colours import colour_of
from commonground.partnership.spreadsheets.limits import Taken
from commonground.partnership.spreadsheets.tables import Cell, Table, as_it_stands, tidy, trimmed
from commonground.sources.readers.refusal import Refusal

SPACE = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{path}:1.0}}"
    for name, path in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
                       ("fo", "xsl-fo-compatible"))
}  # fmt: skip
OFFICE, TABLE, TEXT, STYLE, FO = SPACE.values()
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
Reader = Callable[[Any, dict[str, str]], Cell]
Spans = dict[int, tuple[int, Cell]]  # for each column, how many more rows the cell above goes down


def tables_in(path: Path, file: str, taken: Taken, exact: bool = False) -> tuple[Table, ...]:
    """Each sheet that holds anything; ``exact`` keeps words as they stand and numbers whole. Raises Refusal."""
    read = _exactly if exact else _cell
    try:
        with ZipFile(path) as archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            content = etree.fromstring(archive.read("content.xml"), parser)
    except (etree.XMLSyntaxError, KeyError, OSError, ValueError):
        raise Refusal(file, "is a damaged spreadsheet; save it again and send that. Nothing was taken over.") from None
    fills = _fills(content)
    tables = (_table(sheet, fills, file, taken, read) for sheet in content.iter(f"{TABLE}table"))
    return tuple(table for table in tables if table.rows)


def _fills(content: Any) -> dict[str, str]:
    """The colour of each style of a cell."""
    fills = {}
    for style in content.iter(f"{STYLE}style"):
        for properties in style.iter(f"{STYLE}table-cell-properties"):
            fills[style.get(f"{STYLE}name", "")] = properties.get(f"{FO}background-color", "").lstrip("#")
    return fills


def _table(sheet: Any, fills: dict[str, str], file: str, taken: Taken, read: Reader) -> Table:
    name = sheet.get(f"{TABLE}name", "")
    rows: list[list[Cell]] = []
    spanning: list[int] = []
    below: Spans = {}
    for row in sheet.iter(f"{TABLE}table-row"):
        cells, across = _row(row, fills, below, read)
        count = _repeated(row, "rows") if any(cell or cell.colour for cell in cells) else 1
        if not any(cells) and _repeated(row, "rows") > 1:
            count = min(_repeated(row, "rows"), 1000)  # empty rows between two parts keep their numbers
        if across > 2 and sum(map(bool, cells)) == 1:
            spanning.append(len(rows) + 1)
        taken.check_table(len(rows) + count * any(cells), len(cells), file, f"the sheet “{name}”")
        rows += [cells] * count
    kept = trimmed(rows)
    return Table(name=f"Sheet “{name}”", rows=kept, spanning=tuple(n for n in spanning if n <= len(kept)))


def _row(row: Any, fills: dict[str, str], below: Spans, read: Reader) -> tuple[list[Cell], int]:
    """The cells of a row, and how many columns its widest one takes up."""
    cells: list[Cell] = []
    widest = 1
    for node in row:
        if node.tag not in CELLS:
            continue
        left, kept = below.pop(len(cells), (0, Cell()))
        cell = kept if left else read(node, fills)
        down = int(node.get(f"{TABLE}number-rows-spanned", 1)) - 1 if not left else left - 1
        if down > 0:
            below[len(cells)] = (down, cell)
        widest = max(widest, int(node.get(f"{TABLE}number-columns-spanned", 1)))
        cells += [cell] * min(_repeated(node, "columns"), 1000 if cell else 200)
    while cells and not (cells[-1] or cells[-1].colour):
        cells.pop()
    return cells, widest


def _cell(node: Any, fills: dict[str, str]) -> Cell:
    kind = node.get(f"{OFFICE}value-type", "")
    colour = colour_of(fills.get(node.get(f"{TABLE}style-name", ""), ""))
    if kind == "date":
        day = date.fromisoformat(node.get(f"{OFFICE}date-value", "")[:10])
        return Cell(text=f"{day:%d/%m/%Y}", day=day, colour=colour)
    return Cell(text=tidy("\n".join(_lines(node))), colour=colour)


def _exactly(node: Any, fills: dict[str, str]) -> Cell:
    """What the cell holds, and not how it is shown: a number with all its digits."""
    value = node.get(f"{OFFICE}value", "")
    if node.get(f"{OFFICE}value-type") in ("float", "currency") and value:
        return Cell(text=value.removesuffix(".0"))
    found = _cell(node, {})
    return found if found.day else Cell(text=as_it_stands("\n".join(_lines(node))))


def _lines(node: Any) -> Iterator[str]:
    for paragraph in node.iter(f"{TEXT}p"):
        if not any(parent.tag == f"{OFFICE}annotation" for parent in paragraph.iterancestors()):
            yield "".join(_pieces(paragraph))


def _pieces(node: Any) -> Iterator[str]:
    """The words of a paragraph: spaces, tabs and line breaks are elements of their own."""
    yield node.text or ""
    for child in node:
        if child.tag == f"{TEXT}s":
            yield " " * int(child.get(f"{TEXT}c", 1))
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield "\n" if child.tag.endswith("break") else "\t"
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _repeated(node: Any, what: str) -> int:
    return int(node.get(f"{TABLE}number-{what}-repeated", 1))
