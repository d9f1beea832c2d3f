"""The second step: outside the demonstration nobody gets anywhere without one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import transaction
from django.test import Client
from people import PASSWORD

LOGIN, SECOND = "/account/login/", "/account/second-step/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What happens when an act is stored: the transaction around a test never is."""
    monkeypatch.setattr(transaction, "on_commit", lambda then, *args, **kwargs: then())


@pytest.fixture
def analyst(cast):
    user = cast.own.user("analyst")
    user.set_password(PASSWORD)
    user.save()
    return user


def code_of(secret: str) -> str:
    """What an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(email, **more):
    client = Client()
    return client, client.post(LOGIN, {"login": email, "password": PASSWORD, **more})


def set_up_app(client):
    """Set up an app; its secret."""
    page = client.get(SECOND + "app/").content.decode()
    secret = re.search(r'<code class="cg-code">(\w+)</code>', page)[1]
    answer = client.post(SECOND + "app/", {"code": code_of(secret)})
    assert (answer.status_code, answer.url) == (302, SECOND + "codes/")
    return secret


def test_without_a_second_step_only_the_pages_to_set_one_up_open(analyst):
    client, _ = sign_in(analyst.email)
    for path in ("/", "/partnerships/lewisham/", "/account/", "/account/sessions/", "/roles/", "/account/drafts/"):
        assert (client.get(path).status_code, client.get(path).url) == (302, SECOND), path
    page = client.get(SECOND)
    assert page.status_code == 200
    assert "Set up a second step before you go on" in page.content.decode()
    assert client.get(SECOND + "app/").status_code == 200
    assert client.get(SECOND + "keys/add/").status_code == 200
    assert client.get("/account/logout/").status_code == 200


def test_an_app_is_set_up_with_a_picture_or_by_typing_and_opens_the_site_at_once(analyst):
    client, _ = sign_in(analyst.email)
    page = client.get(SECOND + "app/").content.decode()
    assert '<img src="data:image/svg+xml;base64,' in page
    assert " style=" not in page
    set_up_app(client)
    assert client.get("/partnerships/lewisham/").status_code == 200
    codes = re.findall(r'<code class="cg-code">(\d+)</code>', client.get(SECOND + "codes/").content.decode())
    assert len(set(codes)) == 10


def test_the_code_is_asked_for_at_the_next_sign_in_and_a_wrong_one_refused(analyst):
    client, _ = sign_in(analyst.email)
    secret = set_up_app(client)
    again, answer = sign_in(analyst.email, next="/partnerships/lewisham/")
    assert answer.url.startswith(SECOND + "authenticate/")
    assert again.get("/partnerships/lewisham/").url.startswith(LOGIN)
    assert "The code is not right" in again.post(SECOND + "authenticate/", {"code": "000000"}).content.decode()
    right = again.post(SECOND + "authenticate/", {"code": code_of(secret)})
    assert (right.status_code, right.url) == (302, "/partnerships/lewisham/")
    assert again.get("/partnerships/lewisham/").status_code == 200


def test_a_code_works_once(analyst):
    client, _ = sign_in(analyst.email)
    code = code_of(set_up_app(client))
    first, _ = sign_in(analyst.email)
    assert first.post(SECOND + "authenticate/", {"code": code}).status_code == 302
    second, _ = sign_in(analyst.email)
    assert second.post(SECOND + "authenticate/", {"code": code}).status_code == 200


def test_a_recovery_code_works_once(analyst):
    client, _ = sign_in(analyst.email)
    set_up_app(client)
    page = client.get(SECOND + "codes/").content.decode()
    code = re.search(r'<code class="cg-code">(\d+)</code>', page)[1]
    first, _ = sign_in(analyst.email)
    assert first.post(SECOND + "authenticate/", {"code": code}).status_code == 302
    second, _ = sign_in(analyst.email)
    assert second.post(SECOND + "authenticate/", {"code": code}).status_code == 200


def test_codes_cannot_be_guessed_in_a_burst(analyst):
    client, _ = sign_in(analyst.email)
    secret = set_up_app(client)
    again, _ = sign_in(analyst.email)
    pages = [again.post(SECOND + "authenticate/", {"code": f"{n:06}"}).content.decode() for n in range(8)]
    assert "There were too many attempts" in pages[-1]
    assert "There were too many attempts" in again.post(
        SECOND + "authenticate/", {"code": code_of(secret)}
    ).content.decode()


def test_the_only_second_step_stays(analyst):
    client, _ = sign_in(analyst.email)
    set_up_app(client)
    answer = client.post(SECOND + "app/remove/")
    assert "This is your only second step" in answer.content.decode()
    assert Authenticator.objects.filter(user=analyst, type="totp").count() == 1


def test_changes_are_told_by_mail_without_a_name(analyst):
    client, _ = sign_in(analyst.email)
    mail.outbox.clear()
    set_up_app(client)
    assert {letter.subject for letter in mail.outbox} >= {"Common Ground: A second step was added"}
    text = " ".join(letter.subject + letter.body for letter in mail.outbox)
    assert [canary for canary in (analyst.name, analyst.email, "Lewisham", "127.0.0.1") if canary in text] == []


def test_second_steps_change_only_after_a_fresh_sign_in(analyst, monkeypatch):
    client, _ = sign_in(analyst.email)
    set_up_app(client)
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    for path in ("app/remove/", "codes/new/", "keys/add/"):
        assert client.get(SECOND + path).url.startswith("/account/reauthenticate/"), path


def test_an_invented_person_needs_none_in_a_demonstration_and_one_elsewhere(analyst, settings):
    analyst.demonstration = True
    analyst.save()
    settings.DEMONSTRATION = True
    client, _ = sign_in(analyst.email)
    assert client.get("/partnerships/lewisham/").status_code == 200
    settings.DEMONSTRATION = False
    assert client.get("/partnerships/lewisham/").url == SECOND


def test_someone_who_lost_everything_sets_up_another_after_being_vouched_for(analyst):
    from click.testing import CliRunner

    from commonground.partnership.models import AccessEvent
    from commonground.web.commands.lost_second_step import command

    client, _ = sign_in(analyst.email)
    set_up_app(client)
    ran = CliRunner().invoke(command, [analyst.email.upper(), "--why", "seen by the administrator"])
    assert (ran.exit_code, ran.output) == (
        0, f"2 second steps were taken away. At the next sign-in {analyst.name} sets up another.\n",
    )  # fmt: skip
    assert client.get("/account/").url.startswith(LOGIN)
    again, _ = sign_in(analyst.email)
    assert again.get("/partnerships/lewisham/").url == SECOND
    row = AccessEvent.objects.get(purpose="seen by the administrator")
    assert (row.kind, row.details["second_steps_taken_away"]) == ("alteration", 2)
    unknown = CliRunner().invoke(command, ["nobody@example.org", "--why", "x"])
    assert (unknown.exit_code, unknown.output) == (1, "Error: nobody has the address nobody@example.org.\n")
