"""What tension assessments say: the level of each area over time, and how many rest on more than one source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commonground.registers import tension
from commonground.registers.figures.amounts import CHANCE, days, none_of, read, rows_of, share
from commonground.report.blocks import Block, Bullets, Caveat, Paragraph, Statement, Table
from commonground.report.charts.levels import levels

CAUTION = Caveat(
    ("A level is a judgement of those at the meeting. A change of a level is a change of that judgement, and no "
     "measurement: it does not show what brought it about.",)
)  # fmt: skip
MOST = 8
"""Areas in one chart; the table has them all."""


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    found = read(rows.filter(on__range=(start, end)), "tensionassessment", "on", "place", ".level", ".sources")
    if not found:
        return none_of("tension assessments", start, end)
    areas = by_area(found)
    alone = sum(set(one[3]) == {"police"} for one in found)
    several = sum(tension.is_multi_agency(one[3]) for one in found)
    return [
        Paragraph((f"{len(found):,} assessments of {len(areas):,} {'areas' if len(areas) > 1 else 'area'} from "
                   f"{days(start, end)}.",)),
        Statement((f"{tension.direction()} {now(areas)}",)),
        chart(areas, end),
        Bullets(
            (
                (f"From more than one kind of source: {share(several, len(found))}.",),
                (f"From police information alone: {share(alone, len(found))}. "
                 "The standard asks for multi-agency data.",),
            )
        ),
        latest(areas),
        CAUTION,
        CHANCE,
    ]  # fmt: skip


def by_area(found: Sequence[Any]) -> dict[str, list[tuple[date, str]]]:
    """The levels of each area, in whatever letters it was written, first the oldest."""
    areas: dict[str, list[tuple[date, str]]] = {}
    names: dict[str, str] = {}
    for on, place, level, _ in found:
        areas.setdefault(names.setdefault(place.casefold(), place), []).append((on, level))
    return dict(sorted(areas.items()))


def now(areas: dict[str, list[tuple[date, str]]]) -> str:
    """Which areas stand above the normal tier."""
    high = [
        f"{area} (level {tension.number(held[-1][1])})"
        for area, held in areas.items() if tension.height(held[-1][1]) > 2
    ]  # fmt: skip
    if not high:
        return "No area’s last assessment is above the normal tier."
    return f"Above the normal tier at their last assessment: {', '.join(high)}."


def chart(areas: dict[str, list[tuple[date, str]]], end: date) -> Block:
    drawn = dict(list(areas.items())[:MOST])
    printed = [_short(key) for key in reversed(tension.KEYS)]
    held = {area: [(on, _short(level)) for on, level in one] for area, one in drawn.items()}
    return levels(
        "tension-levels", "Level of tension by area", printed, held, end,
        what="level of tension at each assessment", above=tension.direction(),
    )  # fmt: skip


def _short(key: str) -> str:
    return f"{tension.number(key)} {key}"


def latest(areas: dict[str, list[tuple[date, str]]]) -> Table:
    """The last level of each area and its change."""
    body = []
    for area, held in areas.items():
        on, level = held[-1]
        changed = tension.change(level, held[-2][1], held[-2][0]) if len(held) > 1 else "First in these days"
        body.append([area, tension.said(level), f"{on:%-d %B %Y}", changed])
    head = ("Area", "Level", "Assessed on", "Change")
    return Table("Last assessment of each area", head, rows_of(body), numeric=False)
