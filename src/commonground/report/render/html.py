"""A document as one HTML file that needs nothing else: no script, no request, no other file."""

import re
from pathlib import Path
from typing import Any

from commonground.report.blocks import Chart, Table
from commonground.report.document import Document
from commonground.report.render import typeface
from commonground.report.render.drawing import drawn
from commonground.report.render.words import NOTICES, SHAPES, annexed, long_date, numbered, slug

HOUSE = Path(__file__).parents[1]


def write(document: Document, path: Path) -> None:
    """Write the page; the same document gives the same bytes."""
    path.write_text(page(document), encoding="utf-8")


def page(document: Document) -> str:
    """The whole page for a screen, with the font inside."""
    html = markup(document, style="", paged=False)
    faces = typeface.embedded(re.sub(r"<[^>]+>", "", html) + "".join(SHAPES.values()))
    return html.replace("<style></style>", f"<style>{faces}\n{stylesheet('report.css')}</style>", 1)


def stylesheet(name: str) -> str:
    return (HOUSE / "style" / name).read_text(encoding="utf-8")


def markup(document: Document, *, style: str, paged: bool) -> str:
    """The page from its template; ``paged`` opens what a screen folds away, for the PDF."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    figures, tables = numbered(document)

    def drawing(chart: Chart) -> Any:
        if paged:  # a PDF takes its text alternative from the title
            return Markup(drawn(chart.spec, f"{chart.key}-page", f"{chart.title}. {chart.alternative}"))
        wide = drawn(chart.spec, f"{chart.key}-page", chart.title, chart.alternative)
        if chart.narrow is None:
            return Markup(wide)
        narrow = drawn(chart.narrow, f"{chart.key}-phone", chart.title, chart.alternative)
        return Markup(f'<div class="on-page">{wide}</div><div class="on-phone">{narrow}</div>')

    def table_of(table: Table) -> int:
        return tables[id(table)]

    environment = Environment(
        loader=FileSystemLoader(HOUSE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"slug": slug, "long_date": long_date}
    environment.globals |= {
        "document": document, "paged": paged, "shapes": SHAPES, "notices": NOTICES, "drawing": drawing,
        "number_of": figures, "table_of": table_of, "annexed": annexed(document) if paged else frozenset(),
    }  # fmt: skip
    return environment.get_template("document.html").render(style=Markup(style))
