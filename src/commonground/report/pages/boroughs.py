"""Boroughs side by side: how each changed, its rate, who lies outside the spread of the others, and each one's run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commonground.evidence import periods, spread
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area, Finding
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.report import charts, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.report.pages import settled
from commonground.report.pages.alike import whole_of
from commonground.report.pages.asked import Asked, Fault, Unclear
from commonground.report.pages.freshness import Freshness, freshness
from commonground.report.pages.measure import compared, definition, ends
from commonground.report.pages.page import Page
from commonground.report.sections import beside

GROUP = "london-boroughs"
EVERY = 3  # months from one point of a small chart to the next
POINTS = 17
NO_ORDER = (
    "Boroughs differ in size, in who lives, works and goes out there, and in how readily people report. A place in an "
    "order says little: look at how far the ranges overlap, and at which boroughs lie outside the spread of the others."
)
RESIDENTS = (
    "Rates divide by residents. Where many more people come in for work or in the evening than live there, the rate is "
    "high for that reason alone."
)
NO_COUNTS = "The source gives rates without the counts behind them, so that chance cannot be judged."


@dataclass(frozen=True, kw_only=True)
class BoroughsPage(Page):
    """The page; each borough's finding, by name, and how old the figures are."""

    findings: tuple[Finding, ...]
    fresh: Freshness | None


def build(desk: Desk, asked: Asked) -> BoroughsPage:
    """One measure in every London borough over the same months. Raises Unclear where no measure is named."""
    measure = asked.counted
    if measure is None:
        raise Unclear((Fault("measure", "Choose a measure."),))
    group = desk.evidence.areas(GROUP)
    ours = desk.area if desk.area in group else group[0]
    desk = replace(desk, edition=asked.edition)
    found = {area: compared(desk, asked, measure, area) for area in group}
    period, windows = found[ours].period, found[ours].windows
    found = {area: f if f.period == period else compared(desk, replace(asked, period=period), measure, area)
             for area, f in found.items()}  # fmt: skip
    choice = desk.choice(measure.key, period, *windows, area=ours)
    return BoroughsPage(
        kind="boroughs",
        asked=asked,
        title=f"{measure.title} in London boroughs",
        blocks=tuple(_blocks(desk, asked, measure, found, ours, choice)),
        measure=measure,
        period=period,
        findings=tuple(found.values()),
        fresh=freshness(choice, period, desk.today) if choice else None,
    )


def _blocks(
    desk: Desk, asked: Asked, measure: Measure, found: dict[Area, Finding], ours: Area, choice: Choice | None
) -> Iterator[Block]:
    own = found[ours]
    if choice is None or not own.editions:
        yield Statement(own.statement, own.verdict)
        yield passages.missing(desk, measure)
        return
    among = compared(desk, replace(asked, period=own.period), measure, ours, GROUP).among_statement
    yield from [Paragraph(among)] if among else []
    yield Paragraph((NO_ORDER,))
    yield from _changes(desk, measure, found, choice)
    yield from _rates(desk, measure, found, choice)
    yield from _funnel(desk, asked, measure, own.period)
    yield from _runs(desk, measure, found, ours, choice)
    yield _table(measure, own, found)
    yield Heading("What is counted")
    yield definition(measure)
    yield from (Caveat((said,)) for said in passages.own_caveats(measure, choice, own))


def _changes(desk: Desk, measure: Measure, found: dict[Area, Finding], choice: Choice) -> Iterator[Block]:
    own = next(iter(found.values()))
    yield Heading("Change")
    if all(f.change_percent.value is None for f in found.values()):
        rated = kind_of(choice.count) == "value"
        yield Notice("note", "No changes in per cent", (NO_COUNTS if rated else "The numbers are too small for them.",))
        return
    yield charts.ranking(
        f"{measure.key}-changes", f"{measure.title}: change, {own.period.name} beside {periods.name(own.windows)}",
        [area.name for area in found], [f.change_percent for f in found.values()],
        [f.lower_percent for f in found.values()], [f.upper_percent for f in found.values()],
        what="change in per cent, with the range that chance leaves open", highlight=desk.area.name, unit="%",
        source=passages.origin(choice, [own.period, *own.windows]),
    )  # fmt: skip


