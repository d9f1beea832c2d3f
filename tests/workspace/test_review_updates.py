"""What owners say in a review: once, in time, honestly; two who write at the same time lose nothing."""

from dataclasses import replace
from datetime import timedelta

import made
import made_review
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from made_review import DUE, OPENED, TOLD, row_of

from commonground.plan.changes import review_challenges, review_rounds, review_updates
from commonground.plan.changes.possible import Conflict, NotPossible, edition
from commonground.plan.models import Action, Challenge, ReviewRow, Task
from commonground.plan.terms import Rag


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def test_opening_asks_about_every_open_resourced_action(table):
    plan = made.plan(table)
    made.action(table, plan, title="Later", kind="developing")
    made.action(table, plan, title="Mentors")
    found = review_rounds.open_round(plan, "A quarter", DUE, on=OPENED, by=table.actor("plan_owner"))
    assert sorted(found.rows.values_list("title", "owner_name", "agency_name", "received")) == [
        ("Havens in shops", table.user("practitioner").name, "Police", False),
        ("Mentors", table.user("practitioner").name, "Police", False),
    ]


def test_opening_takes_as_many_queries_for_sixty_actions_as_for_two(table):
    plan = made.plan(table)
    counts = []
    for number in (1, 59):
        Action.objects.bulk_create(
            Action(partnership=plan.partnership, plan=plan, theme=plan.version.themes.all()[0], ref=f"Z{number}-{n}",
                   title="x", owner=table.seats["practitioner"])
            for n in range(number)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            found = review_rounds.open_round(plan, "A quarter", DUE, on=OPENED, by=table.actor("plan_owner"))
        counts.append((len(asked), found.rows.count()))
        review_rounds.submit_round(found, on=DUE, by=table.actor("plan_owner"))
        review_rounds.decide_round(found, DUE, "Minute 1", on=DUE, by=table.actor("panel_chair"))
        review_rounds.close_round(found, on=DUE, by=table.actor("panel_chair"))
    assert (counts[0][1], counts[1][1]) == (2, 61)
    assert counts[0][0] == counts[1][0]


def test_one_review_at_a_time(table):
    made_review.review(table)
    with pytest.raises(NotPossible, match=r"is not closed yet\. Close it before you open another"):
        made_review.review(table, title="Another")


def test_an_update_ticks_tasks_and_moves_the_action(table):
    found = made_review.review(table)
    row, task = row_of(found), Task.objects.get()
    told = review_updates.tell(
        row, replace(TOLD, rag=Rag.GREEN, tasks=(task,)), on=DUE, by=table.actor("practitioner")
    )
    action, task = Action.objects.get(), Task.objects.get()
    assert (action.rag, action.told_on, task.done) == ("green", DUE, DUE)
    assert (told.received, told.rag, told.derived, told.tasks_told) == (True, "green", "green", ["Ask ten shops"])


def test_a_colour_that_differs_needs_its_reason(table):
    row = row_of(made_review.review(table))
    with pytest.raises(NotPossible, match=r"You say that .* is “on track”, but its tasks and days say “off track”"):
        review_updates.tell(row, replace(TOLD, rag=Rag.GREEN), on=DUE, by=table.actor("practitioner"))
    told = review_updates.tell(
        row, replace(TOLD, rag=Rag.GREEN, rag_reason="Two sign today."), on=DUE, by=table.actor("practitioner")
    )
    assert (told.rag, told.derived, told.rag_reason) == ("green", "red", "Two sign today.")


def test_a_late_update_is_refused_in_a_sentence_that_says_what_to_do(table):
    row = row_of(made_review.review(table, "submitted"))
    with pytest.raises(NotPossible) as refused:
        review_updates.tell(row, TOLD, on=DUE, by=table.actor("practitioner"))
    assert str(refused.value) == (
        "The review of July to September 2026 was submitted to the board on 15 October 2026 and takes no more updates. "
        "Tell the plan owner, who can speak of it at the meeting, and write it in the next review."
    )


def test_two_who_write_the_same_update_both_keep_their_words(table):
    row = row_of(made_review.review(table))
    begun = edition(row)
    mine = replace(TOLD, progress="Five shops.")
    review_updates.tell(row, mine, begun=begun, on=DUE, by=table.actor("practitioner"))
    with pytest.raises(Conflict) as clash:
        review_updates.tell(row, replace(TOLD, progress="Six."), begun=begun, on=DUE, by=table.actor("plan_owner"))
    assert clash.value.theirs.progress == "Five shops."
    assert ReviewRow.objects.get().progress == "Five shops."


def test_two_reviewers_at_once_make_two_challenges(table):
    found = made_review.review(table, "submitted")
    row = row_of(found)
    for text in ("What would it take?", "Why so late?"):  # both hold the review as it was before either asked
        review_challenges.challenge(row, text, by=table.actor("panel_chair"))
    assert list(Challenge.objects.values_list("text", flat=True)) == ["What would it take?", "Why so late?"]


def test_two_who_decide_at_once_both_keep_their_words(table):
    found = made_review.review(table, "challenged")
    asked = Challenge.objects.with_people().get(row__round=found)
    begun, chair = edition(asked), table.actor("panel_chair")
    review_challenges.settle(asked, "Lend an officer.", "6.2", begun=begun, by=chair)
    with pytest.raises(Conflict) as clash:
        review_challenges.settle(asked, "Do nothing.", "6.2", begun=begun, by=chair)
    assert clash.value.theirs.decision == "Lend an officer."


def test_a_review_is_not_decided_while_a_challenge_waits(table):
    found = made_review.review(table, "challenged")
    with pytest.raises(NotPossible, match="One challenge has no decision yet"):
        review_rounds.decide_round(found, DUE, "Minute 6", by=table.actor("panel_chair"))


def next_one(table, title="October to December 2026") -> ReviewRow:
    """The row of a second review, after one that is closed."""
    made_review.review(table, "closed")
    found = review_rounds.open_round(
        made.plan(table), title, DUE + timedelta(days=90), on=OPENED + timedelta(days=90), by=table.actor("plan_owner")
    )
    return row_of(found)


def test_nothing_has_changed_is_one_press_and_says_so(table):
    row = next_one(table)
    told = review_updates.nothing_changed(row, on=DUE + timedelta(days=85), by=table.actor("practitioner"))
    assert (told.received, told.unchanged, told.rag) == (True, True, "red")
    assert told.progress == "Nothing has changed since the review of July to September 2026."
    assert (told.next_steps, told.barriers) == ("Six more.", "Rents.")
    with pytest.raises(NotPossible, match="your update is in already"):  # a press never goes over what was written
        review_updates.nothing_changed(row, on=DUE + timedelta(days=85), by=table.actor("practitioner"))


def test_nothing_has_changed_is_refused_where_something_has(table):
    row = next_one(table)
    Task.objects.update(done=DUE)
    with pytest.raises(NotPossible, match="Something has changed since: 1 of 1 task done, and none is late"):
        review_updates.nothing_changed(row, on=DUE + timedelta(days=85), by=table.actor("practitioner"))
    assert not ReviewRow.objects.get(pk=row.pk).received


def test_nothing_has_changed_is_not_said_in_a_first_review(table):
    plan = made.plan(table)
    row = row_of(review_rounds.open_round(plan, "A quarter", DUE, on=OPENED, by=table.actor("plan_owner")))
    with pytest.raises(NotPossible, match="This is its first review, so say how it goes"):
        review_updates.nothing_changed(row, on=DUE, by=table.actor("practitioner"))
