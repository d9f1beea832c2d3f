"""The worker: does what pages asked for, and what the clock asks for. ``commonground serve`` runs one.

A job is enqueued in the transaction of the change that wants it. Its arguments are identifiers. A worker says every ten
seconds that it is alive; what a silent one was doing is given to another, so every job can be done twice.
"""

import asyncio
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from commonground.web.forms.once import forget_old

SILENT = 30  # seconds without a sign of life after which a worker counts as gone
AT_ONCE = 2
KEPT_FOR = 14 * 24  # hours that a finished job is remembered


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", pass_context=True, queueing_lock="jobs.retry_stalled")
async def retry_stalled(context: Any, timestamp: int) -> None:
    """Give the jobs of a worker that is gone to another."""
    await _take_over(context.app, SILENT)


@app.periodic(cron="43 3 * * *")
@app.task(name="jobs.forget_forms", queueing_lock="jobs.forget_forms")
def forget_forms(timestamp: int) -> None:
    """Forget the tokens of forms sent last week."""
    forget_old()


@app.periodic(cron="47 3 * * *")
@app.task(name="jobs.forget_jobs", pass_context=True, queueing_lock="jobs.forget_jobs")
async def forget_jobs(context: Any, timestamp: int) -> None:
    """Forget jobs that ended a fortnight ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_FOR, include_failed=True)


def work(wait: bool = True, silent: float = SILENT, heartbeat: float = 10) -> None:
    """Do the jobs: until stopped, or, without ``wait``, those that are there.

    The worker has connections of its own; what a job enqueues goes through Django’s, in the job’s transaction.
    """
    connection.close()
    asyncio.run(_work(wait, silent, heartbeat))


async def _work(wait: bool, silent: float, heartbeat: float) -> None:
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await _take_over(worker, silent)
        await worker.run_worker_async(
            wait=wait, concurrency=AT_ONCE, name="commonground", fetch_job_polling_interval=2,
            update_heartbeat_interval=heartbeat, stalled_worker_timeout=silent, shutdown_graceful_timeout=60,
        )  # fmt: skip


async def _take_over(worker: Any, silent: float) -> None:
    for job in await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        await worker.job_manager.retry_job(job)
