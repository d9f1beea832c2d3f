"""What is done by the clock for the registers. Each may run twice, or late, without harm."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from commonground.partnership.rule import Actor
from commonground.partnership.scanner import ScannerDown
from commonground.registers.changes import attachments, public_reports
from commonground.registers.incidents.jobs import write_alerts
from commonground.registers.moving.jobs import bring_in_file, check_file, forget_files
from commonground.registers.tasking.jobs import build, write_letters

__all__ = [
    "bring_in_file",
    "build",
    "check_file",
    "forget_files",
    "forget_public_reports",
    "scan_waiting",
    "write_alerts",
    "write_letters",
]
log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="registers.scan_waiting", queueing_lock="scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Have the files looked at that the scanner has not let through; while it does not answer, they wait."""
    try:
        attachments.scan_waiting(by=Actor.of_system("the virus scanner"))
    except ScannerDown as down:
        log.warning("%s Files of registers wait.", down)


@app.periodic(cron="40 3 * * *")
@app.task(name="registers.forget_public_reports", queueing_lock="forget_public_reports")
def forget_public_reports(timestamp: int) -> None:
    """Erase the words of what the public reported more than 90 days ago."""
    public_reports.forget(datetime.fromtimestamp(timestamp, UTC), by=Actor.of_system("reports out of time"))
