"""Parts of the evidence pages: the blocks of one under its own headings, its files, its map, and links to its like."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commonground.evidence.finding import Finding
from commonground.report.blocks import Block, Chart, Heading, Table
from commonground.report.pages.atlas import Atlas, said
from commonground.report.pages.boroughs import BoroughsPage
from commonground.report.pages.freshness import Freshness
from commonground.report.pages.page import Page
from commonground.web.templatetags.blocks import show_block

register = template.Library()


@register.simple_tag
def page_blocks(blocks: Iterable[Block], without_map: object = None) -> SafeString:
    """The blocks of a page; with ``without_map`` it draws its map itself.

    Headings of a page stand under its own, those of a report under its section’s: here they are one level higher.
    """
    parts = (
        show_block(block, name=f"block-{n}", level=block.level - 1 if isinstance(block, Heading) else 0)
        for n, block in enumerate(blocks, 1)
        if not (without_map and isinstance(block, Chart) and block.is_map)
    )
    return mark_safe("".join(parts))  # each part is escaped by its template


# Files.


@register.inclusion_tag("evidence/files.html", takes_context=True)
def files_of(context: Any, page: Page) -> dict[str, Any]:
    """Every chart as a picture, every table as CSV and as a spreadsheet."""
    slug, query = context["partnership"].slug, page.asked.query

    def links(number: int, forms: Iterable[str]) -> list[tuple[str, str]]:
        return [(form.upper(), f"{reverse('evidence-file', args=(slug, page.kind, number, form))}?{query}")
                for form in forms]  # fmt: skip

    things = []
    for block in page.blocks:
        if isinstance(block, Chart | Table):
            table = block.table if isinstance(block, Chart) else block
            made = links(page.tables.index(table) + 1, ("csv", "ods"))
            if isinstance(block, Chart):
                made += links(page.charts.index(block) + 1, ("png", "svg"))
            things.append((block.title if isinstance(block, Chart) else block.caption, made))
    return {"things": things, "is_open": page.is_open}


# Links that ask a little differently.


@register.filter
def pinned(page: Page) -> str:
    """The query that gives this page again, with the months that it turned out to be about."""
    return (replace(page.asked, period=page.period) if page.period else page.asked).query


@register.filter
def in_view(page: Page, view: str) -> str:
    """The same question with its run laid out otherwise."""
    return replace(page.asked, view=view).query  # type: ignore[arg-type]


@register.filter
def without_months(page: Page) -> str:
    """Measure and area alone, for a page that may not have the months or the edition."""
    return replace(page.asked, period=None, edition=None, beside=None, view="month", by="local_authority").query


@register.filter
def own_finding(page: BoroughsPage) -> Finding | None:
    """What may be said of the area asked of, if it is one of those compared."""
    return next((found for found in page.findings if found.area == page.asked.area), None)


@register.filter
def freshness_state(fresh: Freshness) -> str:
    """Whether newer figures are due, for the sign of freshness."""
    return "late" if fresh.is_old else "fresh"


# The map.


@register.simple_tag
def map_rows(page: Any, slug: str) -> list[dict[str, str]]:
    """The list beside the map; each place leads to the measure there."""
    address = reverse("measure", args=(slug, page.measure.key))
    return [
        {"key": p.area.code, "name": p.area.name, "shown": said(p), "href": f"{address}?area={p.area.code}"}
        for p in page.places
    ]


@register.simple_tag
def still_map(drawn: Atlas, title: str) -> SafeString:
    """The map as a picture, for a browser without JavaScript and for paper."""
    areas = ((o.shade, o.path, o.place.area.name, said(o.place)) for o in drawn.outlines)
    words = f"{title}. The list beside it says the same in words."
    return format_html(PICTURE, drawn.width, drawn.height, words, format_html_join("", MARK, areas))


MARK = '<path class="cg-class-{}" d="{}" stroke="#b1b4b6" stroke-width="1"><title>{}: {}</title></path>'
PICTURE = '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}</svg>'
