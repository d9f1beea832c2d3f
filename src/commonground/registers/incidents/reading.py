"""Incidents as a person may read them: one whole record, its steps with their moments, and what is late or next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.incidents.clocks import LONDON, Due, Known, Pause, Stands, due, in_time, paused, stands
from commonground.registers.incidents.templates.written import PHASES, Template, shipped
from commonground.registers.incidents.terms import StepState
from commonground.registers.models import (
    Checklist,
    ClockPause,
    Entry,
    Incident,
    IncidentCorrection,
    IncidentMeeting,
    IncidentMessage,
    IncidentNotice,
    IncidentReferral,
    Involved,
    LearningPoint,
    ReceivedNotice,
    ResponseStep,
)
from commonground.registers.register import registers
from commonground.registers.rules import READ_ANY_INCIDENT, READ_INCIDENTS

URGENCY = (Stands.LATE, Stands.SOON, Stands.RUNNING, Stands.PAUSED, Stands.UNKNOWN)
BEFORE, AFTER = timedelta(days=14), timedelta(days=28)  # the days around an incident in which tension is looked at
TENSION = ("tension_entries", "tension_assessments")
FAR = datetime(9999, 1, 1, tzinfo=LONDON)


@dataclass(frozen=True)
class InUse:
    """The checklist that a response would start with; ``number`` is 0 for the one that comes with Common Ground."""

    number: int
    template: Template
    row: Checklist | None = None

    @property
    def title(self) -> str:
        return f"{self.template.title}, as changed here: version {self.number}" if self.row else self.template.title


def checklist_in_use(actor: Actor) -> InUse:
    """The table’s own latest version, or the one that comes with Common Ground."""
    latest = seen(Checklist, actor).order_by("-number").first()
    return InUse(latest.number, latest.template, latest) if latest else InUse(0, shipped())


def checklists(actor: Actor) -> list[InUse]:
    """Every version, the latest first, ending with the one that comes with Common Ground."""
    rows = seen(Checklist, actor).select_related("made_by__agency").order_by("-number")
    return [*(InUse(one.number, one.template, one) for one in rows), InUse(0, shipped())]


def incidents_for(actor: Actor) -> "QuerySet[Incident] | Any":
    """The incidents that the actor may read, the latest first."""
    return seen(Incident, actor).select_related("partnership", "told_by", "lead__user", "lead__agency", "speaks")


def notices_for(actor: Actor) -> "QuerySet[ReceivedNotice] | Any":
    """What other partnerships told this one."""
    return seen(ReceivedNotice, actor)


def learning_for(actor: Actor) -> "QuerySet[LearningPoint] | Any":
    """The learning points of the incidents that the actor may read."""
    return seen(LearningPoint, actor).select_related("incident", "owner__user", "owner__agency", "action", "closed_by")


def steps_for(actor: Actor) -> "QuerySet[ResponseStep] | Any":
    """The steps of the incidents that the actor may read."""
    return seen(ResponseStep, actor).select_related("incident__partnership", "owner__user", "owner__agency")


def messages_for(actor: Actor) -> "QuerySet[IncidentMessage] | Any":
    """The messages of the incidents that the actor may read."""
    return seen(IncidentMessage, actor).select_related("incident__speaks", "written_by__user", "approved_by__user")


@dataclass(frozen=True)
class Timed:
    """A step with when it is due and how it stands."""

    step: ResponseStep
    due: Due
    stands: Stands | None  # of what is settled, none
    was_in_time: bool | None = None

    @property
    def late_by(self) -> timedelta | None:
        """By how much what is settled was late."""
        if self.was_in_time is not False or self.due.moment is None or self.step.settled_at is None:
            return None
        return self.step.settled_at - self.due.moment


@dataclass
class Record:
    """An incident with all that is kept of it, read in a number of queries that does not grow."""

    incident: Incident
    steps: list[ResponseStep]
    pauses: list[ClockPause] = field(default_factory=list)
    involved: list[Involved] = field(default_factory=list)
    meetings: list[IncidentMeeting] = field(default_factory=list)
    messages: list[IncidentMessage] = field(default_factory=list)
    referrals: list[IncidentReferral] = field(default_factory=list)
    notices: list[IncidentNotice] = field(default_factory=list)
    learning: list[LearningPoint] = field(default_factory=list)
    corrections: list[IncidentCorrection] = field(default_factory=list)

    @cached_property
    def agencies_now(self) -> set[int]:
        """The agencies that are told and whose part has not ended."""
        return {one.agency_id for one in self.involved if one.until is None}

    @cached_property
    def paused_now(self) -> ClockPause | None:
        """The pause of all clocks that goes on."""
        return next((one for one in self.pauses if one.step_id is None and one.until is None), None)

    def timed(self, now: datetime) -> list[Timed]:
        """Every step with its moment: the open ones first, by what is most urgent."""
        found = [self._timed(one, now) for one in self.steps]
        return sorted(found, key=_urgency)

    def _timed(self, step: ResponseStep, now: datetime) -> Timed:
        mine = [one.as_pause for one in self.pauses if one.step_id in (None, step.pk)]
        found = due_of(step, self.incident.facts, mine)
        if step.state == StepState.OPEN:
            return Timed(step, found, stands(found, now))
        return Timed(step, found, None, in_time(found, step.settled_at))  # type: ignore[arg-type]


def due_of(step: ResponseStep, facts: Known, pauses: Sequence[Pause]) -> Due:
    """When a step is due: by its clock, or at the moment that somebody set, which pauses from then on put off."""
    if step.moved_to is None or step.moved_at is None:
        return due(step.clock, facts, pauses)
    return paused(
        step.moved_to, step.moved_at, [one for one in pauses if one.until is None or one.until > step.moved_at]
    )


def _urgency(timed: Timed) -> tuple[int, datetime, int]:
    order = URGENCY.index(timed.stands) if timed.stands else len(URGENCY)
    return (order, timed.due.moment or FAR, timed.step.place)


def whole(incident: Incident) -> Record:
    """All that is kept of one incident. Whoever asks has found it among those that they may read."""
    return wholes([incident])[0]


def wholes(incidents: Iterable[Incident]) -> list[Record]:
    """All that is kept of some, in as many queries as of one."""
    rows = list(incidents)
    keys = [one.pk for one in rows]
    kept = {name: _by_incident(model, keys, *names) for name, (model, names) in KEPT.items()}
    return [Record(one, **{name: found.get(one.pk, []) for name, found in kept.items()}) for one in rows]


KEPT: dict[str, tuple[Any, tuple[str, ...]]] = {
    "steps": (ResponseStep, ("owner__user", "owner__agency", "settled_by__agency", "meeting")),
    "pauses": (ClockPause, ("step", "paused_by__agency", "resumed_by__agency")),
    "involved": (Involved, ("agency", "told_by__agency")),
    "meetings": (IncidentMeeting, ("recorded_by__agency",)),
    "messages": (IncidentMessage, ("written_by__agency", "written_by__user", "approved_by__agency", "sent_by__agency")),
    "referrals": (IncidentReferral, ("agency",)),
    "notices": (IncidentNotice, ("sent_by__agency",)),
    "learning": (LearningPoint, ("owner__user", "owner__agency", "action", "added_by__agency", "closed_by__agency")),
    "corrections": (IncidentCorrection, ("written_by__agency",)),
}


def _by_incident(model: Any, keys: list[int], *names: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model.objects.filter(incident__in=keys).select_related(*names):
        found.setdefault(row.incident_id, []).append(row)
    return found


@dataclass(frozen=True)
class Glance:
    """An incident in a list: how many of its steps are late, and what comes next."""

    incident: Incident
    late: int
    paused: bool
    next: Timed | None
    open: int
    steps: int


def at_a_glance(incidents: Iterable[Incident], now: datetime) -> list[Glance]:
    """Each in a line: those with most that is late first."""
    found = [_glance(one, now) for one in wholes(incidents)]
    return sorted(found, key=lambda one: (-one.late, -one.incident.told_at.timestamp()))


def _glance(record: Record, now: datetime) -> Glance:
    still = [one for one in record.timed(now) if one.stands is not None]
    late = sum(one.stands == Stands.LATE for one in still)
    coming = next((one for one in still if one.stands in (Stands.SOON, Stands.RUNNING)), None)
    return Glance(record.incident, late, record.paused_now is not None, coming, len(still), len(record.steps))


def phases(timed: Iterable[Timed]) -> list[tuple[str, list[Timed]]]:
    """The steps by phase, in the order of the checklist."""
    rows = sorted(timed, key=lambda one: (one.step.place, one.step.turn))
    found = [(title, [one for one in rows if one.step.phase == key]) for key, title in PHASES.items()]
    return [one for one in found if one[1]]


def tension_around(incident: Incident, actor: Actor) -> list[Entry]:
    """What the registers of tension hold of the days around it: in its ward, or of the whole borough."""
    kept = [key for key in TENSION if key in registers() and registers()[key].read.allows(actor)]
    day = incident.happened_at.astimezone(LONDON).date()
    rows = seen(Entry, actor).kept().filter(register__in=kept).during(day - BEFORE, day + AFTER)
    if incident.ward:
        rows = rows.filter(ward__in=("", incident.ward))
    details = [registers()[key].model.related() for key in kept]
    return list(rows.select_related("agency", *details).order_by("on", "id")) if kept else []


def who_may_see_to_it(incident: Incident, on: date) -> list[Membership]:
    """The people with access today who may read the incident: one of them leads, or sees to a step."""
    seats = Membership.objects.current(on).filter(partnership=incident.partnership_id)
    known = {one.agency_id for one in incident.involved.filter(until=None)}
    found = []
    for seat in seats.select_related("user", "agency", "partnership").order_by("user__name"):
        actor = Actor.of_seat(seat)
        told = seat.agency_id in known or seat.pk == incident.lead_id
        if READ_ANY_INCIDENT.allows(actor) or (READ_INCIDENTS.allows(actor) and told):
            found.append(seat)
    return found


def who_may_lead(actor: Actor, on: date) -> list[Membership]:
    """The people at the table whose role takes part in responses."""
    seats = Membership.objects.current(on).filter(partnership=actor.partnership, role__in=READ_INCIDENTS.roles)
    return list(seats.select_related("user", "agency", "partnership").order_by("user__name"))


def others(partnership: Partnership) -> list[Partnership]:
    """The other partnerships of the installation that keep registers: boroughs, not the groups of them."""
    found = Partnership.objects.exclude(pk=partnership.pk).filter(
        kind="partnership", demonstration=partnership.demonstration
    )
    return list(found.order_by("name"))
