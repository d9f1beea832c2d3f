"""Finding patterns in the log, and deciding on what was found."""

from datetime import date, datetime, time, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_scopes import scope

from commonground.partnership import access_log
from commonground.partnership.access_log.patterns import LONDON, PATTERNS, Pattern
from commonground.partnership.models import AccessEvent, Flag, Partnership
from commonground.partnership.models.access import AccessEvents
from commonground.partnership.rule import Actor


def every_partnership() -> list[Partnership]:
    """Every table of the installation, for what is done by the clock."""
    return list(Partnership.objects.order_by("pk"))


@transaction.atomic
def find_flags(partnership: Partnership, day: date, *, by: Actor) -> int:
    """Look through one day of a table’s log, and return how many patterns are new."""
    begin = datetime.combine(day, time(), LONDON)
    rows = AccessEvents(AccessEvent).filter(
        partnership=partnership, user_id_then__isnull=False, at__gte=begin, at__lt=begin + timedelta(days=1)
    )
    with scope(partnership=partnership):
        return sum(_flag(partnership, day, pattern, rows, by) for pattern in PATTERNS.values())


def _flag(partnership: Partnership, day: date, pattern: Pattern, rows: AccessEvents, by: Actor) -> int:
    people = pattern.narrow(rows).order_by().values("user_id_then").annotate(count=Count("pk"), numbers=ArrayAgg("pk"))
    new = 0
    for found in people.filter(count__gte=pattern.least):
        flag, made = Flag.objects.get_or_create(
            partnership=partnership, pattern=pattern.key, person_id=found["user_id_then"], day=day,
            defaults={"rows": sorted(found["numbers"])},
        )  # fmt: skip
        if made:
            concerns = [flag, flag.person]
            access_log.record(access_log.Kind.COMBINATION, flag, by=by, concerns=concerns, rows=found["count"])
        new += made
    return new


@transaction.atomic
def decide_flag(flag: Flag, *, outcome: str, note: str, by: Actor) -> None:
    """Record what was decided, and why. Raises ValidationError for one’s own looks, and for what is decided already."""
    flag = Flag.objects.select_for_update().get(pk=flag.pk)
    if by.user is None or flag.person_id == by.user.pk:
        raise ValidationError("These are your own looks: somebody else decides on them.")
    if flag.decided_at:
        raise ValidationError(f"{flag.decided_by} decided on this already.")
    flag.outcome, flag.note, flag.decided_by, flag.decided_at = outcome, note, by.user, timezone.now()
    flag.save(update_fields=["outcome", "note", "decided_by", "decided_at"])
    access_log.record(access_log.Kind.ALTERATION, flag, by=by, concerns=[flag, flag.person], outcome=outcome)
