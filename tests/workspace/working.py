"""Doing the jobs that a test enqueued, here and now and in the test's own transaction; and a home with evidence."""

import shutil
from pathlib import Path
from types import SimpleNamespace

from django.db import connection
from procrastinate.contrib.django import app

WAITING = "select id, task_name, args, attempts from procrastinate_jobs where status = 'todo' order by id"


def enqueued() -> list[str]:
    """The names of the tasks that wait."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [row[1] for row in cursor.fetchall()]


def do_jobs(attempts: int = 0) -> list[str]:
    """Do what waits and is due, each once; the names of the tasks that were done."""
    import json

    done = []
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting = cursor.fetchall()
        cursor.execute("update procrastinate_jobs set status = 'succeeded' where status = 'todo'")
    for _, name, args, tried in waiting:
        given = json.loads(args) if isinstance(args, str) else args
        assert all(isinstance(value, str) and len(value) == 12 for value in given.values()), "a job is given ids alone"
        task = app.tasks[name]
        context = [SimpleNamespace(job=SimpleNamespace(attempts=attempts or tried))] if task.pass_context else []
        task.func(*context, **given)
        done.append(name)
    return done


def furnish(home: Path, store: Path) -> Path:
    """A home of its own that reads the evidence of another."""
    home.mkdir(exist_ok=True)
    shutil.copytree(store / "evidence", home / "evidence", copy_function=_linked)
    return home


def _linked(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
