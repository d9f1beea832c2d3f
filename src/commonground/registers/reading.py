"""What pages, exports and reports read of the registers: the entries that somebody sees, and counts that flow on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.models import Entry
from commonground.registers.register import Counted, Register, registers


def readable(actor: Actor) -> list[Register]:
    """The registers that the actor may read, in their order."""
    return [one for one in registers().values() if one.read.allows(actor)]


def entries_of(register: Register, actor: Actor) -> "QuerySet[Entry] | Any":
    """The entries of a register that the actor sees, each with its own columns, and with those about it."""
    rows = seen(Entry, actor).filter(register=register.key)
    rows = rows.select_related(register.model.related(), "agency", "about")
    about = [one for one in registers().values() if one.subject == register.key]
    if not about:
        return rows
    theirs = seen(Entry, actor).kept().filter(register__in=[one.key for one in about])
    theirs = theirs.select_related(*(one.model.related() for one in about)).order_by("-on", "-id")
    return rows.prefetch_related(Prefetch("entries", queryset=theirs))


def columns_for(register: Register, actor: Actor, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the columns that the actor may read. Every output asks this, and nothing else tells a column."""
    return tuple(name for name in names if name not in register.restricted or register.restricted[name].allows(actor))


@dataclass(frozen=True)
class Tally:
    """One count of a register over a stretch of days."""

    register: Register
    counted: Counted
    value: int


def counted(register: Register, which: Counted, rows: "QuerySet[Entry]", start: date, end: date) -> int:
    """How many, or the sum of a column, over the entries of these days. Withdrawn ones are not counted."""
    day = f"{register.path(which.day)}__range"
    when = Q(**{day: (start, end)}) if which.standing is None else which.standing(end)
    found = rows.kept().filter(which.where, when)  # type: ignore[attr-defined]
    if which.of:
        total = found.aggregate(total=Sum(register.path(which.of)))["total"]
        return int(total or 0)
    return int(found.aggregate(total=Count("pk"))["total"])


def tallies(register: Register, actor: Actor, start: date, end: date) -> list[Tally]:
    """Every count of a register over some days: first all entries, unless it forbids that, then those it declares."""
    rows = entries_of(register, actor)
    every = (Counted(key="all", title=register.title),) if register.whole else ()
    return [Tally(register, one, counted(register, one, rows, start, end)) for one in (*every, *register.counts)]


def since(actor: Actor, moment: Any) -> Mapping[str, int]:
    """How many entries of each register were added since a moment: one query for all."""
    rows = seen(Entry, actor).kept().filter(added_at__gt=moment).values("register").annotate(number=Count("pk"))
    return {row["register"]: row["number"] for row in rows.order_by("register")}
