"""A file with entries on its way into a register, at each step, for the analyst of a table."""

from django_scopes import scope
from people import Table

from commonground.registers.changes import bringing
from commonground.registers.models import Bringing
from commonground.registers.moving.headings import Mapping
from commonground.registers.moving.opening import Sent, Sheet
from commonground.registers.register import registers

HEADS = ("Date", "Shop or street", "Kind of test", "Product", "Result")
RIGHT = ("2026-03-04", "Corner shop", "Under-age test", "Knife", "Refused")
WRONG = ("2026-03-05", "Corner shop", "Mystery", "Knife", "Refused")
ASKED = ("2026-03-06", "Seen by Daniel Fisher", "Under-age test", "Knife", "Refused")
COLUMNS = Mapping(0, 1, ("on", "place", "kind", "product", "result"))


def sent(table: Table, role: str = "analyst") -> Bringing:
    """A file whose columns have to be explained."""
    file = Sent("tests.csv", (Sheet("The file", (HEADS, RIGHT, WRONG, ASKED)),))
    with scope(partnership=table.partnership):
        return bringing.send(registers()["test_purchases"], file, by=table.actor(role))


def checked(table: Table, role: str = "analyst") -> Bringing:
    """One that waits to be looked at: of its rows, one is in order, one is not, and one may name somebody."""
    with scope(partnership=table.partnership):
        return bringing.explain(sent(table, role), COLUMNS, by=table.actor(role))


IN_ADDRESSES = {
    "register-import-file": {"public_id": lambda table: checked(table).public_id},
    "register-import-columns": {"public_id": lambda table: sent(table).public_id},
    "register-import-forget": {"public_id": lambda table: sent(table).public_id},
    "register-import-rest": {"public_id": lambda table: checked(table).public_id, "form": lambda table: "csv"},
    "register-template": {"form": lambda table: "csv"},
    "register-export-file": {"form": lambda table: "csv"},
    "api:register": {"key": lambda table: "test_purchases"},
    "api:entries": {"key": lambda table: "test_purchases"},
}
"""What stands in the addresses of these pages, by the names of their routes."""
