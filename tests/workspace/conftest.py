"""A database for the tests of the workspace, and a way to visit pages."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.dispatch import receiver
from installation import Installation
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
            drop_databases_of_runs_that_died(server)
    name = f"test_{os.getpid()}"  # so that two runs on one machine do not meet
    connections["default"].settings_dict["TEST"]["NAME"] = name
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


def drop_databases_of_runs_that_died(server: psycopg.Connection) -> None:
    """A run that was killed leaves its database behind."""
    for (name,) in server.execute("select datname from pg_database where datname ~ '^test_[0-9]+'").fetchall():
        if not Path(f"/proc/{name.split('_')[1]}").exists():
            server.execute(f'drop database if exists "{name}" with (force)')


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of an installation whose database is made, and stopped: to be copied."""
    place = Installation(tmp_path_factory.mktemp("migrated"))
    ran = place.run("migrate")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not (place.home / "postgres" / "postmaster.pid").exists()
    return place.home


@pytest.fixture
def place(migrated: Path, tmp_path: Path) -> Installation:
    """An installation of its own, with nothing in it."""
    shutil.copytree(migrated, tmp_path / "home", copy_function=shutil.copy)
    return Installation(tmp_path / "home")


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
    """After a test with real transactions, Django empties every table; the guards let it, here alone."""
    from django.apps import apps
    from django.db.backends.postgresql.operations import DatabaseOperations
    from tampering import GROWS

    def unguarded(self: DatabaseOperations, statements: list[str]) -> None:
        guarded = {*GROWS, *(model._meta.db_table for model in apps.get_models() if _never_emptied(model))}
        off, on = ([f"alter table {table} {how} trigger user" for table in guarded] for how in ("disable", "enable"))
        flush(self, [*off, *statements, *on])

    flush = DatabaseOperations.execute_sql_flush
    DatabaseOperations.execute_sql_flush = unguarded
    yield
    DatabaseOperations.execute_sql_flush = flush


def _never_emptied(model: type[Model]) -> bool:
    return any(one.name == "never_emptied" for one in getattr(model._meta, "triggers", ()))
