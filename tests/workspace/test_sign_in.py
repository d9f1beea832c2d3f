"""Signing in with a password: who may, what is said to those who may not, and which passwords are taken."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from people import PASSWORD

from commonground.web.keys import secret, weakness
from commonground.web.passwords import NotStolen, has_line

LOGIN = "/account/login/"
MISMATCH = "The e-mail address or the password is not right"


@pytest.fixture
def analyst(cast):
    """An analyst with a password."""
    user = cast.own.user("analyst")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_a_password_signs_in_and_goes_on_to_where_one_was_going(analyst):
    answer = sign_in(Client(), analyst.email.upper(), next="/partnerships/lewisham/")
    assert (answer.status_code, answer.url) == (302, "/partnerships/lewisham/")


def test_nobody_is_sent_to_another_site(analyst):
    assert sign_in(Client(), analyst.email, next="https://elsewhere.example/").url == "/"


def test_a_wrong_password_an_unknown_address_and_a_leaver_are_told_the_same(cast, analyst):
    gone = cast.own.user("councillor")
    gone.set_password(PASSWORD)
    gone.is_active = False
    gone.save()
    asked = [(analyst.email, "not the password"), ("nobody@example.org", PASSWORD), (gone.email, PASSWORD)]
    pages = [sign_in(Client(), *one).content.decode() for one in asked]
    plain = {page.replace(email, "ADDRESS").split("<main")[1] for page, (email, _) in zip(pages, asked, strict=True)}
    tokens = {page.split('csrfmiddlewaretoken" value="')[1][:64] for page in pages}
    assert len({one.replace(token, "") for one in plain for token in tokens if token in one}) == 1
    assert MISMATCH in pages[0]


def test_what_is_not_used_does_not_exist():
    for name in ("account_signup", "account_email", "account_set_password", "socialaccount_connections",
                 "socialaccount_signup", "account_inactive", "account_request_login_code"):  # fmt: skip
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_pages_to_sign_in_ask_plainly_and_let_one_paste(db):
    page = Client().get(LOGIN).content.decode()
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert "onpaste" not in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elephant-9", "at least 12 characters"),
        ("administrator", "too common"),
        ("analyst.of.lewisham", "too similar"),
        ("stolen but long", "on a list of stolen passwords"),
        ("four words at random", ""),
        ("🐎 🔋 📎 🐎 🔋 📎 🐎", ""),
    ],
)
def test_a_password_is_refused_in_a_sentence_that_says_why(analyst, visit, settings, tmp_path, password, said):
    hashes = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in ("stolen but long", "other", "third"))
    (tmp_path / "hashes.txt").write_text("".join(f"{one}:{n}\n" for n, one in enumerate(hashes)))
    settings.AUTH_PASSWORD_VALIDATORS = [
        *settings.AUTH_PASSWORD_VALIDATORS[:3],
        {"NAME": "commonground.web.passwords.NotStolen", "OPTIONS": {"hashes": str(tmp_path / "hashes.txt")}},
    ]
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    client = visit(analyst)
    answer = client.post("/account/password/", fields)
    analyst.refresh_from_db()
    assert analyst.check_password(password) == (not said)
    assert answer.status_code == (200 if said else 302)
    assert said in answer.content.decode()


@pytest.mark.parametrize("many", [0, 1, 2, 3, 1000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_hash_of_the_file_is_found_and_no_other(tmp_path, many, end):
    hashes = sorted(hashlib.sha1(str(n).encode()).hexdigest().upper() for n in range(many))
    path = tmp_path / "hashes"
    path.write_bytes("".join(f"{one}:{'9' * (n % 7)}{end}" for n, one in enumerate(hashes)).encode())
    assert [has_line(path, one) for one in hashes] == [True] * many
    others = [hashlib.sha1(f"other {n}".encode()).hexdigest() for n in range(200)] + ["0" * 40, "F" * 40]
    assert not any(has_line(path, one) for one in others)


def test_a_file_of_hashes_that_is_not_there_is_named():
    with pytest.raises(ImproperlyConfigured, match="COMMONGROUND_STOLEN_PASSWORDS names /nowhere"):
        NotStolen("/nowhere")
    assert NotStolen().validate("anything at all") is None


def test_a_forgotten_password_is_replaced_by_a_link_and_every_session_ends(analyst, visit):
    open_session = visit(analyst)
    client = Client()
    client.post("/account/password/reset/", {"email": analyst.email})
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/password/reset/key/" in line)
    form = client.get(link.replace("http://testserver", ""), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "a quite new phrase", "password2": "a quite new phrase"})
    analyst.refresh_from_db()
    assert analyst.check_password("a quite new phrase")
    assert open_session.get("/account/").status_code == 302
    assert "has been used already" in client.get(link.replace("http://testserver", ""), follow=True).content.decode()


def test_asking_for_a_link_says_the_same_of_anyone_and_mail_carries_a_link_and_nothing_else(cast, analyst):
    without = cast.own.user("plan_owner")  # comes by single sign-on: has no password, and gets none
    without.set_unusable_password()
    without.save()
    answers = [
        Client().post("/account/password/reset/", {"email": email})
        for email in (analyst.email, without.email, "nobody@example.org")
    ]
    assert {(one.status_code, one.url) for one in answers} == {(302, "/account/password/reset/done/")}
    assert [letter.to for letter in mail.outbox] == [[analyst.email]]
    text = mail.outbox[0].subject + mail.outbox[0].body
    for canary in (analyst.name, "Lewisham", "Council", "127.0.0.1", analyst.email):
        assert canary.lower() not in text.lower()


def test_mail_that_is_down_stops_nobody(analyst, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = Client().post("/account/password/reset/", {"email": analyst.email})
    assert (answer.status_code, answer.url) == (302, "/account/password/reset/done/")


def test_rights_end_with_the_seat_on_the_next_request(cast, analyst, visit):
    client = visit(analyst)
    assert client.get("/partnerships/lewisham/").status_code == 200
    seat = cast.own.seats["analyst"]
    seat.end = date.today() - timedelta(days=1)
    seat.save()
    assert client.get("/partnerships/lewisham/").status_code == 404


def test_two_live_sessions_end_when_the_person_is_disabled(analyst, visit):
    both = [visit(analyst), visit(analyst)]
    assert [one.get("/account/").status_code for one in both] == [200, 200]
    analyst.is_active = False
    analyst.save()
    assert [one.get("/account/").status_code for one in both] == [302, 302]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "is not set"),
        ("short", "has 5 characters"),
        ("a" * 64, "uses only 1 different characters"),
        ("demonstration " * 5, "different characters"),
        ("django-insecure-abcdefghijklmnopqrstuvwxyz0123456789abcdef", "an example that others know"),
    ],
)
def test_a_weak_secret_is_said_in_a_sentence(value, said):
    assert said in weakness(value)


def test_a_secret_made_as_advised_is_good():
    import secrets

    assert {weakness(secrets.token_urlsafe(64)) for _ in range(200)} == {""}


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    assert secret("S", {"S": "said"}) == "said"
    assert secret("S", {"S_FILE": str(tmp_path / "secret")}) == "from a file"
    assert secret("S", {}) == ""
    with pytest.raises(ValueError, match="S_FILE names /nowhere, which cannot be read"):
        secret("S", {"S_FILE": "/nowhere"})


def test_an_invented_person_signs_in_only_where_the_site_is_a_demonstration(cast, settings):
    from commonground.web.demonstration import seat_everyone

    seat_everyone()
    from commonground.partnership.models import User

    invented = User.objects.filter(demonstration=True).order_by("pk").first()
    settings.DEMONSTRATION = False
    assert Client().get("/demonstration/").status_code == 404
    assert Client().post("/demonstration/", {"person": invented.public_id}).status_code == 404
    settings.DEMONSTRATION = True
    page = Client().get("/demonstration/")
    assert invented.name in page.content.decode()
    real = cast.own.user("administrator")
    assert real.name not in page.content.decode()
    assert Client().post("/demonstration/", {"person": real.public_id}).status_code == 404
    client = Client()
    assert client.post("/demonstration/", {"person": invented.public_id}).status_code == 302
    assert client.get("/account/").status_code == 200
    settings.DEMONSTRATION = False  # the session is worth nothing where people are real
    assert client.get("/account/").url == "/account/second-step/"


def test_validators_are_those_of_the_settings():
    from django.contrib.auth.password_validation import validate_password

    with pytest.raises(ValidationError):
        validate_password("password1234")
