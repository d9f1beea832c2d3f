"""A member’s private address of the calendar: made, revoked, and read by a calendar program."""

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models.system import hashed
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import CalendarFeed
from commonground.registers.models.calendar_feed import CalendarFeeds
from commonground.registers.rules import READ_REGISTERS

Kind = access_log.Kind


@transaction.atomic
def make_address(*, by: Actor) -> tuple[CalendarFeed, str]:
    """An address with its secret, which nobody can read again. An earlier one is revoked."""
    if by.membership is None or not READ_REGISTERS.allows(by):
        raise NotPossible("A calendar address is for members who may read the registers.")
    revoke_address(by=by)
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(
        partnership=by.partnership, seat=by.membership, secret_hash=hashed(secret)
    )
    access_log.record(Kind.COLLECTION, made, by=by)
    return made, secret


@transaction.atomic
def revoke_address(*, by: Actor) -> None:
    """From now on the address answers as if it never was. Done twice, it is done once."""
    for live in CalendarFeed.objects.seen_by(by).live().select_for_update(of=("self",)):
        live.revoked_at = timezone.now()
        live.save(update_fields=["revoked_at"])
        access_log.record(Kind.ALTERATION, live, by=by, became="revoked")


def reader_of(secret: str, on: date, **context: object) -> tuple[CalendarFeed, Actor] | None:
    """Whose calendar reads at this address; None once it is revoked or its seat gives no access. Nothing is logged."""
    found = CalendarFeeds(CalendarFeed).with_secret(secret, on)
    if found is None:
        return None
    actor = Actor.of_seat(found.seat, **context)
    return (found, actor) if READ_REGISTERS.allows(actor) else None


@transaction.atomic
def handed_over(feed: CalendarFeed, content: bytes, rows: int, fields: tuple[str, ...], *, by: Actor) -> None:
    """Write down that the calendar left, before it does."""
    access_log.handed_over(content, feed, by=by, recipient="the member’s own calendar", rows=rows, fields=fields)
