"""What the public says of a plan: nothing is shown before somebody has read it, and nobody can be found by it."""

from itertools import product

import made_public
import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from commonground.partnership.models import AccessEvent
from commonground.partnership.rule import Actor
from commonground.plan.changes import comments, publishing
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import PublicComment
from commonground.plan.models.publication import COMMENT_STEPS, LONGEST_COMMENT

FORM = "/published/plans/lewisham/comment/"
SAID = "More lights in the park, please."
STATES = [state.value for state in PublicComment.State]
PUBLIC = ("", "plan.json", "feed/", "comments/")


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(db):
    cache.clear()


@pytest.fixture
def published(cast):
    return made_public.publication(cast.own, "published")


def everywhere(visit) -> str:
    return "".join(visit().get(f"/published/plans/lewisham/{rest}").content.decode() for rest in PUBLIC)


def send(visit, **said: str):
    return visit().post(FORM, {"text": SAID, "name": "Ada", **said}, REMOTE_ADDR="192.0.2.7")


def only_one(cast) -> PublicComment:
    with scope(partnership=cast.own.partnership):
        return PublicComment.objects.get()


def test_a_comment_waits_and_nothing_of_it_is_shown(cast, visit, published):
    answer = send(visit)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{FORM}?sent=1")
    assert "Somebody at the partnership reads it first" in visit().get(f"{FORM}?sent=1").content.decode()
    made = only_one(cast)
    assert (made.text, made.name, made.state) == (SAID, "Ada", "waiting")
    assert SAID not in everywhere(visit) and "Ada" not in everywhere(visit)


def test_where_it_came_from_is_kept_nowhere(cast, visit, published):
    send(visit)
    made = only_one(cast)
    [row] = AccessEvent.objects.filter(record=f"publiccomment:{made.public_id}")
    assert (row.kind, row.user_name, row.address, row.session, row.user_id_then) == (
        "collection", "a member of the public", None, "", None,
    )  # fmt: skip
    assert SAID not in str(row.details)
    with connection.cursor() as cursor:
        for table in ("plan_publiccomment", "plan_publiccommentversion", "partnership_accessevent"):
            cursor.execute(f"select count(*) from {table} t where t::text like '%%192.0.2.7%%'")
            assert cursor.fetchone() == (0,), table


