"""Entries as lists show them: each with its name, the cells of its columns in words, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonground.partnership.rule import Actor
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
    return Line(
        entry, register, str(entry), facts(register, actor, entry, names, places), register.stands(entry, on),
        entry.due is not None and entry.due < on, before is not None and entry.added_at > before and not mine,
    )  # fmt: skip


def heading(register: Register, names: Sequence[str], lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The column whose words are the names of all entries, which needs no cell of its own; and the other columns."""
    for at, name in enumerate(names):
        if lines and all(line.facts[at].said == line.name for line in lines):
            return name, [other for other in names if other != name]
    return "", list(names)
