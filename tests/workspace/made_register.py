"""Entries of registers, as tests need them."""

from datetime import date
from typing import Any

from people import Table

from commonground.registers.changes.entries import add
from commonground.registers.models import Entry
from commonground.registers.register import registers

DAY = date(2026, 3, 4)
BOUGHT = {"on": DAY, "place": "Corner shop", "kind": "under_age", "product": "Kitchen knife", "result": "sold"}


def entry(table: Table, key: str = "test_purchases", **values: Any) -> Entry:
    """An entry that the practitioner added: a test purchase, unless another register is named."""
    given = BOUGHT | values if key == "test_purchases" else {"on": DAY} | values
    return add(registers()[key], table.partnership, given, by=table.actor("practitioner"))


def shop(table: Table, **values: Any) -> Entry:
    """A shop in the register of retailers."""
    return entry(table, "retailers", **{"place": "Corner shop"} | values)
