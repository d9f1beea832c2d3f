"""Single sign-on against a real identity server on this machine: who it may let in, and what the others are told."""

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from commonground.partnership.models import User
from commonground.web.single_sign_on import Provider, for_allauth, read, refusal

ADDRESS = "analyst.of.lewisham@example.org"
GOOD = {"email": ADDRESS, "email_verified": True, "tid": "tenant-1", "amr": ["pwd", "mfa"], "name": "Analyst"}
COUNCIL = Provider(
    "council", "Lewisham Council", "https://login.example", "client", tenant="tenant-1", domains=("example.org",)
)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, ""),
        ({"amr": ["fido"]}, ""),
        ({"amr": "mfa"}, ""),
        ({"email_verified": None, "amr": ["otp"]}, "has not checked your e-mail address"),
        ({"amr": ["pwd"]}, "let you in with a password alone"),
        ({"amr": []}, "let you in with a password alone"),
        ({"amr": None}, "let you in with a password alone"),
        ({"amr": None, "acr": "urn:strong"}, "let you in with a password alone"),
        ({"tid": "tenant-2"}, "at another organisation"),
        ({"tid": None}, "at another organisation"),
        ({"email": None}, "did not say your e-mail address"),
        ({"email": "a@elsewhere.example"}, "cannot sign in people with your e-mail address"),
        ({"email": "a@example.org.elsewhere.example"}, "cannot sign in people with your e-mail address"),
        ({"email": "a@evil-example.org"}, "cannot sign in people with your e-mail address"),
        ({"email_verified": False}, "has not checked your e-mail address"),
        ({"email_verified": "true"}, "has not checked your e-mail address"),
    ],
)
def test_the_table_of_claims(claims, said):
    answer = refusal(COUNCIL, GOOD | claims)
    assert answer == "" if not said else said in answer


def test_a_class_or_an_issuer_that_is_asked_for_is_looked_at():
    strict = replace(COUNCIL, acr=("urn:strong",), amr=(), issuer="https://login.example")
    assert refusal(strict, GOOD | {"iss": "https://login.example", "acr": "urn:strong"}) == ""
    assert "password alone" in refusal(strict, GOOD | {"iss": "https://login.example", "acr": "urn:weak"})
    assert "did not come from Lewisham Council" in refusal(strict, GOOD | {"iss": "https://other.example"})


def test_an_address_is_taken_where_the_server_says_nothing_of_having_checked_it():
    claims = {name: value for name, value in GOOD.items() if name != "email_verified"}
    assert refusal(COUNCIL, claims) == ""  # the domains say whom the server may speak for


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "council"}, "“council” lacks name, server, client_id"),
        ({"domains": []}, "lacks domains"),
        ({"server": "http://login.example"}, "a server that is not https"),
        ({"colour": "red"}, "has colour, which means nothing here"),
        ({"secret_file": "/nowhere"}, "The secret of “council” cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_in_a_sentence(row, said):
    good = {"id": "council", "name": "Council", "server": "https://login.example", "client_id": "c"}
    good["domains"] = ["a.uk"]
    with pytest.raises(ValueError, match=said):
        read(json.dumps([row if set(row) == {"id"} else good | row]))


def test_settings_come_from_a_file_and_their_secret_from_another(tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    row = {"id": "c", "name": "C", "server": "https://l.example/t/v2.0", "client_id": "i", "domains": ["@A.uk"],
           "secret_file": str(tmp_path / "secret")}  # fmt: skip
    (tmp_path / "providers.json").write_text(json.dumps([row]))
    (provider,) = read(str(tmp_path / "providers.json"))
    assert (provider.secret, provider.domains, provider.origin) == ("s3cret", ("a.uk",), "https://l.example")
    assert read("") == ()
    with pytest.raises(ValueError, match="which cannot be read"):
        read("/nowhere.json")
    with pytest.raises(ValueError, match="is not JSON"):
        read("[{]")


@pytest.fixture(scope="module")
def server():
    """An identity server, which believes what it is told of people."""
    mock = pytest.importorskip("oidc_provider_mock")
    with mock.run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def council(settings, server, db):
    """The site, for which the server speaks for example.org."""
    provider = replace(COUNCIL, server=server, secret="secret")
    settings.SINGLE_SIGN_ON = (provider,)
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth((provider,))
    return provider


class Person:
    """Someone with a browser, known to the identity server by a number and what it says of them."""

    def __init__(self, server: str, subject: str = "1", **claims: object) -> None:
        self.server, self.subject, self.site = server, subject, Client()
        said = {name: value for name, value in (GOOD | claims).items() if value is not None}
        requests.put(f"{server}/users/{subject}", json=said, timeout=5).raise_for_status()

    def comes_back_from(self, answer):
        """Sign in at the server to which the site sent the browser, and follow it back."""
        assert answer.url.startswith(self.server)
        back = requests.post(answer.url, data={"sub": self.subject}, allow_redirects=False, timeout=5)
        parts = urlsplit(back.headers["Location"])
        return self.site.get(f"{parts.path}?{parts.query}")

    def signs_in(self, next_page: str = ""):
        query = f"?process=login&next={next_page}" if next_page else "?process=login"
        return self.comes_back_from(self.site.post(f"/account/single-sign-on/council/{query}"))


def test_someone_with_a_seat_signs_in_and_needs_no_other_second_step(cast, council):
    person = Person(council.server)
    answer = person.signs_in("/partnerships/lewisham/")
    assert (answer.status_code, answer.url) == (302, "/partnerships/lewisham/")
    assert person.site.get("/partnerships/lewisham/").status_code == 200
    bound = SocialAccount.objects.get()
    assert (bound.user.email, bound.provider, bound.uid) == (ADDRESS, "council", "1")


def test_proof_of_key_and_state_go_with_the_browser(cast, council):
    answer = Client().post("/account/single-sign-on/council/?process=login")
    assert "code_challenge_method=S256" in answer.url
    stranger = Client().get("/account/single-sign-on/council/back/?code=x&state=made-up")
    assert stranger.status_code == 401
    assert "Single sign-on did not work this time" in stranger.content.decode()


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"tid": "tenant-2"}, "at another organisation"),
        ({"amr": ["pwd"]}, "with a password alone"),
        ({"email": "a@elsewhere.example"}, "cannot sign in people"),
        ({"email_verified": False}, "has not checked your e-mail address"),
    ],
)
def test_who_is_refused_is_told_why_and_not_signed_in(cast, council, claims, said):
    person = Person(council.server, **claims)
    answer = person.signs_in()
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert person.site.get("/account/").status_code == 302


