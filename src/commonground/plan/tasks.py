"""What is done by the clock for the plan. It may run twice, or late, without harm."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from commonground.plan.changes.review_letters import send_letters


@app.periodic(cron="20 * * * *")
@app.task(name="plan.review_letters", queueing_lock="review_letters")
def write_letters(timestamp: int) -> None:
    """Ask for updates, remind of them, and tell the chair when they are late; in working hours alone."""
    scheme = "https" if settings.HTTPS else "http"
    send_letters(datetime.fromtimestamp(timestamp, UTC), f"{scheme}://{settings.ALLOWED_HOSTS[0]}")
