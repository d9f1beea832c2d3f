"""What restorative offers say: whether victims were asked first, and how many were accepted and took place."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, none_of, read, share
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph

CAUTION = Caveat(("To decline is a victim’s right: a low share of acceptance is no failure of anybody.",))


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = (".victim_first", ".answer", ".held_on")
    found = read(rows.filter(on__range=(start, end)), "restorativeoffer", *columns)
    if not found:
        return none_of("restorative offers", start, end)
    answered = [one for one in found if one[1]]
    accepted = [one for one in answered if one[1] == "accepted"]
    return [
        Paragraph((f"{len(found):,} restorative offers from {days(start, end)}.",)),
        Bullets(
            (
                (f"The victim was asked first: {share(sum(one[0] for one in found), len(found))}.",),
                (f"Accepted by both sides: {share(len(accepted), len(answered))} of those answered.",),
                (f"Took place: {share(sum(one[2] is not None for one in accepted), len(accepted))} of these.",),
            )
        ),
        CAUTION,
        CHANCE,
    ]
