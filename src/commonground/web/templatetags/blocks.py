"""The blocks of a report on a page: `{% show_blocks blocks %}` for a section, `{% show_block chart %}` for one.

Charts and maps are drawn on the server, once for a page and once for a phone, with their numbers beneath. Figures are
numbered where the tag is told from which number on: `{% show_blocks blocks first_figure=1 %}`.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commonground.evidence.figure import Figure, Text
from commonground.report.blocks import Block, Chart, Heading
from commonground.report.render.drawing import drawn
from commonground.report.render.words import NOTICES

register = template.Library()


@register.simple_tag
def show_blocks(
    blocks: Iterable[Block], first_figure: int | None = None, top: int = 3, name: str = "block"
) -> SafeString:
    """Blocks one under the other. `top` is the level of the highest headings: 2 where the section is the page.

    Where a page shows several sections, each has a `name` of its own, for the ids of its tables begin with it.
    """
    parts, number = [], first_figure
    for n, block in enumerate(blocks, 1):
        level = block.level + top - 3 if isinstance(block, Heading) else 0
        parts.append(show_block(block, number, name=f"{name}-{n}", level=level))
        if isinstance(block, Chart) and number is not None:
            number += 1
    return mark_safe("".join(parts))  # each part is escaped by its template


@register.simple_tag
def show_block(block: Block, number: int | None = None, name: str = "block", level: int = 0) -> SafeString:
    """One block. `name` makes the id of a table that stands alone; `level` overrides that of a heading."""
    kind = type(block).__name__
    context = {"block": block, "number": number, "name": name, "level": level, "notices": NOTICES, "in_report": True}
    return render_to_string(f"parts/blocks/{kind.lower()}.html", context)


@register.filter
def under(row: Iterable[Text], head: Iterable[str]) -> Iterable[tuple[str, Text]]:
    """The cells of a row, each with what its column is called."""
    return zip(head, row, strict=True)


@register.filter
def words(text: Text | str) -> SafeString | str:
    """A sentence with its figures: each carries its value, and one that is withheld says so quietly."""
    if isinstance(text, str):
        return text
    return format_html_join("", "{}", ((_word(part),) for part in text))


def _word(part: str | Figure) -> SafeString | str:
    if isinstance(part, str):
        return part
    if part.withheld:
        return format_html('<span class="cg-withheld">{}</span>', part.shown)
    return format_html('<data value="{}">{}</data>', "" if part.value is None else part.value, part.shown)


@register.filter
def label(notice: Any, labels: dict[str, str]) -> str:
    """The word above a notice."""
    return labels[notice.kind]


@register.simple_tag
def drawing(chart: Chart) -> SafeString:
    """The chart as SVG, for a page and, where it has one, for a phone; the style sheet shows one of the two."""
    wide = drawn(chart.spec, f"{chart.key}-page", chart.title, chart.alternative)
    shown = format_html('<div class="cg-drawing__page">{}</div>', _svg(wide))
    if chart.narrow is None:
        return shown
    narrow = drawn(chart.narrow, f"{chart.key}-phone", chart.title, chart.alternative)
    return format_html('{}<div class="cg-drawing__phone">{}</div>', shown, _svg(narrow))


def _svg(svg: str) -> SafeString:
    """The site's policy forbids inline style; a drawing that had one would lose it in silence, so it is refused."""
    if " style=" in svg or "<style" in svg:
        raise ValueError("a drawing has an inline style, which the content security policy forbids")
    return mark_safe(svg)  # made by vl-convert; drawn() escapes our words and refuses outside references
