"""One example of each act of a quarterly review, and of the meetings."""

from collections.abc import Callable
from typing import Any

import made
import made_review
from made_review import DUE, MEETS, OPENED, TOLD
from people import Table

from commonground.partnership.rule import Actor
from commonground.plan.changes import review_challenges, review_meetings, review_rounds, review_updates
from commonground.plan.models import Challenge, ReviewRound
from commonground.plan.terms import StandingItem

Act = Callable[[], object]


def of_a_review(state: str, role: str, act: Callable[[ReviewRound, Actor], object]) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        found, by = made_review.review(table, state), table.actor(role)
        return lambda: act(found, by)

    return prepared


def of_a_challenge(role: str, act: Callable[[Challenge, Actor], object]) -> Callable[[Table, Any], Act]:
    def asked(found: ReviewRound, by: Actor) -> object:
        return act(Challenge.objects.with_people().get(row__round=found), by)

    return of_a_review("challenged", role, asked)


def an_open_review(table: Table, patch: Any) -> Act:
    plan, by = made.plan(table), table.actor("plan_owner")
    return lambda: review_rounds.open_round(plan, "A quarter", DUE, on=OPENED, by=by)


def the_same_again(table: Table, patch: Any) -> Act:
    made_review.review(table, "closed", "April to June 2026")
    found = review_rounds.open_round(made.plan(table), "A quarter", DUE, on=OPENED, by=table.actor("plan_owner"))
    row = made_review.row_of(found)
    return lambda: review_updates.nothing_changed(row, on=DUE, by=table.actor("practitioner"))


def a_correction(table: Table, patch: Any) -> Act:
    earlier = made_review.review(table, "closed", "April to June 2026")
    made_review.review(table)
    row = made_review.row_of(earlier)
    return lambda: review_updates.correct(row, "Five shops, not four.", by=table.actor("practitioner"))


def a_decided_review(table: Table, patch: Any) -> Act:
    found = made_review.review(table, "submitted")
    return lambda: review_rounds.decide_round(found, MEETS, "Minute 6", by=table.actor("panel_chair"))


def a_meeting(table: Table, patch: Any) -> Act:
    said = {StandingItem.TENSIONS: review_meetings.Minuted(True, "4.1")}
    return lambda: review_meetings.record_meeting(MEETS, said, by=table.actor("plan_owner"))


def a_changed_meeting(table: Table, patch: Any) -> Act:
    found = made_review.meeting(table)
    return lambda: review_meetings.change_meeting(found, DUE, {}, by=table.actor("plan_owner"))


OF_REVIEWS = {
    "plan.changes.review_rounds.open_round": an_open_review,
    "plan.changes.review_rounds.submit_round": of_a_review(
        "open", "plan_owner", lambda found, by: review_rounds.submit_round(found, by=by)
    ),
    "plan.changes.review_rounds.decide_round": a_decided_review,
    "plan.changes.review_rounds.close_round": of_a_review(
        "decided", "panel_chair", lambda found, by: review_rounds.close_round(found, by=by)
    ),
    "plan.changes.review_updates.tell": of_a_review(
        "open", "practitioner", lambda found, by: review_updates.tell(made_review.row_of(found), TOLD, on=DUE, by=by)
    ),
    "plan.changes.review_updates.nothing_changed": the_same_again,
    "plan.changes.review_updates.correct": a_correction,
    "plan.changes.review_challenges.challenge": of_a_review(
        "submitted", "panel_chair", lambda r, by: review_challenges.challenge(made_review.row_of(r), "Why?", by=by)
    ),
    "plan.changes.review_challenges.reply": of_a_challenge(
        "practitioner", lambda one, by: review_challenges.reply(one, "Because.", by=by)
    ),
    "plan.changes.review_challenges.settle": of_a_challenge(
        "panel_chair", lambda one, by: review_challenges.settle(one, "Go on.", "6.2", by=by)
    ),
    "plan.changes.review_meetings.record_meeting": a_meeting,
    "plan.changes.review_meetings.change_meeting": a_changed_meeting,
}