def _rates(desk: Desk, measure: Measure, found: dict[Area, Finding], choice: Choice) -> Iterator[Block]:
    rated = {area: f for area, f in found.items() if f.rate is not None}
    if not rated:
        return
    own = next(iter(rated.values()))
    yield Heading("Rate")
    yield charts.ranking(
        f"{measure.key}-ranked-rates", f"{measure.title}: rate {own.rate_of}",
        [area.name for area in rated], [f.rate for f in rated.values()], [f.rate_lower for f in rated.values()],
        [f.rate_upper for f in rated.values()],
        what=f"{measure.noun} per {measure.rate_per:,} residents, with the range that chance leaves open",
        highlight=desk.area.name, reference=None, source=passages.origin(choice, [own.period]),
    )  # fmt: skip
    yield Caveat((RESIDENTS,))


def _funnel(desk: Desk, asked: Asked, measure: Measure, period: Period) -> Iterator[Block]:
    found = spread.funnel(desk.evidence, measure, period, GROUP, edition=asked.edition)
    if not found:
        return
    yield Heading("Outside the spread of the others")
    if any([desk.guard.see(place.rate).withheld for place in found.places]) or found.withheld:
        yield beside.HIDDEN
        return
    yield Paragraph(found.statement)
    yield beside.drawn(desk, measure.key, found)


def _runs(
    desk: Desk, measure: Measure, found: dict[Area, Finding], ours: Area, choice: Choice
) -> Iterator[Block]:
    """The run of each borough on one scale: rolling years every few months, or years where events are few."""
    whole = whole_of(desk.evidence, measure, choice, ours.type)
    windows = _windows(desk, measure, whole, list(found))
    if len(windows) < 2:
        return
    panels: dict[str, Sequence[Figure | None]] = {
        area.name: desk.counts(measure.key, windows, area=area, choice=whole) for area in found
    }
    yield Heading("Each borough’s run")
    drawn = charts.small_multiples(
        f"{measure.key}-runs", f"{measure.title}: 12 months to each month shown, by borough",
        [window.end.replace(day=1) for window in windows], panels,
        what=f"{measure.noun} in the 12 months to each month shown", highlight=desk.area.name,
        source=passages.origin(whole, windows),
    )  # fmt: skip
    yield replace(drawn, table=_by_borough(drawn.title, windows, panels))


def _by_borough(caption: str, windows: Sequence[Period], panels: dict[str, Sequence[Figure | None]]) -> Table:
    """One row for each borough: a table as wide as London has boroughs could not be read."""
    rows = tuple(
        ((name,), *((figure,) if figure else ("no data",) for figure in values)) for name, values in panels.items()
    )
    return Table(caption, ("12 months to", *(f"{window.end:%b %Y}" for window in windows)), rows)


def _windows(desk: Desk, measure: Measure, whole: Choice, areas: list[Area]) -> list[Period]:
    grains = {settled.grain(desk.evidence, measure, whole, area) for area in areas}
    rolling = ends(whole, EVERY * (POINTS - 1) + 1)
    if grains == {"month"} and kind_of(whole.count) == "count" and rolling:
        return rolling[::-EVERY][::-1]
    if kind_of(whole.count) == "value":  # a source of rates has several kinds of year
        newest = desk.latest(measure.key, area=areas[0])
        return [w for back in range(7, -1, -1) if newest and whole.covers(w := newest.shifted(-12 * back))]
    return list(settled.years(whole)[:8])[::-1]


def _table(measure: Measure, own: Finding, found: dict[Area, Finding]) -> Table:
    head = ("Borough", "Number", "Before", "Change", "95% interval", f"Rate per {measure.rate_per:,}", "Reading")
    return Table(
        caption=f"{measure.title} by borough, {own.period.name} beside {periods.name(own.windows)}",
        head=head,
        rows=tuple(_row(area, f) for area, f in found.items()),
    )


def _row(area: Area, f: Finding) -> tuple[Text, ...]:
    in_per_cent = f.change_percent.value is not None
    change: Text = (f.change, " (", f.change_percent, ")") if in_per_cent else (f.change,)
    interval: Text = (f.lower_percent, " to ", f.upper_percent) if in_per_cent else ("none",)
    rate: Text = (f.rate,) if f.rate else ("none",)
    return (area.name,), (f.count,), (f.baseline_count,), change, interval, rate, (passages.said(f),)
