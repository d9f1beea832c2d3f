"""Entries of a register, narrowed and ordered as a page asks: by the database, but for how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet

from commonground.partnership.rule import Actor
from commonground.registers.looking import new_since
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for, entries_of
from commonground.registers.register import Register
from commonground.registers.terms import Standing

NONE, PASSED, AHEAD, YES, NO = "none", "passed", "ahead", "yes", "no"
"""The words by which a date or a tick is asked for."""
SORTS = {"on": ("on", "id"), "place": ("place", "id"), "due": ("due", "id")}
"""What a list may be sorted by: the columns that have an index, so that a long list opens as fast as a short one."""
THERE = "there"
"""How lasting things are sorted until somebody sorts them: what is still there, then what ended, the latest first."""
EXAMINED = 2000
"""How a register’s rule says that an entry stands is worked out row by row, so a page asks it of no more than these."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed by; nothing where it is empty. ``columns`` are of the register’s declared filters."""

    words: str = ""
    start: date | None = None
    end: date | None = None
    standing: str = ""
    withdrawn: bool = False
    new: datetime | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)


def narrowed(register: Register, actor: Actor, wanted: Wanted, on: date) -> "QuerySet[Entry]":
    """The entries that are wanted, but for how they stand. No column is asked that the actor may not read."""
    rows = entries_of(register, actor)
    rows = rows.filter(withdrawn_on__isnull=False) if wanted.withdrawn else rows.kept()
    if wanted.start or wanted.end:
        rows = rows.during(wanted.start or date.min, wanted.end or date.max)
    if wanted.words:
        rows = rows.filter(_with_words(register, actor, wanted.words))
    if wanted.new:
        rows = rows.filter(new_since(actor, wanted.new))
    for name in columns_for(register, actor, wanted.columns):
        rows = rows.filter(_with(register, name, wanted.columns[name], on))
    found: QuerySet[Entry] = rows
    return found


def ordered(rows: "QuerySet[Entry]", sort: str) -> "QuerySet[Entry]":
    """The entries by a column of SORTS, downwards for “-”; those that are never due come last. Or as THERE says."""
    if sort == THERE:
        return rows.order_by(F("until").desc(nulls_first=True), "-on", "-id")
    names = [F(name) for name in SORTS[sort.removeprefix("-")]]
    if sort.startswith("-"):
        return rows.order_by(*(name.desc(nulls_last=name.name == "due" or None) for name in names))
    return rows.order_by(*names)


def sorts_for(register: Register, actor: Actor) -> dict[str, str]:
    """What the actor may have the register sorted by."""
    return {name: name for name in SORTS if name == "due" or columns_for(register, actor, (name,))}


def standing_as(
    register: Register, rows: "QuerySet[Entry]", standing: str, on: date, *, every: bool = False
) -> tuple[list[int], bool]:
    """The entries that stand so, as numbers in the order of ``rows``, and whether there are more than were examined."""
    plain, found = rows.select_related(None).select_related(register.model.related()), list[int]()
    for number, one in enumerate(plain.iterator(chunk_size=1000)):
        if number == EXAMINED and not every:
            return found, True
        if (said := register.stands(one, on)) and said.standing == standing:
            found.append(one.pk)
    return found, False


def standings(register: Register) -> list[tuple[str, str]]:
    """How an entry may stand, for a choice; none where the register has no rule for it."""
    return [] if register.stands is Register.stands else [(str(one), one.label) for one in Standing]


def _with(register: Register, name: str, value: Any, on: date) -> Q:
    column, path = register.field(name), register.path(name)
    if isinstance(column, ArrayField):
        return Q(**{f"{path}__contains": [value]})
    if isinstance(column, models.BooleanField):
        return Q(**{path: value == YES})
    if isinstance(column, models.DateField):
        how, than = {NONE: ("isnull", True), PASSED: ("lt", on), AHEAD: ("gte", on)}[value]
        return Q(**{f"{path}__{how}": than})
    if _is_text(register, name):
        return Q(**{f"{path}__icontains": value})
    return Q(**{path: value})


def _with_words(register: Register, actor: Actor, words: str) -> Q:
    """Each word in one of the texts that the actor may read."""
    texts = [name for name in columns_for(register, actor, register.columns) if _is_text(register, name)]
    found = Q()
    for word in words.split():
        anywhere = Q()
        for name in texts:
            anywhere |= Q(**{f"{register.path(name)}__icontains": word})
        found &= anywhere
    return found


def _is_text(register: Register, name: str) -> bool:
    column = register.field(name)
    text = isinstance(column, models.CharField | models.TextField) and not column.choices
    return text and name not in ("ward", "lsoa")