def test_an_unknown_address_a_leaver_and_a_stranger_in_a_known_mailbox_are_told_the_same(cast, council):
    gone = cast.own.user("councillor")
    gone.is_active = False
    gone.save()
    SocialAccount.objects.create(user=cast.own.user("plan_owner"), provider="council", uid="the one before")
    asked = ["nobody@example.org", gone.email, cast.own.user("plan_owner").email]
    people = [Person(council.server, str(n), email=email) for n, email in enumerate(asked, 10)]
    answers = [person.signs_in() for person in people]
    assert {one.status_code for one in answers} == {403}
    assert len({one.content.decode().split("<main")[1] for one in answers}) == 1
    assert {person.site.get("/account/").status_code for person in people} == {302}
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_someone_invited_gets_an_account_of_the_invited_name_and_no_password(cast, council, monkeypatch):
    monkeypatch.setattr(
        "commonground.web.adapter.name_of_invited", lambda email: "Invited Person" if email == "new@example.org" else ""
    )
    person = Person(council.server, "20", email="new@example.org")
    assert person.signs_in().status_code == 302
    made = User.objects.get(email="new@example.org")
    assert (made.name, made.has_usable_password()) == ("Invited Person", False)
    assert person.site.get("/account/").status_code == 200
    assert person.site.get("/account/password/").status_code == 404


def test_an_account_cannot_be_joined_with_one_elsewhere_on_the_side(cast, council, visit):
    person = Person(council.server, "21", email="nobody@example.org")
    person.site = visit(cast.own.user("administrator"))
    answer = person.comes_back_from(person.site.post("/account/single-sign-on/council/?process=connect"))
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_risky_act_is_fresh_again_after_signing_in_there_once_more(cast, council, monkeypatch):
    import time

    person = Person(council.server)
    person.signs_in()
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    sent = person.site.get("/account/second-step/app/")
    assert sent.url.startswith("/account/reauthenticate/elsewhere/")
    page = person.site.get(sent.url).content.decode()
    address = page.split('action="')[1].split('"')[0].replace("&amp;", "&")
    asked = person.site.post(address)
    assert "prompt=login" in asked.url
    answer = person.comes_back_from(asked)
    assert (answer.status_code, answer.url) == (302, "/account/second-step/app/")
    assert person.site.get("/account/second-step/app/").status_code == 200


def test_signing_in_again_as_someone_else_is_refused(cast, council, monkeypatch):
    person = Person(council.server)
    person.signs_in()
    other = Person(council.server, "2", email=cast.own.user("plan_owner").email)
    other.site = person.site
    answer = other.comes_back_from(person.site.post("/account/single-sign-on/council/?process=redirect&next=/account/"))
    assert answer.status_code == 403
    assert "as someone else" in answer.content.decode()


def test_a_server_that_does_not_answer_leaves_the_password(cast, settings):
    provider = replace(COUNCIL, server="http://127.0.0.1:9")
    settings.SINGLE_SIGN_ON = (provider,)
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth((provider,))
    assert Client().get("/account/login/").status_code == 200
    answer = Client().post("/account/single-sign-on/council/?process=login")
    assert answer.status_code == 503
    assert "If you have a password here you can use it meanwhile" in answer.content.decode()


def test_a_server_nobody_named_does_not_exist(db):
    assert Client().post("/account/single-sign-on/unknown/").status_code == 404
    assert Client().get("/account/single-sign-on/unknown/back/").status_code == 404


def test_the_sign_in_page_offers_the_servers_before_the_password(council):
    page = Client().get("/account/login/?next=/roles/").content.decode()
    assert page.index("Sign in with Lewisham Council") < page.index("Or with a password")
    assert "next=%2Froles%2F" in page
