"""Whether the site is ready for work, as a probe wants it: times and states, no names and no reasons."""

import logging
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from commonground.partnership.models import Seal
from commonground.web.inspection import machine, stored

log = logging.getLogger(__name__)


def readiness() -> dict[str, Any]:
    """Ready if the database answers in this version’s shape, and a worker was heard of lately."""
    try:
        with transaction.atomic():
            return _asked()
    except DatabaseError as error:
        log.error("Not ready: %s", type(error).__name__)
        return {"ready": False, "database": False}


def _asked() -> dict[str, Any]:
    now, beat = stored.now(), stored.last_heartbeat()
    in_shape = stored.migrations().state == "right"
    working = beat is not None and now - beat <= stored.HEARTBEAT
    last_seal = Seal.objects.order_by("-id").first()
    return {
        "ready": in_shape and working,
        "database": True,
        "migrations": in_shape,
        "worker": working,
        "worker_heartbeat": _written(beat),
        "oldest_job": _written(stored.oldest_job()),
        "last_seal": _written(last_seal.at if last_seal else None),
        "last_backup": _written(machine.last("backup")),
        "last_drill": _written(machine.last("drill")),
    }


def _written(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
