"""A write and its row of the log commit or vanish together: the database fails at each step of each act."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from acts import ACTS, ONLY_READ, prepared
from django.db import OperationalError, connection, transaction
from django_scopes import scope

from commonground.partnership.models import AccessEvent

TABLES = """select table_name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1"""


class Failing:
    """Counts the statements, and fails at one of them as a full disk or a broken line would."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)


def stored(home: Path) -> dict[str, Any]:
    """Everything there is: a number for the rows of each table, and the names of the files."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        each = (f"select '{one}', count(*), sum(hashtext(t::text)) from {one} t" for one in tables)
        cursor.execute(" union all ".join(each))
        found: dict[str, Any] = {name: numbers for name, *numbers in cursor.fetchall()}
    return found | {"files": sorted(str(file) for file in home.rglob("*") if file.is_file())}


def changes() -> Iterator[tuple[str, Any]]:
    """Every public function of the ``changes`` modules that acts for somebody."""
    for package in ("partnership", "plan", "papers", "deliveries", "registers"):
        top = import_module(f"commonground.{package}.changes")
        inner = [f"{top.__name__}.{one.name}" for one in pkgutil.iter_modules(getattr(top, "__path__", []))]
        for module in (top, *map(import_module, inner)):
            for name, value in vars(module).items():
                known = inspect.isfunction(value) and inspect.unwrap(value).__module__ == module.__name__
                if known and not name.startswith("_") and "by" in inspect.signature(value).parameters:
                    yield f"{module.__name__.removeprefix('commonground.')}.{name}", value


def test_every_act_is_tried():
    acting = {name for name, _ in changes()}
    assert acting - ONLY_READ - ACTS.keys() == set(), "give acts.py an example of each"
    assert ONLY_READ - acting == set()
    assert ACTS.keys() - acting <= {"partnership.changes.invitations.accept"}  # the invited act for themselves


@pytest.mark.parametrize("name", ACTS)
def test_an_act_and_its_row_are_stored_together_or_not_at_all(cast, name, monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    with scope(partnership=cast.own.partnership):
        act = prepared(name, cast, monkeypatch)
        before, rows = stored(tmp_path), AccessEvent.objects.count()
        with transaction.atomic(), connection.execute_wrapper(counting := Failing()):
            act()
            steps = counting.count
            written = AccessEvent.objects.count() - rows
            transaction.set_rollback(True)
        for file in set(stored(tmp_path)["files"]) - set(before["files"]):
            Path(file).unlink()  # of the act that was tried and taken back
        assert written >= 1, "the act left no row in the log"
        assert stored(tmp_path) == before
        for step in range(1, steps + 1):
            refresh(act)
            with connection.execute_wrapper(Failing(step)), pytest.raises(OperationalError):
                act()
            left = stored(tmp_path)
            if step == steps:  # a file that was written before a commit that failed is swept away later
                left["files"] = [file for file in left["files"] if "quarantine" not in file or file in before["files"]]
            assert left == before, f"something was left after step {step} of {steps} failed"


def refresh(act: Callable[[], object]) -> None:
    """Give the act its records as the database has them, and not as a failed try left them."""
    for cell in act.__closure__ or ():
        value = cell.cell_contents
        if hasattr(value, "refresh_from_db"):
            value.refresh_from_db()
