"""An entry in words: its columns as pages and copies say them, and the whole of it as plain text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from commonground.partnership.rule import Actor
from commonground.registers.called import called
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register, registers

Places = Mapping[str, str]
"""The names of wards and neighbourhoods by their codes."""


@dataclass(frozen=True)
class Fact:
    """One column of an entry in words; ``said`` is empty for nothing."""

    column: str
    label: str
    said: str


def said(register: Register, actor: Actor, entry: Entry, name: str, places: Places) -> str:
    """What stands in a column, with places by their names; empty for nothing. Whether they may read it is not asked."""
    if name == "about" and entry.about is not None:
        return called(registers()[register.subject], entry.about, actor)
    if name in ("ward", "lsoa"):
        code: str = register.value(entry, name)
        return places.get(code, code)
    if name == "wards":
        return "; ".join(places.get(code, code) for code in register.value(entry, name))
    if name == "drawn":
        return "drawn on the map" if entry.drawn else ""
    return register.shown(entry, name)


def facts(register: Register, actor: Actor, entry: Entry, names: Iterable[str], places: Places) -> list[Fact]:
    """Those of the columns that the actor may read."""
    return [
        Fact(name, register.label(name), said(register, actor, entry, name, places))
        for name in columns_for(register, actor, names)
    ]


def by_part(register: Register, actor: Actor, entry: Entry, places: Places) -> list[tuple[str, list[Fact]]]:
    """Every column that the actor may read, under the headings of its register; and what is worked out of others."""
    parts = []
    for part in register.parts:
        some = facts(register, actor, entry, part.columns, places)
        parts.append((part.title, list(_read(register, entry, some))))
    told = register.worked_out(entry, entries_of(register, actor))
    parts.append(("Worked out, not typed", [Fact("", label, words) for label, words in told.items()]))
    return [(title, some) for title, some in parts if some]


def _read(register: Register, entry: Entry, some: Iterable[Fact]) -> Iterator[Fact]:
    """Columns as they are read: a point in one line; what was ticked, and nothing of what was not."""
    for fact in some:
        if fact.column == "longitude":
            at = f"{entry.latitude}, {entry.longitude} (latitude, longitude)" if entry.longitude is not None else ""
            yield Fact(fact.column, fact.label.replace("Longitude", "Point"), at)
        elif fact.column == "nil":
            yield from [fact] if entry.nil else []
        elif fact.column != "latitude":
            yield replace(fact, said="") if register.value(entry, fact.column) is False else fact


def as_text(register: Register, actor: Actor, entry: Entry, places: Places, on: date) -> str:
    """An entry as lines of text, to be pasted into another system. What nobody entered is left out."""
    lines = [f"{register.title}: {called(register, entry, actor)}", f"Reference {entry.public_id}"]
    if stands := register.stands(entry, on):
        lines.append(f"{stands.standing.label}: {stands.because}")
    if entry.due:
        lines.append(f"Due: {entry.due:%-d %B %Y}")
    for title, some in by_part(register, actor, entry, places):
        told = [f"{fact.label}: {fact.said}" for fact in some if fact.said]
        lines += ["", title.upper(), *told] if told else []
    if entry.withdrawn_on:
        lines += ["", f"Withdrawn on {entry.withdrawn_on:%-d %B %Y}: {entry.withdrawn_why}"]
    return "\n".join(lines)
