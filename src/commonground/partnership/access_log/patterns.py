"""Patterns in the log that a supervisor should ask about: a line for each, and a test with planted and clean rows."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import ExtractHour

from commonground.partnership.models.access import AccessEvents

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Pattern:
    """What is picked out of one person’s day: ``least`` rows of those that ``narrow`` leaves."""

    key: str
    title: str
    sentence: str
    least: int
    narrow: Callable[[AccessEvents], AccessEvents]


def _refused(rows: AccessEvents) -> AccessEvents:
    return rows.filter(refused=True)


def _at_night(rows: AccessEvents) -> AccessEvents:
    hours = rows.annotate(hour=ExtractHour("at", tzinfo=LONDON))
    return hours.filter(Q(hour__gte=22) | Q(hour__lt=6), kind="consultation")


def _looks(rows: AccessEvents) -> AccessEvents:
    return rows.filter(kind="consultation", refused=False)


_ALL = (
    Pattern("refusals", "Refused again and again", "five or more refusals in a day", 5, _refused),
    Pattern("night", "At night", "three or more looks between 10pm and 6am", 3, _at_night),
    Pattern("volume", "A great many looks", "three hundred or more looks in a day", 300, _looks),
)
PATTERNS = {pattern.key: pattern for pattern in _ALL}
