"""Entries as rows of cells: what stands in each column, so that the same file can be brought in again."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from commonground.partnership.rule import Actor
from commonground.partnership.wards import names_of_places
from commonground.registers.models import Entry
from commonground.registers.moving.known import named
from commonground.registers.reading import columns_for
from commonground.registers.register import Register

Cell = str | int | float | date | None
REFERENCE = "Reference"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is taken out: the entries, the columns that the actor may read, and what must be said of them."""

    register: Register
    names: tuple[str, ...]
    entries: Sequence[Entry]
    filters: Sequence[str]
    on: date
    by: str
    invented: bool
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> tuple[str, ...]:
        return (REFERENCE, *heads(self.register, self.names))

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        for one in self.entries:
            yield (one.public_id, *(cell(self.register, one, name, self.places) for name in self.names))

    def about(self) -> list[tuple[str, str]]:
        """What a reader of the file must know, each line with its name."""
        return [
            ("Register", self.register.title),
            ("What it is", self.register.about),
            *([("Note", self.register.note)] if self.register.note else []),
            ("Partnership", self.by),
            ("Day", f"{self.on:%-d %B %Y}"),
            ("Entries", f"{len(self.entries):,}"),
            ("Narrowed to", "; ".join(self.filters) or "All entries that were not withdrawn"),
            *([("Invented", "These entries are invented, for a demonstration: not for use.")] if self.invented else []),
        ]


def taken(
    register: Register, by: Actor, entries: Iterable[Entry], filters: Sequence[str], on: date
) -> Taken:
    """The entries with every column that the actor may read."""
    assert by.partnership is not None
    return Taken(
        register=register, names=columns_for(register, by, register.columns), entries=list(entries), filters=filters,
        on=on, by=by.partnership.name, invented=by.partnership.demonstration,
        places=names_of_places(by.partnership),
    )  # fmt: skip


def heads(register: Register, names: Iterable[str]) -> tuple[str, ...]:
    """What each column is called in a file: its label, with its key where two are called alike."""
    labels = [register.label(name) for name in names]
    return tuple(
        label if labels.count(label) == 1 else f"{label} ({name})" for name, label in zip(names, labels, strict=True)
    )


def cell(register: Register, entry: Entry, name: str, places: Mapping[str, str]) -> Cell:
    """What stands in a column, as a file says it and as it is read again."""
    value: Any = register.value(entry, name)
    if value is None or value == "" or value == []:
        return None
    if name == "about":
        return named(value)
    if name in ("ward", "lsoa"):
        return places.get(value, value)
    return said(value, register.choices(name))


def said(value: Any, choices: Mapping[str, str]) -> Cell:
    """A value as a cell: days and numbers as they are, choices in their words."""
    if isinstance(value, list):
        return "; ".join(choices.get(one, str(one)) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return float(value)
    if choices:
        return choices.get(value, str(value))
    return value if isinstance(value, int | float | date) else str(value)


def definitions(register: Register, names: Iterable[str]) -> list[tuple[str, str]]:
    """Each column with what it means and may hold."""
    found = []
    for name, head in zip(names, heads(register, tuple(names)), strict=True):
        choices = "; ".join(f"“{label}”" for label in register.choices(name).values())
        helped = register.helps.get(name) or str(register.field(name).help_text)
        found.append((head, " ".join(filter(None, (helped, f"One of: {choices}." if choices else "")))))
    return found
