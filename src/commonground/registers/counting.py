"""The counts of registers that flow to the plan and the reports, by quarter: “12 test purchases a quarter”."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q

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
    """What each of the last quarters counted, that of the day first: one query."""
    days, which = last_quarters(on, number), counting.counted
    adds, when = counting.register.path(which.of) if which.of else "pk", counting.register.path(which.day)
    rows = rows.filter(which.narrowed, register=counting.register.key)
    if which.standing is not None:
        return _of_today(which, rows.filter(which.standing(on)).order_by("id").values_list("public_id", adds), days)
    found = rows.filter(**{f"{when}__range": (days[-1][0], days[0][1])})
    held: dict[date, list[tuple[str, int]]] = {first: [] for first, _ in days}
    for day, key, value in found.order_by(when, "id").values_list(when, "public_id", adds):
        first = next(first for first, last in days if first <= day <= last)
        if not which.of or value:
            held[first].append((key, value if which.of else 1))
    return [Quarter(first, last, tuple(held[first])) for first, last in days]


def _of_today(which: Counted, found: Iterable[tuple[str, int]], days: Sequence[tuple[date, date]]) -> list[Quarter]:
    """How many stand so now, in the quarter of the day; of those before nothing is known."""
    now = tuple((key, value if which.of else 1) for key, value in found if not which.of or value)
    before = [Quarter(first, last, (), known=False) for first, last in days[1:]]
    return [Quarter(*days[0], now), *before]


def with_entries(rows: Entries, on: date, number: int = 5) -> list[tuple[Counting, list[Quarter]]]:
    """Every count of the registers that have an entry in the last quarters; the others have nothing to say."""
    days = last_quarters(on, number)
    lasting = [one.key for one in registers().values() if one.lasting]
    recent = rows.filter(Q(on__range=(days[-1][0], days[0][1])) | Q(register__in=lasting)).order_by()
    kept = set(recent.values_list("register", flat=True).distinct())
    return [(one, by_quarter(one, rows, on, number)) for one in countings().values() if one.register.key in kept]
