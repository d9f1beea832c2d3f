"""What events say: how many of which risk, whether they were decided in time, and what came of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, middle, none_of, read, rows_of, share
from commonground.report.blocks import Block, Bullets, Paragraph, Table

RISKS = {"high": "High", "medium": "Medium", "low": "Low"}
RESULTS = {"as_planned": "As planned", "minor": "Minor problems", "serious": "Serious problems", "not_held": "Not held"}


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = ("on", "until", ".risk", ".decided_on", ".result")
    found = read(rows.filter(on__range=(start, end)), "publicevent", *columns)
    if not found:
        return none_of("events", start, end)
    over = [one for one in found if (one[1] or one[0]) < end]
    ahead = [(on - decided).days for on, _, _, decided, _ in found if decided is not None and decided <= on]
    return [
        Paragraph((f"{len(found):,} events from {days(start, end)}.",)),
        Bullets(
            (
                (f"Decided before their day: {share(len(ahead), len(found))}.",),
                (f"Days from the decision to the event, median and range: {middle(ahead)}.",),
                (f"Result written: {share(sum(bool(one[4]) for one in over), len(over))} of those that are over.",),
            )
        ),
        by_risk(found),
        CHANCE,
    ]  # fmt: skip


def by_risk(found: Sequence[Any]) -> Table:
    """Events by their risk and what came of them."""
    number = Counter((risk, result) for _, _, risk, _, result in found)
    body = [
        [said, sum(number[risk, result] for result in (*RESULTS, "")), *(number[risk, result] for result in RESULTS),
         number[risk, ""]]
        for risk, said in RISKS.items()
    ]  # fmt: skip
    return Table("Events by risk and result", ("Risk", "Events", *RESULTS.values(), "No result yet"), rows_of(body))
