"""What is typed is not lost: kept while typing and at the end of a sitting, and given back to the same person alone."""

from datetime import timedelta
from uuid import uuid4

import note_pages
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from people import PASSWORD

from commonground.partnership.changes import drafts
from commonground.partnership.models import AccessEvent, Draft
from commonground.partnership.rule import Actor
from commonground.web.models import Sending

NOTE, KEEP = "/partnerships/lewisham/note/", "/account/drafts/keep/"
TYPED = {"text": "half a senten", "colours": ["red", "blue"], "password": "not for keeping"}


@pytest.fixture(autouse=True)
def with_note(settings):
    settings.ROOT_URLCONF = "note_pages"
    note_pages.saved.clear()


@pytest.fixture
def author(cast):
    return cast.own.user("analyst")


def kept(user) -> list[dict]:
    with scopes_disabled():
        return [draft.fields for draft in Draft.objects.filter(user=user)]


def body(client, path=NOTE) -> str:
    return client.get(path).content.decode()


def test_what_is_typed_is_kept_and_given_back(author, visit):
    answer = visit(author).post(KEEP, TYPED | {"draft_page": NOTE})
    assert answer.content.decode().strip().startswith("Draft kept at ")
    assert kept(author) == [{"text": ["half a senten"], "colours": ["red", "blue"]}]
    page = body(visit(author))  # on another day, in another browser
    assert "half a senten" in page
    assert page.count("selected") == 2
    assert "These fields hold what you typed on" in page


def test_keeping_again_replaces_and_an_emptied_form_keeps_what_was_there(author, visit):
    client = visit(author)
    for text in ("one", "one two", ""):
        client.post(KEEP, {"text": text, "draft_page": NOTE})
    assert kept(author) == [{"text": ["one two"]}]


def test_saving_lets_the_draft_go_and_a_refused_form_does_not(author, visit):
    client = visit(author)
    client.post(KEEP, TYPED | {"draft_page": NOTE})
    assert client.post(NOTE, {"text": ""}).status_code == 200
    assert len(kept(author)) == 1
    assert client.post(NOTE, {"text": "a whole sentence"}).status_code == 302
    assert kept(author) == []
    assert "as it was" in body(client)


@pytest.mark.parametrize("token", ["4e0c3c3e-5f0a-4b53-9d9d-6a3a3a0f8f11", "", "no token"])
def test_what_arrives_after_its_form_was_saved_is_not_kept(author, visit, token):
    client = visit(author)
    if token.count("-") > 1:
        Sending.objects.create(user=author, token=token, address=NOTE)
    answer = client.post(KEEP, TYPED | {"draft_page": NOTE, "once": token})
    assert answer.status_code == 200
    assert len(kept(author)) == (0 if token.count("-") > 1 else 1)
    assert client.post(KEEP, TYPED | {"draft_page": NOTE, "once": str(uuid4())}).content
    assert len(kept(author)) == 1


def test_nobody_else_sees_keeps_or_discards_it(cast, author, visit):
    visit(author).post(KEEP, TYPED | {"draft_page": NOTE})
    with scopes_disabled():
        draft = Draft.objects.get()
    for other in (cast.own.user("administrator"), cast.other.user("analyst")):
        client = visit(other)
        assert "half a senten" not in body(client) + body(client, "/account/drafts/")
        assert client.post(f"/account/drafts/{draft.public_id}/discard/").status_code == 404
    assert visit(cast.other.user("analyst")).post(KEEP, TYPED | {"draft_page": NOTE}).status_code == 404
    assert visit(author).post(KEEP, TYPED | {"draft_page": "/partnerships/greenwich/note/"}).status_code == 404
    assert visit(author).post(KEEP, TYPED | {"draft_page": "/roles/"}).status_code == 404
    assert visit(author).post(KEEP, TYPED | {"draft_page": "/nowhere/"}).status_code == 404
    assert len(kept(author)) == 1


def test_a_draft_is_listed_and_discarded(author, visit):
    client = visit(author)
    client.post(KEEP, TYPED | {"draft_page": NOTE})
    with scopes_disabled():
        draft = Draft.objects.get()
    page = body(client, "/account/drafts/")
    assert f'href="{NOTE}">A note</a>' in page
    assert "Safer Lewisham Partnership" in page
    assert client.post(f"/account/drafts/{draft.public_id}/discard/").url == "/account/drafts/"
    assert kept(author) == []


@pytest.mark.parametrize("minutes", [31, 12 * 60 + 1])
def test_a_form_sent_after_the_sitting_is_kept_and_there_after_signing_in(author, visit, minutes):
    author.set_password(PASSWORD)
    author.save()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visit(author)
        assert client.get(NOTE).status_code == 200
        clock.shift(timedelta(minutes=minutes))
        answer = client.post(NOTE, TYPED)
        assert (answer.status_code, answer.url) == (302, f"/account/login/?next={NOTE}")
        assert note_pages.saved == []
        page = client.get(answer.url).content.decode()
        assert "You were signed out because" in page
        assert "What you typed is kept: sign in to go on." in page
        assert "half a senten" not in page
        assert client.get(NOTE).status_code == 302
        client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "half a senten" in client.get(NOTE).content.decode()
    assert kept(author) == [{"text": ["half a senten"], "colours": ["red", "blue"]}]


