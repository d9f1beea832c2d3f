"""People are told by e-mail of tasks that are due or late: a reference and a link, and nothing of what is in them."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership
from commonground.plan.working_days import LONDON, before, may_write
from commonground.registers.models import TaskingLetter, TaskingTask
from commonground.registers.tasking.terms import LetterKind

REMIND = 3  # working days before the day
AHEAD = timedelta(days=10)  # in which so many working days surely lie
SUBJECTS = {LetterKind.DUE: "A task is due soon", LetterKind.LATE: "A task is late"}
LETTER = "Reference {reference}\n\n{link}\n\nSign in to see what is asked of you. Nothing else is sent by e-mail.\n"


def send_letters(now: datetime, site: str) -> int:
    """Write to those whose tasks are due or late, by day and on working days; returns how many letters went.

    To the person whom the task was given to, or else to the contact of the agency. Each letter is kept as sent in the
    same transaction, so that a second run writes to nobody twice.
    """
    if settings.DEMONSTRATION or not may_write(now):
        return 0
    today = now.astimezone(LONDON).date()
    with scopes_disabled():
        waiting = TaskingTask.objects.open().filter(due__lte=today + AHEAD, partnership__demonstration=False)
        tasks = waiting.select_related("partnership", "owner", "agency")
        return sum(_write(task, today, now, site) for task in tasks)


def kind_due(due: date, today: date) -> str | None:
    """Why somebody is written to on a day; None where it is too early."""
    if today > due:
        return str(LetterKind.LATE)
    return str(LetterKind.DUE) if today >= before(due, REMIND) else None


def _write(task: TaskingTask, today: date, now: datetime, site: str) -> int:
    kind, key = kind_due(task.due, today), task.owner_id or task.agency.contact_id
    if kind is None or key is None or task.letters.filter(to=key, kind=kind, due=task.due).exists():
        return 0
    seat = Membership.objects.current(today).filter(pk=key).select_related("user").first()
    if seat is None:
        return 0
    _send(task, seat, kind, now, site)
    return 1


@transaction.atomic
def _send(task: TaskingTask, seat: Membership, kind: str, now: datetime, site: str) -> None:
    TaskingLetter.objects.create(
        partnership_id=task.partnership_id, task=task, to=seat, kind=kind, due=task.due, sent_at=now
    )
    link = f"{site}/partnerships/{task.partnership.slug}/tasking/tasks/{task.public_id}/"
    send_mail(
        subject=SUBJECTS[LetterKind(kind)], message=LETTER.format(reference=task.public_id, link=link),
        from_email=None, recipient_list=[seat.user.email],
    )  # fmt: skip
