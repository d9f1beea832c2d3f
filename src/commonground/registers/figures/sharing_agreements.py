"""How the sharing agreements stand: in force, not signed by all, to be reviewed, lapsed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import months_on, none_of, standing
from commonground.report.blocks import Block, Caveat, Statement, Table


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = [row.details for row in standing(rows, end)]
    if not listed:
        return none_of("sharing agreements", start, end)
    signed = [one for one in listed if one.signed_on is not None and one.signed_on <= end]
    lapsed = [one for one in signed if one.lapses_on is not None and one.lapses_on < end]
    force = [one for one in signed if one not in lapsed]
    soon = months_on(end, 3)
    body = (
        (("In force",), (str(len(force)),)),
        (("of those, not signed by all parties",), (str(sum(bool(one.unsigned.strip()) for one in force)),)),
        (("of those, review overdue",), (str(sum(_before(one.review_due, end) for one in force)),)),
        (("of those, review or end within three months",), (str(sum(_between(one, end, soon) for one in force)),)),
        (("Lapsed",), (str(len(lapsed)),)),
        (("Not signed",), (str(len(listed) - len(signed)),)),
    )
    return [
        Statement((f"On {end:%-d %B %Y} {len(force)} of {len(listed)} sharing agreements are in force.",)),
        Table("Sharing agreements", ("How it stands", "Agreements"), body),
        Caveat(("What an agreement says of the law is recorded here and not judged.",)),
    ]


def _before(day: date | None, end: date) -> bool:
    return day is not None and day < end


def _between(one: Any, end: date, soon: date) -> bool:
    return any(day is not None and end <= day <= soon for day in (one.review_due, one.lapses_on))
