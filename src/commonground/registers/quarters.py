"""Quarters of the year, whole or in part."""

from dataclasses import dataclass
from datetime import date, timedelta

MOST = 24
"""As many quarters as one page counts."""


@dataclass(frozen=True)
class Quarter:
    """The days of one quarter: all of them, or those that were asked for."""

    start: date
    end: date

    def __str__(self) -> str:
        whole = quarter_of(self.start)
        months = f"{whole.start:%B} to {whole.end:%B %Y}"
        return months if (self.start, self.end) == (whole.start, whole.end) else f"{months} (in part)"

    def is_over(self, on: date) -> bool:
        """Whether the quarter has ended by a day."""
        return self.end < on


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Quarter(first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1))


def last_quarters(on: date, number: int = 5) -> list[Quarter]:
    """The quarter of a day and those before it, the newest first."""
    found = [quarter_of(on)]
    while len(found) < number:
        found.append(quarter_of(found[-1].start - timedelta(days=1)))
    return found


def quarters(start: date, end: date) -> list[Quarter]:
    """The quarters from one day to another, the first and the last cut where the days are. No more than MOST."""
    found: list[Quarter] = []
    while start <= end and len(found) < MOST:
        found.append(Quarter(start, min(quarter_of(start).end, end)))
        start = found[-1].end + timedelta(days=1)
    return found
