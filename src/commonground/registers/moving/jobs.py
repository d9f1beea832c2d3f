"""Files with entries worked through by the worker, and forgotten by the clock; each job can be done twice."""

import logging
from collections.abc import Callable
from typing import Any

from django_scopes import scope
from procrastinate.contrib.django import app

from commonground.partnership.access_log import acting
from commonground.partnership.rule import Actor
from commonground.registers.changes import bringing as changes
from commonground.registers.models import Bringing
from commonground.registers.models.bringing import Bringings

TRIES = 3
WORKER = "the worker, for registers"
BROKE_OFF = "A fault in Common Ground stopped it, and nothing was brought in. Try again; if it stops again, tell whoever looks after the installation, with this reference: "  # noqa: E501
log = logging.getLogger(__name__)


@app.task(name="registers.check_file", pass_context=True)
def check_file(context: Any, bringing: str) -> None:
    """Judge the rows of a file whose columns were explained."""
    _do(context, bringing, "checking", changes.check)


@app.task(name="registers.bring_in_file", pass_context=True)
def bring_in_file(context: Any, bringing: str) -> None:
    """Bring in the rows of a file that are in order."""
    _do(context, bringing, "bringing", changes.carry_out)


@app.periodic(cron="53 3 * * *")
@app.task(name="registers.forget_files", queueing_lock="registers.forget_files")
def forget_files(timestamp: int) -> None:
    """Erase what is held of files whose time has come."""
    changes.forget_old(by=Actor.of_system(WORKER))


def _do(context: Any, public_id: str, state: str, step: Callable[..., None]) -> None:
    """Take the step as the person who asked for it; say so if it stops, and do nothing if it is done already."""
    found = Bringings(Bringing).filter(public_id=public_id, state=state).select_related(
        "partnership", "sent_by__user", "sent_by__agency", "sent_by__partnership"
    ).first()  # fmt: skip
    if found is None:
        return
    by = Actor.of_seat(found.sent_by)
    with scope(partnership=found.partnership), acting(by):
        try:
            if context.job.attempts >= TRIES:
                raise RuntimeError("broke off again and again")
            step(found, by=by)
        except Exception:
            log.exception("the file %s could not be worked through", public_id)
            changes.stop(found, f"{BROKE_OFF}{public_id}.", by=by)
