"""What the access log costs: a row in the transaction of its act, sealing, and verifying.

    uv run python bench/log.py [rows]

Makes a PostgreSQL of its own in a folder that is thrown away. With DATABASE_URL it uses the server named there, and
makes and drops a test database on it.
"""

import atexit
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter, process_time

from machine import described

ACTS = 2_000
FILL = """
    insert into partnership_accessevent (kind, refused, user_name, role, agency, record, concerns, recipient, purpose,
        details, request_id, session, address)
    select 'consultation', false, 'A person of an agency', 'analyst', 'An agency', 'page:/measures/' || n,
        array['area:E09000023', 'measure:knife_offences'], '', '', jsonb_build_object('asked', 'since=2024&n=' || n),
        gen_random_uuid(), md5(n::text), '10.0.0.1'
    from generate_series(1, %s) n
"""


@contextmanager
def timed(what: str, rows: int) -> Iterator[None]:
    began, used = perf_counter(), process_time()
    yield
    seconds, used = perf_counter() - began, process_time() - used
    print(f"{what}: {rows:,} rows in {seconds:.2f} s ({used:.2f} s of our processor)", flush=True)


def main(rows: int) -> None:
    home = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # after PostgreSQL has stopped, which registers later
    os.environ |= {"COMMONGROUND_HOME": home, "COMMONGROUND_SECRET": "bench " * 10}
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonground.web.settings"
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        measure(rows)
    finally:
        teardown_databases(made, verbosity=0)


def measure(rows: int) -> None:
    from django.db import connection

    from commonground.partnership import access_log

    print(described())
    one_by_one()
    with connection.cursor() as cursor, timed("Inserted in one statement", rows):
        cursor.execute(FILL, [rows])
    with timed("Sealed", rows + ACTS):
        assert access_log.seal() == rows + ACTS
    with timed("Verified", rows + ACTS):
        assert access_log.verify()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [1_000])
    with timed("Sealed on top", 1_000):
        access_log.seal(reach=timedelta(hours=6))


def one_by_one() -> None:
    """An act and its row in a transaction each, as a page does it."""
    from django.db import transaction

    from commonground.partnership import access_log
    from commonground.partnership.models import Partnership
    from commonground.partnership.rule import Actor

    table = Partnership.objects.create(slug="bench", name="Bench")
    actor = Actor.of_system("bench", table)
    with_row, without = [], []
    for number in range(ACTS):
        for taken, recorded in ((with_row, True), (without, False)):
            began = perf_counter()
            with transaction.atomic():
                Partnership.objects.filter(pk=table.pk).update(area_name=f"{number} {recorded}")
                if recorded:
                    access_log.record(access_log.Kind.ALTERATION, "partnership:bench", by=actor)
            taken.append((perf_counter() - began) * 1000)
    for said, taken in (("An act with its row", with_row), ("The same act without", without)):
        high = statistics.quantiles(taken, n=20)[18]
        print(f"{said}: median {statistics.median(taken):.2f} ms, 95th percentile {high:.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
