"""The counts of registers that flow to the plan and the reports, by quarter: “12 test purchases a quarter”."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from commonground.evidence.periods import quarter
from commonground.partnership.rule import Actor
from commonground.registers.models import Entry
from commonground.registers.models.entry import Entries
from commonground.registers.register import Counted, Register, registers


@dataclass(frozen=True)
class Counting:
    """One count of one register. The plan and an expectation know it by its key."""

    register: Register
    counted: Counted

    @property
    def key(self) -> str:
        return f"{self.register.key}-{self.counted.key}"

    @property
    def title(self) -> str:
        return self.counted.title


@dataclass(frozen=True)
class Quarter:
    """What a quarter counted: the entries, each with what it adds; or that nobody kept how many there were then."""

    start: date
    end: date
    entries: tuple[tuple[str, int], ...]
    known: bool = True

    @property
    def value(self) -> int:
        return sum(adds for _, adds in self.entries)

    @property
    def said(self) -> str:
        """The number, or that it is not known."""
        return str(self.value) if self.known else NOT_KEPT

    def __str__(self) -> str:
        return f"{self.start:%B} to {self.end:%B %Y}"

    def is_over(self, on: date) -> bool:
        """Whether the quarter has ended by a day."""
        return self.end < on


NOT_KEPT = "not kept"
"""What stands in place of how many there were in a quarter that is over, where a register keeps the present alone."""

Counts = Sequence[tuple[Counting, Sequence[Quarter]]]
"""Counts, each with its quarters, the newest first."""


@cache
def countings() -> Mapping[str, Counting]:
    """Every count of every register, by key, in the order of the registers."""
    every = (Counting(one, counted) for one in registers().values() for counted in one.counted)
    return {one.key: one for one in every}


def for_actor(actor: Actor) -> Entries:
    """The entries of the actor’s table that they may count."""
    found: Entries = Entry.objects.get_queryset().counted_for(actor)
    return found


def last_quarters(on: date, number: int = 5) -> list[tuple[date, date]]:
    """The first and last days of the quarter of a day and of those before it, the newest first."""
    newest = on.year * 4 + (on.month - 1) // 3
    periods = (quarter(index // 4, index % 4 + 1) for index in range(newest, newest - number, -1))
    return [(period.start, period.end) for period in periods]


def by_quarter(counting: Counting, rows: Entries, on: date, number: int = 5) -> list[Quarter]:
    """What each of the last quarters counted, that of the day first. How things stand is said of today alone."""
    newest, *before = last_quarters(on, number)
    now = Quarter(*newest, tuple(_adding(counting, rows, newest[0], min(newest[1], on))))
    if counting.counted.standing is not None:
        return [now, *(Quarter(first, last, (), known=False) for first, last in before)]
    return [now, *(Quarter(*days, tuple(_adding(counting, rows, *days))) for days in before)]


def _adding(counting: Counting, rows: Entries, start: date, end: date) -> Iterator[tuple[str, int]]:
    """The entries of some days, each with what it adds."""
    which, register = counting.counted, counting.register
    found = rows.filter(which.of_days(register, start, end), register=register.key).order_by("on", "id")
    if not which.of:
        return ((key, 1) for key in found.values_list("public_id", flat=True))
    return ((key, adds) for key, adds in found.values_list("public_id", register.path(which.of)) if adds)


def with_entries(rows: Entries, on: date, number: int = 5) -> list[tuple[Counting, list[Quarter]]]:
    """Every count of the registers that have an entry; the others have nothing to say."""
    kept = set(rows.filter(on__lte=on).order_by().values_list("register", flat=True).distinct())
    return [
        (one, by_quarter(one, rows, on, number)) for one in countings().values() if one.register.key in kept
    ]
