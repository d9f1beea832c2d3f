"""Entries as lists show them: each with its name, the cells of its columns in words, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from commonground.partnership.rule import Actor
from commonground.registers.called import called
from commonground.registers.models import Entry
from commonground.registers.register import Register, Stands, registers
from commonground.registers.said import Fact, Places, facts


@dataclass(frozen=True)
class Line:
    """One entry in a list. ``facts`` are the columns that its register lists."""

    entry: Entry
    register: Register
    name: str
    facts: Sequence[Fact]
    stands: Stands | None
    is_late: bool
    is_new: bool = False


def lines_of(
    entries: Iterable[Entry], actor: Actor, on: date, *, names: Sequence[str] = (), places: Places | None = None,
    before: datetime | None = None,
) -> list[Line]:  # fmt: skip
    """The entries, with those of the columns that the reader may read. ``before``: when they last looked."""
    return [_line(one, actor, on, names, places or {}, before) for one in entries]


def _line(
    entry: Entry, actor: Actor, on: date, names: Sequence[str], places: Places, before: datetime | None
) -> Line:
    register = registers()[entry.register]
    mine = actor.membership is not None and entry.added_by_id == actor.membership.pk
    cells = [brief(one, register, entry) for one in facts(register, actor, entry, names, places)]
    return Line(
        entry, register, called(register, entry, actor), cells, register.stands(entry, on),
        entry.due is not None and entry.due < on, before is not None and entry.added_at > before and not mine,
    )  # fmt: skip


def brief(fact: Fact, register: Register, entry: Entry) -> Fact:
    """A cell of a list: a day with its month in short, a choice without what explains it, lines one after the other."""
    value = register.value(entry, fact.column)
    if fact.column == "nil" and not value:
        return replace(fact, said="")
    if isinstance(value, date) and not isinstance(value, datetime):
        return replace(fact, said=f"{value:%-d %b %Y}")
    if register.choices(fact.column) and not isinstance(value, list):
        return replace(fact, said=fact.said.split(": ")[0])
    return replace(fact, said="; ".join(fact.said.splitlines()))


def entered(some: Iterable[Fact]) -> tuple[list[Fact], list[str]]:
    """What was entered of the columns, and what the others are called."""
    told = list(some)
    return [one for one in told if one.said], [one.label for one in told if not one.said]


def not_in_names(names: Sequence[str], lines: Sequence[Line]) -> list[str]:
    """The columns that the names of the entries do not say already, so that each has a cell of its own."""
    told = {
        name for at, name in enumerate(names)
        if lines and all(_in(line.facts[at].said, line) for line in lines)
    }  # fmt: skip
    return [name for name in names if name not in told]


def _in(said: str, line: Line) -> bool:
    """Whether the name says it; a day in short stands there in full, and a number may stand there by chance."""
    day = line.entry.on
    full = f"{day:%-d %B %Y}" if said == f"{day:%-d %b %Y}" else said
    return len(full) > 3 and full in line.name
