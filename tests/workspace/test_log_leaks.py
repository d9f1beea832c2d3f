"""Nothing about a person in the application's log, in tracebacks, on error pages, in addresses, jobs or mail."""

import ast
import io
import json
import logging
from pathlib import Path

import made
import pytest
from acts import prepared
from django.core import mail
from django.db import connection
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path
from django_scopes import scope

import commonground
from commonground.partnership.access_log import Kind, record, seal
from commonground.partnership.access_log.head import send_head
from commonground.partnership.changes import invitations
from commonground.partnership.models import Seal
from commonground.partnership.rule import Actor
from commonground.partnership.rules import ANYONE, SEE_HOME
from commonground.web import journal, urls
from commonground.web.door import only

CANARY = "Zephaniah Quillfeather-Okonkwo"
SOURCE = Path(commonground.__file__).parent


@pytest.fixture
def written() -> io.StringIO:
    """Everything the application's log writes, as it is configured."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(journal.OneLine())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@only(SEE_HOME)
def broken(request: HttpRequest):
    """Fails where a person's name is in a variable, in the message and in the database's own words."""
    name = CANARY
    logging.getLogger("django.request").warning("Refused: %s", name)
    with connection.cursor() as cursor:
        cursor.execute("select %s::int", [name])


@only(ANYONE)
def broken_for_anyone(request: HttpRequest):
    raise ValueError(f"{CANARY} is not known")


urlpatterns = [
    path("partnerships/<slug:partnership>/broken/", broken),
    path("broken/", broken_for_anyone),
    *urls.urlpatterns,
]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.mark.parametrize("address", ["/partnerships/lewisham/broken/", "/broken/"])
@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_an_error_tells_nothing_but_a_reference(cast, visit, written, address):
    client = visit(cast.own.user("analyst"))
    client.raise_request_exception = False
    answer = client.get(address)
    reference = str(answer.wsgi_request.request_id)
    page = answer.content.decode()
    assert (answer.status_code, reference in page) == (500, True)
    for secret in (CANARY, "Traceback", "ValueError", "DataError", cast.own.user("analyst").name):
        assert secret not in page
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert CANARY not in written.getvalue()
    assert {line["request"] for line in lines} == {reference}
    errors = [line for line in lines if line["level"] == "error"]
    assert len(errors) == 1
    assert errors[0]["error"][0]["kind"] in ("DataError", "ValueError")
    assert "test_log_leaks.py" in errors[0]["error"][0]["at"][0] + errors[0]["error"][0]["at"][-1] + str(errors)
    assert mail.outbox == []


@override_settings(ROOT_URLCONF=__name__, DEBUG=False, ADMINS=[("Somebody", "somebody@example.org")])
def test_an_error_is_mailed_to_nobody(cast, visit):
    client = visit(cast.own.user("analyst"))
    client.raise_request_exception = False
    client.get("/broken/")
    assert mail.outbox == []


def test_a_request_is_one_line_that_names_no_person(cast, visit, written):
    logging.getLogger("commonground").setLevel("INFO")
    visit(cast.own.user("analyst")).get("/partnerships/lewisham/", {"q": CANARY})
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [
        (line["said"], line["method"], line["route"], line["status"]) for line in lines
    ] == [("request", "GET", "partnerships/<slug:partnership>/", 200)]  # fmt: skip
    assert CANARY not in written.getvalue()
    assert cast.own.user("analyst").email not in written.getvalue()


def test_a_value_that_is_not_named_is_not_written(written):
    logging.getLogger("commonground.any").error("said %s", CANARY, extra={"rows": 3, "person": CANARY})
    line = json.loads(written.getvalue())
    assert (line["said"], line["rows"]) == ("said %s", 3)
    assert CANARY not in written.getvalue()


def is_call_to_log(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return False
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    return node.func.attr in levels and ast.unparse(node.func.value) in ("log", "logger", "logging")


def calls_to_log() -> list[tuple[str, ast.expr]]:
    """The first argument of each call of a logger upstairs."""
    packages = ("partnership", "deliveries", "plan", "papers", "registers", "web")
    files = (file for package in packages for file in (SOURCE / package).rglob("*.py"))
    return [
        (f"{file.relative_to(SOURCE)}:{node.lineno}", node.args[0])
        for file in files
        if "node_modules" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if is_call_to_log(node)
    ]


def test_what_a_program_says_has_no_value_written_into_it():
    assert len(calls_to_log()) > 1
    assert [where for where, said in calls_to_log() if not isinstance(said, ast.Constant)] == []


def test_a_form_without_its_token_is_refused_on_a_plain_page(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": CANARY, "password": CANARY})
    assert answer.status_code == 403
    assert CANARY not in answer.content.decode()
    assert "This form is too old to send" in answer.content.decode()


# Mail and jobs


def test_the_last_hash_goes_to_the_governance_leads_with_a_reference_and_nothing_else(cast):
    record(Kind.CONSULTATION, f"person:{CANARY}", by=Actor.of_system(CANARY))
    seal()
    last = Seal.objects.last()
    assert send_head() == 3  # of three partnerships
    assert [letter.to for letter in mail.outbox] == [
        [table.user("governance_lead").email] for table in (cast.other, cast.own, cast.region)
    ]
    for letter in mail.outbox:
        assert letter.subject == "Access log: seal 1"
        assert last.hash in letter.body
        assert CANARY not in letter.body
        assert not any(table.partnership.name in letter.body for table in (cast.own, cast.other, cast.region))


def test_an_empty_log_has_no_hash_to_send(cast):
    assert send_head() == 0


def test_mail_for_a_forgotten_password_names_nobody(cast, visit):
    person = cast.own.user("analyst")
    type(person).objects.filter(pk=person.pk).update(name=CANARY)
    visit().post("/account/password/reset/", {"email": person.email})
    assert len(mail.outbox) == 1
    assert CANARY not in mail.outbox[0].subject + mail.outbox[0].body


def test_the_arguments_of_jobs_are_identifiers_alone(cast, monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    with scope(partnership=cast.own.partnership):
        type(cast.own.user("analyst")).objects.update(name=CANARY)
        for name in ("papers.changes.start", "deliveries.changes.send", "papers.changes.publish"):
            prepared(name, cast, monkeypatch)()
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs")
        given = [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]
    assert len(given) >= 3
    assert all(len(str(value)) == 12 for args in given for value in args.values())


def test_an_invitation_by_mail_names_nobody(cast):
    with scope(partnership=cast.own.partnership):
        offered, secret = made.offered(cast.own, "new@example.org")
        offered.name = CANARY
        invitations.send(offered, f"https://example.org/invitations/{secret}/")
    assert len(mail.outbox) == 1
    assert CANARY not in mail.outbox[0].subject + mail.outbox[0].body
    assert cast.own.user("administrator").name not in mail.outbox[0].body
