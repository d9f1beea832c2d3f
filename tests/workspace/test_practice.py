"""Practice cards: shared by a second person, frozen then, found by words, adopted with credit, counted, published."""

import json
from dataclasses import replace
from pathlib import Path

import made
import made_outside
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from jsonschema import Draft202012Validator

from commonground.plan import cards, written_card
from commonground.plan.changes import actions, practice, snapshots
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, PracticeCard
from commonground.plan.writing import written

HERE = "/partnerships/lewisham/plan/practice/"
PUBLISHED = Path(__file__).resolve().parents[2] / "docs/reference/schemas/practice-card-1.json"
CARD = made_outside.CARD
KEPT = r"never changes|Cannot delete"


def readable(cast, table) -> list[str]:
    return [one.title for one in cards.cards_for(table.actor("councillor"))]


def test_a_draft_stays_at_its_table_and_a_shared_card_is_read_at_every_one(cast, visit):
    draft = made_outside.card(cast.other, "draft")
    address = f"{HERE}{draft.public_id}/"
    assert visit(cast.own.user("analyst")).get(address).status_code == 404
    theirs = visit(cast.other.user("analyst")).get(f"/partnerships/greenwich/plan/practice/{draft.public_id}/")
    assert theirs.status_code == 200
    with scope(partnership=cast.other.partnership):
        practice.share_card(draft, by=cast.other.actor("panel_chair"))
    page = visit(cast.own.user("councillor")).get(address).content.decode()
    assert CARD.what_did_not_work in page and "Safer Greenwich Partnership" in page
    assert (
        visit(cast.region.user("reviewer")).get(f"/partnerships/london/plan/practice/{draft.public_id}/").status_code
        == 200
    )
    assert visit(cast.own.user("administrator")).get(address).status_code == 403


def test_whoever_wrote_in_it_cannot_share_it(cast):
    with scope(partnership=cast.own.partnership):
        card = practice.write_card(cast.own.partnership, CARD, by=cast.own.actor("plan_owner"))
        with pytest.raises(NotPossible, match="You wrote in this card"):
            practice.share_card(card, by=cast.own.actor("plan_owner"))
        other = practice.write_card(cast.own.partnership, CARD, by=cast.own.actor("analyst"))
        practice.edit_card(other, replace(CARD, staffing="Two people"), by=cast.own.actor("plan_owner"))
        with pytest.raises(NotPossible, match="You wrote in this card"):
            practice.share_card(other, by=cast.own.actor("plan_owner"))
        assert practice.share_card(other, by=cast.own.actor("panel_chair")).state == "shared"


LACKING = {"title": "a title", "problem": "the problem", "what_did_not_work": "what did not work"}


@pytest.mark.parametrize("field", LACKING)
def test_a_card_says_everything_that_it_must(cast, field):
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match=LACKING[field]):
        practice.write_card(cast.own.partnership, replace(CARD, **{field: " "}), by=cast.own.actor("analyst"))


def test_its_contact_is_no_person(cast, visit):
    person = cast.own.user("practitioner").email
    answer = visit(cast.own.user("analyst")).post(
        f"{HERE}write/", {**{k: v for k, v in CARD.__dict__.items() if k != "serves"}, "contact": person}
    )
    assert "is the address of a person here: give the mailbox of a team." in answer.content.decode()
    with scopes_disabled():
        assert not PracticeCard.objects.exists()


