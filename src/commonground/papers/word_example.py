"""An example of a council’s Word template: every place that a report fills, to be dressed in the council’s own look."""

from datetime import date
from io import BytesIO

import docx

from commonground.report.blocks import Bullets, Definitions, Heading, Paragraph, Statement, Table
from commonground.report.document import Document, Section

FIRST_LINES = (
    ("Title", "{{ report.name }}"),
    ("Subtitle", "{{ report.organisation }}, {{ report.area }}, {{ report.date }}"),
    ("Normal", "{{ report.status }} {{ report.invented }}"),
)
CHAPTERS = (
    ("Normal", "{%p for chapter in chapters %}"),
    ("Heading 1", "{{ chapter.name }}"),
    ("Normal", "{%p for line in chapter.blocks %}"),
    ("Normal", "{%p if line.kind == 'heading' %}"),
    ("Heading 2", "{{ line.text }}"),
    ("Normal", "{%p elif line.kind == 'bullet' %}"),
    ("List Bullet", "{{ line.text }}"),
    ("Normal", "{%p elif line.kind == 'strong' %}"),
    ("Heading 3", "{{ line.text }}"),
    ("Normal", "{%p elif line.kind == 'picture' %}"),
    ("Normal", "{{ line.picture }}"),
    ("Normal", "{%p elif line.kind == 'table' %}"),
)
LAST_LINES = (
    ("Normal", "{%p else %}"),
    ("Normal", "{{ line.text }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Heading 1", "Sources and licences"),
    ("Normal", "{%p for source in sources %}"),
    ("List Bullet", "{{ source }}"),
    ("Normal", "{%p endfor %}"),
)


def example() -> bytes:
    """The example as a Word file."""
    file = docx.Document()
    _write(file, FIRST_LINES)
    front = file.add_table(rows=3, cols=2, style="Table Grid")
    for row, texts in enumerate((
        ("{%tr for line in front %}", ""), ("{{ line.label }}", "{{ line.text }}"), ("{%tr endfor %}", ""),
    )):  # fmt: skip
        for cell, text in zip(front.rows[row].cells, texts, strict=True):
            cell.text = text
    _write(file, (("Normal", "{%p for notice in notices %}"), ("Normal", "{{ notice }}"), ("Normal", "{%p endfor %}")))
    _write(file, CHAPTERS)
    _table(file)
    _write(file, LAST_LINES)
    made = BytesIO()
    file.save(made)
    return made.getvalue()


def _write(file: docx.document.Document, lines: tuple[tuple[str, str], ...]) -> None:
    for style, text in lines:
        file.add_paragraph(text, style)


def _table(file: docx.document.Document) -> None:
    """A table whose columns and rows are repeated."""
    table = file.add_table(rows=4, cols=3, style="Table Grid")
    for row, texts in enumerate((
        ("{%tc for name in line.head %}", "{{ name }}", "{%tc endfor %}"),
        ("{%tr for row in line.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )):  # fmt: skip
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text


def trial() -> Document:
    """A small report with a line of each kind, to try a template with."""
    table = Table("A table", ("Row", "Number"), ((("One",), ("1",)), (("Two & three",), ("2",))))
    return Document(
        name="trial", title="A report on trial", subtitle="", area="Anywhere", period="Figures as loaded today",
        published=date(2026, 1, 2), organisation="A partnership", status="Draft for the partnership",
        summary=(Definitions((("Ward", ("All",)), ("Class", ("Part 1 (open)",)))),),
        sections=(
            Section("1 Background", "chapter-background", (
                Heading("A heading"), Paragraph(("Words <with> signs & more.",)), Statement(("A finding.",), "fell"),
                Bullets((("One",), ("Two",))), table,
            )),
        ),
        sources=("A source.",),
    )  # fmt: skip
