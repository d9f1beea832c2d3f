"""One response: its steps with their clocks, its timeline, who is told, its facts; its clocks paused and resumed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.partnership.wards import places_of
from commonground.plan.changes.possible import edition
from commonground.registers import tension
from commonground.registers.changes import incident_running as running
from commonground.registers.changes.incident_running import Facts
from commonground.registers.incidents import reading
from commonground.registers.incidents.checked import steers
from commonground.registers.incidents.clocks import Stands
from commonground.registers.incidents.timeline import ALL_SORTS, timeline
from commonground.registers.rules import READ_INCIDENTS, RESPOND_TO_INCIDENTS
from commonground.web.door import only
from commonground.web.forms.incident import AgenciesForm, FactsForm, WhyForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.incidents.asking import (
    address,
    agencies_of,
    around,
    ask,
    home,
    incident_of,
    told_agencies,
)

FIRST = 6  # of what is late or next
PRESSING = (Stands.LATE, Stands.SOON)
FACTS = ("known", "lead", "speaks", "gold", "gold_note", "trial_on", "review_on")


@only(READ_INCIDENTS)
def incident(request: HttpRequest, public_id: str) -> HttpResponse:
    """The response as it stands."""
    found, actor = incident_of(request, public_id), request.actor  # type: ignore[attr-defined]
    record = reading.whole(found)
    timed = record.timed(timezone.now())
    return TemplateResponse(request, "incidents/incident.html", {
        "incident": found, "record": record, "phases": reading.phases(timed),
        "pressing": [one for one in timed if one.stands in PRESSING][:FIRST],
        "late": sum(one.stands == Stands.LATE for one in timed), "open": sum(one.stands is not None for one in timed),
        "ward": places_of(actor.partnership).get(found.ward, found.ward), "today": timezone.localdate(),
        "tension": reading.tension_around(found, actor), "direction": tension.direction(),
        "steers": steers(found, actor),
        "may_act": found.is_open and RESPOND_TO_INCIDENTS.allows(actor),
    })  # fmt: skip


@only(READ_INCIDENTS)
def in_order(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened, in order; of some sorts where asked."""
    found = incident_of(request, public_id)
    record = reading.whole(found)
    events = timeline(record)
    chosen = [one for one in request.GET.getlist("sort") if one in ALL_SORTS]
    there = {one.sort for one in events}
    return TemplateResponse(request, "incidents/timeline.html", {
        "incident": found, "events": [one for one in events if not chosen or one.sort in chosen],
        "sorts": [(key, title, key in chosen) for key, title in ALL_SORTS.items() if key in there], "all": len(events),
        "timed": [one for one in record.timed(timezone.now()) if one.stands is not None and one.due.moment],
    })  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change who leads, who speaks, what gold decided, and the days that are known."""
    found = incident_of(request, public_id, steer=True, runs=True)
    today = timezone.localdate()
    form = FactsForm(
        reading.who_may_lead(request.actor, today), agencies_of(request), request.POST or None,  # type: ignore[attr-defined]
        initial=FactsForm.values(found) | {"begun": edition(found)},
    )  # fmt: skip

    def done() -> str:
        given = form.cleaned_data
        values = Facts(**{name: given[name] for name in FACTS})
        running.change_facts(found, values, begun=given["begun"] or None, sure=given["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The facts are saved.")
        return home(request, found)

    return ask(request, form, done, title="Change the facts", **around(request, found))


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def agencies(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which agencies are told."""
    found = incident_of(request, public_id, steer=True, runs=True)
    known = [one.public_id for one in told_agencies(request, found)]
    form = AgenciesForm(agencies_of(request), request.POST or None, initial={"agencies": known})

    def done() -> str:
        running.involve(found, form.chosen(), by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "It is saved who is told. They get a reference and a link by e-mail, and no content.")
        return home(request, found, "told")

    return ask(request, form, done, title="Who is told", **around(request, found, "told"))


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pause all clocks with a reason."""
    found = incident_of(request, public_id, steer=True, runs=True)
    form = WhyForm(request.POST or None)

    def done() -> str:
        running.pause(found, form.cleaned_data["why"], sure=form.cleaned_data["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The clocks are paused. The time until they are resumed does not count.")
        return home(request, found)

    return ask(
        request, form, done, title="Pause the clocks", button="Pause the clocks",
        lead="Anniversaries, the trial and the publication are days of the calendar: they cannot be paused.",
        **around(request, found),
    )  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let all clocks run on."""
    found = incident_of(request, public_id, steer=True, runs=True)

    def done() -> str:
        running.resume(found, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The clocks run again.")
        return address(request, "incident", found.public_id)

    return ask(
        request, OnceForm(request.POST or None), done, title="Resume the clocks", button="Resume the clocks",
        lead="The time since they were paused does not count.", **around(request, found),
    )  # fmt: skip
