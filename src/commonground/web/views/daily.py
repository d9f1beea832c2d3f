"""The partnership’s daily work as its front page says it: what runs, what is asked of the person, what is due."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from commonground.partnership.rule import Actor
from commonground.registers import reading as registers
from commonground.registers.incidents import reading as incidents
from commonground.registers.models import TaskingMeeting
from commonground.registers.rules import READ_A_REGISTER, READ_INCIDENTS, READ_TASKING
from commonground.registers.tasking import reading as tasking


@dataclass(frozen=True)
class Number:
    """How many there are, and how many of those have passed their day."""

    number: int
    late: int


@dataclass(frozen=True)
class Daily:
    """What is shown to this person; a part that they may not read, or that is empty, is None."""

    running: Number | None = None  # responses to incidents, and their steps that are late
    tasks: Number | None = None
    meeting: TaskingMeeting | None = None
    entries: Number | None = None  # of registers, late or due within a month

    def __bool__(self) -> bool:
        return any((self.running, self.tasks, self.meeting, self.entries))


def in_short(request: HttpRequest) -> Daily:
    """Counts and the day of the next meeting: no record is opened by it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    works_with_tasks = READ_TASKING.allows(actor)
    return Daily(
        _running(actor) if READ_INCIDENTS.allows(actor) else None,
        _tasks(actor) if works_with_tasks else None,
        tasking.next_meeting(actor) if works_with_tasks else None,
        _entries(actor) if READ_A_REGISTER.allows(actor) else None,
    )


def _running(actor: Actor) -> Number | None:
    rows = [one for one in incidents.incidents_for(actor) if one.is_open]
    glances = incidents.at_a_glance(rows, timezone.now()) if rows else []
    return _number(len(rows), sum(one.late for one in glances))


def _tasks(actor: Actor) -> Number | None:
    rows, today = tasking.mine(actor), timezone.localdate()
    return _number(len(rows), sum(one.due < today for one in rows))


def _entries(actor: Actor) -> Number | None:
    rows = registers.glances(actor, timezone.localdate())
    late = sum(one.late for one in rows)
    return _number(late + sum(one.soon for one in rows), late)


def _number(number: int, late: int) -> Number | None:
    return Number(number, late) if number else None
