"""What campaigns say: how many, for whom, and how many were made with those they are for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, people, read, rows_of, share
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph, Table

CAUTION = Caveat(
    ("Each campaign counts its reach in its own way, so reaches are not added together; and to be reached is not to "
     "change.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = (".name", ".made_with", ".reached", ".reached_how", ".learned")
    found = read(rows.filter(on__range=(start, end)), "campaign", *columns)
    if not found:
        return none_of("campaigns", start, end)
    body = [
        [name, "not counted" if reached is None else people(reached), how or "–"] for name, _, reached, how, _ in found
    ]
    return [
        Paragraph((f"{len(found):,} campaigns began from {days(start, end)}.",)),
        Bullets(
            (
                (f"Made with young people or residents: {share(sum(one[1] for one in found), len(found))}.",),
                (f"What was learned is written for {share(sum(bool(one[4]) for one in found), len(found))}.",),
            )
        ),
        Table("Reach, as each campaign counted it", ("Campaign", "Reached", "How it was counted"), rows_of(body),
              numeric=False),
        CAUTION,
        CHANCE,
    ]  # fmt: skip
