"""What goes with every answer: asked of every route, by a visitor, someone at the table and someone shut out."""

import os
import subprocess
import sys

import pytest
from access_table import Row, routes
from django.db import transaction
from django.test import Client
from people import assemble

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "font-src 'self'", "worker-src 'self' blob:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
pytestmark = pytest.mark.django_db
PUBLIC = ("anyone", "system")
PRODUCTION = {
    "COMMONGROUND_SECRET": "sX7zqK2_pT9vLw4nRb8dYh3jMc6fGa1eUo5iQk0xZtVyWlNsPq-mCo",
    "COMMONGROUND_HOSTS": "commonground.example",
    "DATABASE_URL": "postgresql://localhost/none",
    "DJANGO_SETTINGS_MODULE": "commonground.web.settings",
}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """A visitor, an analyst and a former member, with whatever they change undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = assemble()
        yield cast, {"visitor": None, "analyst": cast.own.user("analyst"), "former": cast.outsiders["ended"]}
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def https(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def ask(method, address, person):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    with transaction.atomic():
        answer = client.generic(method, address, secure=True)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_answer_carries_the_same_strict_headers(route, people):
    cast, asking = people
    for who, person in asking.items():
        for method in ("GET", "POST"):
            answer = ask(method, Row(route, method).address(cast), person)
            told = f"{method} as {who}: {answer.status_code}"
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, told
            assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY, told
            if route.view.rule.reach not in PUBLIC or (person and "html" in answer.headers["Content-Type"]):
                assert "no-store" in answer.headers["Cache-Control"], told
            for cookie in filter(lambda cookie: cookie.value, answer.cookies.values()):  # others are taken back
                flags = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"])
                assert flags == (True, True, "Lax", "/"), f"{told}: {cookie.key}"


def test_what_does_not_exist_carries_them_too(people):
    answer = ask("GET", "/nowhere/", None)
    assert answer.status_code == 404
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def production(tmp_path, *command, **said):
    return subprocess.run(
        [sys.executable, "-m", "django", *command],
        env={**os.environ, **PRODUCTION, "COMMONGROUND_HOME": str(tmp_path), **said}, text=True, capture_output=True,
    )  # fmt: skip


def test_nothing_is_wrong_with_the_settings_for_real_use(tmp_path):
    checked = production(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert checked.stdout == "System check identified no issues (0 silenced).\n", checked.stderr


def test_a_weak_secret_is_something_wrong(tmp_path):
    checked = production(tmp_path, "check", "--deploy", "--fail-level", "WARNING", COMMONGROUND_SECRET="short")
    assert checked.returncode == 1
    assert "security.W009" in checked.stderr


def test_cookies_of_the_real_site_belong_to_its_host_alone(tmp_path):
    said = production(
        tmp_path, "shell", "-v", "0", "-c",
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.HTTPS, s.DEBUG)",
    )  # fmt: skip
    assert said.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "True", "False"], said.stderr


def test_the_policy_lets_a_form_go_to_the_identity_servers_that_are_named(tmp_path):
    named = '[{"id": "c", "name": "C", "server": "https://login.example/x", "client_id": "i", "domains": ["a.uk"]}]'
    said = production(
        tmp_path, "shell", "-v", "0", "-c",
        "from django.conf import settings as s; print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])",
        COMMONGROUND_SINGLE_SIGN_ON=named,
    )  # fmt: skip
    assert said.stdout.split() == ["'self'", "https://login.example"], said.stderr
