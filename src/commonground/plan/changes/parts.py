"""What belongs to an action: its tasks, what should move, what it serves, waits for, and who helps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.models import Agency
from commonground.partnership.rule import Actor
from commonground.plan.changes.actions import locked
from commonground.plan.changes.possible import NotPossible, assigned, fits, may_update
from commonground.plan.models import Action, Answer, Contribution, Dependency, Expectation, Serves, Task
from commonground.plan.terms import Direction

Kind = access_log.Kind


@dataclass(frozen=True)
class Expected:
    """A measure or register that should move."""

    measure: str
    direction: str = Direction.DOWN
    by: date | None = None
    why: str = ""


@transaction.atomic
def add_task(action: Action, title: str, due: date | None = None, *, by: Actor) -> Task:
    """Add a milestone."""
    found = _open(action)
    made = Task(partnership=found.partnership, action=found, title=title, due=due)
    _named(made, found)
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[found], ref=found.ref)
    return made


@transaction.atomic
def edit_task(task: Task, title: str, due: date | None, *, by: Actor) -> Task:
    """Change a milestone."""
    found, action = _locked(task)
    if changed := assigned(found, {"title": title, "due": due}):
        _named(found, action)
        found.save(update_fields=changed)
        access_log.record(Kind.ALTERATION, found, by=by, concerns=[action], ref=action.ref, fields=changed)
    return found


@transaction.atomic
def remove_task(task: Task, *, by: Actor) -> None:
    """Take a milestone out that is not done. The history of the action keeps it."""
    found, action = _locked(task)
    if found.done:
        raise NotPossible(f"“{found.title}” is done, and what was done stays in the plan.")
    access_log.record(Kind.ERASURE, found, by=by, concerns=[action])
    found.delete()


@transaction.atomic
def tick(task: Task, done: date | None, *, by: Actor) -> Task:
    """Say on which day a milestone was reached; None says that it was not after all."""
    found, action = _locked(task)
    if not may_update(action, by):
        raise NotPossible(f"{action.ref} is not yours: its owner, or whoever edits the plan, ticks its tasks.")
    if assigned(found, {"done": done}):
        found.save(update_fields=["done"])
        access_log.record(
            Kind.ALTERATION, found, by=by, concerns=[action], ref=action.ref, done=done.isoformat() if done else ""
        )
    return found


@transaction.atomic
def expect(action: Action, expected: Iterable[Expected], *, by: Actor) -> Action:
    """Say which measures and registers should move, which way and by when; these, and no others."""
    found = _open(action)
    wanted = {one.measure: one for one in expected}
    there = {row.measure: row for row in found.expectations.all()}
    rows = [there.get(key) or Expectation(partnership=found.partnership, action=found, measure=key) for key in wanted]
    changed = []
    for row in rows:
        one = wanted[row.measure]
        if assigned(row, {"direction": one.direction, "by": one.by, "why": one.why}) or row.pk is None:
            _fitting(row, found)
            row.save()
            changed.append(row.measure)
    gone = [key for key in there if key not in wanted]
    if gone:
        found.expectations.filter(measure__in=gone).delete()
    return _said(found, by, "expectations", changed, gone)


@transaction.atomic
def serve(action: Action, answers: Iterable[Answer], *, by: Actor) -> Action:
    """Say which standards and options the action serves; these, and no others."""
    found = _open(action)
    wanted = {one.pk: one for one in answers}
    there = {row.answer_id for row in found.serves.all()}
    if any(one.plan_id != found.plan_id for one in wanted.values()):
        raise NotPossible(f"{found.ref} can serve only standards and options of its own plan.")
    new = [pk for pk in wanted if pk not in there]
    Serves.objects.bulk_create(
        Serves(partnership=found.partnership, action=found, answer=wanted[pk]) for pk in new
    )
    gone = there - wanted.keys()
    if gone:
        found.serves.filter(answer__in=gone).delete()
    return _said(found, by, "serves", new, gone)


@transaction.atomic
def depend(action: Action, on: Iterable[Action], *, by: Actor) -> Action:
    """Say which actions it cannot go on before; these, and no others. Raises NotPossible for a circle."""
    found = _open(action)
    wanted = {one.pk: one for one in on}
    there = {row.on_id for row in found.depends_on.all()}
    new = [pk for pk in wanted if pk not in there]
    if any(one.plan_id != found.plan_id for one in wanted.values()):
        raise NotPossible(f"{found.ref} can wait only for actions of its own plan.")
    no_circle(found, wanted.values())
    Dependency.objects.bulk_create(
        Dependency(partnership=found.partnership, action=found, on=wanted[pk]) for pk in new
    )
    gone = there - wanted.keys()
    if gone:
        found.depends_on.filter(on__in=gone).delete()
    return _said(found, by, "depends on", new, gone)


@transaction.atomic
def contribute(action: Action, agencies: Iterable[Agency], *, by: Actor) -> Action:
    """Say which agencies help; these, and no others."""
    found = _open(action)
    wanted = {one.pk: one for one in agencies}
    there = {row.agency_id for row in found.contributions.all()}
    new = [pk for pk in wanted if pk not in there]
    Contribution.objects.bulk_create(
        Contribution(partnership=found.partnership, action=found, agency=wanted[pk]) for pk in new
    )
    gone = there - wanted.keys()
    if gone:
        found.contributions.filter(agency__in=gone).delete()
    return _said(found, by, "contributors", new, gone)


def no_circle(action: Action, on: Iterable[Action]) -> None:
    """Raises NotPossible if an action would wait for itself, by way of others."""
    waits: dict[int, list[int]] = {}
    rows = Dependency.objects.filter(action__plan=action.plan_id).exclude(action=action)
    for waiting, for_ in rows.values_list("action", "on"):
        waits.setdefault(waiting, []).append(for_)
    for one in on:
        seen, next_ones = {one.pk}, [one.pk]
        while next_ones:
            at = next_ones.pop()
            if at == action.pk:
                way = "for itself" if one.pk == action.pk else f"for {one.ref}, which waits for {action.ref} itself"
                raise NotPossible(f"{action.ref} would wait {way}: take one of the two out.")
            new = [pk for pk in waits.get(at, ()) if pk not in seen]
            seen.update(new)
            next_ones += new


def _said(found: Action, by: Actor, what: str, new: Iterable[object], gone: Iterable[object]) -> Action:
    added, removed = len(list(new)), len(list(gone))
    if added or removed:
        access_log.record(Kind.ALTERATION, found, by=by, ref=found.ref, what=what, added=added, removed=removed)
    return found


def _open(action: Action) -> Action:
    found = locked(action)
    if found.plan.ended_on:
        raise NotPossible(f"“{found.plan.title}” has ended and is kept as it stood.")
    return found


def _locked(task: Task) -> tuple[Task, Action]:
    """The action first, so that two who change its tasks at once follow one another."""
    action = _open(Action.objects.get(pk=task.action_id))
    return Task.objects.get(pk=task.pk), action


def _named(task: Task, action: Action) -> None:
    if not task.title.strip():
        raise NotPossible(f"A task of {action.ref} has no title: write what is to be reached.")
    fits(task, action.ref)


def _fitting(row: Expectation, action: Action) -> None:
    if row.direction not in Direction.values:
        raise NotPossible(f"{action.ref}: say whether {row.measure} should fall, rise or stay.")
    fits(row, action.ref)
