"""A document as a Word file that an officer can go on writing: real styles, captions and contents."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from commonground.evidence.figure import Text, plain
from commonground.report import blocks
from commonground.report.document import Document
from commonground.report.render import word
from commonground.report.render.drawing import picture
from commonground.report.render.words import NOTICES, SHAPES, annexed, long_date, numbered

WIDTH = Mm(166)  # of the text on A4
LANDSCAPE = Mm(253)  # of the text on A4 on its side
AFTER_TABLE = Pt(10)
PIXEL = 9525  # English Metric Units in a CSS pixel
NOTICE_LOOK = {
    "missing": ("505A5F", "F4F6F8"),
    "officer": ("B5730A", "FFF4DC"),
    "warning": ("0B0C0C", "F4F6F8"),
    "note": ("12436D", "E8F0F8"),
}
LETTER = 1.8  # millimetres of a letter in a table, bold ones among them
MARGINS = 4  # of a cell, in letters
WHOLE = 24  # a text of so many letters had best stand in one line
ANNEX = "Annex: numbers behind the charts"
SOURCES = "Sources and licences"


def write(document: Document, path: Path) -> None:
    """Write the Word file; the same document gives the same bytes."""
    writer = _Writer(document)
    writer.write()
    day = document.published
    word.save(writer.file, path, (max(day.year, 1980), day.month, day.day))


class _Writer:
    """The file as it grows from block to block."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = docx.Document()
        self.figures, self.tables = numbered(document)
        self.annexed = annexed(document)
        self.width = LANDSCAPE if document.landscape else WIDTH
        word.restyle(self.file)
        self.styles = word.style_ids(self.file)

    def write(self) -> None:
        document = self.document
        self._properties()
        self._page()
        self._front()
        self._section(document.opening, "summary", document.summary, new_page=True)
        for i, section in enumerate(document.sections):
            self._section(section.title, section.key, section.blocks, new_page=i == 0)
        if self.annexed:
            self._opening(ANNEX, "annex", new_page=True)
            for chart in document.charts:
                if chart.key in self.annexed:
                    self._numbers(chart)
        if document.sources:
            self._opening(SOURCES, "attributions")
            for line in document.sources:
                self._paragraph(line, "List Bullet")

    def _properties(self) -> None:
        document, properties = self.document, self.file.core_properties
        moment = datetime(document.published.year, document.published.month, document.published.day)
        properties.title = f"{document.title}: {document.area}, {document.period}"
        properties.subject = document.subtitle
        properties.author = properties.last_modified_by = document.organisation
        properties.language = "en-GB"
        properties.keywords = properties.comments = properties.category = ""
        properties.created = properties.modified = moment
        properties.revision = 1

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self.document.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin, section.bottom_margin = Mm(24), Mm(22)
        header = section.header.paragraphs[0]
        header.text = self.document.organisation
        if self.document.invented:
            header.add_run("\tInvented records in it: not for use").bold = True
        footer = section.footer.paragraphs[0]
        for paragraph in (header, footer):
            paragraph.paragraph_format.tab_stops.clear_all()
            paragraph.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
        footer.add_run(f"{self.document.title}\tPage ")
        word.field(footer, "PAGE", "1")
        footer.add_run(" of ")
        word.field(footer, "NUMPAGES", "1")

    def _front(self) -> None:
        document = self.document
        self._paragraph(document.organisation, "Organisation")
        self._paragraph(document.title, "Title")
        self._paragraph(document.subtitle, "Subtitle")
        if document.invented:
            self._notice(
                blocks.Notice(
                    "warning", "Invented records",
                    ("Much of it is invented to show what a report looks like. Only what names a published source "
                     "is real.",),
                )
            )
        facts = [
            ("Area", document.area),
            ("Period", document.period),
            ("Published", long_date(document.published)),
        ]
        for name, fact in [*facts, ("Status", document.status)]:
            if fact:
                paragraph = self._paragraph("", "Fact")
                paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(28))
                paragraph.add_run(f"{name}\t").font.color.rgb = RGBColor.from_string(word.QUIET)
                paragraph.add_run(fact).bold = True
        self._paragraph("Contents", "Contents heading")
        entries = [(document.opening, "summary")] + [(s.title, s.key) for s in document.sections]
        entries += [(ANNEX, "annex")] * bool(self.annexed) + [(SOURCES, "attributions")] * bool(
            document.sources
        )
        for i, (title, key) in enumerate(entries):
            paragraph = self._paragraph("", "TOC 1")
            if i == 0:
                word.begin(paragraph, 'TOC \\o "1-1" \\h \\z \\u')
            word.link(paragraph, _mark(key), title)
            if i == len(entries) - 1:
                word.finish(paragraph)

    def _opening(self, title: str, key: str, new_page: bool = False) -> None:
        paragraph = self._paragraph(title, "Heading 1")
        paragraph.paragraph_format.page_break_before = new_page
        word.bookmark(paragraph, _mark(key), len(self.file.element.body))

    def _section(
        self, title: str, key: str, content: tuple[blocks.Block, ...], new_page: bool = False
    ) -> None:
        self._opening(title, key, new_page)
        for block in content:
            getattr(self, f"_{type(block).__name__.lower()}")(block)

    def _paragraph(self, text: "Text | str | blocks.Paragraph", style: str = "Normal") -> Any:
        if isinstance(text, blocks.Paragraph):
            text = text.text
        after_table = self.file.element.body.tbl_lst and self.file.element.body[-2].tag == qn("w:tbl")
        paragraph = self.file.add_paragraph(plain(text))
        paragraph._p.style = self.styles[style]
        if after_table and word.STYLES[style][3] < AFTER_TABLE.pt:
            paragraph.paragraph_format.space_before = AFTER_TABLE
        return paragraph

    # one method for each block, named for it

    def _heading(self, block: blocks.Heading) -> None:
        self._paragraph(block.text, f"Heading {block.level - 1}")

    def _statement(self, block: blocks.Statement) -> None:
        paragraph = self._paragraph(block.text, "Statement")
        if block.verdict:
            run = paragraph.add_run(f"  {_verdict(block.verdict)}")
            run.font.size, run.font.color.rgb = Pt(10.5), RGBColor.from_string(word.ACCENT)

    def _bullets(self, block: blocks.Bullets) -> None:
        for item in block.items:
            self._paragraph(item, "List Bullet")

    def _caveat(self, block: blocks.Caveat) -> None:
        paragraph = self._paragraph("", "Caveat")
        paragraph.add_run("Bear in mind: ").bold = True
        paragraph.add_run(plain(block.text))

    def _notice(self, block: blocks.Notice) -> None:
        colour, fill = NOTICE_LOOK[block.kind]
        for text, style in (
            (NOTICES[block.kind], "Notice label"),
            (block.title, "Notice title"),
            (plain(block.text), "Notice text"),
        ):
            if text:
                word.edge(self._paragraph(text, style)._p, colour, 48, fill)

    def _keyfigures(self, block: blocks.KeyFigures) -> None:
        rows = tuple(
            ((item.label,), item.figure, (_verdict(item.verdict),), item.detail) for item in block.items
        )
        head = ("Measure", "Number", "Finding", "What it is")
        table = self._grid(blocks.Table("Key figures", head, rows, numeric=False), (42, 30, 38, 56))
        for row in table.rows[1:]:
            shown = row.cells[1].paragraphs[0]
            for run in shown.runs if any(c.isdigit() for c in shown.text) else ():
                run.font.size, run.bold, run.font.color.rgb = Pt(15), True, RGBColor.from_string(word.ACCENT)

    def _definitions(self, block: blocks.Definitions) -> None:
        for term, meaning in block.items:
            self._paragraph(term, "Term")
            self._paragraph(meaning)

    def _table(self, block: blocks.Table) -> None:
        caption = self._paragraph("Table ", "Caption")
        word.field(caption, "SEQ Table \\* ARABIC", str(self.tables[id(block)]))
        caption.add_run(f": {block.caption}")
        self._grid(block)

    def _chart(self, block: blocks.Chart) -> None:
        caption = self._paragraph("Figure ", "Caption")
        word.field(caption, "SEQ Figure \\* ARABIC", str(self.figures[block.key]))
        caption.add_run(f": {block.title}")
        png, width = picture(block.spec)
        paragraph = self._paragraph("", "Figure")
        inline = paragraph.add_run().add_picture(BytesIO(png), width=min(self.width, int(width * PIXEL)))
        word.describe(inline, f"Figure {self.figures[block.key]}: {block.title}", block.alternative)
        long = block.key in self.annexed
        paragraph.paragraph_format.keep_with_next = bool(block.source) or not long
        if block.source:
            self._paragraph(block.source, "Source")
        if not long:
            self._numbers(block)
        else:
            self._paragraph(
                f"The numbers behind figure {self.figures[block.key]} are in the annex.", "Source"
            )

    def _numbers(self, chart: blocks.Chart) -> None:
        caption = f"Numbers behind figure {self.figures[chart.key]}: {chart.table.caption}"
        self._paragraph(caption, "Caption")
        self._grid(chart.table, caption=caption)

    def _grid(self, block: blocks.Table, widths: tuple[int, ...] = (), caption: str = "") -> Any:
        table = self.file.add_table(rows=1 + len(block.rows), cols=len(block.head))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        widths = widths or _widths(block, self.width.mm)
        if widths:
            table.autofit = False
            for column, width in zip(table.columns, widths, strict=True):
                column.width = Mm(width)
        cells = table._cells  # python-docx reckons this anew at every look
        texts = [*block.head, *(plain(cell) for row in block.rows for cell in row)]
        for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self.styles["Table text"]
            paragraph.add_run(text).bold = True if i < len(block.head) else None
            if block.numeric and i % len(block.head):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if widths:
                cell.width = Mm(widths[i % len(block.head)])
        word.dress(table, caption or block.caption)
        if block.note:
            self._paragraph(block.note, "Source")
        return table


def _mark(key: str) -> str:
    """A bookmark's name: letters, digits and underscores, 40 at most, as Word has it."""
    return f"_{key.replace('-', '_')}"[:40]


def _verdict(said: str) -> str:
    return f"{SHAPES.get(said, '●')} {said}" if said else ""


def _widths(block: blocks.Table, across: float) -> tuple[int, ...]:
    """Millimetres for each column: first what its longest word needs, then what its longest text would like."""
    columns = list(zip(*(tuple((text,) for text in block.head), *block.rows), strict=True))
    least = [max(_longest_word(plain(cell)) for cell in column) + MARGINS for column in columns]
    liked = [max(min(len(plain(cell)), WHOLE) for cell in column) + MARGINS for column in columns]
    spare = [max(like - word, 0) for word, like in zip(least, liked, strict=True)]
    part = min(max(across / LETTER - sum(least), 0) / max(sum(spare), 1), 1)
    needs = [word + part * more for word, more in zip(least, spare, strict=True)]
    return tuple(round(across * need / sum(needs)) for need in needs)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
