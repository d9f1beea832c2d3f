"""What training says: how many staff of each agency are trained in each subject, by its last record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import days, none_of, people, read, rows_of
from commonground.registers.register import registers
from commonground.report.blocks import Block, Caveat, Paragraph, Table

CAUTION = Caveat(
    ("How many are trained says nothing of less violence. The Youth Endowment Fund’s Toolkit finds no clear evidence "
     "that trauma-informed training reduces it.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    """Staff trained in the days; and how each agency stands at their end, whenever its last record was made."""
    columns = ("on", "agency__name", ".subject", ".trained", ".holding", ".staff", ".valid_until")
    every = read(rows.filter(on__lte=end), "training", *columns)
    if not every:
        return none_of("training records", start, end)
    trained = sum(one[3] for one in every if one[0] >= start)
    last = {(one[2], one[1] or ""): one for one in every}
    return [
        Paragraph((f"{people(trained)} staff were trained from {days(start, end)}, counted once for each course.",)),
        standing(last, end),
        CAUTION,
    ]


def standing(last: dict[tuple[str, str], Any], end: date) -> Table:
    """The last record of each agency and subject, and whether it is still valid."""
    subjects = registers()["training"].choices("subject")
    body = []
    for (subject, agency), (_on, _, _, _, holding, staff, valid) in sorted(last.items()):
        lapsed = valid is not None and valid < end
        part = f"{people(holding)} of {people(staff)}" if None not in (holding, staff) else "not known"
        share = f"{100 * holding / staff:.0f}%" if staff and holding is not None and holding >= 5 else "–"
        until = "no day given" if valid is None else f"{valid:%-d %B %Y}{' (lapsed)' if lapsed else ''}"
        body.append([subjects[subject], agency or "Not said", part, share, until])
    head = ("Subject", "Agency", "Trained, of staff", "Share", "Valid until")
    return Table(f"Who is trained, as on {end:%-d %B %Y}", head, rows_of(body), numeric=False)
