"""What someone who owns the database can do to the log: take off its guards, and write what they like."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GROWS = ("partnership_accessevent", "partnership_sealedevent", "partnership_seal", "partnership_letgo")


@contextmanager
def guards_off() -> Iterator[None]:
    """The append-only tables without their triggers and the constraints between them."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in GROWS:
            cursor.execute(f"alter table {table} disable trigger all")
    yield
    with connection.cursor() as cursor:
        for table in GROWS:
            cursor.execute(f"alter table {table} enable trigger all")


def tamper(sql: str, *values: object) -> None:
    """Run a statement with the guards off."""
    with guards_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)
