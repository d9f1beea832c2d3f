"""Who may do what, for every route of the site: ``access.csv`` is read by people, and this holds the site to it.

``pytest tests/workspace/test_access.py --write-access-table`` adds rows for new routes with the answers observed. Read
them before they are committed: a row says what was agreed, not what happens to happen.
"""

import pytest
from access_table import Doorbell, Route, agreed, differences, routes, rows_of, write
from django.db import transaction
from people import assemble

ROUTES = routes()
LET_IN = {"sees it", "does it", "asked to sign in again"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def doorbell(django_db_setup, django_db_blocker):
    """One cast for all routes: whatever an answer changes is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
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
