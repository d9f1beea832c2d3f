"""A group compares what its partnerships share: no more than that, never living rows, in as many queries for many."""

import json
from dataclasses import replace

import made
import made_outside
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled
from people import Cast, Table, table

from commonground.partnership.models import AccessEvent, Grouping
from commonground.plan import boroughs
from commonground.plan.changes import actions, answers, outside, sharing
from commonground.plan.changes.actions import ActionValues, values_of
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Answer, Plan, Sharing
from commonground.plan.models.sharing import SHARED
from commonground.plan.shared import shared_part

HERE = "/partnerships/london/plan/boroughs/"
PLANTED = {
    "narrative": "Planted narrative", "title": "Planted action", "notes": "Planted note", "funder": "Planted funder",
    "owner": "practitioner of Lewisham",
}  # fmt: skip


def written(own: Table) -> Plan:
    """A plan with something of each kind in it that can be told again."""
    with scope(partnership=own.partnership):
        plan, by = made.plan(own), own.actor("plan_owner")
        answers.answer(Answer.objects.get(plan=plan, item__ref="G1"), "met", "", PLANTED["narrative"], by=by)
        answers.answer(Answer.objects.get(plan=plan, item__ref="T1"), "not_met", "", "", by=by)
        action = Action.objects.get(plan=plan)
        kept = {name: PLANTED[name] for name in ("title", "notes", "funder")}
        actions.edit_action(action, replaced(action, **kept), by=by)
    return plan


def replaced(action: Action, **changed: object) -> ActionValues:
    return replace(values_of(action), **changed)


def choose(own: Table, cast: Cast, *fields: str) -> None:
    with scope(partnership=own.partnership):
        plan = Plan.objects.get(partnership=own.partnership)
        sharing.choose(plan, cast.region.partnership, fields, by=own.actor("plan_owner"))


def pages(cast: Cast, visit, role: str = "analyst") -> str:
    """All that the group's pages say."""
    client, every = visit(cast.region.user(role)), []
    for page in ("", "?tier=option", "gaps/", "innovative/", "shared/", "standards/G1/"):
        answer = client.get(HERE + page)
        assert answer.status_code in (200, 404), page
        every.append(answer.content.decode())
    return "\n".join(every)


def test_nothing_is_shared_until_it_is_chosen_and_what_is_taken_back_is_gone_at_once(cast, visit):
    plan = written(cast.own)
    with scope(partnership=cast.own.partnership):
        outside.submit(plan, made_outside.DAY, by=cast.own.actor("plan_owner"))
    assert not any(words in pages(cast, visit) for words in PLANTED.values())
    choose(cast.own, cast, "answers")
    page = visit(cast.region.user("analyst")).get(HERE).content.decode()
    assert "Met</strong>" in page and PLANTED["narrative"] not in pages(cast, visit)
    choose(cast.own, cast, "answers", "narratives")
    assert PLANTED["narrative"] in pages(cast, visit)
    choose(cast.own, cast)
    assert not any(words in pages(cast, visit) for words in PLANTED.values())
    assert "Met</strong>" not in visit(cast.region.user("analyst")).get(HERE).content.decode()


@pytest.mark.parametrize("fields", [("actions",), ("actions", "rag"), ("actions", "costs"), SHARED])
def test_each_choice_lets_through_its_own_fields_and_no_other(cast, fields):
    plan = written(cast.own)
    with scope(partnership=cast.own.partnership):
        held = outside.submit(plan, made_outside.DAY, by=cast.own.actor("plan_owner"))
    said = json.dumps(shared_part(held.document, fields))
    assert (PLANTED["title"] in said) == ("actions" in fields)
    assert (PLANTED["funder"] in said) == ("costs" in fields)
    assert ('"rag"' in said) == ("rag" in fields)
    assert (PLANTED["narrative"] in said) == ("narratives" in fields)
    assert not any(PLANTED[name] in said for name in ("notes", "owner"))
    assert [key for key in ("owner", "notes", "evidence", "tasks", "review") if f'"{key}":' in said] == []


def test_what_is_shared_is_a_version_and_never_the_plan_as_it_is_worked_on(cast, visit):
    plan = written(cast.own)
    choose(cast.own, cast, *SHARED)
    assert "Shared, but no version yet" in visit(cast.region.user("analyst")).get(HERE).content.decode()
    assert PLANTED["narrative"] not in pages(cast, visit)
    with scope(partnership=cast.own.partnership):
        outside.submit(plan, made_outside.DAY, by=cast.own.actor("plan_owner"))
        answer = Answer.objects.get(plan=plan, item__ref="G1")
        answers.answer(answer, "met", "", "Written after the submission", by=cast.own.actor("plan_owner"))
    said = pages(cast, visit)
    assert PLANTED["narrative"] in said and "Written after the submission" not in said


