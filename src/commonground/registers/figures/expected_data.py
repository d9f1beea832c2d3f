"""What came of the data that agencies owe: in time, late or never, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import none_of, standing
from commonground.report.blocks import Block, Caveat, Paragraph, Statement, Table
from commonground.report.charts.side_by_side import side_by_side


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = standing(rows.order_by("expecteddata__data"), end)
    if not listed:
        return none_of("sets of data", start, end)
    late = [row for row in listed if row.details.next_due is not None and row.details.next_due < end]
    never = [row for row in listed if row.details.received_on is None]
    return [
        Statement((f"On {end:%-d %B %Y} {len(late)} of {len(listed)} sets of data are late, and {len(never)} never "
                   "came.",)),
        *_in_time(listed),
        *_reasons(listed, late, never),
        Caveat(("Deliveries are counted by whoever keeps this register, over the 12 months before it was last changed. "
                "Data that did not come are no sign that nothing happened.",)),
    ]  # fmt: skip


def _in_time(listed: Sequence[Any]) -> list[Block]:
    told = [row for row in listed if row.details.owed and row.details.in_time is not None]
    if not told:
        return [Paragraph(("No set of data says how many deliveries were owed.",))]
    owed = sum(row.details.owed for row in told)
    came = sum(row.details.in_time for row in told)
    return [
        Paragraph((f"{came} of {owed} deliveries of the last 12 months came in time, of {len(told)} sets of data.",)),
        side_by_side(
            "expected-data", "Deliveries owed and received in time, by set of data",
            [f"{row.details.data} ({row.agency})" for row in told],
            {"owed": [row.details.owed for row in told], "in time": [row.details.in_time for row in told]},
            what="deliveries", of="Data",
        ),
    ]  # fmt: skip


def _reasons(listed: Sequence[Any], late: Sequence[Any], never: Sequence[Any]) -> list[Block]:
    missing = [row for row in listed if row in late or row in never]
    if not missing:
        return []
    body = tuple(
        ((row.details.data,), (str(row.agency or "not said"),), (_day(row.details.next_due, "no day"),),
         (_day(row.details.received_on, "never"),), (row.details.get_reason_display() or "not said",))
        for row in missing
    )  # fmt: skip
    return [Table("What is missing", ("Data", "Owed by", "Due", "Last came", "Why"), body, numeric=False)]


def _day(day: date | None, none: str) -> str:
    return none if day is None else f"{day:%-d %B %Y}"
