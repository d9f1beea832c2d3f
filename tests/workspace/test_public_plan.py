"""The public plan: what is planted at the table never leaves it; two people publish; what is published stays so."""

import gzip
import json
import re
import xml.etree.ElementTree as ET
from itertools import product

import made
import made_outside
import made_public
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from made_public import NOTE, PLANTED
from small_plan import small_plan

from commonground.partnership.changes import systems
from commonground.partnership.models import AccessEvent
from commonground.plan.changes import publishing
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Publication
from commonground.plan.models.publication import STEPS
from commonground.plan.public_form import How, PublicPlan, schema
from commonground.plan.reducing import Chosen, can_be_left_out, reduced, texts_of
from commonground.plan.terms import ActionState, Rag, Standing

PUBLIC = ("", "plan.json", "feed/", "comments/", "comment/")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
STATES = [state.value for state in Publication.State]


def at(rest: str = "") -> str:
    return f"/published/plans/lewisham/{rest}"


def page(visit, address: str, status: int = 200, who=None) -> str:
    answer = visit(who).get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# What is planted


def test_what_is_planted_at_the_table_is_in_the_closed_review_and_nowhere_public(cast, visit):
    name = cast.own.user("practitioner").name
    published = made_public.publication(cast.own, "published")
    with scope(partnership=cast.own.partnership):
        held = json.dumps(published.snapshot.document)
    inside = [*(words for key, words in PLANTED.items() if key != "notes"), name, "A planted funder"]
    assert [words for words in inside if words not in held] == []
    everywhere = "".join(page(visit, at(rest)) for rest in PUBLIC) + page(visit, "/published/plans/")
    everywhere += json.dumps(published.document)
    assert [words for words in (*PLANTED.values(), NOTE, name, "planted") if words in everywhere] == []
    assert "Havens in shops" in everywhere and "[name removed] with shops" in everywhere


def test_what_is_planted_is_on_the_inner_page_of_the_action(cast, visit):
    with scope(partnership=cast.own.partnership):
        made_public.closed_review(cast.own)
        action = made.plan(cast.own).actions.order_by("id")[0]
    inner = page(visit, f"/partnerships/lewisham/plan/actions/{action.public_id}/", who=cast.own.user("plan_owner"))
    name = cast.own.user("practitioner").name
    assert [w for w in (PLANTED["notes"], PLANTED["evidence"], name) if w not in inner] == []


def test_the_form_has_no_field_for_what_is_kept_at_the_table():
    names = set(json.dumps(schema()).replace('"', " ").split())
    kept = {"owner", "notes", "progress", "next_steps", "barriers", "challenge", "reply", "decision", "minute",
            "evidence", "rag_reason", "state_reason", "weight", "priority", "derived_because"}  # fmt: skip
    assert names & kept == set()


def test_costs_are_shown_only_where_that_is_chosen(cast, visit):
    made_public.publication(cast.own, "published", costs=True)
    assert "A planted funder" in page(visit, at()) and "A planted funder" in page(visit, at("plan.json"))


def test_a_text_that_is_left_out_is_nowhere():
    plan = small_plan()
    places = [text.place for text in texts_of(reduced(plan, None, Chosen())) if can_be_left_out(text.place)]
    found = reduced(plan, None, Chosen(left_out=frozenset(places)))
    left = {text.words for text in texts_of(found)} - {"", "[left out]", "Council"}
    assert left == {plan.title}


# What the public reads


def test_the_page_says_what_stood_how_and_what_nobody_said():
    plan = reduced(small_plan(), None, Chosen())
    assert [(one.ref, one.how, one.follows) for one in plan.actions] == [
        ("L1", How.GREEN, Rag.AMBER), ("L2", How.COMPLETE, None), ("L3", How.NO_UPDATE, None),
    ]  # fmt: skip
    assert (plan.since, plan.changes) == (None, ())


