"""The counts of registers that flow to the plan and the reports, by quarter: “12 test purchases a quarter”."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Q, Sum

from commonground.partnership.rule import Actor
from commonground.registers.models import Entry
from commonground.registers.models.entry import Entries
from commonground.registers.quarters import Quarter, last_quarters, quarter_of
from commonground.registers.reading import entries_of
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
class CountedQuarter(Quarter):
    """What a quarter counted: the entries, each with what it adds; or that nobody kept how many there were then."""

    entries: tuple[tuple[str, int], ...] = ()
    known: bool = True

    @property
    def value(self) -> int:
        return sum(adds for _, adds in self.entries)

    @property
    def said(self) -> str:
        """The number, or that it is not known."""
        return str(self.value) if self.known else NOT_KEPT


NOT_KEPT = "not kept"
"""What stands in place of how many there were in a quarter that is over, where a register keeps the present alone."""

Counts = Sequence[tuple[Counting, Sequence[CountedQuarter]]]
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


def by_quarter(counting: Counting, rows: Entries, on: date, number: int = 5) -> list[CountedQuarter]:
    """What each of the last quarters counted, that of the day first: one query."""
    last, which = last_quarters(on, number), counting.counted
    adds, when = counting.register.path(which.of) if which.of else "pk", counting.register.path(which.day)
    rows = rows.filter(which.where, register=counting.register.key)
    if which.standing is not None:
        return _of_today(which, rows.filter(which.standing(on)).order_by("id").values_list("public_id", adds), last)
    found = rows.filter(**{f"{when}__range": (last[-1].start, last[0].end)})
    held: dict[Quarter, list[tuple[str, int]]] = {one: [] for one in last}
    for day, key, value in found.order_by(when, "id").values_list(when, "public_id", adds):
        if not which.of or value:
            held[quarter_of(day)].append((key, value if which.of else 1))
    return [CountedQuarter(one.start, one.end, tuple(held[one])) for one in last]


def _of_today(which: Counted, found: Iterable[tuple[str, int]], last: Sequence[Quarter]) -> list[CountedQuarter]:
    """How many stand so now, in the quarter of the day; of those before nothing is known."""
    now = tuple((key, value if which.of else 1) for key, value in found if not which.of or value)
    before = [CountedQuarter(one.start, one.end, known=False) for one in last[1:]]
    return [CountedQuarter(last[0].start, last[0].end, now), *before]


def with_entries(rows: Entries, on: date, number: int = 5) -> list[tuple[Counting, list[CountedQuarter]]]:
    """Every count of the registers that have an entry in the last quarters; the others have nothing to say."""
    last = last_quarters(on, number)
    lasting = [one.key for one in registers().values() if one.lasting]
    recent = rows.filter(Q(on__range=(last[-1].start, last[0].end)) | Q(register__in=lasting)).order_by()
    kept = set(recent.values_list("register", flat=True).distinct())
    return [(one, by_quarter(one, rows, on, number)) for one in countings().values() if one.register.key in kept]


def numbers_by_quarter(register: Register, actor: Actor, wanted: Sequence[Quarter]) -> list[tuple[Counted, list[int]]]:
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
        told = rows.filter(which.where, **{day: (wanted[0].start, wanted[-1].end)}).aggregate(**parts)
        found.append((which, [int(told[name] or 0) for name in parts]))
    return found


def _number(register: Register, which: Counted, days: Q) -> Count | Sum:
    return Sum(register.path(which.of), filter=days) if which.of else Count("pk", filter=days)
