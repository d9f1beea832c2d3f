"""The rows of actions, judged: what follows from tasks, days, updates, other actions and measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from commonground.plan.models import Action
from commonground.plan.movement import Movement, Movements
from commonground.plan.status import Derived, Facts, TaskFact, derived, timeliness
from commonground.plan.terms import ActionKind, ActionState, Timeliness

#: What is asked for with the actions, so that judging them asks for nothing more.
WITH = ("tasks", "expectations", "depends_on__on__tasks")


@dataclass(frozen=True)
class Judged:
    """An action as it stands on a day: its status, how old the last update is, and what its measures did."""

    derived: Derived
    timeliness: Timeliness
    movements: tuple[Movement, ...]


def judged(action: Action, movements: Movements, today: date) -> Judged:
    """How it stands. ``movements`` are those of the partnership’s area; the rows are read with ``WITH``."""
    moved = tuple(movements.of(one.measure, one.direction) for one in action.expectations.all())
    facts = Facts(
        state=ActionState(action.state), kind=ActionKind(action.kind), starts=action.starts, due=action.due,
        told_on=heard(action),
        tasks=tuple(TaskFact(task.due, task.done) for task in action.tasks.all()),
        waits_for=tuple(late_ones((row.on for row in action.depends_on.all()), today)),
        against=tuple(one.title for one in moved if one.is_against),
    )  # fmt: skip
    return Judged(derived(facts, today), timeliness(heard(action), today), moved)


def heard(action: Action) -> date:
    """When the owner last said how it goes; where they never did, the day from which they could have."""
    made = timezone.localtime(action.made_at).date() if action.made_at else timezone.localdate()
    return action.told_on or max(made, action.starts or made)


def late_ones(actions: Iterable[Action], today: date) -> list[str]:
    """The refs of open actions that are overdue, or that have a task that is."""
    return [
        one.ref for one in actions
        if one.state == ActionState.OPEN
        and ((one.due and one.due < today) or any(TaskFact(t.due, t.done).is_late(today) for t in one.tasks.all()))
    ]  # fmt: skip
