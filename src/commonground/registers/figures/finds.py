"""What was found, by type: the table that sweeps, bins and screening share."""

from collections.abc import Sequence
from typing import Any

from commonground.registers.figures.amounts import rows_of
from commonground.report.blocks import Table

TYPES = {
    "knives": "Knives", "large_blades": "Machetes, swords and other large blades",
    "firearms": "Firearms, parts and ammunition", "corrosives": "Corrosive substances",
    "other_weapons": "Other weapons",
}  # fmt: skip
COLUMNS = tuple(f".{name}" for name in TYPES)


def by_type(caption: str, counts: Sequence[Sequence[Any]]) -> Table:
    """How many of each type, over all the entries."""
    sums = [sum(one) for one in zip(*counts, strict=True)]
    body = [*zip(TYPES.values(), sums, strict=True), ("All", sum(sums))]
    return Table(caption, ("Type", "Number"), rows_of(body))