def test_not_met_not_answered_and_not_shared_are_three_words(cast):
    plan = written(cast.own)
    with scope(partnership=cast.own.partnership):
        outside.submit(plan, made_outside.DAY, by=cast.own.actor("plan_owner"))
    choose(cast.own, cast, "answers")
    with scope(partnership=cast.region.partnership):
        found = boroughs.compared(boroughs.boroughs_for(cast.region.actor("analyst"), "answers"))
    greenwich, lewisham = found.boroughs
    words = {item.ref: (found.word(lewisham, item), found.word(greenwich, item)) for item in found.items}
    assert (words["G1"], words["T1"]) == (("met", "not_shared"), ("not_met", "not_shared"))
    assert words["G2"] == ("not_answered", "not_shared")
    gaps = {gap.item.ref: gap for gap in boroughs.gaps(found)}
    assert [one.name for one in gaps["T1"].not_met] == ["Lewisham"] and gaps["T1"].not_answered == []
    assert [one.name for one in gaps["G2"].not_answered] == ["Lewisham"] and gaps["G2"].not_met == []
    assert "G1" not in gaps and [one.name for one in found.silent] == ["Greenwich"]
    assert len({boroughs.WORDS[word] for word in ("not_met", "not_answered", "not_shared", "no_version")}) == 4


def test_who_compares_at_the_table_of_a_group_and_nowhere_else(cast, visit):
    made_outside.share(cast.own, cast.region, "answers")
    may = {role for role in cast.region.seats if visit(cast.region.user(role)).get(HERE).status_code == 200}
    assert may == {"analyst", "plan_owner", "panel_chair", "reviewer"}
    assert visit(cast.own.user("analyst")).get("/partnerships/lewisham/plan/boroughs/").status_code == 404


def test_a_group_that_the_partnership_has_left_compares_nothing(cast, visit):
    written(cast.own)
    made_outside.share(cast.own, cast.region, *SHARED)
    Grouping.objects.filter(partnership=cast.own.partnership).delete()
    assert "Lewisham" not in pages(cast, visit)
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match="is not in London"):
        sharing.choose(Plan.objects.get(), cast.region.partnership, ["answers"], by=cast.own.actor("plan_owner"))


def test_sharing_is_a_disclosure_and_one_choice_of_each_group(cast):
    made_outside.share(cast.own, cast.region, "answers", "costs")
    told = AccessEvent.objects.get(kind="disclosure", partnership=cast.own.partnership, purpose="shared to be compared")
    assert (told.recipient, told.details) == ("London Violence Reduction Unit", {"fields": ["answers", "costs"]})
    with scopes_disabled():
        assert Sharing.objects.get().fields == {"answers", "costs"}


# Actions that a group offers


def test_a_partnership_takes_up_what_its_group_offers_and_the_group_sees_the_row(cast, visit):
    action = made_outside.shared_action(cast.region)
    owner = visit(cast.own.user("plan_owner"))
    assert action.title not in owner.get("/partnerships/lewisham/plan/offered/").content.decode()
    region = visit(cast.region.user("plan_owner"))
    assert region.post(f"{HERE}shared/{action.public_id}/offer/").status_code == 302
    offered = owner.get("/partnerships/lewisham/plan/offered/").content.decode()
    assert action.title in offered
    with scope(partnership=cast.own.partnership):
        made.plan(cast.own)
    with scopes_disabled():
        offer = action.offers.get()
    sent = owner.post(f"/partnerships/lewisham/plan/offered/{offer.public_id}/", {"theme": "governance"})
    assert sent.status_code == 302
    with scopes_disabled():
        taken = Action.objects.get(shared_from=action.public_id)
    assert (taken.partnership, taken.kind) == (cast.own.partnership, "developing")
    page = region.get(f"{HERE}shared/").content.decode()
    assert "Not known, since actions are not shared" in page and "Taken up by" not in page
    made_outside.share(cast.own, cast.region, "actions")
    page = region.get(f"{HERE}shared/").content.decode()
    assert "Taken up by 1" in page and f"{taken.ref}: {taken.title}" in page
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match="has this action already"):
        theme = taken.theme
        sharing.take_up(offer, taken.plan, theme, by=cast.own.actor("plan_owner"))


def test_other_actions_of_the_group_stay_with_the_group(cast, visit):
    action = made_outside.shared_action(cast.region)
    owner = visit(cast.own.user("plan_owner"))
    assert action.title not in owner.get("/partnerships/lewisham/plan/offered/").content.decode()
    with scope(partnership=cast.region.partnership):
        offer = sharing.offer(action, by=cast.region.actor("plan_owner"))
        sharing.withdraw_offer(offer, by=cast.region.actor("plan_owner"))
    assert action.title not in owner.get("/partnerships/lewisham/plan/offered/").content.decode()


# As many queries for many


def more(cast: Cast, *names: str) -> None:
    """More partnerships in the region that share everything."""
    with scopes_disabled():
        for name in names:
            added = table(f"borough-{name}", f"Safer Borough {name}", area=("E09000001", f"Borough {name}"))
            Grouping.objects.create(group=cast.region.partnership, partnership=added.partnership)
            made_outside.share(added, cast.region, *SHARED)


PAGES = ("", "?tier=option", "gaps/", "innovative/", "shared/", "standards/G1/")


def test_every_list_needs_as_many_queries_for_six_partnerships_as_for_three(cast, visit):
    for own in (cast.own, cast.other):
        made_outside.share(own, cast.region, *SHARED)
    made_outside.offer(cast.region)
    more(cast, "one")
    before = counted(cast, visit)
    more(cast, "two", "three", "four")
    assert counted(cast, visit) == before
    assert max(before.values()) < 20, before
    assert visit(cast.region.user("analyst")).get(HERE).content.decode().count("Borough ") >= 4


def counted(cast: Cast, visit) -> dict[str, int]:
    client, found = visit(cast.region.user("analyst")), {}
    for page in PAGES:
        client.get(HERE + page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HERE + page).status_code == 200
        found[page] = len(asked)
    return found
