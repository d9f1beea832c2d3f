"""The map: a measure by borough, ward or neighbourhood in one period, its list, and how few places hold half of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonground.evidence import periods
from commonground.evidence.areas import UnknownArea
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.report import maps, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.outlines import outlines
from commonground.report.pages import settled
from commonground.report.pages.alike import whole_of
from commonground.report.pages.asked import MAPPED, Asked, By, Fault, Unclear
from commonground.report.pages.freshness import Freshness, freshness
from commonground.report.pages.measure import definition
from commonground.report.pages.page import Page
from commonground.report.sections import where

LABELLED = {"local_authority": 5, "ward": 5, "lsoa": 0}
CALLED = {"local_authority": "borough", "ward": "ward", "lsoa": "neighbourhood"}
MOST_HIDDEN = 0.5
"""A map of which more than this share is withheld is not drawn: it would show where there is nothing to see."""
NEVER_POINTS = (
    "Places are shown by area and never as points: published locations are moved to stand for several addresses, and a "
    "pin would point at somebody’s door. A place is not its people; one with a town centre has the violence of those "
    "who come there."
)
NO_FORECAST = (
    "A map describes what was recorded. It does not predict where violence will be, and where police look more, more "
    "is found."
)


@dataclass(frozen=True)
class Place:
    """One area of the list beside the map."""

    area: Area
    figure: Figure | None


@dataclass(frozen=True, kw_only=True)
class MapPage(Page):
    """The page: what it is divided into, the places in order of their number, and the periods that can be chosen."""

    by: By
    places: tuple[Place, ...]
    periods: tuple[Period, ...]
    fresh: Freshness | None


def build(desk: Desk, asked: Asked) -> MapPage:
    """One measure over the areas in one period. Raises Unclear where no measure is named."""
    measure = asked.counted
    if measure is None:
        raise Unclear((Fault("measure", "Choose a measure."),))
    desk = replace(desk, edition=asked.edition)
    areas, why = _areas(desk, asked, measure)
    offered = _periods(desk, measure, asked.by)
    period = asked.period or next(iter(offered), None)
    choice = desk.choice(measure.key, period, area=_example(desk, measure, areas, period)) if areas and period else None
    values = _values(desk, measure, asked, areas, period, choice) if choice and period else {}
    within = "London" if asked.by == "local_authority" else desk.area.name
    return MapPage(
        kind="mapped",
        asked=asked,
        title=f"{measure.title} by {CALLED[asked.by]} in {within}",
        lead=(f"{measure.title} in {period.name}, by {CALLED[asked.by]}.",) if period else (),
        blocks=tuple(_blocks(desk, measure, asked, areas, values, period, choice, offered, why)),
        measure=measure,
        period=period,
        by=asked.by,
        places=tuple(_in_order(areas, values)),
        periods=tuple(offered),
        fresh=freshness(choice, period, desk.today) if choice and period else None,
    )


def _areas(desk: Desk, asked: Asked, measure: Measure) -> tuple[list[Area], str]:
    """The areas of the map; or none, and why."""
    if asked.by == "local_authority":
        return desk.evidence.areas("london-boroughs"), ""
    if desk.area.type != "local_authority":
        return [], f"Choose a borough: {desk.area.name} is not divided into {MAPPED[asked.by].lower()} here."
    inside = desk.evidence.gazetteer.within(desk.area, asked.by)
    return inside, "" if inside else f"No look-up that says which lie in {desk.area.name} is loaded."


def _periods(desk: Desk, measure: Measure, by: By) -> list[Period]:
    """What a map may be of: whole years, newest first; of boroughs, others may be asked for too."""
    found: list[Period] = []
    known = {year for choice in desk.choices(measure.key, by) for year in settled.years(choice)}
    for year in sorted(known, key=lambda year: year.end, reverse=True):
        if not any(year.overlaps(other) for other in found):
            found.append(year)
    return found


def _example(desk: Desk, measure: Measure, areas: Sequence[Area], period: Period | None) -> Area:
    """An area that the newest way of counting knows."""
    for area in areas:
        if period and desk.choice(measure.key, period, area=area):
            return area
    return areas[0]


def _values(
    desk: Desk, measure: Measure, asked: Asked, areas: Sequence[Area], period: Period, choice: Choice
) -> Mapping[str, Figure | None]:
    if asked.by != "local_authority":
        desk.guard.make_up(desk.area.code, tuple(area.code for area in areas))
    return {area.code: desk.counts(measure.key, [period], area=area, choice=choice)[0] for area in areas}


def _in_order(areas: Sequence[Area], values: Mapping[str, Figure | None]) -> list[Place]:
    places = [Place(area, values.get(area.code)) for area in areas]
    return sorted(places, key=lambda p: (_value(p.figure) is None, -(_value(p.figure) or 0), p.area.name))


def _value(figure: Figure | None) -> float | None:
    return None if figure is None or figure.withheld else figure.value


def _blocks(
    desk: Desk, measure: Measure, asked: Asked, areas: Sequence[Area], values: Mapping[str, Figure | None],
    period: Period | None, choice: Choice | None, offered: Sequence[Period], why: str,
) -> Iterator[Block]:  # fmt: skip
    yield Paragraph((NEVER_POINTS,))
    if not choice or not period:
        yield Notice("missing", "No map", (why or _none(desk, measure, asked, period, offered),))
        return
    if asked.by != "local_authority" and period not in settled.years(_whole(desk, measure, choice, asked.by)):
        yield Notice("note", "Choose a whole year", (
            "Small areas are shown by whole years that do not overlap, so that nothing can be had by taking one from "
            f"another: {', '.join(each.name for each in offered[:6])}.",
        ))  # fmt: skip
        return
    yield from _map(desk, measure, asked, areas, values, period, choice)
    if asked.by != "local_authority":
        yield from _concentration(desk, measure, asked, period, choice)
    yield Caveat((NO_FORECAST,))
    yield Heading("What is counted")
    yield definition(measure)
    yield from (Caveat((said,)) for said in dict.fromkeys((*choice.count.caveats, *measure.caveats)))


def _none(desk: Desk, measure: Measure, asked: Asked, period: Period | None, offered: Sequence[Period]) -> str:
    if reason := desk.evidence.missing(measure):
        return reason
    if not offered:
        return f"No loaded edition has {measure.title.lower()} by {CALLED[asked.by]}."
    named = ", ".join(each.name for each in offered[:6])
    return f"{measure.title} by {CALLED[asked.by]} is not loaded for {period.name if period else 'these months'}; " + (
        f"there is {named}."
    )


def _whole(desk: Desk, measure: Measure, choice: Choice, by: By) -> Choice:
    return whole_of(desk.evidence, measure, choice, by)


def _map(
    desk: Desk, measure: Measure, asked: Asked, areas: Sequence[Area], values: Mapping[str, Figure | None],
    period: Period, choice: Choice,
) -> Iterator[Block]:  # fmt: skip
    within = "London" if asked.by == "local_authority" else desk.area.name
    title = f"{measure.title} by {CALLED[asked.by]} in {within}, {period.name}"
    drawn = outlines(desk.evidence, list(areas))
    hidden = sum(1 for area in areas if (f := values.get(area.code)) is not None and f.withheld)
    if hidden > MOST_HIDDEN * len(areas):
        yield Notice("note", "The map is withheld", (
            f"Most numbers by {CALLED[asked.by]} are small, or would give small ones away. Choose wider areas or a "
            "wider measure; what may be shown is in the table.",
        ))  # fmt: skip
        yield _table(title, asked.by, measure, areas, values)
        return
    if not drawn.shapes:
        yield Notice("missing", "No boundaries", ("No boundaries of these areas are loaded; the numbers are below.",))
        yield _table(title, asked.by, measure, areas, values)
        return
    chart = maps.choropleth(
        f"map-{asked.by}", title, drawn.shapes, values, what=f"{measure.noun} by {CALLED[asked.by]}",
        labelled=LABELLED[asked.by], of=CALLED[asked.by].capitalize(), source=passages.origin(choice, [period]),
    )  # fmt: skip
    yield replace(chart, table=_table(title, asked.by, measure, areas, values))
    yield from [Caveat((drawn.note,))] if drawn.note else []


def _table(
    title: str, by: By, measure: Measure, areas: Sequence[Area], values: Mapping[str, Figure | None]
) -> Table:
    rows: list[tuple[Text, ...]] = [
        ((p.area.name,), (p.area.code,), (p.figure,) if p.figure else ("no data",)) for p in _in_order(areas, values)
    ]
    return Table(title, (CALLED[by].capitalize(), "Code", measure.unit.capitalize()), tuple(rows))


def _concentration(
    desk: Desk, measure: Measure, asked: Asked, period: Period, choice: Choice
) -> Iterator[Block]:
    """How few places hold half of it, by how much fewer than chance alone would, and whether they stay the same."""
    if kind_of(choice.count) != "count" or not _enough(desk, measure, asked, period, choice):
        return
    (before,) = periods.same_period_last_year(period)
    whole = _whole(desk, measure, choice, asked.by)
    before_too = before if whole.covers(before) else None
    try:
        group = f"{asked.by}s of {desk.area.name}"
        found = where.concentration(desk, whole, measure.key, group, asked.by, period, before_too)
    except UnknownArea:
        return
    if any(found[name].value is None for name in ("places", "holding", "per_cent", "by_chance")):
        return
    plural = "wards" if asked.by == "ward" else "neighbourhoods"
    kept: Text = (
        (f" Of the {plural} that held half a year before, ", found["kept_per_cent"], " still did.")
        if before_too and found["kept_per_cent"].value is not None
        else ()
    )
    yield Heading("How far it is gathered in few places, and whether they stay the same")
    yield Paragraph(
        (
            f"In {period.name}, half of the {measure.noun} was in ", found["holding"], " of the ", found["places"],
            f" {plural} of {desk.area.name} (", found["per_cent"], "). If it fell on all of them alike, chance alone "
            "would still gather half of it in about ", found["by_chance"], ".", *kept,
        )
    )  # fmt: skip


def _enough(desk: Desk, measure: Measure, asked: Asked, period: Period, choice: Choice) -> bool:
    """Whether there are so many that where half of them lie says something."""
    areas = desk.evidence.gazetteer.within(desk.area, asked.by)
    found = desk.evidence.tallies(measure, areas, period, choice).values()
    return sum(each.count or 0 for each in found) >= settled.OFTEN["month"]
