"""How an action stands, as far as its tasks, days, updates and measures tell. Pure: values in, a value out.

The owner’s own colour is another matter, and is shown beside this one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commonground.plan.terms import ActionKind, ActionState, Rag, Timeliness

SOON = 30  # days before the due day from which open tasks are spoken of
EXPECTED = 90  # days within which an owner is expected to say how it goes
FRESH = 2 / 3  # of them, after which an update is due soon


@dataclass(frozen=True)
class TaskFact:
    """A milestone: when it is due, and when it was reached."""

    due: date | None = None
    done: date | None = None

    def is_late(self, today: date) -> bool:
        return self.done is None and self.due is not None and self.due < today


@dataclass(frozen=True)
class Facts:
    """What the status of an action follows from.

    ``told_on`` is when the owner last said how it goes, or else when they first could have. ``waits_for`` are the refs
    of late actions that it cannot go on before; ``against`` the titles of its measures that moved, beyond noise, the
    other way than hoped.
    """

    state: ActionState = ActionState.OPEN
    kind: ActionKind = ActionKind.RESOURCED
    starts: date | None = None
    due: date | None = None
    told_on: date | None = None
    tasks: tuple[TaskFact, ...] = ()
    waits_for: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Derived:
    """The status, and the sentence that says what it follows from. A dropped action has none."""

    rag: Rag | None
    because: str


def derived(facts: Facts, today: date, expected_days: int = EXPECTED) -> Derived:
    """The status on a day: the first of these that holds."""
    return (
        _closed(facts)
        or _off_track(facts, today)
        or _not_started(facts, today)
        or _at_risk(facts, today, expected_days)
        or Derived(Rag.GREEN, _on_track(facts, today))
    )


def timeliness(told_on: date | None, today: date, expected_days: int = EXPECTED) -> Timeliness:
    """How long ago the owner last said how it goes, against how often that is expected."""
    if told_on is None or (today - told_on).days > expected_days:
        return Timeliness.LATE
    return Timeliness.OPTIMAL if (today - told_on).days <= expected_days * FRESH else Timeliness.ACCEPTABLE


def _closed(facts: Facts) -> Derived | None:
    if facts.state == ActionState.DONE:
        return Derived(Rag.COMPLETE, "It is done.")
    if facts.state == ActionState.DROPPED:
        return Derived(None, "It was dropped.")
    if facts.kind == ActionKind.DEVELOPING:
        return Derived(Rag.NOT_STARTED, "It is not resourced yet.")
    return None


def _off_track(facts: Facts, today: date) -> Derived | None:
    """Overdue with work left, or half or more of the tasks due by now not done."""
    left = [task for task in facts.tasks if task.done is None]
    if facts.due and facts.due < today and (left or not facts.tasks):
        return Derived(Rag.RED, f"It was due on {_day(facts.due)} and is not done.")
    late, due = _late(facts, today), _due_by_now(facts, today)
    if late and 2 * late >= due:
        return Derived(Rag.RED, _of_tasks(late, due))
    return None


def _not_started(facts: Facts, today: date) -> Derived | None:
    if facts.starts and facts.starts > today and not _late(facts, today):
        return Derived(Rag.NOT_STARTED, f"It is to start on {_day(facts.starts)}.")
    return None


def _at_risk(facts: Facts, today: date, expected_days: int) -> Derived | None:
    reasons = list(_risks(facts, today, expected_days))
    return Derived(Rag.AMBER, " ".join(reasons)) if reasons else None


def _risks(facts: Facts, today: date, expected_days: int) -> Iterator[str]:
    left = sum(task.done is None for task in facts.tasks)
    if late := _late(facts, today):
        yield _of_tasks(late, _due_by_now(facts, today))
    if facts.due and facts.due < today:
        yield f"It was due on {_day(facts.due)}; all its tasks are done, but it is not said to be done."
    elif facts.due and left and (facts.due - today).days <= SOON:
        yield f"It is due on {_day(facts.due)} and {_tasks(left)} still to do."
    if facts.waits_for:
        yield f"It waits for {_listed(facts.waits_for)}, which {'is' if len(facts.waits_for) == 1 else 'are'} late."
    if timeliness(facts.told_on, today, expected_days) == Timeliness.LATE:
        yield f"Nobody has said how it goes for more than {expected_days} days."
    if facts.against:
        yield (
            f"{_listed(facts.against)} moved the other way than hoped, which does not show that the action caused it "
            "or failed."
        )


def _on_track(facts: Facts, today: date) -> str:
    if not facts.tasks:
        return f"It is not due before {_day(facts.due)}." if facts.due else "It has no day to be done by, and no tasks."
    done = sum(task.done is not None for task in facts.tasks)
    return f"{done} of {len(facts.tasks)} task{'s' * (len(facts.tasks) > 1)} done, and none is late."


def _late(facts: Facts, today: date) -> int:
    return sum(task.is_late(today) for task in facts.tasks)


def _due_by_now(facts: Facts, today: date) -> int:
    return sum(task.due is not None and task.due < today for task in facts.tasks)


def _of_tasks(late: int, due: int) -> str:
    if due == 1:
        return "The one task due by now is not done."
    return f"{late} of the {due} tasks due by now {'is' if late == 1 else 'are'} not done."


def _tasks(count: int) -> str:
    return "1 task is" if count == 1 else f"{count} tasks are"


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
