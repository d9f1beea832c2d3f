"""Parts of the pages of tasking, as template tags: breadcrumbs, and how a task stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from commonground.registers.models import TaskingTask
from commonground.registers.tasking.terms import TaskState
from commonground.web.templatetags.parts import RAG_SHAPES

register = template.Library()


@register.inclusion_tag("parts/breadcrumbs.html", takes_context=True)
def tasking_crumbs(context: Mapping[str, Any], title: str, trail: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """`{% tasking_crumbs "Tasks" trail %}`: the partnership, the registers, the steps of `trail`, and this page."""
    home = context["partnership"]
    first = [
        (home.name, reverse("partnership", args=(home.slug,))), ("Registers", reverse("registers", args=(home.slug,))),
    ]  # fmt: skip
    return {"steps": [*first, *trail, (title, "")]}


@register.inclusion_tag("parts/rag.html")
def task_stands(task: TaskingTask, today: date) -> dict[str, str]:
    """How a task stands on a day, in words and a shape."""
    if task.state == TaskState.DONE:
        return {"colour": "green", "shape": RAG_SHAPES["green"], "said": "Done"}
    if task.state == TaskState.ENDED:
        return {"colour": "grey", "shape": "dash", "said": "Closed, not done"}
    late = task.due < today
    colour = "red" if late else "amber"
    return {"colour": colour, "shape": RAG_SHAPES[colour], "said": "Late" if late else "Open"}