def test_what_is_shown_is_escaped(cast, visit, published):
    send(visit, text="<script>alert(1)</script> & more", name="<b>Ada</b>")
    with scope(partnership=cast.own.partnership):
        comments.show(PublicComment.objects.get(), by=cast.own.actor("panel_chair"))
    read = visit().get("/published/plans/lewisham/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in read and "&lt;b&gt;Ada&lt;/b&gt;" in read
    assert "<script>alert" not in everywhere(visit)


@pytest.mark.parametrize(
    "said", [{"text": ""}, {"text": "   "}, {"text": "x" * (LONGEST_COMMENT + 1)}, {"name": "x" * 41}]
)
def test_what_cannot_be_kept_is_said_and_nothing_is(cast, visit, published, said):
    answer = send(visit, **said)
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    with scope(partnership=cast.own.partnership):
        assert PublicComment.objects.count() == 0


def test_the_longest_is_kept_whole(cast, visit, published):
    send(visit, text="é" * LONGEST_COMMENT)
    assert len(only_one(cast).text) == LONGEST_COMMENT


def test_a_comment_that_is_sent_twice_is_kept_once(cast, visit, published):
    send(visit)
    send(visit)
    assert only_one(cast).text == SAID


def test_too_many_are_turned_away_and_looking_is_not_counted(cast, visit, published, settings):
    settings.LIMITS = settings.LIMITS | {"comment": (2, 3600)}
    for _ in range(4):
        assert visit().get(FORM, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert [send(visit, text=f"Number {n}").status_code for n in range(3)] == [302, 302, 429]


def test_a_flood_is_stopped(cast, visit, published, monkeypatch):
    monkeypatch.setattr("commonground.plan.public.WAITING_MOST", 1)
    send(visit)
    assert "Many comments wait to be read" in send(visit, text="Another").content.decode()


def test_a_form_from_elsewhere_is_refused(cast, published):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(FORM, {"text": SAID}).status_code == 403


def test_a_plan_that_left_the_page_takes_no_comment(cast, published):
    with scope(partnership=cast.own.partnership):
        publishing.withdraw(published, "Why", by=cast.own.actor("panel_chair"))
    with pytest.raises(NotPossible, match="not on the public page"):
        comments.comment(published, SAID, by=Actor())


def test_the_moderator_sees_what_names_somebody_and_decides(cast, visit, published):
    send(visit, text="Ask Mrs Planted of SE13 6LG, she saw 2 boys.")
    made = only_one(cast)
    chair = visit(cast.own.user("panel_chair"))
    here = f"/partnerships/lewisham/plan/public/comments/{made.public_id}/"
    shown = chair.get(here).content.decode()
    assert [f"<mark>{one}</mark>" in shown for one in ("Mrs Planted", "SE13 6LG", "2 boys")] == [True] * 3
    assert "Choose why the comment is not shown" in chair.post(here, {"decision": "refused"}).content.decode()
    assert chair.post(here, {"decision": "refused", "because": "names"}).status_code == 302
    made = only_one(cast)
    assert (made.state, made.because, made.text, made.name) == ("refused", "names", "", "")
    assert "Planted" not in everywhere(visit)
    assert "The words were erased" in chair.get("/partnerships/lewisham/plan/public/comments/").content.decode()


def test_a_reply_is_shown_under_the_comment(cast, visit, published):
    send(visit)
    made = only_one(cast)
    owner = visit(cast.own.user("plan_owner"))
    here = f"/partnerships/lewisham/plan/public/comments/{made.public_id}/"
    assert owner.post(here, {"decision": "shown"}).status_code == 302
    assert owner.post(f"{here}reply/", {"text": "The council asked for them in May."}).status_code == 302
    assert "The council asked for them in May." in visit().get("/published/plans/lewisham/").content.decode()
    assert owner.post(here, {"because": "asked"}).status_code == 302
    assert SAID not in everywhere(visit) and "asked for them in May" not in everywhere(visit)


def test_only_a_comment_that_is_shown_is_replied_to(cast):
    waiting = made_public.comment(cast.own, "waiting")
    with scope(partnership=cast.own.partnership), pytest.raises(NotPossible, match="show it first"):
        comments.reply(waiting, "Thank you", by=cast.own.actor("plan_owner"))


@pytest.mark.parametrize(("state", "to"), list(product(STATES, ("shown", "refused"))))
def test_the_steps_are_a_table(cast, state, to):
    found, chair = made_public.comment(cast.own, state), cast.own.actor("panel_chair")
    act = {
        "shown": lambda: comments.show(found, by=chair), "refused": lambda: comments.refuse(found, "abuse", by=chair),
    }  # fmt: skip
    with scope(partnership=cast.own.partnership):
        if (state, to) in COMMENT_STEPS:
            assert act[to]().state == to
        else:
            with pytest.raises(NotPossible):
                act[to]()


@pytest.mark.parametrize(
    "sql",
    ["update plan_publiccomment set text = 'Other words'", "update plan_publiccomment set name = 'Bob'",
     "update plan_publiccomment set sent_at = now() - interval '1 day'", "delete from plan_publiccomment"],
)  # fmt: skip
def test_nobody_rewrites_what_the_public_said(cast, sql):
    made_public.comment(cast.own, "waiting")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_history_holds_no_words_of_the_public(cast):
    made_public.comment(cast.own, "refused")
    fields = {field.name for field in PublicComment.pgh_event_model._meta.fields}
    assert {"text", "name"} & fields == set()
