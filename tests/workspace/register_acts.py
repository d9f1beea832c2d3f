"""One example of each act upon the registers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import made_register
from people import Table

from commonground.partnership.rule import Actor
from commonground.registers.changes import entries
from commonground.registers.models import Entry

Act = Callable[[], object]
DAY = date(2026, 6, 30)


def an_entry(table: Table, patch: Any) -> Act:
    return lambda: made_register.entry(table)


def of_an_entry(act: Callable[[Entry, Actor], object]) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        entry, by = made_register.entry(table), table.actor("plan_owner")
        return lambda: act(entry, by)

    return prepared


def linked_to_another(table: Table, patch: Any) -> Act:
    entry, shop, by = made_register.entry(table), made_register.shop(table), table.actor("plan_owner")
    return lambda: entries.link(entry, [shop], by=by)


OF_REGISTERS = {
    "registers.changes.entries.add": an_entry,
    "registers.changes.entries.edit": of_an_entry(
        lambda entry, by: entries.edit(entry, {"product": "Bread knife"}, by=by)
    ),
    "registers.changes.entries.withdraw": of_an_entry(
        lambda entry, by: entries.withdraw(entry, "Written twice", on=DAY, by=by)
    ),
    "registers.changes.entries.link": linked_to_another,
}
