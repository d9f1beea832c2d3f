"""One step: what it is for, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commonground.registers.changes import incident_running as running
from commonground.registers.changes import incident_steps as steps
from commonground.registers.incidents import reading
from commonground.registers.incidents.checked import steers
from commonground.registers.incidents.templates.differences import in_words
from commonground.registers.incidents.terms import StepState
from commonground.registers.models import ResponseStep
from commonground.registers.rules import READ_INCIDENTS, RESPOND_TO_INCIDENTS
from commonground.web.door import only
from commonground.web.forms.incident import WhyForm, moment_of, now_as
from commonground.web.forms.incident_step import AddForm, DoneForm, GiveForm, MoveForm
from commonground.web.forms.once import OnceForm
from commonground.web.views.incidents.asking import address, around, ask, home, incident_of, step_of

Given = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """A way in which a step goes on: its title, whether it is for open ones, its form, and what it does."""

    title: str
    done: str
    open: bool
    form: Callable[[HttpRequest, ResponseStep], OnceForm]
    act: Callable[[ResponseStep, Given, Any], object]
    steered: bool = False


def _why(request: HttpRequest, step: ResponseStep) -> OnceForm:
    return WhyForm(request.POST or None)


def _done(request: HttpRequest, step: ResponseStep) -> OnceForm:
    return DoneForm(step.clock.comes_again, request.POST or None, initial=now_as("done"))


def _move(request: HttpRequest, step: ResponseStep) -> OnceForm:
    return MoveForm(request.POST or None)


def _give(request: HttpRequest, step: ResponseStep) -> OnceForm:
    seats = reading.who_may_see_to_it(step.incident, timezone.localdate())
    return GiveForm(seats, request.POST or None, initial={"owner": step.owner.public_id if step.owner else ""})


def _plain(request: HttpRequest, step: ResponseStep) -> OnceForm:
    return OnceForm(request.POST or None)


WAYS = {
    "done": Way("It is done", "It is noted as done.", True, _done, lambda step, given, by: steps.do(
        step, given["done"], given["result"], people=given["people"], again=given.get("again", False),
        sure=given["sure"], by=by)),
    "not-needed": Way("It is not needed", "It is noted as not needed.", True, _why, lambda step, given, by: (
        steps.need_not(step, given["why"], sure=given["sure"], by=by))),
    "move": Way("Move it on", "It has another moment.", True, _move, lambda step, given, by: steps.move_on(
        step, given["due"], given["why"], sure=given["sure"], by=by)),
    "give": Way("Say who sees to it", "It is noted who sees to it.", True, _give, lambda step, given, by: steps.give(
        step, given["owner"], by=by)),
    "again": Way("Open it again", "It is open again.", False, _why, lambda step, given, by: steps.open_again(
        step, given["why"], sure=given["sure"], by=by)),
    "pause": Way("Pause its clock", "Its clock is paused.", True, _why, lambda step, given, by: running.pause(
        step.incident, given["why"], step, sure=given["sure"], by=by), steered=True),
    "resume": Way("Resume its clock", "Its clock runs again.", True, _plain, lambda step, given, by: running.resume(
        step.incident, step, by=by), steered=True),
}  # fmt: skip


@only(READ_INCIDENTS)
def step(request: HttpRequest, public_id: str, step: str) -> HttpResponse:
    """What it is for, by when, and what became of it."""
    found, actor = step_of(request, public_id, step), request.actor  # type: ignore[attr-defined]
    record = reading.whole(found.incident)
    timed = next(one for one in record.timed(timezone.now()) if one.step.pk == found.pk)
    going_on = any(one.step_id == found.pk and one.until is None for one in record.pauses)
    return TemplateResponse(request, "incidents/step.html", {
        "incident": found.incident, "timed": timed, "step": timed.step, "clock": in_words(found.clock),
        "ways": _ways(found, going_on, steers(found.incident, actor)) if found.incident.is_open else [],
        "pauses": [one for one in record.pauses if one.step_id in (None, found.pk)],
    })  # fmt: skip


def _ways(found: ResponseStep, going_on: bool, steered: bool) -> list[tuple[str, str]]:
    hidden = {"pause" if going_on else "resume"}
    is_open = found.state == StepState.OPEN
    return [
        (key, way.title) for key, way in WAYS.items()
        if way.open == is_open and key not in hidden and (steered or not way.steered)
    ]  # fmt: skip


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def go_on(request: HttpRequest, public_id: str, step: str, way: str) -> HttpResponse:
    """Say what becomes of it."""
    found = step_of(request, public_id, step)
    if (chosen := WAYS.get(way)) is None:
        raise Http404
    if not found.incident.is_open or (chosen.steered and not steers(found.incident, request.actor)):  # type: ignore[attr-defined]
        raise PermissionDenied("This response is closed, or only its lead may do this.")
    form = chosen.form(request, found)
    _moments(form)

    def done() -> str:
        chosen.act(found, form.cleaned_data, request.actor)  # type: ignore[attr-defined]
        messages.success(request, chosen.done)
        return home(request, found.incident, found.phase)

    back = address(request, "incident-step", public_id, step)
    return ask(
        request, form, done, title=chosen.title, lead=found.title, **around(request, found.incident) | {"back": back}
    )


def _moments(form: OnceForm) -> None:
    """A day and a time of a form are one moment."""
    if form.is_valid():
        for name in ("done", "due"):
            if f"{name}_on" in form.fields:
                form.cleaned_data[name] = moment_of(form, name)


@only(RESPOND_TO_INCIDENTS, post=RESPOND_TO_INCIDENTS)
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a step that the checklist does not have."""
    found = incident_of(request, public_id, runs=True)
    seats = reading.who_may_see_to_it(found, timezone.localdate())
    form = AddForm(seats, request.POST or None, initial=now_as("due") | {"phase": "first_day"})

    def done() -> str:
        made = steps.add_step(found, form.added(), sure=form.cleaned_data["sure"], by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, "The step is added.")
        return home(request, found, made.phase)

    return ask(request, form, done, title="Add a step", button="Add the step", **around(request, found))
