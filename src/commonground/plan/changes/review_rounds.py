"""A quarter’s review is opened, submitted to the board, decided and closed. What is closed is frozen."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, fits
from commonground.plan.changes.snapshots import take
from commonground.plan.judging import judged
from commonground.plan.models import Action, Challenge, Plan, ReviewRound, ReviewRow, Snapshot
from commonground.plan.movement import movements_for
from commonground.plan.review_steps import VERBS, Verb
from commonground.plan.review_written import written_round
from commonground.plan.rules import RUN_REVIEW
from commonground.plan.terms import ActionKind, ActionState, RoundState
from commonground.plan.writing import actions_of

Kind = access_log.Kind
MADE_AT_ONCE = 500
AS_THEY_WERE = ("ref", "title", "owner", "owner_name", "agency", "agency_name", "derived", "derived_because")


@transaction.atomic
def open_round(
    plan: Plan, title: str, due: date, meeting_on: date | None = None, *, on: date | None = None, by: Actor
) -> ReviewRound:
    """Ask how every open, resourced action goes: a row for each. Raises NotPossible while another is not closed."""
    if not RUN_REVIEW.allows(by):
        raise PermissionDenied
    opened, found = on or timezone.localdate(), Plan.objects.select_for_update().get(pk=plan.pk)
    _can_open(found, due, opened)
    number = ReviewRound.objects.filter(partnership=found.partnership).aggregate(last=Max("number"))["last"] or 0
    made = ReviewRound(
        partnership=found.partnership, plan=found, number=number + 1, title=title.strip(), opened_on=opened, due=due,
        meeting_on=meeting_on, opened_by=by.membership,
    )  # fmt: skip
    if not made.title:
        raise NotPossible("The review has no title: write the months that it is about.")
    fits(made, "The review")
    rows = [ReviewRow(round=made, **_as_it_is(action)) for action in _to_ask_about(found)]
    if not rows:
        raise NotPossible("The plan has no open action to review. Add actions to the plan first.")
    made.save()
    ReviewRow.objects.bulk_create(rows, batch_size=MADE_AT_ONCE)
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, found], actions=len(rows), due=due.isoformat())
    return made


@transaction.atomic
def submit_round(found: ReviewRound, *, on: date | None = None, by: Actor) -> ReviewRound:
    """Bring it to the board. From now on no update is taken; for each that did not come, its row says so."""
    row, to = stepping(found, "submit", by)
    today = on or timezone.localdate()
    missing = list(row.rows.missing())
    _write_down(missing, row, today)
    row.submitted_on, row.submitted_by = today, by.membership
    return _stepped(row, to, by, "submitted_on", "submitted_by", not_received=len(missing))


@transaction.atomic
def decide_round(
    found: ReviewRound, meeting_on: date, minute: str, *, on: date | None = None, by: Actor
) -> ReviewRound:
    """Say that the board has decided, at which meeting, and where the minutes have it."""
    row, to = stepping(found, "decide", by)
    if waiting := Challenge.objects.filter(row__round=row, decision="").count():
        said = "One challenge has" if waiting == 1 else f"{waiting} challenges have"
        raise NotPossible(f"{said} no decision yet. Write it beside the challenge, then come back.")
    if not minute.strip():
        raise NotPossible("Write where the minutes have it, such as “Minute 6.2”.")
    row.meeting_on, row.minute = meeting_on, minute.strip()
    fits(row, "The review")
    row.decided_on, row.decided_by = on or timezone.localdate(), by.membership
    return _stepped(row, to, by, "meeting_on", "minute", "decided_on", "decided_by")


@transaction.atomic
def close_round(found: ReviewRound, *, on: date | None = None, by: Actor) -> ReviewRound:
    """Write the plan and this review down as they stand, and freeze both."""
    row, to = stepping(found, "close", by)
    today = on or timezone.localdate()
    row.closed_on, row.closed_by = today, by.membership
    row.snapshot = take(row.plan, Snapshot.Reason.REVIEWED, today, by=by, review=written_round(row, today))
    return _stepped(row, to, by, "closed_on", "closed_by", "snapshot")


def stepping(found: ReviewRound, verb: str, by: Actor) -> tuple[ReviewRound, RoundState]:
    """The review, locked, and the state that follows. Raises NotPossible where it stands in another.

    Raises PermissionDenied for who may never say the verb.
    """
    known = VERBS[verb]
    if not known.rule.allows(by):
        raise PermissionDenied(f"You may not {known.said}.")
    row = ReviewRound.objects.select_for_update(of=("self",)).select_related("plan", "partnership").get(pk=found.pk)
    to = known.leads(row.state)
    if to is None:
        raise NotPossible(_why_not(row, known))
    return row, to


def _why_not(row: ReviewRound, verb: Verb) -> str:
    if verb.key == "update" and row.submitted_on:
        return (
            f"The review of {row.title} was submitted to the board on {row.submitted_on:%-d %B %Y} and takes no more "
            "updates. Tell the plan owner, who can speak of it at the meeting, and write it in the next review."
        )
    return f"The review of {row.title} is {row.get_state_display().lower()}, so you cannot {verb.said}."


def _can_open(plan: Plan, due: date, opened: date) -> None:
    if plan.ended_on:
        raise NotPossible(f"“{plan.title}” has ended and is kept as it stood.")
    if (current := ReviewRound.objects.filter(plan=plan).current().first()) is not None:
        raise NotPossible(f"The review of {current.title} is not closed yet. Close it before you open another.")
    if due < opened:
        raise NotPossible(f"Updates would be due on {due:%-d %B %Y}, before the review opens; give a later day.")


def _to_ask_about(plan: Plan) -> list[Action]:
    found = plan.actions.filter(state=ActionState.OPEN, kind=ActionKind.RESOURCED)
    return list(found.select_related("owner__user", "agency", "theme"))


def _as_it_is(action: Action) -> dict[str, object]:
    """What a row keeps of its action, whatever becomes of that later."""
    owner, agency = action.owner, action.agency
    return {
        "partnership_id": action.partnership_id, "action": action, "ref": action.ref, "title": action.title,
        "owner": owner, "owner_name": owner.user.name if owner else "", "agency": agency,
        "agency_name": agency.name if agency else "",
    }  # fmt: skip


def _write_down(missing: list[ReviewRow], row: ReviewRound, today: date) -> None:
    """What is known of the actions of which nothing was heard: whose they are now, and what follows from the rest."""
    actions = {action.pk: action for action in actions_of(row.plan)}
    movements = movements_for(row.partnership)
    for one in missing:
        action = actions[one.action_id]
        follows = judged(action, movements, today).derived
        for name, value in _as_it_is(action).items():
            setattr(one, name, value)
        one.derived, one.derived_because = follows.rag or "", follows.because
    ReviewRow.objects.bulk_update(missing, AS_THEY_WERE, batch_size=MADE_AT_ONCE)


def _stepped(row: ReviewRound, to: RoundState, by: Actor, *fields: str, **said: Any) -> ReviewRound:
    before, row.state = row.state, to
    row.save(update_fields=["state", *fields])
    access_log.record(Kind.ALTERATION, row, by=by, was=before, became=str(to), **said)
    return row
