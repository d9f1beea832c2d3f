"""What pages, exports and reports read of the registers: the entries and the columns that somebody sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.models import Entry
from commonground.registers.register import Register, registers

SOON = timedelta(days=30)


def readable(actor: Actor) -> list[Register]:
    """The registers that the actor may read, in their order."""
    return [one for one in registers().values() if one.reads(actor)]


def entries_of(register: Register, actor: Actor) -> "QuerySet[Entry] | Any":
    """The entries of a register that the actor sees, each with its columns, what it is about and what is about it."""
    rows = seen(Entry, actor).filter(register=register.key)
    return _with_those_about(register, actor, rows.select_related(*_its_own(register)))


def _its_own(register: Register) -> list[str]:
    about = [f"about__{registers()[register.subject].model.related()}"] if register.subject else []
    return [register.model.related(), "agency", "about", *about]


def _with_those_about(register: Register, actor: Actor, rows: Any) -> Any:
    """Entries, with those of other registers that are about them: the tests of a shop, the programmes of a school."""
    theirs = _about(register, seen(Entry, actor))
    return rows if theirs is None else rows.prefetch_related(theirs)


def _about(register: Register, rows: Any) -> "Prefetch[Any] | None":
    about = [one for one in registers().values() if one.subject == register.key]
    if not about:
        return None
    theirs = rows.kept().filter(register__in=[one.key for one in about]).order_by("-on", "-id")
    return Prefetch("entries", queryset=theirs.select_related(*(one.model.related() for one in about)))


def with_details(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Entries of several registers, each with its own columns: two or three questions for each register among them."""
    for key in {entry.register for entry in entries}:
        register = registers()[key]
        about = f"about__{registers()[register.subject].model.related()}" if register.subject else "about"
        theirs = _about(register, Entry.objects.all())
        asked = [register.model.related(), about, *([theirs] if theirs is not None else [])]
        prefetch_related_objects([one for one in entries if one.register == key], *asked)
    return entries


@dataclass(frozen=True)
class Glance:
    """A register on the page of all: its entries, those whose day has passed, those due within a month."""

    register: Register
    number: int
    late: int
    soon: int


def glances(actor: Actor, on: date) -> list[Glance]:
    """Every register that the actor may read, in one question."""
    soon = Q(due__gte=on, due__lte=on + SOON)
    rows = seen(Entry, actor).kept().order_by("register").values("register")
    counted = rows.annotate(number=Count("pk"), late=Count("pk", Q(due__lt=on)), soon=Count("pk", soon))
    found = {row.pop("register"): row for row in counted}
    return [Glance(one, **found.get(one.key, {"number": 0, "late": 0, "soon": 0})) for one in readable(actor)]


def due_for(actor: Actor, until: date) -> "QuerySet[Entry] | Any":
    """What is due or lapses by a day, over all registers that the actor may read: what is late first."""
    return seen(Entry, actor).due_by(until).order_by("due", "id")


def columns_for(register: Register, actor: Actor, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the columns that the actor may read. Every output asks this, and nothing else tells a column.

    An entry of a register that they may not read is not named either.
    """
    unread = bool(register.subject) and not registers()[register.subject].reads(actor)
    return tuple(
        name for name in names
        if (name not in register.restricted or register.restricted[name].allows(actor))
        and not (name == "about" and unread)
    )  # fmt: skip
