"""A task is given to a service, passed on, and closed with its result by whoever owns it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, begun_with, fits, unchanged_since
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.models import TaskingMeeting, TaskingTask, TaskingUpdate
from commonground.registers.rules import BRING_TO_TASKING, RUN_TASKING
from commonground.registers.tasking.terms import MeetingState, TaskState

Kind = access_log.Kind


@transaction.atomic
def give_task(
    meeting: TaskingMeeting, values: Mapping[str, Any], *, sure: bool = False, by: Actor
) -> TaskingTask:  # fmt: skip
    """Give a task to a service. ``values`` are its text, agency, owner, due and decision."""
    found = TaskingMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if found.state == MeetingState.APPROVED:
        raise NotPossible("The minutes of this meeting are approved: give the task at the next one.")
    made = TaskingTask(partnership=found.partnership, meeting=found, given_by=by.membership)
    _given(made, values, sure)
    if made.due < found.held_on:
        raise NotPossible("The task would be due before the meeting: give a later day.")
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found], due=made.due.isoformat())
    return made


@transaction.atomic
def pass_on(
    task: TaskingTask, values: Mapping[str, Any], *, begun: str | None = None, sure: bool = False, by: Actor
) -> TaskingTask:
    """Change what an open task asks, of whom, or by when."""
    found = _open(task)
    unchanged_since(found, begun, "Somebody changed the task while you were writing.")
    if changed := _given(found, values, sure):
        found.save()
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found


@transaction.atomic
def tell_task(
    task: TaskingTask, state: str, text: str, *, due: date | None = None, on: date, sure: bool = False, by: Actor
) -> TaskingUpdate:
    """Say how a task stands. What closes it is its result; otherwise it is carried forward, by a later day if given."""
    found = _open(task)
    if not may_tell(found, by):
        raise NotPossible("This task is of another agency: ask them, or whoever runs the meeting.")
    if state not in TaskState.values:
        raise NotPossible("Choose how the task stands.")
    if not text.strip():
        raise NotPossible("Say what was done, or why it was not: a few words are enough.")
    if due is not None and due < on:
        raise NotPossible(f"The new day, {due:%-d %B %Y}, has passed: give a later one.")
    ask_for_names(found.partnership, {"What was done": text}, sure)
    moved = due if state == TaskState.OPEN and due != found.due else None
    seat = by.membership
    said = TaskingUpdate.objects.create(
        partnership=found.partnership, task=found, on=on, by=seat, state=state, text=text.strip(), due=moved,
        agency_name=seat.agency.name if seat else "",
    )  # fmt: skip
    if moved is not None:
        found.due = moved
    if state != TaskState.OPEN:
        found.state, found.result, found.closed_on = state, text.strip(), on
    found.save(update_fields=["state", "result", "closed_on", "due"])
    access_log.record(Kind.ALTERATION, found, by=by, became=state)
    return said


def may_tell(task: TaskingTask, by: Actor) -> bool:
    """Whether the actor may say how the task goes: their own, their agency’s, or any for those who run the meeting."""
    own = by.membership is not None and by.membership.pk == task.owner_id
    agency = by.membership is not None and by.membership.agency_id == task.agency_id
    return RUN_TASKING.allows(by) or ((own or agency) and BRING_TO_TASKING.allows(by))


def _open(task: TaskingTask) -> TaskingTask:
    """The task, locked. Raises NotPossible once it is closed."""
    rows = TaskingTask.objects.select_for_update(of=("self",)).select_related("partnership")
    found: TaskingTask = rows.get(pk=task.pk)
    if found.state != TaskState.OPEN:
        raise NotPossible(f"This task was closed on {found.closed_on:%-d %B %Y}. Give a new one if more is to be done.")
    return found


def _given(row: TaskingTask, values: Mapping[str, Any], sure: bool) -> list[str]:
    changed = assigned(row, dict(values)) if row.pk else begun_with(row, values)
    if not row.text.strip():
        raise NotPossible("Task: say what is to be done.")
    if row.owner is not None and row.owner.agency_id != row.agency_id:
        raise NotPossible(f"{row.owner} is not of {row.agency}: choose an owner there, or none.")
    if row.decision is not None and row.decision.meeting_id != row.meeting_id:
        raise NotPossible("The decision is of another meeting: choose one of this meeting, or none.")
    fits(row, "The task")
    ask_for_names(row.partnership, {"Task": row.text}, sure)
    return changed
