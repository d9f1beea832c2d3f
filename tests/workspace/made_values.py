"""Values for any register, made from its declaration: what an entry cannot do without, or something in every column."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from people import Table

from commonground.registers.changes.entries import add
from commonground.registers.models import Entry
from commonground.registers.register import Register, registers
from commonground.web.forms.questions import needed

DAY = date(2026, 3, 4)
NEVER = ("drawn", "longitude", "latitude", "lsoa", "ward", "nil", "about", "agency")
"""Columns whose values are of a place, or that say that there was nothing to enter."""


def values_of(register: Register, names: Iterable[str] = ()) -> dict[str, Any]:
    """What the register cannot do without, and these columns."""
    wanted = [name for name in register.columns if needed(register, name) or name in names]
    found = {name: value_of(register, name) for name in wanted if name not in NEVER}
    return found | {name: value for name, value in FITTING.get(register.key, {}).items() if name in found}


FITTING: dict[str, dict[str, Any]] = {"school_exclusions": {"until": date(2026, 8, 31)}}
"""What must fit together with other columns by a rule that is no column’s own."""


def value_of(register: Register, name: str) -> Any:
    """A value that the column holds. Days follow one another in the order of the columns."""
    column, choices = register.field(name), list(register.choices(name))
    if isinstance(column, ArrayField):
        return choices[:1]
    if choices:
        return choices[0]
    if isinstance(column, models.DateField):
        return DAY if name == "on" else DAY + timedelta(days=1 + register.columns.index(name))
    for kind, value in VALUES.items():
        if isinstance(column, kind):
            return value
    return f"words in {name}"[: column.max_length]


VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: True, models.TimeField: time(15, 30), models.DecimalField: Decimal("12"),
    models.FloatField: 0.5, models.IntegerField: 15, models.URLField: "https://www.example.org/",
}  # fmt: skip


def at_table(table: Table, register: Register, names: Iterable[str] = ()) -> dict[str, Any]:
    """The same with the agency, and the entry it is about, where the register cannot do without."""
    found = values_of(register, names)
    if needed(register, "agency"):
        found["agency"] = table.council
    if needed(register, "about"):
        found["about"] = entry_of(table, registers()[register.subject], by="analyst")
    return found


def entry_of(table: Table, register: Register, by: str = "practitioner", **more: Any) -> Entry:
    """An entry of any register, with what its one-minute form asks."""
    values = at_table(table, register, register.quick) | more
    return add(register, table.partnership, values, sure=True, by=table.actor(by))


def typed(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """Values as a browser sends them."""
    sent: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            sent |= {name: "on"} if value else {}
        elif isinstance(value, date):
            sent |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif isinstance(value, time):
            sent[name] = f"{value:%H:%M}"
        else:
            sent[name] = value.public_id if hasattr(value, "public_id") else value
    return sent


KINDS = list(registers().values())
