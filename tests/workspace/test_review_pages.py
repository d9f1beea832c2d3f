"""The pages of a review: what each reader sees, two who write at once, and counts that are never names."""

from datetime import timedelta

import made_review
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope
from made_review import MEETS, row_of

from commonground.plan.changes import review_challenges
from commonground.plan.changes.possible import NotPossible, edition
from commonground.plan.changes.review_meetings import Minuted, record_meeting
from commonground.plan.models import Challenge, ReviewRow
from commonground.plan.review_moves import move
from commonground.plan.review_standing import Share, carriers, share
from commonground.plan.terms import StandingItem


def address(name: str, *words: object) -> str:
    return reverse(name, args=("lewisham", *words))


def test_those_outside_the_work_read_closed_reviews_alone(cast, visit):
    closed = made_review.review(cast.own, "closed", "April to June 2026")
    current = made_review.review(cast.own, "challenged")
    for role in ("scrutiny_member", "councillor"):
        reader = visit(cast.own.user(role))
        listed = reader.get(address("plan-reviews")).content.decode()
        assert (closed.title in listed, current.title in listed) == (True, False)
        assert reader.get(address("plan-review", closed.public_id)).status_code == 200
        assert reader.get(address("plan-review", current.public_id)).status_code == 404


def test_the_board_has_a_number_of_queries_that_does_not_grow(cast, visit):
    found = made_review.review(cast.own, "challenged")
    reader, page = visit(cast.own.user("panel_chair")), address("plan-review", found.public_id)
    assert reader.get(page).status_code == 200  # the first visit of a session asks more
    counts = []
    for more in (0, 6):
        with scope(partnership=cast.own.partnership):
            row = row_of(found)
            for number in range(more):
                made_review.made.action(cast.own, title=f"More {number}")
                action = type(row.action).objects.latest("pk")
                ReviewRow.objects.create(
                    partnership=row.partnership, round=found, action=action, ref=action.ref, title=action.title,
                    owner=row.owner, received=True, submitted_on=MEETS, submitted_by=row.owner, rag="green",
                )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(page).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_two_replies_at_once_are_both_on_the_page(cast, visit):
    found = made_review.review(cast.own, "challenged")
    with scope(partnership=cast.own.partnership):
        asked = Challenge.objects.with_people().get(row__round=found)
        begun = edition(asked)
        review_challenges.reply(asked, "Theirs was first.", by=cast.own.actor("practitioner"))
    page = visit(cast.own.user("plan_owner")).post(
        address("plan-challenge-reply", asked.public_id), {"reply": "Mine came second.", "begun": begun}
    )
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Nothing is lost: both are below" in shown
    assert "Theirs was" in shown
    assert "Mine came" in shown
    with scope(partnership=cast.own.partnership):
        assert Challenge.objects.get().reply == "Theirs was first."


def test_a_late_post_says_what_to_do_and_keeps_what_was_typed(cast, visit):
    found = made_review.review(cast.own, "submitted")
    with scope(partnership=cast.own.partnership):
        row = row_of(found)
    page = visit(cast.own.user("practitioner")).post(
        address("plan-review-update", found.public_id, row.public_id), {"rag": "red", "progress": "Came too late."}
    )
    shown = page.content.decode()
    assert "takes no more updates. Tell the plan owner" in shown
    assert "Came too late." in shown


def test_somebody_elses_action_is_refused(cast, visit):
    found = made_review.review(cast.own)
    with scope(partnership=cast.own.partnership):
        row = row_of(found)
    page = visit(cast.own.user("agency_lead")).get(address("plan-review-update", found.public_id, row.public_id))
    assert page.status_code == 403


# Standing items


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "1 to 4"), (4, "1 to 4"), (5, "5"), (None, "Not given")])
def test_a_small_number_of_carriers_is_not_shown(count, shown):
    assert carriers(count) == shown


def test_a_page_never_shows_a_small_number_of_carriers(cast, visit):
    made_review.meeting(cast.own, count=3)
    shown = visit(cast.own.user("scrutiny_member")).get(address("plan-meetings")).content.decode()
    assert "Count: 1 to 4" in shown
    assert "Count: 3" not in shown


@pytest.mark.parametrize("said", ["John Smith", "Smith 6.2", "6.2 Smith", "<b>6</b>"])
def test_a_minute_is_a_number_and_never_a_name(cast, said):
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match="give the number of the minute"):
        record_meeting(MEETS, {StandingItem.CARRIERS: Minuted(True, said, 7)}, by=cast.own.actor("plan_owner"))


def test_the_share_of_meetings_says_of_how_many(cast):
    made_review.meeting(cast.own)
    made_review.meeting(cast.own, MEETS + timedelta(days=30), minuted=(StandingItem.TENSIONS,))
    with scope(partnership=cast.own.partnership):
        found = share(made_review.Meeting.objects.all())
    assert (found.all_four, found.meetings) == (1, 2)
    assert found.said == "All four standing items were minuted in 1 of 2 meetings."
    assert found.caution == "These are few meetings: no percentage is given below 8."


def test_a_percentage_is_given_from_eight_meetings_on():
    assert Share(6, 8).said == "All four standing items were minuted in 6 of 8 meetings (75%)."
    assert (Share(6, 8).caution, Share(0, 0).said) == ("", "No meeting is recorded yet.")
    assert Share(1, 1).said == "All four standing items were minuted in 1 of 1 meeting."


# Side by side


@pytest.mark.parametrize(("was", "now", "moved"), [
    ("red", "amber", "better"), ("green", "amber", "worse"), ("green", "complete", "better"), ("red", "red", "same"),
    ("not_started", "green", "other"), (None, "green", "unknown"), ("green", None, "unknown"),
])  # fmt: skip
def test_how_a_colour_moved(was, now, moved):
    rows = [ReviewRow(received=rag is not None, rag=rag or "") for rag in (was, now)]
    assert move(*rows) == moved


def test_new_and_gone():
    assert (move(None, ReviewRow()), move(ReviewRow(), None)) == ("new", "gone")


def test_any_two_closed_reviews_are_compared(cast, visit):
    made_review.review(cast.own, "closed", "April to June 2026")
    made_review.review(cast.own, "closed", "July to September 2026")
    shown = visit(cast.own.user("councillor")).get(address("plan-review-compare")).content.decode()
    assert "April to June 2026 and July to September 2026" in shown
    assert "0 actions differ; 1 is word for word as before" in shown
