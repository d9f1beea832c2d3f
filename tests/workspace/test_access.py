"""Who may do what, for every route of the site: ``access.csv`` is read by people, and this holds the site to it.

``pytest tests/workspace/test_access.py --write-access-table`` adds rows for new routes with the answers observed. Read
them before they are committed: a row says what was agreed, not what happens to happen.
"""

import pytest
from access_table import Doorbell, Route, agreed, differences, routes, rows_of, write
from django.db import connection, transaction
from django.test import override_settings
from django_scopes import scopes_disabled
from people import assemble

from commonground.partnership.models.people import Memberships
from commonground.partnership.rule import Rule
from commonground.web import door

ROUTES = routes()
LET_IN = {"sees it", "does it", "asked to sign in again"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def doorbell(django_db_setup, django_db_blocker, tmp_path_factory):
    """One cast for all routes, with a home of its own: whatever an answer changes is undone."""
    with override_settings(HOME=tmp_path_factory.mktemp("home")), django_db_blocker.unblock(), transaction.atomic():
        yield Doorbell(assemble())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def writing(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--write-access-table", default=False)


@pytest.fixture(scope="module")
def new_rows(writing: bool):
    """Rows that this run observed, written at its end if asked for."""
    found: dict = {}
    yield found
    if writing:
        write(found, {row.key for route in ROUTES for row in rows_of(route)})


def test_every_view_states_a_rule():
    assert [str(route) for route in ROUTES if not hasattr(route.view, "stated")] == []


def test_no_row_is_left_of_a_route_that_is_gone():
    assert agreed().keys() - {row.key for route in ROUTES for row in rows_of(route)} == set()


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everyone_is_answered_as_agreed(route: Route, doorbell, new_rows, writing):
    answers = {row.key: doorbell.observed(row) for row in rows_of(route)}
    assert {key: said for key, said in answers.items() if any(one.startswith("fails") for one in said.values())} == {}
    asked = [row for row in rows_of(route) if row.at_a_table and not row.record]
    unseen = [row.key for row in asked if not LET_IN & {*answers[row.key].values()}]
    assert unseen == [], "nobody at the table is let in: examples.py should name a record that exists"
    new_rows.update(answers)
    missing = answers.keys() - agreed().keys() if not writing else set()
    assert missing == set(), "access.csv has no such row; --write-access-table adds one to be read"
    found = {key: said for key, said in answers.items() if key in agreed()}
    assert differences(found, agreed()) == {}, "(agreed, answered)"


# The mutation rule: a fault that is planted makes the table fail


def test_a_predicate_that_lets_everything_through_is_seen_by_the_table(doorbell, monkeypatch):
    monkeypatch.setattr(Memberships, "seen_by", lambda self, actor: self)
    with scopes_disabled():  # the scope of the door is the second lock: with it in place the fault shows nothing
        monkeypatch.setattr(door, "_at_the_table", lambda actor: scopes_disabled())
        found = faults(doorbell, "person")
    assert {key[2] for key in found} == {"another partnership’s"}
    assert found[PERSON]["analyst"] == ("does not exist", "sees it")


def test_the_scope_of_the_door_holds_where_a_predicate_does_not(doorbell, monkeypatch):
    monkeypatch.setattr(Memberships, "seen_by", lambda self, actor: self)
    assert faults(doorbell, "person") == {}


def test_a_rule_that_lets_in_one_role_too_many_is_seen_by_the_table(doorbell, monkeypatch):
    monkeypatch.setattr(Rule, "allows", lambda self, actor: True)
    found = faults(doorbell, "settings")
    assert found[SETTINGS]["councillor"] == ("may not, is told who may", "sees it")


def test_a_seat_that_never_ends_is_seen_by_the_table(doorbell, monkeypatch):
    monkeypatch.setattr(Memberships, "current", lambda self, on: self)
    found = faults(doorbell, "settings")
    assert found[SETTINGS]["member until yesterday"] == ("does not exist", "may not, is told who may")


PERSON = ("/partnerships/<partnership>/people/<public_id>/", "GET", "another partnership’s")
SETTINGS = ("/partnerships/<partnership>/settings/", "GET", "")


def faults(doorbell, name: str):
    [route] = [one for one in ROUTES if one.name == name]
    return differences({row.key: doorbell.observed(row) for row in rows_of(route)}, agreed())


# A look changes nothing


@pytest.mark.parametrize("route", [one for one in ROUTES if one.view.stated.of("GET")], ids=str)
def test_a_look_changes_no_table_but_the_log_and_sessions(route: Route, doorbell):
    for row in rows_of(route):
        if row.method == "GET" and not row.record:
            address = row.address(doorbell.cast)
            for person in (doorbell.cast.own.user("administrator"), doorbell.cast.own.user("analyst")):
                client = doorbell.client(person)
                before = contents()
                client.get(address)
                assert contents() == before


#: What a look may write: the log, the sessions with what they keep, counters of requests, and when one last looked.
WRITTEN_BY_A_LOOK = {
    "cache", "django_session", "partnership_accessevent", "usersessions_usersession", "pghistory_context",
    "procrastinate_worker", "procrastinate_workers", "registers_lastlook",
}  # fmt: skip


def contents() -> dict[str, tuple[int, str]]:
    """Every table with the number of its rows and a hash over all that they hold."""
    tables = [table for table in connection.introspection.table_names() if table not in WRITTEN_BY_A_LOOK]
    one = "select '{0}', count(*), coalesce(md5(string_agg(t::text, '' order by t::text)), '') from \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(one.format(table) for table in tables))
        return {table: (rows, digest) for table, rows, digest in cursor.fetchall()}
