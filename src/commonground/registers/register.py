"""A register: what is kept a list of, declared once, from which list, map, form, import, export and counts follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, Q, QuerySet

from commonground import catalogue
from commonground.partnership.rule import Actor, Rule
from commonground.registers.models.details import Details
from commonground.registers.models.entry import Entry
from commonground.registers.models.link import asked_for
from commonground.registers.rules import CORRECT_REGISTERS, KEEP_REGISTERS, READ_REGISTERS
from commonground.registers.terms import Group, Standing
from commonground.report.blocks import Block

SPINE = ("on", "until", "agency", "about", "place", "ward", "lsoa", "longitude", "latitude", "drawn", "nil", "notes")
"""The columns that every register may use of the spine."""


@dataclass(frozen=True)
class Stands:
    """How an entry stands, and why in a few words."""

    standing: Standing
    because: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """Columns that are asked together, under a heading."""

    title: str
    columns: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A number that flows to the plan and the performance pack: “test purchases in the quarter”.

    ``of`` is a column whose values are added up; without it entries are counted. ``where`` narrows them; its names
    are those of the spine, or of the register’s own model under its name. ``day`` is the column that puts an entry
    into a stretch of days; with ``standing`` those are counted that stand so on a day, whenever they began. A register
    keeps how things stand, not how they stood, so that such a count is told of the present and of no quarter before.
    ``tasked`` counts those alone that a tasking decision asked for. Where it counts ``people``, one to four of them
    are not said outside the table.
    """

    key: str
    title: str
    of: str = ""
    where: Q = field(default_factory=Q)
    tasked: bool = False
    people: bool = False
    day: str = "on"
    standing: Callable[[date], Q] | None = None

    @property
    def narrowed(self) -> Q:
        """The entries that it counts, of whichever days."""
        return self.where & asked_for() if self.tasked else self.where

@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """One register. Columns are named as in its model or in the spine; ``labels`` gives those of the spine other words.

    ``quick`` is what the one-minute form asks. ``restricted`` columns are read by those alone whom their rule allows.
    ``due`` and ``stands`` are its rules of time and colour; both are worked out from an entry and nothing else. Only a
    register whose entries others are about may look at ``entry.entries``, which its readers fetch beforehand.
    ``figures`` is what its entries of some days say as a whole, as the blocks of a report: rates with their intervals,
    gaps, shares. It is given entries that the reader sees, withdrawn ones left out, and the first and last day.
    ``wrong`` says in a sentence what does not fit together over the spine and its own columns; what concerns its own
    columns alone is a constraint, whose name is a sentence. ``asks`` are, by its name, the column that mends what a
    constraint refuses, and what to do there. ``worked_out`` is what an entry’s page says that nobody typed, such as the
    change since the assessment before; it is given the other entries that the reader sees. ``renewed_by`` are the
    columns of one thing that is looked at again and again: a later entry of the same bin ends what was due of the
    earlier.
    """

    key: str
    title: str
    noun: str
    nouns: str
    about: str
    group: Group
    order: int
    model: type[Details]
    parts: tuple[Part, ...]
    listed: tuple[str, ...]
    quick: tuple[str, ...]
    name_of: Callable[[Entry], str]
    filters: tuple[str, ...] = ()
    restricted: Mapping[str, Rule] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    read: Rule = READ_REGISTERS
    keep: Rule = KEEP_REGISTERS
    correct: Rule = CORRECT_REGISTERS
    due: Callable[[Entry], date | None] = lambda entry: None
    due_is: str = "Due"  # what is due then: “Result due”
    stands: Callable[[Entry, date], Stands | None] = lambda entry, on: None
    wrong: Callable[[Entry], str] = lambda entry: ""
    asks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    worked_out: Callable[[Entry, "QuerySet[Entry]"], Mapping[str, str]] = lambda entry, rows: {}
    renewed_by: tuple[str, ...] = ()
    counts: tuple[Counted, ...] = ()
    figures: Callable[["QuerySet[Entry]", date, date], Sequence[Block]] | None = None
    subject: str = ""  # the key of the register whose entries these are about
    nil: str = ""  # what an entry without a find says: “Nothing was found.”
    calendar: bool = False
    whole: bool = True  # whether all its entries may be counted as one number
    lasting: bool = (
        False  # whether its entries last, as shops do: figures are given all of them, not those of some days
    )
    of_writer: bool = True  # whether its agency is the writer’s own, where the short form does not ask
    photographed: bool = False  # whether a new entry asks for a photograph: of a place or a thing, never of people
    note: str = ""  # what every page of it must say

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, in the order in which it is asked."""
        return tuple(name for part in self.parts for name in part.columns)

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Every count of it: first that of all its entries, unless it forbids that."""
        every = Counted(key="all", title=f"{self.title}: newly listed" if self.lasting else self.title)
        return (every, *self.counts) if self.whole else self.counts

    def reads(self, actor: Actor) -> bool:
        """Whether the actor may read it: by their seat; of a system whose key opens registers, as an analyst may."""
        return self.read.allows(actor) or ("registers" in actor.opens and "analyst" in self.read.roles)

    def own(self, name: str) -> bool:
        """Whether the column is of the register’s own model."""
        return name not in SPINE

    def field(self, name: str) -> Field:
        """The column’s field."""
        model = self.model if self.own(name) else Entry
        found: Any = model._meta.get_field(name)
        return found

    def label(self, name: str) -> str:
        """What the column is called."""
        said = self.labels.get(name) or str(self.field(name).verbose_name)
        return said[:1].upper() + said[1:]

    def path(self, name: str) -> str:
        """The column, as a query of entries calls it."""
        return f"{self.model.related()}__{name}" if self.own(name) else name

    def choices(self, name: str) -> Mapping[str, str]:
        """The choices of the column, whether it holds one or several of them; none where it is free."""
        column = self.field(name)
        return dict((column.base_field if isinstance(column, ArrayField) else column).flatchoices or ())

    def value(self, entry: Entry, name: str) -> Any:
        """What stands in the column."""
        return getattr(entry.details if self.own(name) else entry, name)

    def shown(self, entry: Entry, name: str) -> str:
        """What stands in the column, in words: the choice’s, “Yes” or “No”, a day as it is said; empty for nothing."""
        return words(self.value(entry, name), self.choices(name))


def words(value: Any, choices: Mapping[str, str]) -> str:
    """A value as pages, texts and lists on paper say it."""
    if isinstance(value, list):
        return "; ".join(choices.get(one, str(one)) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int) and not choices:
        return f"{value:,}"
    return "" if value is None else choices.get(value, str(value))


@cache
def registers() -> Mapping[str, Register]:
    """Every register by key, in the order in which they are listed."""
    found = catalogue.read("commonground.registers.kinds", "REGISTER", Register)
    return dict(sorted(found.items(), key=lambda pair: pair[1].order))
