"""A quarterly review in any state, for the tests."""

from collections.abc import Callable
from datetime import date, timedelta

import made
from django_scopes import scope
from people import Table

from commonground.plan.changes import review_challenges, review_rounds, review_updates
from commonground.plan.changes.review_meetings import Minuted, record_meeting
from commonground.plan.changes.review_updates import Update
from commonground.plan.models import Challenge, Meeting, Plan, ReviewRound, ReviewRow
from commonground.plan.terms import StandingItem

TITLE = "July to September 2026"
OPENED = date(2026, 10, 1)
DUE, MEETS = OPENED + timedelta(days=14), OPENED + timedelta(days=28)
TOLD = Update(rag="red", progress="Four shops have joined.", next_steps="Six more.", barriers="Rents.")
STATES = ("open", "submitted", "challenged", "decided", "closed")


def review(table: Table, state: str = "open", title: str = TITLE, of: Plan | None = None) -> ReviewRound:
    """The table’s review, with its one update told and challenged, as far along as asked."""
    with scope(partnership=table.partnership):
        plan, owner, chair = of or made.plan(table), table.actor("plan_owner"), table.actor("panel_chair")
        found = review_rounds.open_round(plan, title, DUE, on=OPENED, by=owner)
        tell(table, found)
        if state in STATES[1:]:
            found = review_rounds.submit_round(found, on=DUE, by=owner)
        if state in STATES[2:]:
            challenged(table, found)
            found.refresh_from_db()
        if state in STATES[3:]:
            one = Challenge.objects.get(row__round=found)
            review_challenges.reply(one, "A second officer.", on=MEETS, by=table.actor("practitioner"))
            review_challenges.settle(one, "The council lends one.", "6.2", on=MEETS, by=chair)
            found = review_rounds.decide_round(found, MEETS, "Minute 6", on=MEETS, by=chair)
        if state == "closed":
            found = review_rounds.close_round(found, on=MEETS + timedelta(days=2), by=chair)
    return found


def tell(table: Table, found: ReviewRound, told: Update = TOLD) -> ReviewRow:
    """The practitioner’s update."""
    return review_updates.tell(row_of(found), told, on=OPENED + timedelta(days=3), by=table.actor("practitioner"))


def row_of(found: ReviewRound) -> ReviewRow:
    """Its first row of the practitioner’s."""
    rows = ReviewRow.objects.updates().filter(round=found, action__owner__role="practitioner")
    return rows.select_related("round", "action")[0]


def challenged(table: Table, found: ReviewRound) -> Challenge:
    return review_challenges.challenge(row_of(found), "What would it take?", on=DUE, by=table.actor("panel_chair"))


def meeting(
    table: Table, held_on: date = MEETS, minuted: tuple[str, ...] = tuple(StandingItem), count: int = 7
) -> Meeting:
    """A meeting with these items minuted."""
    items = {one: Minuted(True, "4.1", count if one == StandingItem.CARRIERS else None) for one in minuted}
    with scope(partnership=table.partnership):
        return record_meeting(held_on, items, by=table.actor("plan_owner"))


# For addresses


def closed(table: Table) -> ReviewRound:
    """A closed review of the table."""
    with scope(partnership=table.partnership):
        found = ReviewRound.objects.closed().filter(partnership=table.partnership).first()
        return found or review(table, "closed", "April to June 2026")


def current(table: Table) -> ReviewRound:
    """The review that is being held, after one that is closed, with a challenge in it."""
    closed(table)
    with scope(partnership=table.partnership):
        found = ReviewRound.objects.current().filter(partnership=table.partnership).first()
        return found or review(table, "challenged")


def row_key(find: Callable[[Table], ReviewRound]) -> Callable[[Table], str]:
    def key(table: Table) -> str:
        with scope(partnership=table.partnership):
            return row_of(find(table)).public_id

    return key


def challenge_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        return Challenge.objects.filter(row__round=current(table))[0].public_id


def meeting_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        return (Meeting.objects.filter(partnership=table.partnership).first() or meeting(table)).public_id


CURRENT = {"key": lambda table: current(table).public_id}
CURRENT_ROW = CURRENT | {"row": row_key(current)}
IN_ADDRESSES = {
    "plan-review": CURRENT, "plan-review-submit": CURRENT, "plan-review-decide": CURRENT, "plan-review-close": CURRENT,
    "plan-review-updates": CURRENT, "plan-review-update": CURRENT_ROW, "plan-review-same": CURRENT_ROW,
    "plan-review-challenge": CURRENT_ROW,
    "plan-review-correct": {"key": lambda table: closed(table).public_id, "row": row_key(closed)},
    "plan-challenge-reply": {"public_id": challenge_key}, "plan-challenge-decide": {"public_id": challenge_key},
    "plan-meeting": {"public_id": meeting_key},
}  # fmt: skip
