"""The parts of pages, as template tags. `/design/` shows each with invented content and says when to use it.

`{% load parts %}`; then, for instance, `{% rag "amber" "Slipping" %}`. Each tag draws one template of
`templates/parts/`. Nothing here asks the database: a view hands over what is to be shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.utils.text import slugify

from commonground.web import navigation
from commonground.web.differences import Marked, marked
from commonground.web.sparks import Spark

register = template.Library()

VERDICT_SHAPES = {"rose": "up", "fell": "down", "no clear change": "diamond", "cannot be compared": "dash"}
RAG_SHAPES = {"red": "cross", "amber": "half", "green": "tick", "blue": "circle", "grey": "ring"}
FRESH_SHAPES = {"fresh": "circle", "late": "square", "missing": "ring"}


def _pairs(things: Sequence[Any]) -> list[tuple[Any, Any]]:
    return list(zip(things[::2], [*things[1::2], ""], strict=False))


# Where one is


@register.inclusion_tag("parts/service_navigation.html", takes_context=True)
def service_navigation(context: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of the partnership that this person may open. `page.html` draws it."""
    request: Any = context.get("request")
    links = navigation.service(request, request.actor) if hasattr(request, "actor") else []
    return {"links": links, "here": getattr(request, "path", "")}


@register.simple_tag
def foot_links() -> list[navigation.Link]:
    """The links in the foot of every page."""
    return navigation.foot()


