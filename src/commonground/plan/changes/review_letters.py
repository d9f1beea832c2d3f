"""People are told of a review by e-mail: a reference and a link, and nothing of what is in it."""

from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership
from commonground.plan.models import ReviewLetter, ReviewRound
from commonground.plan.review_due import Letter, Waiting, letters_due
from commonground.plan.terms import RoundState
from commonground.plan.working_days import LONDON, may_write

Kind = ReviewLetter.Kind
SUBJECTS = {
    Kind.ASKED: "Updates are asked for",
    Kind.REMINDED: "Updates are due soon",
    Kind.LAST: "Updates are due",
    Kind.LATE: "Updates are late",
    Kind.ESCALATED: "A review waits for updates",
}
LETTER = "Reference {reference}\n\n{link}\n\nSign in to see what is asked of you. Nothing else is sent by e-mail.\n"


def send_letters(now: datetime, site: str) -> int:
    """Write to whom it is time to write, by day and on working days alone; returns how many letters went.

    Each is kept as sent in the same transaction, so that a second run writes to nobody twice.
    """
    if settings.DEMONSTRATION or not may_write(now):
        return 0
    today = now.astimezone(LONDON).date()
    with scopes_disabled():
        rounds = ReviewRound.objects.filter(state=RoundState.OPEN, partnership__demonstration=False)
        return sum(_write(found, today, now, site) for found in rounds.select_related("partnership"))


def waiting_for(found: ReviewRound, today: date) -> tuple[Waiting, dict[int, Membership]]:
    """What is known of the review on a day, and the people with access that it could write to, by seat."""
    missing = found.rows.missing()
    seats = Membership.objects.current(today).filter(partnership=found.partnership_id).select_related("user")
    by_key = {seat.pk: seat for seat in seats}
    owners = frozenset(missing.values_list("action__owner", flat=True)) & by_key.keys()
    chairs = frozenset(key for key, seat in by_key.items() if seat.role == "panel_chair")
    written = frozenset(found.letters.values_list("to", "kind"))
    return Waiting(found.state, found.due, missing.count(), owners, chairs, written), by_key


def _write(found: ReviewRound, today: date, now: datetime, site: str) -> int:
    waiting, seats = waiting_for(found, today)
    letters = letters_due(waiting, today)
    for letter in letters:
        _send(found, letter, seats[letter.seat], now, site)
    return len(letters)


@transaction.atomic
def _send(found: ReviewRound, letter: Letter, seat: Membership, now: datetime, site: str) -> None:
    ReviewLetter.objects.create(
        partnership_id=found.partnership_id, round=found, to=seat, kind=letter.kind, sent_at=now
    )
    page = "" if letter.kind == Kind.ESCALATED else "updates/"
    link = f"{site}/partnerships/{found.partnership.slug}/plan/reviews/{found.public_id}/{page}"
    send_mail(
        subject=SUBJECTS[Kind(letter.kind)], message=LETTER.format(reference=found.public_id, link=link),
        from_email=None, recipient_list=[seat.user.email],
    )  # fmt: skip
