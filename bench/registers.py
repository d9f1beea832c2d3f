"""Two hundred thousand entries across all registers: what their lists, filters, maps and counts cost.

    uv run python bench/registers.py [--entries 200000] [--times 20]

The installation is made on a PostgreSQL of its own, in a folder that is thrown away, without the history of its rows.
Beside the time of each page stands the least that any program could take: reading the same number of rows of the same
register, with their columns, with plain psycopg. Each page is looked at once before it is measured.
"""

import argparse
import atexit
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as hour
from random import Random
from statistics import quantiles
from typing import Any

from machine import described

TODAY = date.today()
WARDS = [f"E050137{number}" for number in range(14, 33)]
LONGITUDES, LATITUDES = (-0.06, 0.03), (51.42, 51.49)
ROWS = 25


def main() -> None:
    """Make it, measure it, print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--entries", type=int, default=200_000)
    options.add_argument("--times", type=int, default=20)
    size = options.parse_args()
    home = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # after PostgreSQL has stopped, which registers later
    os.environ |= {"COMMONGROUND_HOME": home, "COMMONGROUND_DEMONSTRATION": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonground.web.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    print(f"# Registers\n\n{described()}; {size.entries:,} entries, as many in each register.\n", flush=True)
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        measured(installation(size.entries), size.times)
    finally:
        teardown_databases(made, verbosity=0)


def installation(entries: int) -> Any:
    """A borough with as many entries in every register: the seat of its analyst."""
    from django.db import connection, transaction
    from django_scopes import scopes_disabled

    from commonground.registers.register import registers
    from plan import table

    with scopes_disabled(), transaction.atomic():
        with connection.cursor() as cursor:  # no history and no guards, or making it would take longer than measuring
            cursor.execute("set local session_replication_role = replica")
        seat = table("borough", "Safer Lewisham", "partnership")
        seat.role, seat.partnership.area_code, seat.partnership.area_name = "analyst", "E09000023", "Lewisham"
        seat.save()
        seat.partnership.save()
        for register in registers().values():
            fill(register, seat, entries // len(registers()))
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return seat


def fill(register: Any, seat: Any, number: int) -> None:
    """Entries with what they cannot do without, spread over five years and the borough."""
    from commonground.registers.models import Entry

    some, batch = Random(register.key), 5_000
    for first in range(0, number, batch):
        rows, details = [], []
        for _ in range(min(batch, number - first)):
            on = TODAY - timedelta(days=some.randrange(1826))
            entry = Entry(
                partnership=seat.partnership, register=register.key, on=on, agency=seat.agency, added_by=seat,
                place=f"Place {some.randrange(500)}", ward=some.choice(WARDS), longitude=some.uniform(*LONGITUDES),
                latitude=some.uniform(*LATITUDES), notes="What was seen and done, in a line or two of plain words.",
            )  # fmt: skip
            names = [name for name in register.required if register.own(name)]  # any more might not fit together
            own = register.model(**{name: value(register, name, some, on) for name in names})
            entry._state.fields_cache[register.model.related()] = own
            entry.due = register.due(entry)
            rows.append(entry)
            details.append(own)
        for entry, own in zip(Entry.objects.bulk_create(rows), details, strict=True):
            own.entry = entry
        register.model.objects.bulk_create(details)


def value(register: Any, name: str, some: Random, on: date) -> Any:
    """Something that may stand in the column; no constraint is asked, so that it need not be sensible."""
    from django.contrib.postgres.fields import ArrayField
    from django.db import models

    field, choices = register.field(name), list(register.choices(name))
    if isinstance(field, ArrayField):
        return some.sample(choices, some.randrange(len(choices) + 1)) if choices else []
    if choices:
        return some.choice(choices)
    if isinstance(field, models.BooleanField):
        return some.random() < 0.5
    if isinstance(field, models.DateTimeField):
        return datetime.combine(on, hour(12)).astimezone()
    if isinstance(field, models.DateField):
        return on + timedelta(days=some.randrange(700))
    if isinstance(field, models.TimeField):
        return hour(some.randrange(24))
    if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
        return some.randrange(40)
    if isinstance(field, models.JSONField):
        return None
    return f"words {some.randrange(1000)}" if isinstance(field, models.CharField | models.TextField) else None


def pages(slug: str) -> Iterator[tuple[str, str]]:
    """What is looked at: its name, and its address."""
    top = f"/partnerships/{slug}/registers/"
    yield "all registers", top
    yield "what is due", f"{top}due/"
    yield "a register", f"{top}test_purchases/"
    yield "its last page", f"{top}test_purchases/?page=300"
    yield "filtered by kind and ward", f"{top}test_purchases/?by_kind=under_age&by_ward={WARDS[3]}"
    yield "its words searched", f"{top}test_purchases/?words=Place+17"
    yield "sorted by place", f"{top}test_purchases/?sort=place"
    yield "its figures", f"{top}test_purchases/figures/"
    yield "its map", f"{top}test_purchases/map/"
    yield "the map of all registers", f"{top}map/"
    yield "the calendar", f"{top}calendar/"


def measured(seat: Any, times: int) -> None:
    """Queries and time of each page, and the least that reading as many rows could take."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    least = p95([timed(rows_of_a_page) for _ in range(times)])
    print(f"{ROWS} rows with their columns, read with psycopg: 95 of 100 within **{least * 1000:.1f} ms**.\n\n"
          "| page | queries | half within, ms | 95 of 100 within, ms | KB |\n|---|---|---|---|---|")  # fmt: skip
    for name, address in pages(seat.partnership.slug):
        answer = client.get(address)
        if answer.status_code != 200:
            print(f"| {name} | answered {answer.status_code} | | | |", flush=True)
            continue
        with CaptureQueriesContext(connection) as asked:
            body = client.get(address).content
        queries = len(asked)  # at once: the next request empties the list
        seconds = sorted(timed(lambda at=address: client.get(at)) for _ in range(times))
        half, most = seconds[len(seconds) // 2] * 1000, p95(seconds) * 1000
        print(f"| {name} | {queries} | {half:.0f} | {most:.0f} | {len(body) >> 10} |", flush=True)


def timed(work: Any) -> float:
    """How many seconds it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(seconds: list[float]) -> float:
    """Within how many seconds 95 of 100 are done."""
    return quantiles(seconds, n=20)[-1]


def rows_of_a_page() -> None:
    """The newest entries of one register with their own columns, without Django."""
    import psycopg
    from django.db import connection

    told = connection.get_connection_params()
    server = {name: told[name] for name in ("host", "port", "user", "password", "dbname") if told.get(name)}
    with psycopg.connect(**server) as plain:
        rows = plain.execute(
            "select * from registers_entry join registers_testpurchase on entry_id = id "
            f"where register = 'test_purchases' order by \"on\" desc, id desc limit {ROWS}"
        ).fetchall()
    assert len(rows) == ROWS


if __name__ == "__main__":
    main()
