"""Entries of registers, as tests need them."""

from datetime import date
from typing import Any

from django_scopes import scope
from people import Table

from commonground.registers.changes.entries import add
from commonground.registers.counting import by_quarter, countings, for_actor
from commonground.registers.models import Entry
from commonground.registers.register import registers

DAY = date(2026, 3, 4)
BOUGHT = {"on": DAY, "place": "Corner shop", "kind": "under_age", "product": "Kitchen knife", "result": "sold"}


def entry(table: Table, key: str = "test_purchases", **values: Any) -> Entry:
    """An entry that the practitioner added: a test purchase, unless another register is named."""
    given = BOUGHT | values if key == "test_purchases" else {"on": DAY} | values
    return add(registers()[key], table.partnership, given, by=table.actor("practitioner"))


def counted(table: Table, key: str, on: date) -> dict[str, int]:
    """What each count of a register says of the quarter of a day."""
    rows = for_actor(table.actor("analyst"))
    own = [one for one in countings().values() if one.register.key == key]
    return {one.counted.key: by_quarter(one, rows, on)[0].value for one in own}


def entry_id(table: Table) -> str:
    """What the address of an entry says: the same each time."""
    with scope(partnership=table.partnership):
        found = Entry.objects.filter(register="test_purchases", withdrawn_on=None).first() or entry(table)
        return found.public_id


def shop(table: Table, **values: Any) -> Entry:
    """A shop in the register of retailers."""
    return entry(table, "retailers", **{"place": "Corner shop"} | values)


IN_ADDRESSES = {
    f"register-entry{page}": {"public_id": entry_id}
    for page in ("", "-edit", "-withdraw", "-links", "-text", "-history")
}
