"""The demonstration plans as they are made: what the files say is what can be read, reviewed, shared and published."""

import json
from datetime import date

import pytest
from django.test import TestCase
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.papers.reports.progress import reviewed
from commonground.partnership.models import AccessEvent
from commonground.plan.models import (
    Action,
    Adoption,
    Feedback,
    MinutedItem,
    Offer,
    Plan,
    PracticeCard,
    Publication,
    PublicComment,
    Response,
    ReviewRound,
    Sharing,
    Snapshot,
)
from commonground.plan.review_written import written_round
from commonground.plan.terms import ActionState
from commonground.plan.writing import public, written
from commonground.web import demonstration
from commonground.web.demonstration.cast import SEATS, TABLES
from commonground.web.demonstration.plan import GROUPS, KINDS, kept
from commonground.web.demonstration.plan.reviews import OWN_VIEW

SLUGS = [table.slug for table in TABLES]
OF_A_PLAN = ("title", "partnership", "area_code", "template", "starts", "ends", "summary", "themes", "invented")
IN_ANY_ORDER = {"evidence", "contributors", "tasks", "serves", "depends_on", "expects"}
APART = IN_ANY_ORDER | {"derived", "derived_because", "rag_reason", "shared_from", "owner"}


def plan_of(slug: str) -> Plan:
    return Plan.objects.get(partnership__slug=slug)


def read_back(slug: str):
    return written(plan_of(slug), timezone.localdate())


def rows(found) -> list[dict]:
    apart = {"derived", "derived_because", "rag_reason"}
    dumped = [one.model_dump(exclude=apart | (set() if one.received else {"by"})) for one in found.updates]
    return sorted(dumped, key=lambda one: (one["action"], one["corrects"]))


