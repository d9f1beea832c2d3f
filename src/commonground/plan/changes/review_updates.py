"""Owners say how their actions go, once a quarter; and what an earlier review holds wrongly is put right beside it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.parts import tick
from commonground.plan.changes.possible import NotPossible, may_update, unchanged_since
from commonground.plan.changes.review_rounds import stepping
from commonground.plan.changes.telling import tell_rag
from commonground.plan.models import Action, ReviewRound, ReviewRow, Task
from commonground.plan.movement import movements_for
from commonground.plan.review_same import heard_today, why_not_the_same
from commonground.plan.rules import CORRECT_UPDATE, RUN_REVIEW
from commonground.plan.status import Derived
from commonground.plan.terms import ActionState, RoundState
from commonground.plan.writing import actions_of

Kind = access_log.Kind
SAME = "Nothing has changed since the review of {title}."


@dataclass(frozen=True, kw_only=True)
class Update:
    """What an owner’s form says. ``tasks`` are those that are done now."""

    rag: str
    progress: str
    rag_reason: str = ""
    next_steps: str = ""
    barriers: str = ""
    help_needed: str = ""
    tasks: tuple[Task, ...] = ()
    unchanged: bool = False


@transaction.atomic
def tell(found: ReviewRow, update: Update, *, begun: str | None = None, on: date | None = None, by: Actor) -> ReviewRow:
    """Say how the action goes. It may be said again until the review is submitted.

    ``begun`` is the ``edition`` of the row that the form was begun from: raises Conflict where it was saved meanwhile.
    """
    stepping(found.round, "update", by)
    rows = ReviewRow.objects.select_for_update(of=("self",)).select_related("submitted_by__user", "round")
    row = rows.get(pk=found.pk)
    who = row.submitted_by.user if row.submitted_by else "Somebody"
    unchanged_since(row, begun, f"{who} saved the update of {row.ref} while you were writing.")
    if row.corrects_id is not None:
        raise NotPossible(f"This row corrects an earlier update of {row.ref}: write in the one of this review.")
    if not update.progress.strip():
        raise NotPossible(f"{row.ref}: write what has happened since last time.")
    today = on or timezone.localdate()
    action = _told_of(row.action, update, today, by)
    _write(row, action, update, _follows(action, today), today, by)
    access_log.record(Kind.ALTERATION, row, by=by, concerns=[row, action], ref=row.ref, rag=update.rag)
    return row


@transaction.atomic
def nothing_changed(found: ReviewRow, *, begun: str | None = None, on: date | None = None, by: Actor) -> ReviewRow:
    """Say in one press that it stands as at the last review. Raises NotPossible where that is not so."""
    if ReviewRow.objects.filter(pk=found.pk, received=True).exists():
        raise NotPossible(f"{found.ref}: your update is in already. To change it, write it again.")
    last, today = last_told(found), on or timezone.localdate()
    why_not = why_not_the_same(last, _follows(found.action, today))
    if last is None or why_not:
        raise NotPossible(f"{found.ref}: {why_not}")
    same = Update(
        rag=last.rag, rag_reason=last.rag_reason, progress=SAME.format(title=last.round.title),
        next_steps=last.next_steps, barriers=last.barriers, help_needed=last.help_needed, unchanged=True,
    )  # fmt: skip
    return tell(found, same, begun=begun, on=on, by=by)


@transaction.atomic
def correct(found: ReviewRow, text: str, *, on: date | None = None, by: Actor) -> ReviewRow:
    """Put right what a closed review holds: another row in the current one. The closed row stays as it was."""
    if not CORRECT_UPDATE.allows(by):
        raise PermissionDenied
    current = ReviewRound.objects.filter(plan=found.round.plan_id).current().first()
    if found.round.state != RoundState.CLOSED:
        raise NotPossible(f"The review of {found.round.title} is not closed: write the update itself again.")
    if current is None:
        raise NotPossible("A correction stands in the next review, and none is open. Ask the plan owner to open it.")
    stepping(current, "correct", by)
    if not (RUN_REVIEW.allows(by) or may_update(found.action, by)):
        raise NotPossible(f"{found.ref} is not yours: its owner, or the plan owner, corrects what it holds.")
    if not text.strip():
        raise NotPossible("Write what was wrong, and what is right.")
    made = ReviewRow.objects.create(
        partnership=found.partnership, round=current, action=found.action, ref=found.ref, title=found.title,
        owner=found.owner, owner_name=found.owner_name, agency=found.agency, agency_name=found.agency_name,
        corrects=found, correction=text.strip(), received=True, submitted_on=on or timezone.localdate(),
        submitted_by=by.membership,
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found], ref=found.ref)
    return made


def last_told(row: ReviewRow) -> ReviewRow | None:
    """What was said of the action in the review before, if anything was."""
    earlier = ReviewRow.objects.updates().filter(action=row.action_id, round__number__lt=row.round.number)
    return earlier.select_related("round", "submitted_by__user").order_by("-round__number").first()  # type: ignore[no-any-return]


def _told_of(action: Action, update: Update, today: date, by: Actor) -> Action:
    """The action with its tasks ticked and the owner’s colour, both as of today."""
    if not may_update(action, by):
        raise NotPossible(f"{action.ref} is not yours: its owner, or whoever edits the plan, says how it goes.")
    for task in update.tasks:
        if task.action_id != action.pk:
            raise NotPossible(f"“{task.title}” is a task of another action.")
        tick(task, today, by=by)
    if action.state != ActionState.OPEN:
        return action
    action.told_on = today  # a colour given today is not late, so this comes before what follows is asked
    action.save(update_fields=["told_on"])
    return tell_rag(action, update.rag, update.rag_reason, today, by=by)


def _follows(action: Action, today: date) -> Derived:
    row = next(iter(actions_of(action.plan, action.pk)))
    return heard_today(row, movements_for(action.partnership), today)


def _write(row: ReviewRow, action: Action, update: Update, follows: Derived, today: date, by: Actor) -> None:
    row.received, row.unchanged = True, update.unchanged
    row.rag, row.rag_reason = update.rag, update.rag_reason.strip()
    row.derived, row.derived_because = follows.rag or "", follows.because
    row.progress, row.next_steps = update.progress.strip(), update.next_steps.strip()
    row.barriers, row.help_needed = update.barriers.strip(), update.help_needed.strip()
    row.tasks_told = [*row.tasks_told, *(t.title for t in update.tasks if t.title not in row.tasks_told)]
    row.owner, row.agency = action.owner, action.agency
    row.owner_name = action.owner.user.name if action.owner else ""
    row.agency_name = action.agency.name if action.agency else ""
    row.submitted_on, row.submitted_by = today, by.membership
    row.save()
