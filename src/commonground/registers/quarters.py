"""Quarters of the year, and the counts of a register in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum

from commonground.evidence.periods import quarter_of
from commonground.partnership.rule import Actor
from commonground.registers.reading import entries_of
from commonground.registers.register import Counted, Register

MOST = 24
"""As many quarters as one page counts."""


@dataclass(frozen=True)
class Quarter:
    """Some days of one quarter: all of them, or those that were asked for."""

    start: date
    end: date

    def __str__(self) -> str:
        whole = quarter_of(self.start)
        return whole.name if (self.start, self.end) == (whole.start, whole.end) else f"{whole.name} (in part)"


def five_quarters(today: date) -> tuple[date, date]:
    """From the first day of the quarter a year ago to today: this quarter and the last four."""
    return quarter_of(today).shifted(-12).start, today


def quarters(start: date, end: date) -> list[Quarter]:
    """The quarters from one day to another, the first and the last cut where the days are. No more than MOST."""
    found: list[Quarter] = []
    while start <= end and len(found) < MOST:
        last = quarter_of(start).end
        found.append(Quarter(start, min(last, end)))
        start = last + timedelta(days=1)
    return found


def by_quarter(register: Register, actor: Actor, wanted: Sequence[Quarter]) -> list[tuple[Counted, list[int]]]:
    """Every count of the register in each quarter, first all entries: one question for each count.

    How many stand so on a day is told of no quarter: see ``Counted``.
    """
    rows = entries_of(register, actor).kept()
    found: list[tuple[Counted, list[int]]] = []
    for which in (one for one in register.counted if one.standing is None):
        day = f"{register.path(which.day)}__range"
        parts = {
            f"quarter_{n}": _number(register, which, Q(**{day: (one.start, one.end)})) for n, one in enumerate(wanted)
        }
        told = rows.filter(which.narrowed, **{day: (wanted[0].start, wanted[-1].end)}).aggregate(**parts)
        found.append((which, [int(told[name] or 0) for name in parts]))
    return found


def _number(register: Register, which: Counted, days: Q) -> Count | Sum:
    return Sum(register.path(which.of), filter=days) if which.of else Count("pk", filter=days)