def test_what_is_different_from_the_review_before():
    now = small_plan()
    earlier = small_plan(
        answers=(now.answers[0].model_copy(update={"standing": Standing.PARTLY}), *now.answers[1:]),
        actions=(now.actions[0], now.actions[1].model_copy(update={"state": ActionState.OPEN})),
        review=now.review.model_copy(
            update={"number": 3, "closed": now.review.opened,
                    "updates": (now.review.updates[0].model_copy(update={"rag": Rag.RED}),)}
        ),
    )  # fmt: skip
    found = reduced(now, earlier, Chosen())
    assert found.since == now.review.opened
    assert [one.said for one in found.changes] == [
        "G1 was “partly met” and is now “met”.",
        "L1, Havens in shops: was “off track” and is now “on track”.",
        "L2, Map provision: was “not in this review” and is now “complete”.",
        "L3, A mentor in A&E: is new.",
    ]


def test_anyone_reads_the_plan_with_its_limits(cast, visit):
    made_public.publication(cast.own, "published")
    read = page(visit, at())
    assert made_public.SUMMARY in read and "On track" in read and "at risk" in read
    assert "that violence rose or fell because of this plan" in read
    assert len(gzip.compress(read.encode())) < 60_000


def test_the_json_is_as_its_schema_says(cast, visit):
    jsonschema = pytest.importorskip("jsonschema")
    made_public.publication(cast.own, "published")
    answer = visit().get(at("plan.json"))
    jsonschema.Draft202012Validator(schema()).validate(answer.json())
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "application/json", "public, max-age=60",
    )  # fmt: skip
    assert PublicPlan.model_validate(answer.json()).form == "commonground.public-plan/1"


def test_the_feed_is_atom(cast, visit):
    made_public.publication(cast.own, "published")
    made_public.comment(cast.own, "waiting")
    feed = ET.fromstring(page(visit, at("feed/")))
    assert [one.findtext("a:summary", namespaces=ATOM) for one in feed.findall("a:entry", ATOM)] == [
        made_public.SUMMARY
    ]


def test_a_response_to_outside_feedback_is_there_once_it_is_published(cast, visit):
    made_public.publication(cast.own, "published")
    made_outside.response(cast.own, "sent")
    assert "We cost them by July." not in page(visit, at()) + page(visit, at("plan.json"))
    made_outside.response(cast.own, "published")
    assert "We cost them by July." in page(visit, at())
    [told] = json.loads(page(visit, at("plan.json")))["responses"]
    assert (told["summary"], told["response"]) == ("A clear plan.", "We cost them by July.")
    assert "Which meeting looks at this?" not in page(visit, at())


@pytest.mark.parametrize("state", ["asked", "returned", "withdrawn"])
def test_what_is_not_published_is_as_if_it_never_was(cast, visit, state):
    made_public.publication(cast.own, state)
    for rest in PUBLIC:
        page(visit, at(rest), 404)
    assert visit().post(at("comment/"), {"text": "Hello"}).status_code == 404
    assert "lewisham" not in page(visit, "/published/plans/").lower()


def test_only_the_latest_is_public(cast, visit):
    made_public.publication(cast.own, "replaced")
    assert page(visit, "/published/plans/").count("/published/plans/lewisham/") == 1
    assert made_public.SUMMARY not in page(visit, at())


def test_reading_leaves_no_row_and_no_cookie(cast, visit):
    made_public.publication(cast.own, "published")
    before = AccessEvent.objects.count()
    answer = visit().get(at())
    assert (AccessEvent.objects.count(), dict(answer.cookies), answer.headers["Cache-Control"]) == (
        before, {}, "public, max-age=60",
    )  # fmt: skip


# Who publishes


def test_whoever_asked_does_not_approve(cast):
    asked = made_public.publication(cast.own, "asked")
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match="somebody else"):
        publishing.publish(asked, True, by=cast.own.actor("plan_owner"))


