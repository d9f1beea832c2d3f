"""What the pages of an incident begin with, and how their forms are asked. That somebody looked is written down."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonground.partnership import seen
from commonground.partnership.models import Agency
from commonground.registers.incidents import reading
from commonground.registers.incidents.checked import NOT_LEAD, steers
from commonground.registers.models import Incident, IncidentMessage, ResponseStep
from commonground.web.forms.once import OnceForm
from commonground.web.views import asking

CLOSED = "This response is closed and stays as it was. A mistake is corrected beside it."


def incident_of(request: HttpRequest, public_id: str, *, steer: bool = False, runs: bool = False) -> Incident:
    """The incident, where the person may read it; that they looked is written before the page is sent.

    With ``steer``, only for who leads the response or may steer any; with ``runs``, only while it runs.
    """
    found: Incident = get_object_or_404(reading.incidents_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, [found])  # type: ignore[attr-defined]
    if steer and not steers(found, request.actor):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_LEAD)
    if runs and not found.is_open:
        raise PermissionDenied(CLOSED)
    return found


def step_of(request: HttpRequest, public_id: str, step: str) -> ResponseStep:
    """One step of an incident."""
    incident = incident_of(request, public_id)
    found: ResponseStep = get_object_or_404(
        reading.steps_for(request.actor).filter(incident=incident),
        public_id=step,  # type: ignore[attr-defined]
    )
    request.showed(found, [incident, found])  # type: ignore[attr-defined]
    return found


def message_of(request: HttpRequest, public_id: str, message: str) -> IncidentMessage:
    """One message of an incident."""
    incident = incident_of(request, public_id)
    rows = reading.messages_for(request.actor).filter(incident=incident)  # type: ignore[attr-defined]
    found: IncidentMessage = get_object_or_404(rows, public_id=message)
    request.showed(found, [incident, found])  # type: ignore[attr-defined]
    return found


def ask(
    request: HttpRequest, form: OnceForm, act: Callable[[], str], template: str = "incidents/ask.html", **context: Any
) -> HttpResponse:
    """A form of a response."""
    return asking.ask(request, form, act, template, **context)


def agencies_of(request: HttpRequest) -> list[Agency]:
    """The agencies at the table."""
    return list(seen.agencies(request.actor))  # type: ignore[attr-defined]


def told_agencies(request: HttpRequest, incident: Incident) -> list[Agency]:
    """Those of them that are told of the incident."""
    known = reading.whole(incident).agencies_now
    return [one for one in agencies_of(request) if one.pk in known]


def address(request: HttpRequest, route: str, *keys: str) -> str:
    """A page of the same partnership."""
    return reverse(route, args=(request.actor.partnership.slug, *keys))  # type: ignore[attr-defined]


def home(request: HttpRequest, incident: Incident, part: str = "") -> str:
    """The page of the incident, at a part of it."""
    return address(request, "incident", incident.public_id) + (f"#{part}" if part else "")


def around(request: HttpRequest, incident: Incident, part: str = "") -> dict[str, Any]:
    """What a form about an incident shows beside its questions."""
    return {"incident": incident, "caption": incident.reference, "back": home(request, incident, part)}
