"""What weapon sweeps say: finds for each sweep, how many found nothing, and what became of the places."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, rate, read, share
from commonground.registers.figures.finds import COLUMNS, by_type
from commonground.report.blocks import Block, Bullets, Caveat, KeyFigure, KeyFigures, Paragraph
from commonground.report.charts.distribution import breakdown

CAUTION = Caveat(
    ("Places are chosen for a sweep, so finds for each sweep are not the weapons hidden in the borough. A nil sweep "
     "says that a place was looked at and held nothing that day; it is neither success nor failure. Weapons are often "
     "hidden together, so the true interval of finds is wider than the one shown.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = ("on", ".follow_up", ".follow_up_due", ".follow_up_done", *COLUMNS)
    found = read(rows.filter(on__range=(start, end)), "weaponsweep", *columns)
    if not found:
        return none_of("weapon sweeps", start, end)
    counts = [one[4:] for one in found]
    finds, nil = sum(map(sum, counts)), sum(not sum(one) for one in counts)
    asked = [one for one in found if one[1]]
    return [
        Paragraph((f"{len(found):,} weapon sweeps from {days(start, end)}, with {finds:,} finds.",)),
        KeyFigures(
            (
                KeyFigure("Finds for each sweep", (rate(finds, len(found)),), "95% interval in brackets",
                          (f"{finds:,} finds in {len(found):,} sweeps",)),
                KeyFigure("Sweeps that found nothing", (share(nil, len(found)),), "95% interval in brackets",
                          ("A nil sweep is a result",)),
            )
        ),
        by_month(found),
        by_type("What was found in sweeps", counts),
        Bullets(
            ((f"A change of the place was asked for after {len(asked):,} sweeps, and made after "
              f"{share(sum(one[3] is not None for one in asked), len(asked))}.",),)
        ),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_month(found: Sequence[Any]) -> Block:
    """Sweeps of each month, those with a find and those without."""
    months = sorted({one[0].replace(day=1) for one in found})
    held = {month: [sum(one[4:]) for one in found if one[0].replace(day=1) == month] for month in months}
    return breakdown(
        "sweeps-by-month", "Weapon sweeps by month", [f"{month:%B %Y}" for month in months],
        {
            "with a find": [sum(map(bool, held[month])) for month in months],
            "nothing found": [len(held[month]) - sum(map(bool, held[month])) for month in months],
        },
        what="sweeps", of="Month",
    )  # fmt: skip