def test_the_database_refuses_an_approver_who_asked(cast):
    asked = made_public.publication(cast.own, "asked")
    with pytest.raises(DatabaseError, match="publication_approved_by_another"), connection.cursor() as cursor:
        cursor.execute(
            "update plan_publication set state = 'published', approved_by_id = asked_by_id, approved_at = now()"
            " where id = %s", [asked.pk],
        )  # fmt: skip


def test_the_approver_says_that_each_place_was_read(cast, visit):
    with scope(partnership=cast.own.partnership):
        made_public.closed_review(cast.own)
        asked = publishing.ask(Chosen(plain_summary="Mr Planted met 3 young people."), by=cast.own.actor("plan_owner"))
        with pytest.raises(NotPossible, match="Read the 2 places"):
            publishing.publish(asked, by=cast.own.actor("panel_chair"))
    address = f"/partnerships/lewisham/plan/public/{asked.public_id}/publish/"
    chair = visit(cast.own.user("panel_chair"))
    shown = chair.get(address).content.decode()
    assert "<mark>Mr Planted</mark>" in shown and "<mark>3 young people</mark>" in shown
    assert "The plan: summary in plain English" in shown
    assert chair.post(address, {}).status_code == 200
    assert chair.post(address, {"read": "on"}).status_code == 302
    with scope(partnership=cast.own.partnership):
        assert (Publication.objects.get().state, Publication.objects.get().places_read) == ("published", 2)


def test_a_later_review_has_to_be_asked_for_anew(cast):
    asked = made_public.publication(cast.own, "asked")
    with scope(partnership=cast.own.partnership):
        made_public.closed_review(cast.own, 3)
        with pytest.raises(NotPossible, match="A later review has closed"):
            publishing.publish(asked, True, by=cast.own.actor("panel_chair"))


def test_without_a_closed_review_there_is_nothing_to_ask_for(cast):
    with scope(partnership=cast.own.partnership):
        made.plan(cast.own)
        with pytest.raises(NotPossible, match="No review of this plan is closed yet"):
            publishing.ask(Chosen(), by=cast.own.actor("plan_owner"))


ACTS = {
    "published": lambda found, by: publishing.publish(found, True, by=by),
    "returned": lambda found, by: publishing.send_back(found, "Why", by=by),
    "withdrawn": lambda found, by: publishing.withdraw(found, "Why", by=by),
}


@pytest.mark.parametrize(("state", "to"), list(product(STATES, ACTS)))
def test_the_steps_are_a_table(cast, state, to):
    found = made_public.publication(cast.own, state)
    with scope(partnership=cast.own.partnership):
        if (state, to) in STEPS:
            assert ACTS[to](found, cast.own.actor("panel_chair")).state == to
        else:
            with pytest.raises(NotPossible):
                ACTS[to](found, cast.own.actor("panel_chair"))


@pytest.mark.parametrize(("state", "to"), list(product(STATES, STATES)))
def test_the_database_knows_the_same_table(cast, state, to):
    found = made_public.publication(cast.own, state)
    chair = cast.own.seats["panel_chair"].pk
    step = (
        "update plan_publication set state = %s, approved_by_id = %s, approved_at = coalesce(approved_at, now()),"
        " returned_by_id = %s, returned_why = 'x', withdrawn_by_id = %s, withdrawn_at = now(), withdrawn_why = 'x'"
        " where id = %s"
    )
    values = [to, chair, chair, chair, found.pk]
    if (state, to) in STEPS or state == to:
        with connection.cursor() as cursor:
            cursor.execute(step, values)
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), connection.cursor() as cursor:
            cursor.execute(step, values)


def by_orm(found: Publication) -> None:
    found.document = {}
    found.save()


def in_bulk(found: Publication) -> None:
    Publication.objects.filter(pk=found.pk).update(costs=True)


def by_bulk_update(found: Publication) -> None:
    found.sha256 = "0" * 64
    Publication.objects.bulk_update([found], ["sha256"])


def by_sql(found: Publication) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update plan_publication set document = '{}' where id = %s", [found.pk])


def deleted(found: Publication) -> None:
    found.delete()


