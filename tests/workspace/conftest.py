"""A database for the tests of the workspace, and a way to visit pages."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from people import Cast, assemble


@receiver(user_logged_in)
def second_step_taken(sender, request, user, **kwargs):
    """Whoever a test signs in without the sign-in page (such a request has no address) has taken the second step."""
    from allauth.account.internal.flows.login import record_authentication

    if not request.path:
        record_authentication(request, user, "mfa", type="totp")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """PostgreSQL of our own, started by the first test that needs it, unless DATABASE_URL names another."""
    from django.conf import settings
    from django.db import connections

    from commonground.web.database import described, embedded

    if not os.environ.get("DATABASE_URL"):
        address = embedded(settings.HOME / "postgres")
        settings.DATABASES["default"].update(described(address))
        connections["default"].settings_dict.update(described(address))
        with psycopg.connect(address, autocommit=True) as server:  # speed over safety: these rows are worth nothing
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.execute(f"alter system set {setting} = off")
            server.execute("select pg_reload_conf()")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture
def cast(db: None) -> Cast:
    """Two boroughs and a region, with a person in every role."""
    return assemble()


@pytest.fixture
def visit():
    """A browser without JavaScript in which a person is signed in; nobody for None."""
    from django.test import Client

    def signed_in(user: object = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-access-table", action="store_true", help="add rows for new routes to access.csv, to be read by people"
    )


@pytest.fixture(autouse=True, scope="session")
def logs_emptied_between_tests() -> Iterator[None]:
    """After a test with real transactions, Django empties every table; the guards of the log let it, here alone."""
    from django.db.backends.postgresql.operations import DatabaseOperations
    from tampering import GROWS

    def unguarded(self: DatabaseOperations, statements: list[str]) -> None:
        off, on = ([f"alter table {table} {how} trigger user" for table in GROWS] for how in ("disable", "enable"))
        flush(self, [*off, *statements, *on])

    flush = DatabaseOperations.execute_sql_flush
    DatabaseOperations.execute_sql_flush = unguarded
    yield
    DatabaseOperations.execute_sql_flush = flush
