"""How the forms of tasking are asked, and the rows that its pages open with."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.plan.changes.possible import edition
from commonground.registers.models import TaskingDecision, TaskingItem, TaskingMeeting, TaskingTask
from commonground.registers.tasking import reading
from commonground.web.forms.once import OnceForm
from commonground.web.views import asking

Trail = list[tuple[str, str]]


def ask(
    request: HttpRequest, form: OnceForm, act: Callable[[], Any], said: str, to: Callable[[Any], str] | str,
    template: str = "tasking/ask.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """A form of tasking, what is said when it is done, and where that leads, perhaps from what was made."""

    def done() -> str:
        made = act()
        messages.success(request, said)
        return to(made) if callable(to) else to

    return asking.ask(request, form, done, template, **context)


def meeting_of(request: HttpRequest, key: str) -> TaskingMeeting:
    """The meeting, where the person may read it."""
    found: TaskingMeeting = get_object_or_404(reading.meetings_for(request.actor), public_id=key)  # type: ignore[attr-defined]
    request.showed(found)  # type: ignore[attr-defined]
    return found


def decision_of(request: HttpRequest, public_id: str) -> TaskingDecision:
    found: TaskingDecision = get_object_or_404(reading.decisions_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, concerns=[found, found.meeting])  # type: ignore[attr-defined]
    return found


def task_of(request: HttpRequest, public_id: str) -> TaskingTask:
    found: TaskingTask = get_object_or_404(reading.tasks_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, concerns=[found, found.meeting])  # type: ignore[attr-defined]
    return found


def item_of(request: HttpRequest, public_id: str) -> TaskingItem:
    found: TaskingItem = get_object_or_404(reading.items_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, concerns=[found, found.meeting])  # type: ignore[attr-defined]
    return found


def page_of(request: HttpRequest, row: Any) -> str:
    """The address of a meeting, a decision or a task."""
    routes = {TaskingMeeting: "tasking-meeting", TaskingDecision: "tasking-decision", TaskingTask: "tasking-task"}
    return at(request, routes[type(row)], row.public_id)


def at(request: HttpRequest, route: str, *keys: str) -> str:
    """An address of the own partnership."""
    return reverse(route, args=(request.actor.partnership.slug, *keys))  # type: ignore[attr-defined]


def trail(request: HttpRequest, found: TaskingMeeting | None = None) -> Trail:
    """The steps of the breadcrumbs between the registers and a page of tasking."""
    steps = [("Tasking", at(request, "tasking"))]
    return steps if found is None else [*steps, (f"{found.held_on:%-d %B %Y}", page_of(request, found))]


def begun(row: Any) -> dict[str, str]:
    """Which edition of a row a form is begun from."""
    return {"begun": edition(row)}
