"""The jobs of the tasking meeting: a briefing is built, and people are reminded of their tasks.

What builds a briefing is imported by the job that needs it: charts and numerics take longer to import than the rest.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from commonground.partnership.access_log import acting
from commonground.partnership.rule import Actor

TRIES = 3
WORKER = "the worker, for tasking"


@app.task(name="registers.build_briefing", pass_context=True)
def build(context: Any, briefing: str) -> None:
    """Build a briefing that was asked for."""
    from commonground.registers.tasking import building

    with acting(Actor.of_system(WORKER)):
        if context.job.attempts >= TRIES:
            building.give_up(briefing, TRIES)
        else:
            building.build(briefing)


@app.periodic(cron="35 * * * *")
@app.task(name="registers.tasking_letters", queueing_lock="tasking_letters")
def write_letters(timestamp: int) -> None:
    """Remind people of tasks that are due, and tell them of late ones; in working hours alone."""
    from commonground.registers.changes.tasking_letters import send_letters

    scheme = "https" if settings.HTTPS else "http"
    send_letters(datetime.fromtimestamp(timestamp, UTC), f"{scheme}://{settings.ALLOWED_HOSTS[0]}")