def test_someone_else_who_signs_in_at_the_same_browser_does_not_see_it(cast, author, visit):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visit(author)
        client.get(NOTE)
        clock.shift(timedelta(minutes=31))
        client.post(NOTE, TYPED)
        client.force_login(
            cast.own.user("plan_owner"), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert "half a senten" not in client.get(NOTE).content.decode()


def test_typing_on_after_the_sitting_is_kept_and_the_page_stays(author, visit):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visit(author)
        client.get(NOTE)
        clock.shift(timedelta(hours=13))
        for text in ("one", "one two"):
            answer = client.post(KEEP, {"text": text, "draft_page": NOTE}, headers={"HX-Request": "true"})
            assert answer.status_code == 200
            assert "What you have typed so far is kept. Sign in again" in answer.content.decode()
        assert client.get(NOTE).status_code == 302
    assert kept(author) == [{"text": ["one two"]}]


def test_typing_on_when_the_session_is_gone_altogether_does_not_take_the_page_away(author, visit):
    answer = visit().post(KEEP, {"text": "one", "draft_page": NOTE}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (200, None)
    assert "You are signed out. Leave this page open" in answer.content.decode()


def test_a_form_from_before_signing_in_again_comes_back_and_is_not_acted_on(author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = TYPED | {"csrfmiddlewaretoken": "x" * 64}
    answer = client.post(NOTE, sent, headers={"Origin": "http://testserver"})
    assert (answer.status_code, answer.url) == (302, NOTE)
    assert note_pages.saved == []
    page = body(client)
    assert "What you typed is here: save it now." in page
    assert "half a senten" in page


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
def test_a_form_of_another_site_is_neither_kept_nor_acted_on(author, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(NOTE, TYPED, headers={"Origin": origin} if origin else {}).status_code == 403
    assert (note_pages.saved, kept(author)) == ([], [])


def test_a_leaver_leaves_no_draft_at_a_table_they_left(cast, author, visit):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = visit(author)
        client.get(NOTE)
        seat = cast.own.seats["analyst"]
        seat.end = timezone.localdate() - timedelta(days=1)
        seat.save()
        clock.shift(timedelta(minutes=31))
        assert client.post(NOTE, TYPED).status_code == 302
    assert kept(author) == []


def test_a_form_that_is_not_worth_keeping_is_not_kept(author, visit):
    visit(author).post(KEEP, {"text": "   ", "draft_page": NOTE})
    visit(author).post(KEEP, {"text": "x" * 500_001, "draft_page": NOTE})
    assert kept(author) == []


def test_a_draft_goes_in_time_and_the_person_is_warned_before(author, visit, settings):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visit(author).post(KEEP, TYPED | {"draft_page": NOTE})
        author.set_password(PASSWORD)
        author.save()
        clock.shift(timedelta(days=settings.DRAFT_DAYS - 4))
        assert drafts.going_soon(Actor(user=author)) == []
        clock.shift(timedelta(days=2))
        client = visit()
        client.post("/account/login/", {"login": author.email, "password": PASSWORD})
        assert "A draft of yours will be deleted on" in body(client, "/account/second-step/")
        clock.shift(timedelta(days=2, minutes=1))
        assert "half a senten" not in body(visit(author))
        assert drafts.forget_old(by=Actor.of_system("the night")) == 1
    assert kept(author) == []


def test_a_draft_does_not_go_unnoticed_over_what_another_saved_meanwhile(cast, author, visit, settings):
    settings.ROOT_URLCONF = "commonground.web.urls"
    from commonground.papers.prompts import BY_KEY

    key = next(iter(BY_KEY))
    path = f"/partnerships/lewisham/assessments/texts/{key}/"
    author, colleague = visit(author), visit(cast.own.user("plan_owner"))
    author.post(KEEP, {"text": "the author’s", "read": "0", "draft_page": path})
    form = colleague.get(path).context["form"]
    saved = colleague.post(path, {"text": "the colleague’s", "read": "0", "once": form["once"].value()})
    assert saved.status_code == 302
    form = author.get(path).context["form"]
    assert form["text"].value() == "the author’s"
    answer = author.post(path, {name: form[name].value() for name in ("text", "read", "once")})
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Nothing is lost: both are below", "colleague’s", "the author’s"):
        assert words in page
    assert BY_KEY[key].title in body(author, "/account/drafts/")


def test_the_log_tells_of_a_draft_and_never_what_it_says(author, visit):
    client = visit(author)
    client.post(KEEP, TYPED | {"draft_page": NOTE})
    client.post(KEEP, TYPED | {"draft_page": NOTE})
    client.post(NOTE, {"text": "a whole sentence"})
    rows = AccessEvent.objects.filter(record__startswith="draft:")
    assert sorted(rows.values_list("kind", flat=True)) == ["collection", "erasure"]
    assert "senten" not in str(list(AccessEvent.objects.values()))
