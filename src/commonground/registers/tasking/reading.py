"""What pages read of tasking: meetings, the agenda with what the registers say, decisions, tasks and a timeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.partnership.seen import people, seen
from commonground.registers.models import (
    Entry,
    Link,
    TaskingBriefing,
    TaskingCorrection,
    TaskingDecision,
    TaskingFile,
    TaskingItem,
    TaskingMeeting,
    TaskingTask,
    TaskingUpdate,
)
from commonground.registers.register import registers
from commonground.registers.rules import APPROVE_MINUTES, BRING_TO_TASKING
from commonground.registers.tasking.terms import AgendaItem, MeetingState

AHEAD = timedelta(weeks=6)


def meetings_for(actor: Actor) -> "QuerySet[TaskingMeeting] | Any":
    """Every meeting that the actor sees, the latest first."""
    return seen(TaskingMeeting, actor).with_people()


def next_meeting(actor: Actor) -> TaskingMeeting | None:
    """The first of the meetings that are prepared."""
    rows = meetings_for(actor).filter(state=MeetingState.PREPARING).order_by("held_on")
    found: TaskingMeeting | None = rows.first()
    return found


def unapproved(actor: Actor) -> list[TaskingMeeting]:
    """Meetings that were held and whose minutes wait for the chair."""
    return list(meetings_for(actor).filter(state=MeetingState.HELD).order_by("held_on"))


def last_meeting(actor: Actor, before: date) -> TaskingMeeting | None:
    """The last meeting that was held before a day."""
    rows = meetings_for(actor).exclude(state=MeetingState.PREPARING).filter(held_on__lt=before)
    found: TaskingMeeting | None = rows.first()
    return found


def items_for(actor: Actor) -> "QuerySet[TaskingItem] | Any":
    return seen(TaskingItem, actor).select_related("meeting__partnership", "agency")


def decisions_for(actor: Actor) -> "QuerySet[TaskingDecision] | Any":
    return seen(TaskingDecision, actor).select_related("meeting__partnership", "agency", "item")


def tasks_for(actor: Actor) -> "QuerySet[TaskingTask] | Any":
    return seen(TaskingTask, actor).with_people()


def briefings_for(actor: Actor) -> "QuerySet[TaskingBriefing] | Any":
    return seen(TaskingBriefing, actor).select_related("meeting__partnership")


def files_of(briefing: TaskingBriefing) -> "QuerySet[TaskingFile]":
    """The files of a briefing that was found by the predicate."""
    return briefing.files.all()


def entries_of(decision: TaskingDecision, actor: Actor) -> list[Entry]:
    """The entries that a decision asked for, of those that the actor sees."""
    rows = seen(Link, actor).filter(decision=decision, entry__withdrawn_on=None).select_related("entry")
    return [one.entry for one in rows.order_by("-entry__on")]


def chairs(actor: Actor, on: date) -> list[Membership]:
    """Who may chair: those whose role may approve minutes."""
    return [one for one in people(actor, on) if APPROVE_MINUTES.allows(Actor.of_seat(one))]


def doers(actor: Actor, on: date) -> list[Membership]:
    """Who may be given a task: those whose role may say how it goes."""
    return [one for one in people(actor, on) if BRING_TO_TASKING.allows(Actor.of_seat(one))]


@dataclass(frozen=True)
class Line:
    """A point of the agenda with what there is to see: words, and the route or the register that shows it."""

    item: TaskingItem
    says: str = ""
    route: str = ""
    register: str = ""


def agenda(meeting: TaskingMeeting, actor: Actor, on: date) -> list[Line]:
    """The agenda, each standing item with what the registers hold of it: today, or after the meeting on its day."""
    says: dict[AgendaItem, Callable[[TaskingMeeting, Actor, date], tuple[str, ...]]] = {
        AgendaItem.LAST: _last, AgendaItem.PLACES: _places, AgendaItem.EVENTS: _events,
        AgendaItem.TENSIONS: _tensions, AgendaItem.SEARCHES: _section_60, AgendaItem.OVERDUE: _overdue,
    }  # fmt: skip
    if meeting.held_on < on:
        del says[AgendaItem.OVERDUE]  # what was overdue then is not known: it may have been seen to since
        on = meeting.held_on
    lines = []
    for item in meeting.items.select_related("agency", "meeting"):
        known = says.get(AgendaItem(item.kind))
        lines.append(Line(item, *known(meeting, actor, on)) if known else Line(item))
    return lines


def carried(meeting: TaskingMeeting, actor: Actor, on: date) -> "QuerySet[TaskingTask] | Any":
    """Tasks of earlier meetings that are open at the end of a day, those due first before the rest."""
    return tasks_for(actor).filter(meeting__held_on__lt=meeting.held_on).open_on(on)


def _last(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    due = list(carried(meeting, actor, on).values_list("due", flat=True))
    if not due:
        return "No task of an earlier meeting is open.", "tasking-tasks"
    late = sum(day < on for day in due)
    return f"{len(due)} {'task is' if len(due) == 1 else 'tasks are'} open, {late} of them late.", "tasking-tasks"


def _places(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    places = _kept(actor, "patrol_places").filter(Q(until=None) | Q(until__gte=on)).count()
    patrols = _kept(actor, "patrols").filter(on__gt=on - timedelta(weeks=4), on__lte=on).count()
    said = f"{_number(places, 'patrol place')} in force; {_number(patrols, 'patrol')} in the last four weeks."
    return said, "patrols"


def _events(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    found = _kept(actor, "events").during(meeting.held_on, meeting.held_on + AHEAD).count()
    return f"{_number(found, 'event')} in the six weeks from the meeting.", "", "events"


def _tensions(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    newest = _kept(actor, "tension_assessments").filter(on__lte=on).order_by("-on").first()
    said = f"The newest assessment is of {newest.on:%-d %B %Y}." if newest else "No assessment is kept yet."
    return said, "", "tension_assessments"


def _section_60(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    since = last_meeting(actor, meeting.held_on)
    start = since.held_on if since else meeting.held_on - timedelta(days=31)
    found = _kept(actor, "section_60").filter(on__range=(start, meeting.held_on)).count()
    return f"{_number(found, 'section 60 authorisation')} since {start:%-d %B %Y}.", "", "section_60"


def _overdue(meeting: TaskingMeeting, actor: Actor, on: date) -> tuple[str, ...]:
    found = seen(Entry, actor).due_by(on).count()
    return f"{_number(found, 'entry')} overdue or lapsed.".replace("entrys", "entries"), "register-due"


def _kept(actor: Actor, key: str) -> Any:
    rows = seen(Entry, actor).kept()
    return rows.filter(register=key) if key in registers() else rows.none()


def _number(count: int, noun: str) -> str:
    return f"{count or 'No'} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class OfAgency:
    """How many tasks an agency has open, and how many of them are late."""

    agency: str
    public_id: str
    open: int
    late: int


def by_agency(actor: Actor, on: date) -> list[OfAgency]:
    """Open tasks by agency, most late ones first."""
    rows = (
        tasks_for(actor).filter(state="open").values("agency__name", "agency__public_id")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(due__lt=on))).order_by("-late", "agency__name")
    )  # fmt: skip
    return [OfAgency(r["agency__name"], r["agency__public_id"], r["number"], r["late"]) for r in rows]


@dataclass(frozen=True)
class Since:
    """What has happened since the last meeting."""

    meeting: TaskingMeeting
    closed: list[TaskingTask]
    given: int
    entries: list[tuple[str, int]]
    decisions: list[TaskingDecision]


def since_last(actor: Actor, on: date) -> Since | None:
    """Since the last meeting that was held: tasks closed, entries added by register, its decisions."""
    last = last_meeting(actor, on + timedelta(days=1))
    if last is None:
        return None
    closed = tasks_for(actor).filter(closed_on__gte=last.held_on).order_by("-closed_on")
    rows = seen(Entry, actor).kept().filter(on__range=(last.held_on, on)).values_list("register")
    added = dict(rows.annotate(number=Count("pk")).order_by("register"))
    return Since(
        last, list(closed[:20]), tasks_for(actor).filter(meeting=last).count(),
        [(one.title, added[one.key]) for one in registers().values() if added.get(one.key)],
        list(decisions_for(actor).filter(meeting=last).order_by("ref")),
    )  # fmt: skip


def timeline(actor: Actor, most: int = 30) -> list[dict[str, Any]]:
    """What was said, decided, corrected and held, the newest first. Agencies stand in it, and no names."""
    events: list[dict[str, Any]] = []
    for update in seen(TaskingUpdate, actor).select_related("task")[:most]:
        events.append({
            "title": f"{update.get_state_display()}: {update.task.text}", "by": update.agency_name, "when": update.on,
            "text": update.text, "of": ("tasking-task", update.task.public_id),
        })  # fmt: skip
    for decision in decisions_for(actor).order_by("-meeting__held_on", "-ref")[:most]:
        events.append({
            "title": f"Decided {decision.ref}", "by": decision.agency.name, "when": decision.meeting.held_on,
            "text": decision.text, "of": ("tasking-decision", decision.public_id),
        })  # fmt: skip
    for meeting in meetings_for(actor).exclude(state=MeetingState.PREPARING)[:most]:
        events.append({
            "title": "The tasking meeting met", "by": "", "when": meeting.held_on, "text": "",
            "of": ("tasking-meeting", meeting.public_id),
        })  # fmt: skip
    for one in seen(TaskingCorrection, actor).select_related("of", "meeting").order_by("-id")[:most]:
        events.append({
            "title": f"Corrected the minutes of {one.of.held_on:%-d %B %Y}", "by": "", "when": one.meeting.held_on,
            "text": one.text, "of": ("tasking-meeting", one.of.public_id),
        })  # fmt: skip
    return sorted(events, key=lambda one: one["when"], reverse=True)[:most]


def mine(actor: Actor) -> list[TaskingTask]:
    """Open tasks of the person, and of their agency where nobody in it was named."""
    return list(tasks_for(actor).of(actor).open())


def narrowed(rows: Any, agency: str = "", state: str = "") -> Any:
    """Tasks by agency and state, as a list asks for them."""
    if agency:
        rows = rows.filter(agency__public_id=agency)
    return rows.filter(state=state) if state else rows


def linkable(decision: TaskingDecision, linked: list[Entry], actor: Actor, most: int = 60) -> list[Entry]:
    """Entries that a decision may have asked for: those of days since the meeting, and those that are linked."""
    rows = seen(Entry, actor).kept().filter(on__gte=decision.meeting.held_on).order_by("-on", "-id")
    return list(dict.fromkeys([*linked, *rows[:most]]))
