"""What is done by the clock for the access log, drafts and seats. Each may run twice, or late, without harm."""

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from commonground.partnership import access_log
from commonground.partnership.access_log.head import send_head
from commonground.partnership.access_log.keeping import let_go_of_old_rows
from commonground.partnership.access_log.patterns import LONDON
from commonground.partnership.changes.confirming import remind_contacts
from commonground.partnership.changes.drafts import forget_old
from commonground.partnership.changes.flags import every_partnership, find_flags
from commonground.partnership.rule import Actor


@app.periodic(cron="*/10 * * * *")
@app.task(name="partnership.seal_log", queueing_lock="seal_log")
def seal_log(timestamp: int) -> None:
    """Seal what was written in the last ten minutes, and what was left over in a few hours before."""
    access_log.seal(reach=timedelta(hours=6))


@app.periodic(cron="10 1 * * *")
@app.task(name="partnership.seal_all", queueing_lock="seal_all")
def seal_all(timestamp: int) -> None:
    """Seal whatever is left in the whole log."""
    access_log.seal()


@app.periodic(cron="40 6 * * *")
@app.task(name="partnership.send_head", queueing_lock="send_head")
def send_last_hash(timestamp: int) -> None:
    """Tell the governance leads the last hash."""
    send_head()


@app.periodic(cron="20 3 * * 0")
@app.task(name="partnership.let_go", queueing_lock="let_go")
def let_go(timestamp: int) -> None:
    """Let go of rows past their period."""
    let_go_of_old_rows()


@app.periodic(cron="50 2 * * *")
@app.task(name="partnership.find_flags", queueing_lock="find_flags")
def find_patterns(timestamp: int) -> None:
    """Look through yesterday's log at every table for what someone should explain."""
    yesterday = datetime.fromtimestamp(timestamp, LONDON).date() - timedelta(days=1)
    for partnership in every_partnership():
        find_flags(partnership, yesterday, by=Actor.of_system("patterns in the log", partnership))


@app.periodic(cron="30 3 * * *")
@app.task(name="partnership.forget_drafts", queueing_lock="forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Delete drafts whose time has come; their writers were warned when they signed in."""
    forget_old(by=Actor.of_system("drafts out of time"))


@app.periodic(cron="30 7 * * *")
@app.task(name="partnership.remind_contacts", queueing_lock="remind_contacts")
def remind(timestamp: int) -> None:
    """Write to the contacts whose people are about to be suspended. It only notifies: the seat's own date suspends."""
    scheme = "https" if settings.HTTPS else "http"
    remind_contacts(datetime.fromtimestamp(timestamp, LONDON).date(), f"{scheme}://{settings.ALLOWED_HOSTS[0]}")
