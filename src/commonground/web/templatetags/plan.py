"""Parts of the plan’s pages, as template tags: its menu, and how its answers and actions stand, in words and shapes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from django import template
from django.urls import reverse

from commonground.plan.glance import Tally
from commonground.plan.reading import ShownAction
from commonground.plan.terms import Rag, Standing, Timeliness
from commonground.web import navigation
from commonground.web.templatetags.parts import RAG_SHAPES

register = template.Library()

COLOURS = {
    Rag.GREEN: "green", Rag.AMBER: "amber", Rag.RED: "red", Rag.COMPLETE: "blue", Rag.NOT_STARTED: "grey",
    Standing.MET: "green", Standing.PARTLY: "amber", Standing.NOT_MET: "red", Standing.NOT_APPLICABLE: "blue",
    Standing.ADOPTED: "green", Standing.ADAPTED: "amber", Standing.DECLINED: "blue",
    Timeliness.OPTIMAL: "green", Timeliness.ACCEPTABLE: "amber", Timeliness.LATE: "red",
}  # fmt: skip
SHAPES = {
    Rag.COMPLETE: "circle", Rag.NOT_STARTED: "ring", Standing.NOT_APPLICABLE: "dash", Standing.DECLINED: "dash",
    Standing.ADAPTED: "diamond",
}  # fmt: skip
LABELS = {str(word): word.label for terms in (Rag, Standing, Timeliness) for word in terms}
WIDTH = 600  # of a bar, in its own units


@register.inclusion_tag("plan/menu.html", takes_context=True)
def plan_menu(context: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of the plan that this person may open, with the one they are on."""
    request: Any = context["request"]
    return {"links": navigation.of_plan(request, request.actor), "here": request.path}


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def plan_crumbs(context: Mapping[str, Any], title: str, trail: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """`{% plan_crumbs "Actions" %}`: the partnership, the plan, the steps of `trail`, and this page."""
    partnership = context["partnership"]
    first = [(partnership.name, reverse("partnership", args=(partnership.slug,)))]
    return {"steps": [*first, ("Plan", reverse("plan", args=(partnership.slug,))), *trail, (title, "")]}


@register.inclusion_tag("parts/rag.html")
def stands(word: str, unsaid: str = "Not answered yet", said: str = "") -> dict[str, str]:
    """How an answer or an action stands: `{% stands answer.standing %}`, `{% stands action.rag "Not said yet" %}`.

    A word of the plan (`Rag`, `Standing`, `Timeliness`), or `unsaid` where there is none.
    """
    colour = COLOURS.get(word, "grey")  # type: ignore[call-overload]
    shape = SHAPES.get(word, RAG_SHAPES[colour])  # type: ignore[call-overload]
    return {"colour": colour, "said": said or LABELS.get(str(word or ""), unsaid), "shape": shape}


@register.inclusion_tag("parts/rag.html")
def heard(action: ShownAction) -> dict[str, str]:
    """How long ago the owner last said how it goes. Where they never did, that is not called up to date."""
    word = action.judged.timeliness
    never = action.row.told_on is None and word != Timeliness.LATE
    return stands("", "Not due yet") if never else stands(word)


@register.inclusion_tag("plan/tally.html")
def tally(tallies: Iterable[Tally], title: str, unsaid: str = "Not answered yet", name: str = "") -> dict[str, Any]:
    """A bar of how many stand how, and the same in words under it. What nobody is counted in is left out."""
    some = [one for one in tallies if one.number]
    total = sum(one.number for one in some)
    edges = [0, *accumulate(one.number for one in some)]
    segments = [
        {
            **stands(one.word, unsaid), "number": one.number, "x": WIDTH * start / total,
            "width": max(WIDTH * one.number / total - 2, 1),
        }
        for start, one in zip(edges, some, strict=False)
    ]  # fmt: skip
    return {"segments": segments, "total": total, "title": title, "name": name}


@register.filter
def age(days: int | None) -> str:
    """How old evidence is, in words: “12 days old”, “3 months old”, “2 years old”."""
    if days is None:
        return "no date"
    if days < 0:
        return "of a day to come"
    for size, noun in ((365, "year"), (30, "month")):
        if days >= 2 * size:
            return f"{days // size} {noun}s old"
    return "of today" if days == 0 else f"{days} day{'s' * (days > 1)} old"


@register.filter
def is_past(day: date | None, today: date) -> bool:
    """Whether a day has gone by."""
    return day is not None and day < today
