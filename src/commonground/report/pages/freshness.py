"""Freshness: how old the newest figure is on the day it is read."""

from dataclasses import dataclass
from datetime import date

from commonground.evidence.choice import Choice
from commonground.evidence.periods import MONTHS, Period

OLD = {"month": 6, "year": 18}  # months after which a figure is called old, by how often it is published
PAST = 36  # months after which it says nothing of what is going on now


@dataclass(frozen=True)
class Freshness:
    """The last month that the figures reach, when they were published, and how many months ago the last one ended."""

    to: date
    published: str | None
    months: int
    is_old: bool

    @property
    def is_past(self) -> bool:
        """Whether it is too old to say what is going on now."""
        return self.months > PAST

    @property
    def said(self) -> str:
        """In words: "Figures to February 2026, 3 months old"."""
        age = "from the last month" if self.months < 1 else _ago(self.months)
        return f"Figures to {MONTHS[self.to.month - 1]} {self.to.year}, {age}"


def freshness(choice: Choice, newest: Period, today: date) -> Freshness:
    """Of the newest figure that is shown."""
    months = max(0, (today.year - newest.end.year) * 12 + today.month - newest.end.month - 1)
    yearly = bool(choice.periods) and Period(*choice.periods[-1]).months > 3
    editions = choice.used(newest) or choice.editions
    published = max((e.published for e in editions if e.published), default=None)
    return Freshness(newest.end, published, months, months > OLD["year" if yearly else "month"])


def _ago(months: int) -> str:
    years, rest = divmod(months, 12)
    if not years:
        return f"{months} month{'s' if months > 1 else ''} old"
    said = f"{years} year{'s' if years > 1 else ''}"
    return f"{said} old" if not rest else f"{said} and {rest} month{'s' if rest > 1 else ''} old"
