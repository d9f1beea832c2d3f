"""A tasking meeting is planned, prepared and held: its agenda, who came, and what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, begun_with, fits, unchanged_since
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.models import (
    Entry,
    Link,
    TaskingAttendance,
    TaskingDecision,
    TaskingItem,
    TaskingMeeting,
)
from commonground.registers.rules import APPROVE_MINUTES
from commonground.registers.tasking.terms import PLACES, STANDING, AgendaItem, Came, MeetingState

Kind = access_log.Kind
CHANGED = "Somebody changed this while you were writing."


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When and where a meeting is, who chairs it, and which agencies are invited."""

    held_on: date
    place: str
    chair: Membership
    agencies: tuple[Agency, ...]
    starts: time | None = None


@transaction.atomic
def plan_meeting(planned: Planned, *, by: Actor) -> TaskingMeeting:
    """Plan a meeting, with its standing agenda and its invitations."""
    partnership = by.partnership
    assert partnership is not None
    made = TaskingMeeting(partnership=partnership, planned_by=by.membership)
    _place(made, planned)
    made.save()
    TaskingItem.objects.bulk_create(
        TaskingItem(partnership=partnership, meeting=made, kind=one, order=PLACES[one], title=one.label)
        for one in STANDING
    )
    TaskingAttendance.objects.bulk_create(
        TaskingAttendance(partnership=partnership, meeting=made, agency=agency) for agency in planned.agencies
    )
    access_log.record(Kind.COLLECTION, made, by=by, held_on=planned.held_on.isoformat())
    return made


@transaction.atomic
def change_meeting(meeting: TaskingMeeting, planned: Planned, *, begun: str | None = None, by: Actor) -> TaskingMeeting:
    """Move a meeting, or change its place, chair and invitations. An agency that came stays among those invited."""
    found = _unfrozen(meeting)
    unchanged_since(found, begun, CHANGED)
    _place(found, planned)
    found.save()
    held = {one.agency_id: one for one in found.attendance.all()}
    wanted = {agency.pk: agency for agency in planned.agencies}
    for key, one in held.items():
        if key not in wanted and one.came == Came.INVITED:
            one.delete()
    TaskingAttendance.objects.bulk_create(
        TaskingAttendance(partnership=found.partnership, meeting=found, agency=agency)
        for key, agency in wanted.items() if key not in held
    )  # fmt: skip
    access_log.record(Kind.ALTERATION, found, by=by, held_on=planned.held_on.isoformat())
    return found


@transaction.atomic
def bring_item(meeting: TaskingMeeting, title: str, text: str, *, sure: bool = False, by: Actor) -> TaskingItem:
    """Put something on the agenda, for the agency of whoever brings it."""
    found = _unfrozen(meeting)
    if found.state != MeetingState.PREPARING:
        raise NotPossible("The meeting was held already: bring it to the next one.")
    brought = found.items.filter(kind=AgendaItem.BROUGHT).count()
    made = TaskingItem(
        partnership=found.partnership, meeting=found, kind=AgendaItem.BROUGHT, title=title.strip(), text=text.strip(),
        order=PLACES[AgendaItem.BROUGHT] + min(brought, 9), added_by=by.membership,
        agency=by.membership.agency if by.membership else None,
    )  # fmt: skip
    if not made.title:
        raise NotPossible("What it is: enter it in a few words.")
    fits(made, "The item")
    ask_for_names(found.partnership, {"What it is": made.title, "What is asked": made.text}, sure)
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found])
    return made


@transaction.atomic
def minute_item(
    item: TaskingItem, minute: str, *, begun: str | None = None, sure: bool = False, by: Actor
) -> TaskingItem:
    """Write what was said of an item of the agenda."""
    meeting = _unfrozen(item.meeting)
    found = TaskingItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    unchanged_since(found, begun, CHANGED)
    ask_for_names(meeting.partnership, {"What was said": minute}, sure)
    if assigned(found, {"minute": minute.strip()}):
        fits(found, "The minute")
        found.save(update_fields=["minute"])
        access_log.record(Kind.ALTERATION, found, by=by, concerns=[found, meeting])
    return found


