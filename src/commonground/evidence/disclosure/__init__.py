"""Disclosure control: small numbers never leak. Everything a report shows passes through here.

    guard = protect(cells)          # all the numbers of the report, each named by what it counts
    guard.shown(key).text           # "1,204", or "1 to 4", or "withheld"
    guard.withheld_reason(keys)     # may a change, rate or share of these be shown?
    guard.summary.sentence          # "9 numbers are hidden: 4 small, 5 to protect them."
    guard.audit()                   # what a reader could infer of each hidden number

Small numbers are hidden first (``rules``). Then the links between all cells are found (``linked``), a
reader's best inference is worked out (``inference``), and while that gives a small number away something more
is hidden (``cover``).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from commonground.evidence.disclosure.cells import Breakdown, Cell, DoesNotAdd, Key, Relation
from commonground.evidence.disclosure.linked import linked, windows
from commonground.evidence.disclosure.places import TooExact, refuse_points
from commonground.evidence.disclosure.rules import (
    DEFAULT,
    DFE,
    NHS,
    RULES,
    GuardedComparison,
    Reason,
    Rule,
    Shown,
    comparison_guard,
    rule_of,
    show,
)

if TYPE_CHECKING:
    from commonground.evidence.disclosure.inference import Contradiction, Interval, audit
    from commonground.evidence.disclosure.protection import (
        CannotProtect,
        NotGuarded,
        Protection,
        Summary,
        protect,
    )

__all__ = [
    "DEFAULT",
    "DFE",
    "NHS",
    "RULES",
    "Breakdown",
    "CannotProtect",
    "Cell",
    "Contradiction",
    "DoesNotAdd",
    "GuardedComparison",
    "Interval",
    "Key",
    "NotGuarded",
    "Protection",
    "Reason",
    "Relation",
    "Rule",
    "Shown",
    "Summary",
    "TooExact",
    "audit",
    "comparison_guard",
    "linked",
    "protect",
    "refuse_points",
    "rule_of",
    "show",
    "windows",
]

SEARCHING = {
    "inference": ("Contradiction", "Interval", "audit"),
    "protection": ("CannotProtect", "NotGuarded", "Protection", "Summary", "protect"),
}
"""Imported when they are first asked for: one comparison needs the rules alone, and no solver."""


def __getattr__(name: str) -> Any:
    for module, names in SEARCHING.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
