"""What the database holds and says."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.access_log.chain import WAIT
from commonground.partnership.models import AccessEvent, Partnership, Seal, User
from commonground.web.inspection import Answer, note, right, wrong

OLDEST = 150000  # PostgreSQL 15
HEARTBEAT = timedelta(minutes=2)
PATIENCE = timedelta(minutes=15)  # a job that waits longer than this waits for a worker that is not there


def database() -> Answer:
    """Connect, and tell which server it is."""
    connection.ensure_connection()
    version = connection.pg_version
    if version < OLDEST:
        return wrong(f"PostgreSQL {version // 10000} is too old: version 15 or later is needed.")
    own = " of its own" if str(connection.settings_dict["HOST"]).startswith(("/", "@")) else ""
    return right(f"PostgreSQL {version // 10000}.{version % 10000}{own} answers.")


def migrations() -> Answer:
    from commonground.web.schema import pending

    if waiting := pending():
        return wrong(f"{len(waiting)} changes to the database are pending: make a backup, then ‘commonground migrate’.")
    return right("Up to date.")


def demonstration() -> Answer:
    with scopes_disabled():
        people = User.objects.filter(demonstration=True, is_active=True).count()
        tables = Partnership.objects.filter(demonstration=True).count()
    if people or tables:
        return wrong(
            f"There are {people} invented people and {tables} invented partnerships: "
            "serve from a database and a COMMONGROUND_HOME of its own, not from the demonstration’s."
        )
    return right("Nothing here is invented.")


def seal() -> Answer:
    """A row of the log may wait a day for its seal, not longer."""
    last = Seal.objects.order_by("-id").first()
    waits = AccessEvent.objects.unsealed().filter(at__lt=now() - WAIT).count()
    if waits:
        rows = "1 row has" if waits == 1 else f"{waits:,} rows have"
        return wrong(f"{rows} of the access log waited over a day for a seal: ‘commonground seal-log’ seals.")
    if last is None:
        return right("The log is younger than a day; the worker seals it every ten minutes.")
    return right(f"Sealed last on {_day(last.at)}.")


def worker() -> Answer:
    beat = last_heartbeat()
    if beat is None:
        return wrong("No worker runs, so files and assessments wait: ‘commonground serve’ starts one.")
    if now() - beat > HEARTBEAT:
        return wrong(f"The worker was last heard of on {_day(beat)}: start ‘commonground serve’ again.")
    return right("It runs.")


def jobs() -> Answer:
    oldest, failed = oldest_job(), _ask("select count(*) from procrastinate_jobs where status = 'failed'")
    if oldest and now() - oldest > PATIENCE:
        return wrong(f"A job has waited since {_day(oldest)}.")
    if failed:
        return note(f"None waits too long; {failed} {'has' if failed == 1 else 'have'} failed since the beginning.")
    return right("None waits too long.")


def clock() -> Answer:
    """Dates of seats and log rows are worth what the clock is worth."""
    apart = abs((timezone.now() - now()).total_seconds())
    if apart > 5:
        return wrong(f"The clocks of this machine and of the database are {apart:,.0f} seconds apart: set both by NTP.")
    return right(f"The database and this machine agree on {timezone.localtime():%-d %B %Y, %H:%M}.")


def now() -> datetime:
    """The time by the clock of the database."""
    return _ask("select clock_timestamp()")


def last_heartbeat() -> datetime | None:
    """When a worker last said that it lives."""
    return _ask("select max(last_heartbeat) from procrastinate_workers")


def oldest_job() -> datetime | None:
    """Since when the job has waited that waits longest, of those that could begin."""
    return _ask(
        """select min(greatest(coalesce(job.scheduled_at, '-infinity'), queued.at))
        from procrastinate_jobs job join lateral
            (select max(at) as at from procrastinate_events where job_id = job.id and type in
                ('deferred', 'deferred_for_retry', 'retried')) queued on true
        where job.status = 'todo' and coalesce(job.scheduled_at, '-infinity') < clock_timestamp()"""
    )


def _ask(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y at %H:%M}"