@transaction.atomic
def hold_meeting(
    meeting: TaskingMeeting, attendance: Mapping[int, str], *, on: date, by: Actor
) -> TaskingMeeting:  # fmt: skip
    """Say that the meeting was held, or mend what was said: which agencies came, by the key of the agency."""
    found = _unfrozen(meeting)
    if found.held_on > on:
        raise NotPossible(f"The meeting is on {found.held_on:%-d %B %Y}. Move it, or come back then.")
    for one in found.attendance.all():
        if assigned(one, {"came": attendance.get(one.agency_id, one.came)}):
            one.save(update_fields=["came"])
    if not found.attendance.filter(came=Came.CAME).exists():
        raise NotPossible("Say which agencies were at the meeting: at least one was.")
    was, found.state = found.state, MeetingState.HELD
    if was != found.state:
        found.save(update_fields=["state"])
    access_log.record(Kind.ALTERATION, found, by=by, was=was, became=str(found.state))
    return found


@transaction.atomic
def decide(
    meeting: TaskingMeeting, values: Mapping[str, Any], *, sure: bool = False, by: Actor
) -> TaskingDecision:  # fmt: skip
    """Write down a decision. Its number follows from the month of the meeting."""
    found = _unfrozen(meeting)
    made = TaskingDecision(
        partnership=found.partnership, meeting=found, ref=_next_ref(found), recorded_by=by.membership
    )
    _decided(made, values, sure)
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found], ref=made.ref)
    return made


@transaction.atomic
def change_decision(
    decision: TaskingDecision, values: Mapping[str, Any], *, begun: str | None = None, sure: bool = False, by: Actor
) -> TaskingDecision:
    """Mend a decision while the minutes are not approved."""
    _unfrozen(decision.meeting)
    found = TaskingDecision.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=decision.pk)
    unchanged_since(found, begun, CHANGED)
    if changed := _decided(found, values, sure):
        found.save()
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed, ref=found.ref)
    return found


@transaction.atomic
def asked_for(decision: TaskingDecision, entries: Iterable[Entry], *, by: Actor) -> None:
    """Say which entries of the registers a decision asked for, and no others. They may come after its minutes."""
    wanted = {entry.pk for entry in entries}
    held = {one.entry_id: one for one in decision.entry_links.all()}
    for key in held.keys() - wanted:
        held[key].delete()
    Link.objects.bulk_create(
        Link(partnership_id=decision.partnership_id, decision=decision, entry_id=key)
        for key in sorted(wanted - held.keys())
    )
    if wanted != held.keys():
        access_log.record(Kind.ALTERATION, decision, by=by, fields=["entries"], ref=decision.ref)


def _unfrozen(meeting: TaskingMeeting) -> TaskingMeeting:
    """The meeting, locked. Raises NotPossible once its minutes are approved."""
    found: TaskingMeeting = TaskingMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if found.state == MeetingState.APPROVED:
        raise NotPossible(
            f"The minutes of {found.held_on:%-d %B %Y} are approved, and nothing of that meeting changes. Write a "
            "correction in the next one."
        )
    return found


def _place(row: TaskingMeeting, planned: Planned) -> None:
    if not planned.agencies:
        raise NotPossible("Choose at least one agency to invite.")
    if not APPROVE_MINUTES.allows(Actor.of_seat(planned.chair)):
        raise NotPossible("Choose somebody else to chair: this person’s role may not approve minutes.")
    if TaskingMeeting.objects.filter(held_on=planned.held_on).exclude(pk=row.pk).exists():
        raise NotPossible(f"There is a tasking meeting on {planned.held_on:%-d %B %Y} already: choose another day.")
    if row.state == MeetingState.HELD and row.held_on != planned.held_on and row.decisions.exists():
        raise NotPossible("The decisions of this meeting are numbered by its month: its day stays as it is.")
    row.held_on, row.starts, row.place, row.chair = planned.held_on, planned.starts, planned.place, planned.chair
    fits(row, "The meeting")


def _next_ref(meeting: TaskingMeeting) -> str:
    """T, the month of the meeting, and the next number there: T-2026-11-03."""
    month = f"T-{meeting.held_on:%Y-%m}-"
    held = TaskingDecision.objects.filter(ref__startswith=month).values_list("ref", flat=True)
    return f"{month}{max((int(ref.rpartition('-')[2]) for ref in held), default=0) + 1:02d}"


def _decided(row: TaskingDecision, values: Mapping[str, Any], sure: bool) -> list[str]:
    changed = assigned(row, dict(values)) if row.pk else begun_with(row, values)
    for name, asks in (("text", "Decision"), ("reason", "Reason")):
        if not getattr(row, name).strip():
            raise NotPossible(f"{asks}: enter it, for a decision cannot do without.")
    if row.due < row.meeting.held_on:
        raise NotPossible("The day by which it is done is before the meeting: give a later one.")
    fits(row, "The decision")
    ask_for_names(row.meeting.partnership, {"Decision": row.text, "Reason": row.reason}, sure)
    return changed
