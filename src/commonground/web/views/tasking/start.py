"""Where tasking starts: the next meeting, what is asked of the person, and what happened since the last."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.rules import BRING_TO_TASKING, READ_TASKING, RUN_TASKING
from commonground.registers.tasking import reading
from commonground.web.door import only
from commonground.web.views.tasking.asking import at


@only(READ_TASKING)
def start(request: HttpRequest) -> HttpResponse:
    """The next meeting, one’s own tasks, open tasks by agency, the last decisions, and a timeline."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    following = reading.next_meeting(actor)
    if following is not None:
        request.showed(following, shown="start")  # type: ignore[attr-defined]
    return TemplateResponse(request, "tasking/start.html", {
        "next": following, "mine": reading.mine(actor), "agencies": reading.by_agency(actor, today), "today": today,
        "held": reading.unapproved(actor),
        "since": reading.since_last(actor, today), "events": [_linked(request, one) for one in reading.timeline(actor)],
        "may_run": RUN_TASKING.allows(actor), "may_bring": BRING_TO_TASKING.allows(actor),
    })  # fmt: skip


def _linked(request: HttpRequest, event: dict[str, Any]) -> dict[str, Any]:
    route, key = event["of"]
    return event | {"href": at(request, route, key)}
