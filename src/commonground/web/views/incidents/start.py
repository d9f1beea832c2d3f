"""The responses that run and those that are closed; a new one in a minute; what other boroughs tell us."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.wards import places_of
from commonground.registers.changes import incident_running as running
from commonground.registers.changes.incident_running import Started
from commonground.registers.incidents import reading
from commonground.registers.rules import CHANGE_CHECKLIST, READ_INCIDENTS, READ_NOTICES, RESPOND_TO_INCIDENTS
from commonground.web.door import only
from commonground.web.forms.incident import StartForm, now_as
from commonground.web.views.incidents.asking import address, agencies_of, ask

STARTED = ("happened_at", "told_at", "told_by", "kind", "known", "lead", "place", "gold")


@only(READ_INCIDENTS)
def incidents(request: HttpRequest) -> HttpResponse:
    """Running ones with what is late and next, closed ones, learning points that are open, notices of others."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = list(reading.incidents_for(actor))
    request.showed("page:incidents", rows)  # type: ignore[attr-defined]
    return TemplateResponse(request, "incidents/incidents.html", {
        "running": reading.at_a_glance([one for one in rows if one.is_open], timezone.now()),
        "closed": [one for one in rows if not one.is_open],
        "learning": list(reading.learning_for(actor).open()), "notices": list(reading.notices_for(actor)),
        "today": timezone.localdate(), "may_start": RESPOND_TO_INCIDENTS.allows(actor),
        "checklist": reading.checklist_in_use(actor), "may_change": CHANGE_CHECKLIST.allows(actor),
    })  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def start(request: HttpRequest) -> HttpResponse:
    """A short form; then the clocks run."""
    actor = request.actor  # type: ignore[attr-defined]
    template = reading.checklist_in_use(actor).template
    first = now_as("told") | {"happened_on": timezone.localdate(), "lead": actor.membership.public_id}
    form = StartForm(
        template.triggers, places_of(actor.partnership), agencies_of(request),
        reading.who_may_lead(actor, timezone.localdate()), request.POST or None, initial=first,
    )  # fmt: skip

    def done() -> str:
        given = form.cleaned_data
        values = {name: given[name] for name in STARTED}
        made = running.start(Started(**values, ward=given.get("ward", "")), sure=given["sure"], by=actor)
        messages.success(request, f"{made.reference} is started. Its clocks run.")
        return address(request, "incident", made.public_id)

    return ask(
        request, form, done, title="Start the response to a serious incident", button="Start the response",
        lead="Say what is confirmed. Nobody’s name belongs here; nothing of this is sent by e-mail.",
        back=address(request, "incidents"),
    )  # fmt: skip


@only(READ_NOTICES)
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """What another partnership told us, as it was sent."""
    found = get_object_or_404(reading.notices_for(request.actor), public_id=public_id)  # type: ignore[attr-defined]
    request.showed(found, [found])  # type: ignore[attr-defined]
    return TemplateResponse(request, "incidents/notice.html", {"notice": found})