@pytest.mark.parametrize("column", ["title", "what_was_done", "what_did_not_work", "contact", "serves"])
def test_a_shared_card_stays_as_it_was_approved(cast, column):
    card = made_outside.card(cast.own)
    other = "'[]'" if column == "serves" else "'Other'"
    with pytest.raises(DatabaseError, match=KEPT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update plan_practicecard set {column} = {other} where id = %s", [card.pk])
    with pytest.raises(DatabaseError, match=KEPT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from plan_practicecard where id = %s", [card.pk])


def test_it_is_found_by_words_cost_rating_and_author(cast, visit):
    made_outside.card(cast.own)
    made_outside.card(
        cast.other, values=replace(CARD, title="Mentors", problem="Boys waited.", approach="", cost_band="over_250")
    )
    reader = visit(cast.own.user("councillor"))

    def found(query: str) -> set[str]:
        page = reader.get(f"{HERE}?{query}").content.decode()
        return {title for title in ("A checklist for the first day", "Mentors") if title in page}

    both = {"A checklist for the first day", "Mentors"}
    assert found("") == both
    assert found("words=family") == {"A checklist for the first day"}, "found by another form of the word"
    assert found("words=family&cost=over_250") == set()
    assert found("cost=over_250") == {"Mentors"}
    assert found("rating=high") == {"A checklist for the first day"}
    assert found("rating=none") == {"Mentors"}
    assert found("of=greenwich") == {"Mentors"}


def test_it_is_adopted_in_one_step_with_credit_and_counted(cast, visit):
    card = made_outside.card(cast.other)
    with scope(partnership=cast.own.partnership):
        plan = made.plan(cast.own)
    owner = visit(cast.own.user("plan_owner"))
    form = owner.get(f"{HERE}{card.public_id}/adopt/").content.decode()
    assert '<option value="governance" selected>' in form, "the theme of the first standard that it serves"
    sent = owner.post(f"{HERE}{card.public_id}/adopt/", {"theme": "governance"})
    assert sent.status_code == 302
    with scope(partnership=cast.own.partnership):
        made_action = Action.objects.get(practice_card=card.public_id)
        assert (made_action.kind, made_action.title) == ("developing", CARD.title)
        assert [one.answer.item.ref for one in made_action.serves.all()] == ["G1", "M4"]
        held = snapshots.take(plan, "reported", timezone.localdate(), by=cast.own.actor("plan_owner"))
        credit = "From the practice card “A checklist for the first day” of Safer Greenwich Partnership"
        assert [one.credit for one in held.written.actions if one.practice_card] == [credit]
    page = owner.get(f"{HERE}{card.public_id}/").content.decode()
    assert "1 partnership" in page and "among them" not in page, "counted, and not named"
    owner.post(f"{HERE}{card.public_id}/name/", {"named": "yes"})
    theirs = visit(cast.other.user("analyst")).get(f"/partnerships/greenwich/plan/practice/{card.public_id}/")
    assert "among them Safer Lewisham Partnership" in theirs.content.decode()


def test_it_counts_partnerships_and_not_actions_and_no_dropped_one(cast):
    card = made_outside.card(cast.other)
    with scope(partnership=cast.own.partnership):
        plan, by = made.plan(cast.own), cast.own.actor("plan_owner")
        theme = plan.version.themes.get(key="governance")
        taken = [practice.adopt(card, plan, theme, by=by) for _ in range(2)]
    assert cards.cards_for(cast.own.actor("analyst")).get(pk=card.pk).users == 1
    with scope(partnership=cast.own.partnership):
        for one in taken:
            actions.drop(one, "No money", by=by)
    assert cards.cards_for(cast.own.actor("analyst")).get(pk=card.pk).users == 0


def test_a_withdrawn_card_is_gone_and_its_credit_stays(cast, visit):
    card = made_outside.card(cast.other)
    with scope(partnership=cast.own.partnership):
        plan, by = made.plan(cast.own), cast.own.actor("plan_owner")
        practice.adopt(card, plan, plan.version.themes.get(key="governance"), by=by)
    with scope(partnership=cast.other.partnership):
        gone = practice.withdraw_card(card, "It was wrong.", by=cast.other.actor("panel_chair"))
    assert visit(cast.own.user("plan_owner")).get(f"{HERE}{card.public_id}/").status_code == 404
    with scope(partnership=cast.own.partnership):
        assert "Safer Greenwich Partnership" in [one.credit for one in written(plan, made_outside.DAY).actions][-1]
        with pytest.raises(NotPossible, match="not shared"):
            practice.adopt(gone, plan, plan.version.themes.get(key="governance"), by=by)


def test_its_file_is_as_the_published_schema_says(cast, visit):
    card = made_outside.card(cast.other)
    published = json.loads(PUBLISHED.read_text("utf-8"))
    assert published == written_card.schema()
    Draft202012Validator.check_schema(published)
    answer = visit(cast.own.user("councillor")).get(f"{HERE}{card.public_id}/json/")
    said = json.loads(answer.content)
    assert [fault.message for fault in Draft202012Validator(published).iter_errors(said)] == []
    assert (said["what_did_not_work"], said["rating"], said["used_by"]) == (CARD.what_did_not_work, "high", 0)
    assert "Focused deterrence" in said["rating_says"]
    assert not any(user in str(said) for user in (cast.other.user("practitioner").name,))
    assert not Draft202012Validator(published).is_valid({**said, "what_did_not_work": ""})
    assert not Draft202012Validator(published).is_valid({**said, "person": "Nobody"})


def test_a_draft_has_no_file(cast, visit):
    card = made_outside.card(cast.own, "draft")
    assert visit(cast.own.user("analyst")).get(f"{HERE}{card.public_id}/json/").status_code == 404
