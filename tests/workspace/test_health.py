"""What a probe is told: states and times, and nothing else."""

import json
from datetime import datetime

import pytest
from django.db import connection

KEYS = {
    "ready", "database", "migrations", "worker", "worker_heartbeat", "oldest_job", "last_seal", "last_backup",
    "last_drill",
}  # fmt: skip


def ready(client) -> tuple[int, dict]:
    answer = client.get("/health/ready")
    return answer.status_code, json.loads(answer.content)


def test_alive_needs_no_database(client, monkeypatch):
    monkeypatch.setattr(connection, "ensure_connection", lambda: pytest.fail("asked the database"))
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"live\n")


@pytest.mark.django_db
def test_without_a_worker_the_site_is_not_ready(client):
    status, told = ready(client)
    assert (status, told["ready"], told["worker"], told["database"]) == (503, False, False, True)


@pytest.mark.django_db
def test_with_a_worker_it_is_ready_and_tells_states_and_times_alone(client):
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (clock_timestamp())")
    status, told = ready(client)
    assert (status, told["ready"], set(told)) == (200, True, KEYS)
    for value in told.values():
        assert value is None or isinstance(value, bool) or datetime.fromisoformat(value)


@pytest.mark.django_db
def test_a_worker_that_has_gone_silent_is_none(client):
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '5 minutes')")
    assert ready(client)[0] == 503


@pytest.mark.django_db
def test_a_job_that_waits_is_told_by_its_time(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, args, status, attempts) "
            "values ('default', 'invented', 0, '{}', 'todo', 0)"
        )
    assert ready(client)[1]["oldest_job"] is not None


@pytest.mark.django_db
def test_a_database_that_fails_is_told_without_a_reason(client, monkeypatch):
    from django.db import OperationalError

    from commonground.web.inspection import stored

    def broken():
        raise OperationalError("password authentication failed for user secret")

    monkeypatch.setattr(stored, "now", broken)
    assert ready(client) == (503, {"ready": False, "database": False})
