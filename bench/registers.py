"""Two hundred thousand entries across all registers: what their lists, filters, maps and counts cost.

    uv run python bench/registers.py [--entries 200000] [--times 20] [--explain FILE]

The installation is made on a PostgreSQL of its own, in a folder that is thrown away, without the history of its rows:
the invented entries of the demonstration, copied to other days, wards and points. Beside the time of each page stands
the least that any program could take: the same questions asked of the same database with plain psycopg, in turns with
the page, so that a busy machine slows both; and what the page had this program compute, which no other work changes.
Each page is looked at once before it is measured.
"""

import argparse
import atexit
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from machine import described

TODAY = date.today()
DAYS = 5 * 365
DATA = Path(__file__).parent.parent / "data"
GROUND = ("geography-lookups", "boundaries-london")
LONGITUDES, LATITUDES = (-0.06, 0.03), (51.42, 51.49)
AT_A_TIME = 5_000


def main() -> None:
    """Make it, measure it, print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--entries", type=int, default=200_000)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--explain", type=Path, help="write there how the database answers each question")
    size = options.parse_args()
    home = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # after PostgreSQL has stopped, which registers later
    os.environ |= {"COMMONGROUND_HOME": home, "COMMONGROUND_DEMONSTRATION": "1"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonground.web.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from commonground.evidence.loading import load
    from commonground.evidence.store import Store

    list(load([DATA / part for part in GROUND], Store(Path(home))))
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.WARNING)
    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        seat = installation(size.entries)
        print(f"# Registers\n\n{described()}; {size.entries:,} entries, as many in each register.\n", flush=True)
        measured(seat, size.times, size.explain)
    finally:
        teardown_databases(made, verbosity=0)


def installation(entries: int) -> Any:
    """The invented borough with as many entries in every register: the seat of its analyst."""
    from django.db import connection, transaction
    from django_scopes import scopes_disabled

    from commonground.partnership.models import Membership
    from commonground.partnership.wards import places_of
    from commonground.registers.register import registers
    from commonground.web import demonstration
    from commonground.web.demonstration.registers import make

    with scopes_disabled(), transaction.atomic():
        demonstration.seat_everyone()
        seat = Membership.objects.get(partnership__slug="lewisham", role="analyst", user__name="Nadia Notional")
        make(seat.partnership, TODAY)
        with connection.cursor() as cursor:  # no history and no guards, or making it would take longer than measuring
            cursor.execute("set local session_replication_role = replica")
        some, wards = Random("registers"), sorted(places_of(seat.partnership))
        every = sorted(registers().values(), key=lambda one: bool(one.subject))  # those that others are about first
        for register in every:
            fill(register, seat.partnership, entries // len(every), wards, some)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return seat


def fill(register: Any, partnership: Any, number: int, wards: list[str], some: Random) -> None:
    """Copies of the entries that are there, until there are so many; each about another entry where its own is."""
    from commonground.registers.models import Entry

    rows = Entry.objects.filter(partnership=partnership)
    told = list(rows.filter(register=register.key).select_related(register.model.related()))
    subjects = list(rows.filter(register=register.subject).values_list("pk", flat=True)) if register.subject else []
    for first in range(len(told), number, AT_A_TIME):
        made = []
        for _ in range(min(AT_A_TIME, number - first)):
            one, ago = some.choice(told), timedelta(days=some.randrange(DAYS))
            entry, own = earlier(one, ago), earlier(one.details, ago)
            entry.public_id, entry.brought, entry.ward = Entry().public_id, None, one.ward and some.choice(wards)
            if entry.longitude is not None:
                entry.longitude, entry.latitude = some.uniform(*LONGITUDES), some.uniform(*LATITUDES)
            if entry.about_id:
                entry.about_id = some.choice(subjects)
            made.append((entry, own))
        Entry.objects.bulk_create([entry for entry, _ in made])
        for entry, own in made:
            own.entry = entry
        register.model.objects.bulk_create([own for _, own in made])


def earlier(row: Any, ago: timedelta) -> Any:
    """The row once more, not stored yet, with each of its days as much earlier."""
    fresh = copy(row)
    fresh._state = copy(row._state)
    fresh._state.adding, fresh._state.fields_cache, fresh.pk = True, {}, None
    for field in row._meta.concrete_fields:
        if isinstance(value := getattr(fresh, field.attname), date):
            setattr(fresh, field.attname, value - ago)
    return fresh


def pages() -> Iterator[tuple[str, str]]:
    """What is looked at: its name, and its address."""
    top = "/partnerships/lewisham/registers/"
    yield "all registers", top
    yield "what is due", f"{top}due/"
    yield "a register", f"{top}test_purchases/"
    yield "its last page", f"{top}test_purchases/?page=280"
    yield "filtered by kind and ward", f"{top}test_purchases/?by_kind=under_age&by_ward=E05013717"
    yield "filtered by how it stands", f"{top}test_purchases/?standing=red"
    yield "its words searched", f"{top}test_purchases/?words=kitchen+knife"
    yield "words that it has not", f"{top}test_purchases/?words=unheard-of"
    yield "sorted by place", f"{top}test_purchases/?sort=place"
    yield "sorted by what is due", f"{top}test_purchases/?sort=due"
    yield "a register that others are about", f"{top}retailers/"
    yield "its figures", f"{top}test_purchases/figures/"
    yield "its map", f"{top}test_purchases/map/"
    yield "its map of one ward", f"{top}test_purchases/map/?ward=E05013717"
    yield "the map of all registers", f"{top}map/"
    yield "the calendar", f"{top}calendar/"


def measured(seat: Any, times: int, explain: Path | None) -> None:
    """Queries and time of each page, and the least that its answers could take."""
    import psycopg
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    told = connection.get_connection_params()
    server = {name: told[name] for name in ("host", "port", "user", "password", "dbname") if told.get(name)}
    print("| page | queries | half within, ms | 95 of 100 within, ms | its questions alone, ms | times as long "
          "| computed here, ms | KB |\n|---|---|---|---|---|---|---|---|")  # fmt: skip
    with psycopg.connect(**server) as plain:
        for name, address in pages():
            answer = client.get(address)
            if answer.status_code != 200:
                print(f"| {name} | answered {answer.status_code} | | | | | | |", flush=True)
                continue
            with CaptureQueriesContext(connection) as asked:
                body = client.get(address).content
            queries = len(asked)  # at once: the next request empties the list
            questions = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
            if explain:
                explained(explain, name, questions, plain)
            page, alone = in_turns(
                times, lambda at=address: client.get(at), lambda wanted=questions: answers(wanted, plain)
            )
            (taken, computed), (least, _) = zip(*page, strict=True), zip(*alone, strict=True)
            half, lowest = median(taken), median(least)
            print(f"| {name} | {queries} | {half:.0f} | {p95(taken):.0f} | {lowest:.0f} | {half / lowest:.1f} "
                  f"| {median(computed):.0f} | {len(body) >> 10} |", flush=True)  # fmt: skip


def in_turns(times: int, *works: Callable[[], object]) -> list[list[tuple[float, float]]]:
    """The milliseconds of each piece of work, done in turns: as they went by, and those in which it computed."""
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(times):
        for work, found in zip(works, taken, strict=True):
            start, idle = time.perf_counter(), time.process_time()
            work()
            found.append(((time.perf_counter() - start) * 1000, (time.process_time() - idle) * 1000))
    return taken


def answers(questions: list[str], plain: Any) -> None:
    """What the database answers, and nothing done with it."""
    for question in questions:
        plain.execute(question).fetchall()
    plain.rollback()  # lets go of what a question locked


def explained(file: Path, name: str, questions: list[str], plain: Any) -> None:
    """Write down how the database finds the answers of a page."""
    with file.open("a") as written:
        for question in questions:
            lines = "\n".join(line for (line,) in plain.execute(f"explain (analyze, buffers) {question}"))
            written.write(f"\n## {name}\n{question}\n\n{lines}\n")
    plain.rollback()


def p95(milliseconds: Sequence[float]) -> float:
    """Within how many milliseconds 95 of 100 are done."""
    return quantiles(milliseconds, n=20)[-1]


if __name__ == "__main__":
    main()
