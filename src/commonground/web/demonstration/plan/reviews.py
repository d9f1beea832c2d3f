"""The reviews of a demonstration plan, held as its people would hold them, each step on its day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet

from commonground.plan.changes.actions import finish
from commonground.plan.changes.possible import NotPossible
from commonground.plan.changes.review_challenges import challenge, reply, settle
from commonground.plan.changes.review_rounds import close_round, decide_round, open_round, submit_round
from commonground.plan.changes.review_updates import Update, correct, tell
from commonground.plan.changes.telling import tell_rag
from commonground.plan.models import Action, Plan, ReviewRound, ReviewRow
from commonground.plan.terms import ActionState, Rag
from commonground.plan.written import WrittenPlan, WrittenRound, WrittenUpdate
from commonground.web.demonstration.plan.plans import catch_up
from commonground.web.demonstration.plan.table import Table

BEFORE_THE_BOARD, AT_MOST = timedelta(days=9), timedelta(days=25)
OWN_VIEW = "It is how its owner sees it."


def hold(table: Table, plan: Plan, written: WrittenPlan, rounds: Iterable[WrittenRound]) -> None:
    """Hold one review after the other; the last may still be open."""
    for one in rounds:
        _hold(table, plan, written, one)


def tell_all(table: Table, plan: Plan, written: WrittenPlan, on: date) -> None:
    """Where no review was held, owners say how it goes all the same."""
    for one in written.actions:
        if one.rag:
            action, by = plan.actions.get(ref=one.ref), table.by(table.standing_in(one.owner))
            try:
                tell_rag(action, one.rag, one.rag_reason, on, by=by)
            except NotPossible:
                tell_rag(action, one.rag, one.rag_reason or OWN_VIEW, on, by=by)


def _hold(table: Table, plan: Plan, written: WrittenPlan, one: WrittenRound) -> None:
    owner, due = table.who_is("plan_owner"), one.opened + AT_MOST
    if one.meeting:
        due = min(due, one.meeting - BEFORE_THE_BOARD)
    catch_up(plan, written, one.opened, by=owner)
    found = open_round(plan, one.title, due, one.meeting, on=one.opened, by=owner)
    for number, update in enumerate(update for update in one.updates if update.received and not update.corrects):
        _tell(table, _row(found, update), update, one.opened + timedelta(days=1 + number % 5))
    for update in one.updates:
        if update.corrects:
            _correct(table, plan, update, due)
    if one.closed and one.meeting:
        catch_up(plan, written, due, by=owner)
        submit_round(found, on=due, by=owner)
        _decide(table, found, one, one.meeting)
        close_round(found, on=one.closed, by=table.who_is("panel_chair"))
        _finish(plan, written, one, by_day=one.closed, table=table)


def _row(found: ReviewRound, update: WrittenUpdate) -> ReviewRow:
    rows: QuerySet[ReviewRow] = found.rows.select_related("round", "action__plan")
    return rows.get(ref=update.action, corrects=None)


def _tell(table: Table, row: ReviewRow, update: WrittenUpdate, on: date) -> None:
    """With a reason where the owner’s colour differs from what follows, which the loaded figures bear on, too."""
    by = table.by(table.standing_in(update.by))
    assert update.rag is not None
    said = Update(
        rag=update.rag, rag_reason=update.rag_reason, progress=update.progress, next_steps=update.next_steps,
        barriers=update.barriers,
    )  # fmt: skip
    try:
        tell(row, said, on=on, by=by)
    except NotPossible:
        tell(row, replace(said, rag_reason=said.rag_reason or OWN_VIEW), on=on, by=by)


def _correct(table: Table, plan: Plan, update: WrittenUpdate, on: date) -> None:
    number = int(update.corrects.removeprefix("Review ").partition(":")[0])
    wrong = ReviewRow.objects.get(round__plan=plan, round__number=number, ref=update.action, corrects=None)
    correct(wrong, update.progress, on=on, by=table.by(table.standing_in(update.by)))


def _decide(table: Table, found: ReviewRound, one: WrittenRound, on: date) -> None:
    chair, owner = table.who_is("panel_chair"), table.who_is("plan_owner")
    for update in one.updates:
        if update.challenge:
            asked = challenge(_row(found, update), update.challenge, on=on, by=chair)
            answering = table.by(update.by) if update.received else owner
            asked = reply(asked, update.reply, on=on, by=answering)
            settle(asked, update.decision, update.minute, on=on, by=chair)
    decide_round(found, on, "Minute 4", on=on, by=chair)


def _finish(plan: Plan, written: WrittenPlan, one: WrittenRound, *, by_day: date, table: Table) -> None:
    """An action is done once the review that heard so is closed."""
    complete = {update.action for update in one.updates if update.rag == Rag.COMPLETE}
    for action in written.actions:
        if action.ref in complete and action.state == ActionState.DONE:
            finish(Action.objects.get(plan=plan, ref=action.ref), by_day, by=table.who_is("plan_owner"))
