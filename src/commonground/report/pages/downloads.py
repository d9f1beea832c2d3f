"""Downloads: a page's table as CSV or a spreadsheet, its chart as a picture, each with what must be said of it inside.

Whoever opens the file years later finds what was counted, of which months, from which editions, under which licence,
and that numbers are withheld. No cell can be taken for a formula.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO, StringIO
from typing import Any, Literal, get_args

from commonground.evidence.figure import Figure, plain
from commonground.report.blocks import Chart, Table
from commonground.report.pages.asked import NotOffered
from commonground.report.pages.page import Page
from commonground.report.pages.sheet import Cell, safe, sheet
from commonground.report.render.drawing import drawn, rastered
from commonground.report.render.words import slug
from commonground.sources import sources

Form = Literal["csv", "ods", "png", "svg"]
TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}
WITHHELD = (
    "Some numbers are withheld, and stand as words: they are small, or would give a small one away. Do not work them "
    "out."
)
NONE_WITHHELD = "No number of this table is withheld."


@dataclass(frozen=True)
class Download:
    """A file: its name, its type, what is in it."""

    name: str
    type: str
    content: bytes


def download(page: Page, form: str, number: int = 0) -> Download:
    """The page's table or chart with this number, in reading order, as a file. Raises NotOffered."""
    if form not in get_args(Form):
        raise NotOffered(f"“{form}” is not a kind of file offered here: choose csv, ods, png or svg.")
    offered = page.charts if form in ("png", "svg") else page.tables
    if not 0 <= number < len(offered):
        what = "chart" if form in ("png", "svg") else "table"
        raise NotOffered(f"This page has no {what} {number + 1} to download.")
    thing = offered[number]
    write = {"csv": as_csv, "ods": as_ods, "png": as_png, "svg": as_svg}[form]
    title = thing.title if isinstance(thing, Chart) else thing.caption
    return Download(f"{slug(title)[:100]}.{form}", TYPES[form], write(page, thing))  # type: ignore[operator, index]


# What goes with a table or a chart.


def about(page: Page, table: Table) -> list[tuple[str, str]]:
    """What must be said of the numbers: name and words, each a line of the file."""
    measure = page.measure
    said = [
        ("Title", table.caption),
        ("Area", page.asked.area.name),
        ("Period of the comparison", page.period.name if page.period else ""),
        ("Measure", measure.title if measure else ""),
        ("Definition", measure.definition if measure else ""),
        ("Version", measure.version if measure else ""),
        *(("Edition", f"{sources()[e.source].title}: {e.id}") for e in page.editions if e.source in sources()),
        *(("Source", line) for line in page.attributions),
        *(("Licence", name) for name in _licences(page)),
        ("Withheld numbers", WITHHELD if _withheld(table) else NONE_WITHHELD),
    ]
    return [(name, words) for name, words in said if words]


def _licences(page: Page) -> tuple[str, ...]:
    licences = (sources()[e.source].licence for e in page.editions if e.source in sources())
    return tuple(dict.fromkeys(f"{each.name} {each.url}".strip() for each in licences))


def _withheld(table: Table) -> bool:
    return any(isinstance(part, Figure) and part.withheld for row in table.rows for cell in row for part in cell)


# Tables.


def as_csv(page: Page, table: Table) -> bytes:
    """The table, then what must be said of it, in UTF-8 with a mark for spreadsheets."""
    made, written = sheet(table), StringIO()
    lines = csv.writer(written)
    lines.writerow(made.head)
    lines.writerows(made.rows)
    lines.writerow([])
    lines.writerows([safe(name), safe(words)] for name, words in about(page, table))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_ods(page: Page, table: Table) -> bytes:
    """The table on one sheet, what must be said of it on another. Every cell has a type, so that none is a formula."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as OdfTable

    book, made = OpenDocumentSpreadsheet(), sheet(table)
    said = [(safe(name), safe(words)) for name, words in about(page, table)]
    for name, rows in (("Figures", [made.head, *made.rows]), ("About", said)):
        leaf = OdfTable(name=name)
        for row in rows:
            leaf.addElement(_ods_row(row))
        book.spreadsheet.addElement(leaf)
    written = BytesIO()
    book.write(written)
    return written.getvalue()


def _ods_row(row: Sequence[Cell]) -> Any:
    from odf.table import TableCell, TableRow
    from odf.text import P

    line = TableRow()
    for cell in row:
        words = isinstance(cell, str)
        made = TableCell(valuetype="string") if words else TableCell(valuetype="float", value=cell)
        made.addElement(P(text=str(cell)))
        line.addElement(made)
    return line


# Pictures.


def as_svg(page: Page, chart: Chart) -> bytes:
    """The chart with its title above and what must be said of it below, as one picture that needs nothing else."""
    return _captioned(page, chart).encode()


def as_png(page: Page, chart: Chart) -> bytes:
    """The same as a picture of dots, twice as fine as a screen."""
    return rastered(_captioned(page, chart))


SIZE, LEADING, MARGIN, LETTERS = 13, 18, 14, 100


def _captioned(page: Page, chart: Chart) -> str:
    inner = drawn(chart.spec, chart.key, chart.title, chart.alternative)
    width, height = (float(n) for n in re.findall(r'\s(?:width|height)="([\d.]+)"', inner)[:2])
    title, notes = _lines(chart.title, 80), [line for words in _notes(page, chart) for line in _lines(words, LETTERS)]
    top = MARGIN + 24 * len(title)
    total = top + height + LEADING * len(notes) + 2 * MARGIN
    placed = inner.replace("<svg", f'<svg x="{MARGIN}" y="{top}"', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * MARGIN:.0f}" height="{total:.0f}" '
        f'viewBox="0 0 {width + 2 * MARGIN:.0f} {total:.0f}">'
        f'<rect width="100%" height="100%" fill="white"/>'
        f"{''.join(_text(title, MARGIN + 18, 24, 18, 600, '#0b0c0c'))}{placed}"
        f"{''.join(_text(notes, top + height + MARGIN + SIZE, LEADING, SIZE, 400, '#505a5f'))}</svg>"
    )


def _notes(page: Page, chart: Chart) -> Iterator[str]:
    for name, words in about(page, replace(chart.table, caption="")):
        if name not in ("Area", "Measure", "Title") and not (name == "Withheld numbers" and words == NONE_WITHHELD):
            yield f"{name}: {words}"
    if chart.is_map:
        yield plain(chart.source)


def _lines(words: str, letters: int) -> list[str]:
    from textwrap import wrap

    return wrap(words, letters)


def _text(lines: list[str], first: float, step: int, size: int, weight: int, colour: str) -> Iterator[str]:
    font = f"font-family=\"'Source Sans 3', sans-serif\" font-size=\"{size}\" font-weight=\"{weight}\""
    for i, line in enumerate(lines):
        yield f'<text x="{MARGIN}" y="{first + i * step:.0f}" {font} fill="{colour}">{escape(line)}</text>'
