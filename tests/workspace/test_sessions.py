"""Sittings and sessions: how long they last, who can see and end them, and what asks for a fresh sign-in."""

from datetime import timedelta

import note_pages
import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from people import PASSWORD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOME = "/partnerships/lewisham/"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def analyst(cast):
    user = cast.own.user("analyst")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_sitting_ends_when_nothing_is_done_for_half_an_hour(analyst, visit, clock):
    client = visit(analyst)
    for _ in range(4):
        assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=29))
    clock.shift(timedelta(minutes=2))
    answer = client.get(HOME + "?month=3")
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={HOME}%3Fmonth%3D3")
    assert "nothing was done for 30 minutes" in client.get(answer.url).content.decode()
    assert client.get(HOME).status_code == 302


def test_a_sitting_ends_after_twelve_hours_however_busy(analyst, visit, clock):
    client = visit(analyst)
    for _ in range(12 * 3):
        assert client.get(HOME).status_code == 200
        clock.shift(timedelta(minutes=20))
    clock.shift(timedelta(minutes=1))
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert "12 hours have passed since you signed in" in client.get(answer.url).content.decode()


def test_a_page_that_asks_for_itself_does_not_keep_the_sitting_open(analyst, visit, clock):
    client = visit(analyst)
    client.get(HOME)
    for _ in range(2):
        clock.shift(timedelta(minutes=16))
        client.get(HOME, headers={"HX-Request": "true"})
    assert client.get(HOME).status_code == 302


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(analyst, visit, clock):
    client = visit(analyst)
    client.get(HOME)
    clock.shift(timedelta(minutes=31))
    answer = client.get(HOME, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/account/login/?next={HOME}")


def sign_in(analyst, agent):
    client = Client(headers={"user-agent": agent})
    client.force_login(analyst, backend=BACKEND)
    client.get(HOME)
    return client


def test_one_sees_ones_sessions_and_ends_one_or_all_the_others(analyst):
    here, phone, forgotten = (
        sign_in(analyst, agent)
        for agent in ("Mozilla Windows Firefox", "Mozilla iPhone Safari", "Mozilla Linux Chrome Safari Edg")
    )
    page = here.get("/account/sessions/").content.decode()
    assert [words in page for words in ("Firefox on Windows", "Safari on an iPhone", "Edge on Linux")] == [True] * 3
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert here.post("/account/sessions/end/", {"session": row.pk}).status_code == 302
    assert [one.get(HOME).status_code for one in (here, phone, forgotten)] == [200, 302, 200]
    assert here.post("/account/sessions/").status_code == 302
    assert [one.get(HOME).status_code for one in (here, phone, forgotten)] == [200, 302, 302]


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30])
def test_a_session_that_is_not_ones_own_does_not_exist(cast, analyst, visit, named):
    theirs = sign_in(cast.own.user("plan_owner"), "Mozilla")
    row = UserSession.objects.get(session_key=theirs.session.session_key)
    client = visit(analyst)
    assert client.post("/account/sessions/end/", {"session": named or row.pk}).status_code == 404
    assert theirs.get(HOME).status_code == 200


def test_changing_the_password_ends_every_other_session(analyst):
    here, other = sign_in(analyst, "Mozilla"), sign_in(analyst, "Mozilla")
    fields = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert here.post("/account/password/", fields).status_code == 302
    assert [one.get(HOME).status_code for one in (here, other)] == [200, 302]


def test_the_session_changes_its_name_at_sign_in(analyst):
    client = Client()
    client.get("/account/login/")
    client.post("/account/single-sign-on/x/")
    before = client.cookies["session"].value if "session" in client.cookies else ""
    client.force_login(analyst, backend=BACKEND)
    assert client.cookies["session"].value != before


def test_a_risky_act_asks_for_a_fresh_sign_in_and_then_goes_through(analyst, visit, clock, settings):
    settings.ROOT_URLCONF = "note_pages"
    note_pages.saved.clear()
    client = visit(analyst)
    assert client.get("/risky/").status_code == 200
    clock.shift(timedelta(minutes=16))
    answer = client.post("/risky/", {"what": "publish"})
    assert (answer.status_code, answer.url) == (302, "/account/reauthenticate/?next=%2Frisky%2F")
    assert note_pages.saved == []
    assert "The password is not right" in client.post(answer.url, {"password": "wrong"}).content.decode()
    assert note_pages.saved == []
    assert client.post(answer.url, {"password": PASSWORD, "next": "/risky/"}).status_code == 302
    assert note_pages.saved == [{"what": "publish"}]
    assert client.get("/risky/").status_code == 200


def test_an_old_session_cannot_be_made_fresh_by_being_used(analyst, visit, clock, settings):
    settings.ROOT_URLCONF = "note_pages"
    client = visit(analyst)
    for _ in range(3):
        clock.shift(timedelta(minutes=10))
        client.get(HOME)
    assert client.get("/risky/").url.startswith("/account/reauthenticate/")


def test_a_burst_is_turned_away_per_person_and_let_in_again_later(cast, analyst, visit, clock, settings):
    settings.ROOT_URLCONF = "note_pages"
    settings.LIMITS = settings.LIMITS | {"export": (5, 60)}
    client, other = visit(analyst), visit(cast.own.user("plan_owner"))
    answers = [client.get("/costly/").status_code for _ in range(8)]
    assert answers == [200] * 5 + [429] * 3
    assert other.get("/costly/").status_code == 200
    turned_away = client.get("/costly/")
    assert turned_away.headers["Retry-After"] == "60"
    assert "Wait a few minutes" in turned_away.content.decode()
    clock.shift(timedelta(seconds=61))
    assert client.get("/costly/").status_code == 200


def test_guessing_passwords_in_a_burst_is_stopped_and_told_plainly(analyst):
    client = Client()
    pages = [
        client.post("/account/login/", {"login": analyst.email, "password": f"guess {n}"}).content.decode()
        for n in range(7)
    ]
    assert ["There were too many attempts" in page for page in pages] == [False] * 5 + [True] * 2
    right = client.post("/account/login/", {"login": analyst.email, "password": PASSWORD})
    assert "There were too many attempts" in right.content.decode()


def test_asking_for_links_in_a_burst_is_stopped(analyst, mailoutbox):
    answers = [Client().post("/account/password/reset/", {"email": analyst.email}).status_code for _ in range(5)]
    assert answers == [302] * 3 + [429] * 2
    assert len(mailoutbox) == 3
