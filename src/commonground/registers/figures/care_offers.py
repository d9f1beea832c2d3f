"""What the offer for children in care and care leavers says: for whom there is one, who shaped it, what ends soon."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import months_on, none_of, standing
from commonground.registers.register import registers
from commonground.report.blocks import Block, Caveat, Paragraph, Statement, Table


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    listed = [row.details for row in standing(rows, end)]
    if not listed:
        return none_of("offers", start, end)
    whom = registers()["care_offers"].choices("whom")
    bespoke, shaped = (sum(getattr(one, name) == "yes" for one in listed) for name in ("bespoke", "shaped"))
    until = months_on(end, 6)
    soon = sum(one.funding_ends is not None and end <= one.funding_ends <= until for one in listed)
    body = []
    for key, words in whom.items():
        these = [one for one in listed if key in one.whom]
        places = sum(one.places or 0 for one in these)
        body.append(((words,), (str(len(these)),), (f"{places:,}",), (str(sum(one.shaped == "yes" for one in these)),)))
    return [
        Statement((f"On {end:%-d %B %Y} there are {len(listed)} offers. Young people helped to shape {shaped}, and "
                   f"{bespoke} are made for each young person.",)),
        Table("Offers by whom they are for", ("For", "Offers", "Places told", "Shaped with young people"), tuple(body)),
        Paragraph((f"The funding of {soon} ends by {until:%-d %B %Y}.",)),
        Caveat(("An offer for several groups stands in several rows, so that rows do not add up.",)),
    ]  # fmt: skip
