"""The calendar: entries of the registers that say they belong into one, by day, and as their readers may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from commonground.partnership.rule import Actor
from commonground.registers.called import called
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of, readable
from commonground.registers.register import Register

TIMES = (("begins_at", "ends_at"), ("starts_at", "ends_at"))
"""What a register that knows the hours of its entries calls them."""
MOST = 1_000


@dataclass(frozen=True)
class Dated:
    """An entry in the calendar. ``begins`` and ``ends`` are hours, where they are known."""

    entry: Entry
    register: Register
    name: str
    place: str
    ward: str
    first: date
    last: date
    begins: time | None = None
    ends: time | None = None
    changed: datetime | None = None


def with_calendar(actor: Actor) -> list[Register]:
    """The registers that stand in the calendar and that the actor may read."""
    return [one for one in readable(actor) if one.calendar]


def dated(registers: Sequence[Register], actor: Actor, start: date, end: date) -> list[Dated]:
    """What the actor sees of these days, in order; no more than can be read."""
    found = [one for register in registers for one in _of(register, actor, start, end)]
    return sorted(found, key=lambda one: (one.first, one.begins or time.min, one.register.order, one.entry.pk))[:MOST]


def _of(register: Register, actor: Actor, start: date, end: date) -> Iterator[Dated]:
    told = columns_for(register, actor, ("place", "ward", *register.columns))
    hours = next((pair for pair in TIMES if set(pair) <= set(told)), None)
    for entry in entries_of(register, actor).kept().during(start, end).order_by("on", "pk")[:MOST]:
        begins, ends = (register.value(entry, name) for name in hours) if hours else (None, None)
        yield Dated(
            entry, register, called(register, entry, actor), entry.place if "place" in told else "",
            entry.ward if "ward" in told else "", entry.on, entry.until or entry.on, begins, ends, entry.edited_at,
        )  # fmt: skip


@dataclass(frozen=True)
class Day:
    """One day of a month, with what is on it."""

    day: date
    within: bool
    entries: tuple[Dated, ...]


def weeks_of(month: date, entries: Sequence[Dated]) -> list[list[Day]]:
    """The weeks of a month, from Monday, with the days of its neighbours that fill the first and the last."""
    first, last = span_of(month)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    filled = [
        Day(day, day.month == month.month, tuple(one for one in entries if one.first <= day <= one.last))
        for day in days
    ]  # fmt: skip
    return [filled[n : n + 7] for n in range(0, len(filled), 7)]


def span_of(month: date) -> tuple[date, date]:
    """The first and last day of the weeks that a month lies in."""
    first, last = month.replace(day=1), next_month(month) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)
