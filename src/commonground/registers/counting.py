"""The counts of registers that flow to the plan and the reports, by quarter: “12 test purchases a quarter”."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q

from commonground.evidence.periods import Period, quarter_of
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
class CountedQuarter:
    """What a quarter counted: the entries, each with what it adds; or that nobody kept how many there were then."""

    period: Period
    entries: tuple[tuple[str, int], ...] = ()
    known: bool = True
    over: bool = True

    @property
    def value(self) -> int:
        return sum(adds for _, adds in self.entries)

    @property
    def said(self) -> str:
        """The number, or that it is not known."""
        return f"{self.value:,}" if self.known else NOT_KEPT

    @property
    def short(self) -> str:
        """As a narrow table heads it: “Oct–Dec 2026 so far”."""
        return self.period.short if self.over else f"{self.period.short} so far"

    def __str__(self) -> str:
        return self.period.name if self.over else f"{self.period.name} so far"


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


def last_quarters(on: date, number: int = 5) -> list[Period]:
    """The quarter of a day and those before it, the newest first."""
    return [quarter_of(on).shifted(-3 * back) for back in range(number)]


def by_quarter(counting: Counting, rows: Entries, on: date, number: int = 5) -> list[CountedQuarter]:
    """What each of the last quarters counted, that of the day first: one query."""
    quarters, which = last_quarters(on, number), counting.counted
    adds, when = counting.register.path(which.of) if which.of else "pk", counting.register.path(which.day)
    rows = rows.filter(which.narrowed, register=counting.register.key)
    if which.standing is not None:
        now = rows.filter(which.standing(on)).order_by("id").values_list("public_id", adds)
        before = [CountedQuarter(one, known=False) for one in quarters[1:]]
        return [CountedQuarter(quarters[0], _told(which, now), over=False), *before]
    found = rows.filter(**{f"{when}__range": (quarters[-1].start, quarters[0].end)})
    held: dict[Period, list[tuple[str, int]]] = {one: [] for one in quarters}
    for day, key, value in found.order_by(when, "id").values_list(when, "public_id", adds):
        held[quarter_of(day)].append((key, value))
    return [CountedQuarter(one, _told(which, held[one]), over=one.end < on) for one in quarters]


def _told(which: Counted, found: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Each entry with what it adds; one that adds nothing is left out."""
    return tuple((key, value) for key, value in found if value) if which.of else tuple((key, 1) for key, _ in found)


def with_entries(
    rows: Entries, on: date, promised: Collection[str] = ()
) -> list[tuple[Counting, list[CountedQuarter]]]:
    """Every count of the registers that have an entry in the last quarters, and those that were promised.

    Another register has nothing to say; but what was promised and has no entry is what a board must hear of.
    """
    quarters = last_quarters(on)
    lasting = [one.key for one in registers().values() if one.lasting]
    recent = rows.filter(Q(on__range=(quarters[-1].start, quarters[0].end)) | Q(register__in=lasting)).order_by()
    kept = set(recent.values_list("register", flat=True).distinct())
    return [
        (one, by_quarter(one, rows, on))
        for key, one in countings().items() if one.register.key in kept or key in promised
    ]  # fmt: skip
