"""What surrender bins say: what was given up, how long bins wait for their emptying, and which do not work."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from commonground.registers.figures.amounts import CHANCE, days, middle, none_of, rate, read, rows_of
from commonground.registers.figures.finds import COLUMNS, by_type
from commonground.report.blocks import Block, Bullets, Caveat, KeyFigure, KeyFigures, Paragraph, Table

CAUTION = Caveat(
    ("What is in a bin depends on how long it stood, on campaigns and on kitchens that are cleared. It is no measure "
     "of how many people carry a weapon. Weapons come by the handful, so the true interval is wider than shown.",)
)  # fmt: skip


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    """The emptyings of the days; how long a bin waited is counted from its emptying before, whenever that was."""
    columns = ("on", "place", ".broken", ".next_due", *COLUMNS)
    every = read(rows.filter(on__lte=end), "binemptying", *columns)
    found = [one for one in every if one[0] >= start]
    if not found:
        return none_of("emptyings", start, end)
    bins = by_bin(every)
    waits = [days_between for held in bins.values() for on, days_between in waited(held) if on >= start]
    counts = [one[4:] for one in found]
    finds = sum(map(sum, counts))
    return [
        Paragraph((f"{len(found):,} emptyings from {days(start, end)}, with {finds:,} weapons; {len(bins):,} bins.",)),
        KeyFigures(
            (
                KeyFigure("Weapons for each emptying", (rate(finds, len(found)),), "95% interval in brackets",
                          (f"{finds:,} weapons in {len(found):,} emptyings",)),
                KeyFigure("Days from emptying to emptying", (middle(waits),), "median, shortest and longest",
                          (f"{len(waits):,} waits that ended in these days",)),
            )
        ),
        Bullets(((f"Bins not working at their last visit: {sum(held[-1][2] for held in bins.values()):,}.",),)),
        each(bins, end),
        by_type("What was given up in bins", counts),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_bin(every: Sequence[Any]) -> dict[str, list[Any]]:
    """The emptyings of each bin, in whatever letters it was written, first the oldest."""
    bins: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for one in every:
        bins.setdefault(names.setdefault(one[1].casefold(), one[1]), []).append(one)
    return dict(sorted(bins.items()))


def waited(held: Sequence[Any]) -> list[tuple[date, int]]:
    """The day of each emptying but the first, and the days since the one before."""
    return [(later[0], (later[0] - earlier[0]).days) for earlier, later in pairwise(held)]


def each(bins: dict[str, list[Any]], end: date) -> Table:
    body = [
        [name, f"{held[-1][0]:%-d %B %Y}", (end - held[-1][0]).days, sum(held[-1][4:]),
         "Not working" if held[-1][2] else "Working"]
        for name, held in bins.items()
    ]  # fmt: skip
    head = ("Bin", "Last emptied", "Days since", "Weapons then", "State")
    return Table("Each bin at its last emptying", head, rows_of(body), numeric=False)
