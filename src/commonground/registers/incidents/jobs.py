"""What is done by the clock for incidents. It may run twice, or late, without harm."""

from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app

from commonground.registers.changes.incident_alerts import send_alerts


@app.periodic(cron="*/5 * * * *")
@app.task(name="registers.incident_alerts", queueing_lock="incident_alerts")
def write_alerts(timestamp: int) -> None:
    """Tell those who are involved, and lead and chair of what is late: by day and by night."""
    scheme = "https" if settings.HTTPS else "http"
    send_alerts(datetime.fromtimestamp(timestamp, UTC), f"{scheme}://{settings.ALLOWED_HOSTS[0]}")