@pytest.mark.slow
class TestMade(TestCase):
    """All of it, made once for these tests, and gone after them."""

    @classmethod
    def setUpTestData(cls):
        with scopes_disabled():
            cls.made = demonstration.make()

    def setUp(self):
        self.enterContext(scopes_disabled())

    def test_made_again_nothing_changes(self):
        before = {kind: list(kind.objects.order_by("pk").values()) for kind in (*KINDS, AccessEvent)}
        assert (self.made > 700, demonstration.make(), demonstration.is_made()) == (True, 0, True)
        assert {kind: list(kind.objects.order_by("pk").values()) for kind in before} == before

    def test_the_plan_reads_back_as_its_file(self):
        for slug in SLUGS:
            found, file = read_back(slug), kept.plan_of(slug, timezone.localdate())
            for name in OF_A_PLAN:
                assert getattr(found, name) == getattr(file, name), (slug, name)
            answers = {one.ref: one for one in found.answers}
            for one in file.answers:
                back = answers.pop(one.ref)
                assert back.model_copy(update={"evidence": ()}) == one.model_copy(update={"evidence": ()})
                assert set(back.evidence) == set(one.evidence), one.ref
            assert {one.standing for one in answers.values()} <= {None}, "what the file does not answer is not answered"

    def test_each_action_reads_back_as_its_file(self):
        for slug in SLUGS:
            of_groups = Action.objects.filter(partnership__slug__in=GROUPS)
            groups = dict(of_groups.values_list("public_id", "ref"))
            found = {one.ref: one for one in read_back(slug).actions if not one.practice_card}
            file = kept.plan_of(slug, timezone.localdate())
            assert set(found) == {one.ref for one in file.actions}
            for one in file.actions:
                back = found[one.ref]
                assert back.model_dump(exclude=APART) == one.model_dump(exclude=APART), (slug, one.ref)
                for name in IN_ANY_ORDER:
                    assert set(getattr(back, name)) == set(getattr(one, name)), (one.ref, name)
                assert groups.get(back.shared_from, "") == one.shared_from
                reasons = {one.rag_reason, OWN_VIEW} if one.state == ActionState.OPEN else {""}
                assert back.rag_reason in reasons, (slug, one.ref)
                assert back.owner == ("" if one.owner == "Gone Formerly" else one.owner), "who has left is not named"

    def test_the_action_of_somebody_who_left_is_an_orphan(self):
        assert [one.ref for one in Action.objects.orphans(timezone.localdate())] == ["A03"]

    def test_each_closed_review_reads_back_as_its_file(self):
        for number in [1, 2, 3, 4]:
            found = ReviewRound.objects.get(partnership__slug="lewisham", number=number)
            file = kept.rounds_of("lewisham", timezone.localdate())[number - 1]
            back = written_round(found)
            assert rows(back) == rows(file)
            for name in ("number", "title", "opened", "closed", "meeting"):
                assert getattr(back, name) == getattr(file, name), (number, name)
            assert found.snapshot.written.review.updates == back.updates

    def test_the_open_review_has_heard_what_its_file_says_and_waits_for_the_rest(self):
        found = ReviewRound.objects.current().get(partnership__slug="lewisham")
        file = kept.rounds_of("lewisham", timezone.localdate())[-1]
        heard = {row.ref: row.progress for row in found.rows.filter(received=True)}
        assert heard == {one.action: one.progress for one in file.updates if one.received}
        assert found.rows.missing().count() > 10
        assert "A19" not in set(found.rows.values_list("ref", flat=True)), "what is done is not asked about"

    def test_a_closed_review_holds_the_plan_as_it_stood_then(self):
        """No task is done in the snapshot of a review that was done after it closed."""
        for found in ReviewRound.objects.closed().select_related("snapshot"):
            done = [task.done for action in found.snapshot.written.actions for task in action.tasks if task.done]
            assert max(done) <= found.closed_on, found
        first, last = (ReviewRound.objects.get(partnership__slug="lewisham", number=n).snapshot.written for n in (1, 4))
        done_first, done_last = (sum(bool(t.done) for a in one.actions for t in a.tasks) for one in (first, last))
        assert done_first < done_last / 2
        assert {a.ref for a in last.actions if a.rag == "red"} == {"A30"}

    def test_standing_items_were_minuted_at_three_of_the_four_meetings(self):
        items = MinutedItem.objects.filter(partnership__slug="lewisham")
        assert (items.count(), items.filter(minuted=True).count()) == (16, 15)
        assert set(items.exclude(count=None).values_list("item", flat=True)) == {"habitual_knife_carriers"}

    def test_what_is_shared_offered_taken_submitted_and_answered(self):
        assert Sharing.objects.count() == 7
        assert (Offer.objects.count(), PracticeCard.objects.filter(state="shared").count()) == (9, 3)
        assert [(one.partnership.slug, one.named) for one in Adoption.objects.order_by("pk")] == [
            ("greenwich", True), ("bexley", False),
        ]  # fmt: skip
        submitted = Snapshot.objects.filter(reason=Snapshot.Reason.SUBMITTED)
        assert {one.partnership.slug for one in submitted} == set(SLUGS) - {"london"}
        assert Feedback.objects.exclude(sent_at=None).count() == 2
        assert [one.state for one in Response.objects.all()] == ["published"]

    def test_the_public_reads_the_last_closed_review_and_nobodys_name(self):
        publication = Publication.objects.get()
        assert publication.snapshot.round.number == 4
        words = json.dumps(publication.document, ensure_ascii=False)
        assert [seat.name for seat in SEATS if seat.name in words] == []
        assert sorted(PublicComment.objects.values_list("state", flat=True)) == ["shown", "shown", "waiting"]

    def test_a_correction_is_no_update_of_its_own_to_whoever_reads_of_it(self):
        third = ReviewRound.objects.get(partnership__slug="lewisham", number=3).snapshot.written
        shown = [(one.action, one.rag) for one in public(third).review.updates]
        assert (len(shown), dict(shown)["A10"]) == (34, "green")
        opening, table = reviewed(third, third.review)
        assert [one.shown for one in opening.text if not isinstance(one, str)] == ["31", "3"]
        corrected = [row[1] for row in table.rows if "Corrects" in row[1][0]]
        assert corrected == [("Corrects Review 2: January to March 2026",)]

    def test_the_files_move_with_the_clock_by_whole_years(self):
        before, on, after = date(2026, 11, 21), date(2026, 11, 22), date(2028, 2, 29)
        assert [kept.years_since(day) for day in (before, on, after)] == [-1, 0, 1]
        opened = [[one.opened.year for one in kept.rounds_of("lewisham", day)] for day in (before, on, after)]
        assert opened == [[year, *[year + 1] * 4] for year in (2024, 2025, 2026)]
        assert kept.plan_of("lewisham", after).answers[0].evidence[0].of == date(2019, 2, 4)
        assert kept.rounds_of("lewisham", after)[0].title == "October to December 2026"
