"""What community dialogue says: whether communities got their answer, and when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, middle, none_of, people, read, share
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph

CAUTION = Caveat(("Those who come to a meeting are not everybody: who is missing is worth as much attention.",))


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    columns = ("on", ".attended", ".said", ".answer_due", ".answered_on")
    found = read(rows.filter(on__range=(start, end)), "dialogue", *columns)
    if not found:
        return none_of("dialogue meetings", start, end)
    owed = [one for one in found if one[3] is not None and one[3] <= end]
    waits = [(one[4] - one[0]).days for one in found if one[4] is not None]
    in_time = sum(one[4] is not None and one[4] <= one[3] for one in owed)
    return [
        Paragraph((f"{len(found):,} dialogue meetings from {days(start, end)}, to which "
                   f"{people(sum(one[1] or 0 for one in found))} people came, counted once for each meeting.",)),
        Bullets(
            (
                (f"Answered in time: {share(in_time, len(owed))} of the answers due by {end:%-d %B %Y}.",),
                (f"Days from the meeting to its answer, median and range: {middle(waits)}.",),
            )
        ),
        CAUTION,
        CHANCE,
    ]  # fmt: skip
