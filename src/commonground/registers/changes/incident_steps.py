"""A step of a response is given to somebody, done, not needed, moved on, opened again, or added."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.incidents.checked import has_been, running, takes_part, written_in
from commonground.registers.incidents.templates.written import PHASES, SORTS
from commonground.registers.incidents.terms import StepState
from commonground.registers.models import Incident, IncidentMeeting, ResponseStep

Kind = access_log.Kind


@dataclass(frozen=True, kw_only=True)
class Added:
    """A step that the checklist does not have."""

    title: str
    due: datetime
    owner: Membership | None = None
    phase: str = "first_day"
    sort: str = "response"
    usual: str = ""


@transaction.atomic
def add_step(
    incident: Incident, given: Added, meeting: IncidentMeeting | None = None, *, sure: bool = False, by: Actor
) -> ResponseStep:
    """Add a step; or an action that a meeting decided."""
    found = running(incident)
    title = written_in(given.title, "What is to be done", 200)
    ask_for_names(found.partnership, {"What is to be done": title}, sure)
    if given.phase not in PHASES or given.sort not in SORTS:
        raise NotPossible("Choose when it belongs, and what it is about.")
    if given.due < found.happened_at:
        raise NotPossible("It cannot be due before the incident happened: correct the day.")
    if given.owner is not None:
        takes_part(given.owner, found)
    last = found.steps.aggregate(last=Max("place"))["last"] or 0
    made = ResponseStep.objects.create(
        partnership=found.partnership, incident=found, meeting=meeting, place=last + 1, title=title,
        phase=given.phase, sort=given.sort, usual=given.usual, owner=given.owner, moved_to=given.due,
        moved_at=timezone.now(), moved_why="Set when it was added",
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[found, made])
    return made


@transaction.atomic
def give(step: ResponseStep, owner: Membership | None, *, by: Actor) -> ResponseStep:
    """Say who sees to it."""
    found = _open(step)
    if owner is not None:
        takes_part(owner, found.incident)
    if found.owner_id != (owner.pk if owner else None):
        found.owner = owner
        _store(found, by, "given", "owner")
    return found


@transaction.atomic
def do(
    step: ResponseStep, when: datetime, result: str, *, people: int | None = None, again: bool = False,
    sure: bool = False, by: Actor,
) -> ResponseStep:  # fmt: skip
    """Say that it is done, when, and what came of it. ``again``: what comes again is due once more."""
    found = _open(step)
    has_been(when, "When it was done")
    if when < found.incident.happened_at:
        raise NotPossible("It cannot be done before the incident happened: correct the day or the time.")
    result = written_in(result, "What came of it", 2_000)
    ask_for_names(found.partnership, {"What came of it": result}, sure)
    if people is not None and not 0 <= people <= 30_000:
        raise NotPossible("How many people: enter a whole number from 0 to 30,000.")
    found.people = people
    _settle(found, StepState.DONE, when, result, by)
    if again and found.clock.comes_again:
        _once_more(found)
    return found


@transaction.atomic
def need_not(step: ResponseStep, why: str, *, sure: bool = False, by: Actor) -> ResponseStep:
    """Say that it is not needed, and why."""
    found = _open(step)
    why = written_in(why, "Why it is not needed", 2_000)
    ask_for_names(found.partnership, {"Why it is not needed": why}, sure)
    return _settle(found, StepState.NOT_NEEDED, timezone.now(), why, by)


@transaction.atomic
def move_on(step: ResponseStep, to: datetime, why: str, *, sure: bool = False, by: Actor) -> ResponseStep:
    """Give it another moment, and say why. The moment that its clock gave stays in the history."""
    found = _open(step)
    why = written_in(why, "Why it is moved", 400)
    ask_for_names(found.partnership, {"Why it is moved": why}, sure)
    if to <= timezone.now():
        raise NotPossible("The new moment must be in the future: correct the day or the time.")
    found.moved_to, found.moved_at, found.moved_why = to, timezone.now(), why
    return _store(found, by, "moved", "moved_to", "moved_at", "moved_why")


@transaction.atomic
def open_again(step: ResponseStep, why: str, *, sure: bool = False, by: Actor) -> ResponseStep:
    """What was settled by mistake is to do again; the reason goes with it, and what was said stays in its history."""
    running(step.incident)
    found = _locked(step)
    if found.state == StepState.OPEN:
        raise NotPossible("This step is open already.")
    why = written_in(why, "Why it is opened again", 400)
    ask_for_names(found.partnership, {"Why it is opened again": why}, sure)
    found.state, found.settled_at, found.settled_by, found.people = StepState.OPEN, None, None, None
    found.result = f"Opened again: {why}"
    return _store(found, by, "opened again", "state", "settled_at", "settled_by", "people", "result")


def _locked(step: ResponseStep) -> ResponseStep:
    rows = ResponseStep.objects.select_for_update(of=("self",)).select_related("incident__partnership", "partnership")
    return rows.get(pk=step.pk)


def _open(step: ResponseStep) -> ResponseStep:
    running(step.incident)
    found = _locked(step)
    if found.state != StepState.OPEN:
        raise NotPossible(f"“{found.title}” is settled: somebody did it meanwhile. Open it again to change that.")
    return found


def _settle(found: ResponseStep, state: str, when: datetime, result: str, by: Actor) -> ResponseStep:
    found.state, found.settled_at, found.settled_by, found.result = state, when, by.membership, result
    return _store(found, by, state, "state", "settled_at", "settled_by", "result", "people")


def _store(found: ResponseStep, by: Actor, became: str, *fields: str) -> ResponseStep:
    found.save(update_fields=fields)
    access_log.record(Kind.ALTERATION, found, by=by, concerns=[found.incident, found], became=str(became))
    return found


def _once_more(done: ResponseStep) -> None:
    names = ("key", "part", "phase", "sort", "title", "usual", "why", "since", "hours", "days", "every", "owner_id")
    ResponseStep.objects.create(
        partnership=done.partnership, incident=done.incident, place=done.place, turn=done.turn + 1,
        **{name: getattr(done, name) for name in names},
    )  # fmt: skip
