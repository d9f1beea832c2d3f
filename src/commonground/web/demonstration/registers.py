"""Invented entries of the registers, in ``entries/<register>.json``: days are counted from the day they are made."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes.entries import add, withdraw
from commonground.registers.models import Entry
from commonground.registers.register import Register, registers

ENTRIES = Path(__file__).parent / "entries"


def make(partnership: Partnership, on: date) -> int:
    """Add what is not there yet, and say how many entries that were. Whoever keeps the register wrote them."""
    known = dict(Entry.objects.filter(partnership=partnership).values_list("brought", "pk"))
    seats = Membership.objects.filter(partnership=partnership, end=None).select_related("agency", "user")
    writer = next(Actor.of_seat(seat) for seat in seats if seat.role == "analyst")
    agencies = {agency.name: agency for agency in Agency.objects.filter(partnership=partnership)}
    made = 0
    for register in _those_written_about_first():
        file = ENTRIES / f"{register.key}.json"
        for number, told in enumerate(json.loads(file.read_text("utf-8")) if file.exists() else []):
            name = told.pop("called", f"invented-{register.key}-{number + 1}")
            if name in known:
                continue
            why = told.pop("withdrawn", "")
            values = {key: _value(register, key, value, on, agencies, known) for key, value in told.items()}
            entry = add(register, partnership, values | {"brought": name}, sure=True, by=writer)
            if why:
                withdraw(entry, why, on=on, by=writer)
            known[name] = entry.pk
            made += 1
    return made


def _those_written_about_first() -> list[Register]:
    """A register whose entries others are about comes before those."""
    every = list(registers().values())
    subjects = {one.subject for one in every}
    return sorted(every, key=lambda one: (bool(one.subject), one.key not in subjects))


def _value(
    register: Register, name: str, value: Any, on: date, agencies: Mapping[str, Agency], known: Mapping[str | None, int]
) -> Any:
    """What a file says of a column, as the database holds it."""
    field = register.field(name)
    if name == "agency":
        return agencies[value]
    if name == "about":
        return Entry.objects.get(pk=known[value])
    if isinstance(field, models.DateField) and isinstance(value, int):
        return on + timedelta(days=value)
    if isinstance(field, models.TimeField | models.DecimalField) and not isinstance(field, ArrayField):
        return field.to_python(value)
    return value
