"""What mediations say: how they ended, and whether it was asked if that holds."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, read, rows_of, share
from commonground.registers.register import registers
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph, Table

CAUTION = Caveat(
    ("An agreement is what was said on a day. Whether violence would have followed without it cannot be known.",)
)


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    found = read(rows.filter(on__range=(start, end)), "mediation", ".outcome", ".follow_up_on", ".followed_up_on")
    if not found:
        return none_of("mediations", start, end)
    ended = [one for one in found if one[0]]
    owed = [one for one in found if one[1] is not None and one[1] <= end]
    return [
        Paragraph((f"{len(found):,} mediations asked for from {days(start, end)}, {len(ended):,} of them ended.",)),
        Bullets(
            (
                (f"Agreement reached: {share(sum(one[0] == 'agreed' for one in ended), len(ended))} of those ended.",),
                (f"Followed up: {share(sum(one[2] is not None for one in owed), len(owed))} of those due by "
                 f"{end:%-d %B %Y}.",),
            )
        ),
        by_outcome(found),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_outcome(found: Sequence[Any]) -> Table:
    number = Counter(one[0] for one in found)
    outcomes = {**registers()["mediations"].choices("outcome"), "": "Under way"}
    body = [[said, number[key]] for key, said in outcomes.items()]
    return Table("How mediations ended", ("Outcome", "Mediations"), rows_of(body))
