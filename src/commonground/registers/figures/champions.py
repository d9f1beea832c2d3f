"""What the groups of champions say: how many there are by area and sort of group, by their last count."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers.figures.amounts import none_of, people, read, rows_of
from commonground.registers.register import registers
from commonground.report.blocks import Block, Paragraph, Table


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    """The last count of each group by the end of the days, whenever it was made."""
    every = read(rows.filter(on__lte=end), "championgroup", "on", "place", ".sort", ".champions", ".trained")
    if not every:
        return none_of("groups of champions", start, end)
    sorts = registers()["champions"].choices("sort")
    last = {(one[1].casefold(), one[2]): one for one in every}
    body = [
        [place, sorts[sort], people(champions), people(trained) if champions >= 5 else "–"]
        for _, place, sort, champions, trained in sorted(last.values(), key=lambda one: (one[1].casefold(), one[2]))
    ]
    total, trained = sum(one[3] for one in last.values()), sum(one[4] for one in last.values())
    return [
        Paragraph((f"{people(total)} champions in {len(last):,} groups on {end:%-d %B %Y}, {people(trained)} of them "
                   "trained. Somebody who is in two groups is counted in both.",)),
        Table("Champions by area and sort of group", ("Area", "Sort of group", "Champions", "Trained"), rows_of(body),
              numeric=False),
    ]  # fmt: skip
