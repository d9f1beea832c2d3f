"""One example of each act that brings entries in from a file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import made_bringing
from django.utils import timezone
from people import Table

from commonground.partnership.rule import Actor
from commonground.registers.changes import bringing
from commonground.registers.models import Bringing
from commonground.registers.models.bringing import Bringings
from commonground.registers.moving.opening import Sent, Sheet
from commonground.registers.register import registers

Act = Callable[[], object]


def a_list_sent(table: Table, patch: Any) -> Act:
    file = Sent("tests.csv", (Sheet("The file", (made_bringing.HEADS, made_bringing.RIGHT)),))
    return lambda: bringing.send(registers()["test_purchases"], file, by=table.actor("analyst"))


def a_list_explained(table: Table, patch: Any) -> Act:
    made_bringing.checked(table)  # the areas of the borough are read once, and then remembered
    found, by = made_bringing.sent(table), table.actor("analyst")
    return lambda: bringing.explain(found, made_bringing.COLUMNS, by=by)


def of_a_checked_list(act: Callable[[Bringing, Actor], object], state: str = "checked") -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        found, by = made_bringing.checked(table), table.actor("analyst")
        Bringings(Bringing).filter(pk=found.pk).update(state=state)
        found.refresh_from_db()
        return lambda: act(found, by)

    return prepared


def old_lists_forgotten(table: Table, patch: Any) -> Act:
    found = made_bringing.checked(table)
    Bringings(Bringing).filter(pk=found.pk).update(expires_at=timezone.now() - timedelta(days=1))
    return lambda: bringing.forget_old(by=Actor.of_system("a test"))


OF_BRINGING = {
    "registers.changes.bringing.send": a_list_sent,
    "registers.changes.bringing.explain": a_list_explained,
    "registers.changes.bringing.say_sure": of_a_checked_list(
        lambda found, by: bringing.say_sure(found, [4], [4], by=by)
    ),
    "registers.changes.bringing.bring_in": of_a_checked_list(
        lambda found, by: bringing.bring_in(found, without_the_rest=True, by=by)
    ),
    "registers.changes.bringing.forget": of_a_checked_list(lambda found, by: bringing.forget(found, by=by)),
    "registers.changes.bringing.forget_old": old_lists_forgotten,
    "registers.changes.bringing.check": of_a_checked_list(
        lambda found, by: bringing.check(found, by=by), "checking"
    ),
    "registers.changes.bringing.carry_out": of_a_checked_list(
        lambda found, by: bringing.carry_out(found, by=by), "bringing"
    ),
    "registers.changes.bringing.stop": of_a_checked_list(
        lambda found, by: bringing.stop(found, "A fault stopped it.", by=by), "bringing"
    ),
}  # fmt: skip
