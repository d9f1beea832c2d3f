"""Parts of the pages of scrutiny, as template tags: their menu, the way to a page, and grades in words and shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse

from commonground.registers.models import DrawnRecord
from commonground.registers.register import Stands
from commonground.web import navigation
from commonground.web.templatetags.parts import RAG_SHAPES

register = template.Library()


@register.inclusion_tag("scrutiny/menu.html", takes_context=True)
def scrutiny_menu(context: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of the registers and of daily work that this person may open."""
    request: Any = context["request"]
    return {"links": navigation.of_registers(request, request.actor), "here": request.path}


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def scrutiny_crumbs(context: Mapping[str, Any], title: str, trail: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """`{% scrutiny_crumbs "Section 60" %}`: the partnership, scrutiny, the steps of `trail`, and this page."""
    partnership = context["partnership"]
    first = [(partnership.name, reverse("partnership", args=(partnership.slug,)))]
    return {"steps": [*first, ("Scrutiny", reverse("scrutiny", args=(partnership.slug,))), *trail, (title, "")]}


@register.inclusion_tag("parts/rag.html")
def graded(record: DrawnRecord) -> dict[str, str]:
    """The grade of a record, or that it could not be shown, or is left to do."""
    if record.grade:
        said = record.get_grade_display().split(":")[0]
        return {"colour": record.grade, "said": said, "shape": RAG_SHAPES[record.grade]}
    return {"colour": "grey", "said": "Not shown" if record.not_shown else "To do", "shape": RAG_SHAPES["grey"]}


@register.inclusion_tag("parts/rag.html")
def stands_so(one: Stands) -> dict[str, str]:
    """How an authorisation stands; why stands beside it, since a tag does not wrap on a phone."""
    colour = str(one.standing)
    return {"colour": colour, "said": one.standing.label, "shape": RAG_SHAPES[colour]}
