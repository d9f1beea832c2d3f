"""How moments, lengths of time and numbers of people are said, on pages and in the report."""

import re
from datetime import datetime, timedelta

from commonground.plan.giveaways import SHAPES, SMALL
from commonground.registers.incidents.clocks import LONDON, Due

FEWER = "fewer than 5"
FEW = range(1, 5)
PEOPLE, AGE = SHAPES["small number of people"], SHAPES["age"]


def said(moment: datetime | None) -> str:
    """“5 March 2026, 14:30”, by the clock on the wall in London."""
    return "" if moment is None else f"{moment.astimezone(LONDON):%-d %B %Y, %H:%M}"


def lasting(length: timedelta) -> str:
    """“2 days and 3 hours”, “40 minutes”."""
    minutes = int(length.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [_counted(days, "day"), _counted(hours, "hour"), "" if days else _counted(rest, "minute")]
    return " and ".join(one for one in parts if one) or "less than a minute"


def when(found: Due) -> str:
    """When a step is due, in words."""
    if found.left is not None:
        return f"paused, with {lasting(found.left)} left"
    return said(found.moment) or "when the day is known"


def people(number: int | None) -> str:
    """How many people, as anybody may read it: one to four are not told."""
    if number is None:
        return ""
    return FEWER if number in FEW else f"{number:,}"


def guarded(text: str) -> str:
    """The text as it stands in a report: counts of one to four people, and ages, are taken out of it."""
    less = PEOPLE.sub(lambda hit: re.sub(SMALL, "(number not shown)", hit[0], count=1, flags=re.IGNORECASE), text)
    return AGE.sub("(age not shown)", less)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