def deleted_by_sql(found: Publication) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from plan_publication where id = %s", [found.pk])


def emptied(found: Publication) -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate plan_publication cascade")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("change", [by_orm, in_bulk, by_bulk_update, by_sql, deleted, deleted_by_sql, emptied])
def test_what_was_asked_for_never_changes(cast, change, state):
    found = made_public.publication(cast.own, state)
    with scope(partnership=cast.own.partnership), pytest.raises(DatabaseError), transaction.atomic():
        change(found)


# The pages inside


def test_any_text_can_be_left_out_whether_it_was_pointed_out_or_not(cast, visit):
    with scope(partnership=cast.own.partnership):
        made_public.closed_review(cast.own)
    owner, root = visit(cast.own.user("plan_owner")), "/partnerships/lewisham/plan/public/"
    ref = re.search(r'value="action/(\S+)/description"', owner.get(f"{root}ask/").content.decode())[1]
    said = {"plain_summary": "In short.", "others": [f"action/{ref}/description"]}
    here = owner.post(f"{root}ask/", said).headers["Location"]
    shown = owner.get(f"{here}preview/").content.decode()
    assert "[name removed] with shops" not in shown and "Havens in shops" in shown


def test_the_way_from_asking_to_withdrawing(cast, visit):
    with scope(partnership=cast.own.partnership):
        made_public.closed_review(cast.own)
    owner, chair = visit(cast.own.user("plan_owner")), visit(cast.own.user("panel_chair"))
    root = "/partnerships/lewisham/plan/public/"
    assert "Ask to publish" in owner.get(root).content.decode()
    assert "What would be published" in owner.get(f"{root}ask/").content.decode()
    asked = owner.post(f"{root}ask/", {"plain_summary": made_public.SUMMARY})
    assert asked.status_code == 302
    here = asked.headers["Location"]
    assert "somebody else has to approve it" in owner.get(here).content.decode()
    assert made_public.SUMMARY in chair.get(f"{here}preview/").content.decode()
    assert "somebody else" in owner.post(f"{here}publish/", {"read": "on"}).content.decode()
    assert chair.post(f"{here}publish/", {"read": "on"}).status_code == 302
    assert made_public.SUMMARY in page(visit, at())
    assert chair.post(f"{here}withdraw/", {}).status_code == 200
    assert chair.post(f"{here}withdraw/", {"why": "A wrong date"}).status_code == 302
    page(visit, at(), 404)
    kinds = AccessEvent.objects.filter(record__startswith="publication:").order_by("id")
    told = [(one.kind, one.details.get("became", "")) for one in kinds if one.kind != "consultation"]
    assert told == [
        ("collection", "asked"), ("alteration", "published"), ("disclosure", ""), ("alteration", "withdrawn"),
    ]  # fmt: skip


# The API


def test_a_system_with_a_key_reads_what_is_published_and_no_more(cast):
    with scope(partnership=cast.other.partnership):
        key = systems.make_key("Dashboard", "To read", 30, by=cast.other.actor("administrator"))[1]
    made_public.publication(cast.own, "published")
    client = Client(headers={"authorization": f"Bearer {key}"})
    [listed] = client.get("/api/v1/plans").json()["items"]
    assert (listed["partnership_slug"], listed["page"]) == ("lewisham", at())
    whole = client.get("/api/v1/plans/lewisham")
    assert whole.json() == client.get(at("plan.json")).json()
    assert [words for words in (*PLANTED.values(), NOTE) if words in whole.content.decode()] == []
    assert client.get("/api/v1/plans/greenwich").status_code == 404
    assert Client().get("/api/v1/plans/lewisham").status_code == 401


def test_lists_ask_as_often_for_two_as_for_one(cast, visit):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(visit, address)
        return len([one for one in asked if "cache" not in one["sql"]])

    made_public.publication(cast.own, "published")
    one = queries("/published/plans/")
    made_public.publication(cast.other, "published")
    assert queries("/published/plans/") == one
    assert queries(at()) < 20
