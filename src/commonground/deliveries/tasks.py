"""The jobs of this package. Their arguments are identifiers alone; what they do can be done twice."""

from typing import Any

from procrastinate.contrib.django import app

from commonground.deliveries import checking
from commonground.deliveries.models import Deliveries, Delivery
from commonground.deliveries.quarantine import sweep
from commonground.deliveries.scanner import ScannerDown
from commonground.partnership.access_log import acting
from commonground.partnership.rule import Actor

TRIES = 3
AGAIN_AFTER = 60  # seconds


@app.task(name="deliveries.check", pass_context=True)
def check(context: Any, delivery: str) -> None:
    """Look at a file that has arrived."""
    try:
        with acting(Actor.of_system(checking.WORKER)):
            if context.job.attempts >= TRIES:
                checking.give_up(delivery, TRIES)
            else:
                checking.check(delivery)
    except ScannerDown as down:
        checking.say(delivery, f"{down} The file waits unopened; it is tried again every minute.")
        check.configure(schedule_in={"seconds": AGAIN_AFTER}, lock=f"delivery:{delivery}").defer(delivery=delivery)


@app.task(name="deliveries.load", pass_context=True)
def load(context: Any, delivery: str) -> None:
    """Put a file that was confirmed on the shelf."""
    with acting(Actor.of_system(checking.WORKER)):
        if context.job.attempts >= TRIES:
            checking.give_up(delivery, TRIES)
        else:
            checking.put_on_shelf(delivery)


@app.task(name="deliveries.take_off")
def take_off(withdrawal: str) -> None:
    """Carry out a withdrawal."""
    with acting(Actor.of_system(checking.WORKER)):
        checking.take_off_shelf(withdrawal)


@app.periodic(cron="17 * * * *")
@app.task(name="deliveries.sweep")
def sweep_quarantine(timestamp: int) -> None:
    """Erase files that a request left behind when it broke off."""
    sweep(set(Deliveries(Delivery).waiting().values_list("kept", flat=True)))
