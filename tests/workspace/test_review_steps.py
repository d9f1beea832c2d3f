"""The steps of a quarterly review, against the table that was agreed: every state, verb and role."""

from collections.abc import Callable
from datetime import date

import made_review
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django_scopes import scope
from made_review import DUE, MEETS, STATES, TOLD
from people import Table

from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor
from commonground.plan.changes import review_challenges, review_rounds, review_updates
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Challenge, ReviewRound
from commonground.plan.review_steps import STEPS, VERBS

#: What was agreed: from each state (down), what each verb (across) leads to; a dash where it cannot be said.
AGREED = """
             update  correct     submit     challenge   reply       settle      decide   close
open         open    open        submitted  -           -           -           -        -
submitted    -       submitted   -          challenged  -           -           decided  -
challenged   -       challenged  -          challenged  challenged  challenged  decided  -
decided      -       -           -          -           -           -           -        closed
closed       -       -           -          -           -           -           -        -
"""
OWNERS = {"analyst", "plan_owner", "agency_lead", "practitioner"}
WHO = {
    "update": OWNERS | {"panel_chair"}, "correct": OWNERS | {"panel_chair"}, "submit": {"plan_owner"},
    "challenge": {"panel_chair"}, "reply": OWNERS, "settle": {"panel_chair"}, "decide": {"panel_chair"},
    "close": {"panel_chair"},
}  # fmt: skip


def agreed() -> dict[tuple[str, str], str | None]:
    """(state, verb): the state that follows, or None."""
    (_, head), *rows = [(line, line.split()) for line in AGREED.strip().splitlines()]
    return {
        (state, verb): None if to == "-" else to
        for _, (state, *cells) in rows for verb, to in zip(head, cells, strict=True)
    }  # fmt: skip


def test_the_table_of_steps_is_as_agreed():
    found = {(state, key): verb.leads(state) for state in STATES for key, verb in VERBS.items()}
    assert found == agreed()


def test_each_verb_is_for_the_roles_that_were_agreed():
    assert {key: set(verb.rule.roles) for key, verb in VERBS.items()} == WHO


def act(verb: str, found: ReviewRound, earlier: ReviewRound, by: Actor) -> object:
    """Say the verb of the review, or of its one challenge or row. ``earlier`` is a closed review."""
    row, asked = made_review.row_of(found), Challenge.objects.with_people().filter(row__round=found).first()
    asked = asked or Challenge(row=row)  # not yet asked: refused for the state of the review, before it is looked for
    acts: dict[str, Callable[[], object]] = {
        "update": lambda: review_updates.tell(row, TOLD, on=DUE, by=by),
        "correct": lambda: review_updates.correct(made_review.row_of(earlier), "Five shops.", by=by),
        "submit": lambda: review_rounds.submit_round(found, by=by),
        "challenge": lambda: review_challenges.challenge(row, "Why?", by=by),
        "reply": lambda: review_challenges.reply(asked, "Because.", by=by),
        "settle": lambda: review_challenges.settle(asked, "Go on.", "6.3", by=by),
        "decide": lambda: _decide(found, by),
        "close": lambda: review_rounds.close_round(found, by=by),
    }
    return acts[verb]()


def _decide(found: ReviewRound, by: Actor) -> object:
    if found.state == "challenged":  # else they are decided, or there are none
        Challenge.objects.filter(row__round=found).update(decision="x", decided_by=by.membership, decided_on=MEETS)
    return review_rounds.decide_round(found, MEETS, "Minute 6", by=by)


@pytest.mark.parametrize("state", STATES)
def test_every_verb_in_every_state_by_every_role(cast, state):
    table: Table = cast.own
    earlier = made_review.review(table, "closed", "April to June 2026")
    found = made_review.review(table, state)
    answers = {}
    with scope(partnership=table.partnership):
        for verb in VERBS:
            for role in ROLES:
                answers[verb, role] = _answer(verb, found, earlier, table.actor(role))
    expected = {
        (verb, role): "may not" if role not in WHO[verb] else agreed()[state, verb] or "not now"
        for verb in VERBS for role in ROLES
    }  # fmt: skip
    # An owner speaks for what is theirs: it is the practitioner’s, and for those who edit the plan, everybody’s.
    for verb in ("update", "correct", "reply"):
        for role in {"agency_lead", "panel_chair"} & WHO[verb]:
            expected[verb, role] = "not now"
    assert answers == expected


def _answer(verb: str, found: ReviewRound, earlier: ReviewRound, by: Actor) -> str:
    """The state that followed, or why none did. Whatever was done is undone."""
    with transaction.atomic():
        try:
            act(verb, found, earlier, by)
            answer = ReviewRound.objects.get(pk=found.pk).state
        except NotPossible:
            answer = "not now"
        except PermissionDenied:
            answer = "may not"
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", STATES)
def test_the_database_takes_these_steps_and_no_other(cast, state, to):
    found = made_review.review(cast.own, state)
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(
                "update plan_reviewround set state = %s, closed_on = %s, snapshot_id = coalesce(snapshot_id,"
                " (select max(id) from plan_snapshot)) where id = %s",
                [to, date(2026, 11, 1) if to == "closed" else None, found.pk],
            )
            taken = True
        except DatabaseError as refused:
            taken = "snapshot" in str(refused)  # the step itself is allowed; it lacks the snapshot
        transaction.set_rollback(True)
    assert taken == ((state, to) in STEPS or (state == to != "closed"))


def test_there_are_five_steps():
    assert STEPS == (
        ("challenged", "decided"), ("decided", "closed"), ("open", "submitted"),
        ("submitted", "challenged"), ("submitted", "decided"),
    )  # fmt: skip
