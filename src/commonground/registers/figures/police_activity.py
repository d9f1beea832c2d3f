"""What police activity says: hours by tactic, outputs, and whether disproportionality was considered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, people, read, rows_of, share
from commonground.registers.models.link import asked_for
from commonground.registers.register import registers
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph, Table
from commonground.report.charts.distribution import breakdown

CAUTION = Caveat(
    ("Outputs show what police did and where they were, not how much violence there is. More searches with the same "
     "share of finds is not more success.",)
)  # fmt: skip


SHORT = {
    "patrol": "Patrol", "searches": "Searches", "warrant": "Warrants", "arch": "Arch, wands", "traffic": "Vehicles",
    "dispersal": "Dispersal", "closure": "Closure", "orders": "Orders", "engagement": "Engagement", "other": "Other",
}  # fmt: skip
"""Tactics as a phone has room for them."""


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = (".tactic", ".hours", ".searches", ".arrests", ".weapons", ".disproportionality", ".impact")
    rows = rows.filter(on__range=(start, end))
    found = read(rows, "policeactivity", *columns)
    if not found:
        return none_of("pieces of police activity", start, end)
    names = registers()["police_activity"].choices("tactic")
    searched = [one for one in found if one[2]]
    total = [sum(one[at] or 0 for one in found) for at in (2, 3, 4)]
    return [
        Paragraph((f"{len(found):,} pieces of police activity from {days(start, end)}.",)),
        Bullets(
            (
                (f"Recorded in them: {people(total[0])} stops and searches, {people(total[1])} arrests and "
                 f"{total[2]:,} weapons seized.",),
                (f"Searches were used in {len(searched):,}; disproportionality was considered in "
                 f"{share(sum(bool(one[5]) for one in searched), len(searched))}.",),
                (f"Community impact is written for {share(sum(bool(one[6]) for one in found), len(found))}.",),
                (f"Asked for by a tasking decision: {share(rows.filter(asked_for()).count(), len(found))}.",),
            )
        ),
        *by_tactic(found, names),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_tactic(found: Sequence[Any], names: Mapping[str, str]) -> list[Block]:
    """Officer hours of each tactic, as a chart; and how often each was used."""
    hours: dict[str, Decimal] = defaultdict(Decimal)
    number: dict[str, int] = defaultdict(int)
    for tactic, spent, *_ in found:
        hours[tactic] += spent or 0
        number[tactic] += 1
    used = sorted(number, key=lambda tactic: (-hours[tactic], tactic))
    counts = rows_of([[names[tactic], number[tactic]] for tactic in used])
    return [
        breakdown(
            "police-hours", "Officer hours by tactic", [SHORT[tactic] for tactic in used],
            {"hours": [float(hours[tactic]) for tactic in used]}, what="officer hours", of="Tactic",
        ),
        Table("How often each tactic was used", ("Tactic", "Times"), counts),
    ]  # fmt: skip