@register.inclusion_tag("parts/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """`{% breadcrumbs "Measures" measures_url "Knife crime" %}`: titles and addresses, this page last without one."""
    return {"steps": _pairs(steps)}


# Forms and lists


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: BaseForm | None, focus: bool = True) -> dict[str, Any]:
    """What is wrong with the form, each line a link to its field. `page.html` draws it for the context's `form`."""
    errors: list[tuple[str, str]] = []
    if isinstance(form, BaseForm) and form.is_bound:
        errors = [("", error) for error in form.non_field_errors()]
        errors += [(_first_input(field), error) for field in form for error in field.errors]
    return {"errors": errors, "focus": focus}


def _first_input(field: Any) -> str:
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.inclusion_tag("parts/filter_panel.html", takes_context=True)
def filter_panel(
    context: Mapping[str, Any], form: BaseForm, *, chosen: Iterable[tuple[str, str]] = (), clear: str = "?",
    title: str = "Filter", button: str = "Apply filters",
) -> dict[str, Any]:  # fmt: skip
    """A GET form beside a list. `chosen`: what is applied, as (text, address without it)."""
    form.says_optional = False  # type: ignore[attr-defined]
    return {"form": form, "chosen": list(chosen), "clear": clear, "title": title, "button": button}


@register.inclusion_tag("parts/sort_heading.html", takes_context=True)
def sort_heading(context: Mapping[str, Any], title: str, key: str, numeric: bool = False) -> dict[str, Any]:
    """A column heading that sorts by a link: `?sort=name`, then `?sort=-name`. The view reads it by `listing.order`."""
    request = context["request"]
    sort = context.get("sort") or request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if sort == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    return {"title": title, "numeric": numeric, "state": state, "href": f"?{query.urlencode()}"}


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """Under a long list: `{% pagination page %}` with a page of Django's Paginator."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "shown": paginator.num_pages > 1,
        "pages": [(n, address(n) if isinstance(n, int) else "") for n in numbers],
        "current": page.number,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("parts/tab_list.html")
def tab_list(*tabs: str, title: str = "On this page") -> dict[str, Any]:
    """`{% tab_list "monthly" "Monthly" "yearly" "By year" %}`: ids of the panels and their titles.

    Around it stands `<div class="govuk-tabs" data-module="govuk-tabs">`, after it a `<section class="govuk-tabs__panel"
    id="monthly">` for each. Its title is an h2, so headings in the panels are h3.
    Without JavaScript it is a list of contents above the sections.
    """
    return {"tabs": _pairs(tabs), "title": title}


@register.inclusion_tag("parts/task_list.html")
def task_list(tasks: Iterable[Mapping[str, Any]], name: str = "task") -> dict[str, Any]:
    """Things to do, in any order: each with `title`, `status`, and `href`, `hint`, `done` where it has them."""
    return {"tasks": list(tasks), "name": name}


@register.inclusion_tag("parts/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Facts about one thing: rows of (name, value) or (name, value, address, "Change")."""
    return {"rows": [(*row, "", "")[:4] for row in rows]}


@register.inclusion_tag("parts/download_list.html")
def download_list(files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Files to take away: each with `href`, `title`, `kind` ("CSV") and, where known, `size` ("12 KB")."""
    return {"files": list(files)}


@register.inclusion_tag("parts/file_upload.html")
def file_upload(field: Any, accepts: str, largest: str) -> dict[str, Any]:
    """A file field with what it takes said first: `{% file_upload form.file "CSV, XLSX or XML" "20 MB" %}`."""
    return {"field": field, "accepts": accepts, "largest": largest}


# How things stand: always words and a shape, never colour alone


@register.inclusion_tag("parts/verdict.html")
def verdict(said: str) -> dict[str, str]:
    """A finding's verdict: rose, fell, no clear change, cannot be compared. It says a direction, not good or bad."""
    return {"said": said, "name": slugify(said), "shape": VERDICT_SHAPES.get(said, "circle")}


@register.inclusion_tag("parts/rag.html")
def rag(colour: str, said: str) -> dict[str, str]:
    """How a piece of work stands: `{% rag "red" "Off track" %}`; red, amber, green, blue (done), grey (not known)."""
    return {"colour": colour, "said": said, "shape": RAG_SHAPES[colour]}


@register.inclusion_tag("parts/freshness.html")
def freshness(state: str, until: date | str | None = None) -> dict[str, Any]:
    """How far the data go: `{% freshness "fresh" last_day %}`; fresh, late (newer ones are due) or missing."""
    day = f"{until.day} {until:%B %Y}" if isinstance(until, date) else until
    return {"state": state, "until": day, "shape": FRESH_SHAPES[state]}


@register.inclusion_tag("parts/timeline.html")
def timeline(events: Iterable[Mapping[str, Any]], level: int = 3) -> dict[str, Any]:
    """What happened, newest first: `title`, `when` (a date or moment), and `by`, `text`, `href` where known."""
    said = [{**event, "moment": isinstance(event["when"], datetime)} for event in events]
    return {"events": said, "heading": f"h{level}"}


@register.inclusion_tag("parts/progress.html")
def progress(
    title: str, *, renew: str, done: int | None = None, total: int | None = None, said: str = "", finished: str = "",
    link: str = "See the result",
) -> dict[str, Any]:  # fmt: skip
    """A job at work. `renew` is the address of the page itself, asked again every two seconds for this part of it;
    once `finished` is the address of the result, it asks no more. `done` of `total`, or neither if not known."""
    return {
        "title": title, "renew": renew, "done": done, "total": total, "said": said, "finished": finished, "link": link,
    }  # fmt: skip


@register.inclusion_tag("parts/two_versions.html")
def two_versions(
    theirs: str, yours: str, *, by: str, when: Any, field: str = "Text", name: str = "version"
) -> dict[str, Any]:
    """Someone saved while you wrote: both texts side by side, what differs marked. The form follows, with yours.

    `name` is unique on a page that shows several.
    """
    before, after = marked(theirs, yours)
    said: dict[str, Marked] = {"theirs": before, "yours": after}
    return said | {"by": by, "when": when, "field": field, "name": name}


@register.inclusion_tag("parts/exit_this_page.html")
def exit_this_page() -> dict[str, str]:
    """For pages where the public reads or reports something that another person at home should not see."""
    return {}


@register.inclusion_tag("parts/sparkline.html")
def sparkline(values: Sequence[float | None], said: str) -> dict[str, Any]:
    """A small line without axes, beside the sentence that says the same. `said` is read out in its place."""
    return {"spark": Spark.of(values), "said": said}


@register.inclusion_tag("parts/map_with_list.html")
def map_with_list(
    name: str, rows: Sequence[Mapping[str, Any]], *, title: str, measure: str, boundaries: str = "", still: str = "",
    classes: Sequence[str] = (), attribution: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A map and its list: `rows` have `key`, `name`, `shown`, and `href` where a place has a page.

    `boundaries` is the address of a GeoJSON FeatureCollection whose features have `key`, `name`, `shown` and `class`
    (0 no data, 1 light to 5 dark); `still` is the same map as SVG, shown without JavaScript and in print; `classes`
    are the words of the legend, from light to dark. `name` is unique on the page.
    """
    return {
        "name": name, "rows": rows, "title": title, "measure": measure, "boundaries": boundaries, "still": still,
        "classes": list(enumerate(classes, 1)), "attribution": attribution,
    }  # fmt: skip
