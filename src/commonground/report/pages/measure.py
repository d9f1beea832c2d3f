"""A measure in an area: what may be said of it, its run in months, quarters or years, its table, and what limits it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from commonground.evidence import comparison, periods
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area, Finding
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period
from commonground.report import charts, passages
from commonground.report.blocks import Block, Bullets, Chart, Definitions, Heading, Notice, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.report.pages import settled, usually
from commonground.report.pages.alike import whole_of
from commonground.report.pages.asked import VIEWS, Asked, Fault, Unclear, View
from commonground.report.pages.freshness import Freshness, freshness
from commonground.report.pages.overview import sure
from commonground.report.pages.page import Page

QUARTERS = 12
ROLLING = 49  # months at whose ends the 12 months behind them are told: four years of them
FINER: dict[str, tuple[View, ...]] = {"quarter": ("month", "rolling"), "year": ("month", "quarter", "rolling")}
"""The views that say too little where events are so few, by the shortest windows that say something."""


@dataclass(frozen=True, kw_only=True)
class MeasurePage(Page):
    """The page: its finding, how sure that is, how old, and which view the run is laid out in."""

    finding: Finding
    sure: str
    fresh: Freshness | None
    view: View


def build(desk: Desk, asked: Asked) -> MeasurePage:
    """One measure in one area, beside another if one is named. Raises Unclear where no measure is named."""
    measure = asked.counted
    if measure is None:
        raise Unclear((Fault("measure", "Choose a measure."),))
    desk = replace(desk, edition=asked.edition)
    found = compared(desk, asked, measure, desk.area)
    choice = _counted(desk, measure, found)
    view = _view(desk, measure, choice, asked.view)
    return MeasurePage(
        kind="measure",
        asked=asked,
        title=f"{measure.title} in {desk.area.name}",
        blocks=tuple(_blocks(desk, asked, measure, found, choice, view)),
        measure=measure,
        period=found.period,
        finding=found,
        sure=sure(found) if found.editions else "Not compared",
        fresh=freshness(choice, desk.latest(measure.key) or _reported(desk, measure, desk.area), desk.today)
        if choice else None,
        view=view,
    )


def compared(desk: Desk, asked: Asked, measure: Measure, area: Area, among: str | None = None) -> Finding:
    """What may be said of the months asked for; or, in words alone, why nothing may."""
    period = asked.period or desk.latest(measure.key, area=area) or _reported(desk, measure, area)
    if found := desk.finding(measure.key, period, asked.baseline(period), among=among, area=area):
        return found
    return comparison.compare(
        desk.evidence, measure, area, period, asked.baseline(period),
        edition=asked.edition if desk.choices(measure.key, area.type) else None,
    )  # fmt: skip


def _reported(desk: Desk, measure: Measure, area: Area) -> Period:
    """The newest months that there are, or else those that would be new on the day."""
    known = replace(desk, area=area).reported(measure.key)
    return known or periods.rolling(periods.starting(desk.today.year, desk.today.month).shifted(-1))


def _counted(desk: Desk, measure: Measure, found: Finding) -> Choice | None:
    """The way of counting that the run is told in: that of the finding, with all of its editions."""
    choice = desk.choice(measure.key, found.period, *found.windows) or desk.choice(measure.key, found.period)
    if choice is None:
        return next(iter(desk.choices(measure.key, desk.area.type)), None)
    of_edition = desk.choices(measure.key, desk.area.type)
    same = (choice.count, choice.classification)
    return next((c for c in of_edition if (c.count, c.classification) == same), choice)


def _view(desk: Desk, measure: Measure, choice: Choice | None, wanted: View) -> View:
    """The view asked for, or the nearest that says something where events are few."""
    if choice is None:
        return wanted
    whole = whole_of(desk.evidence, measure, choice, desk.area.type)
    grain = settled.grain(desk.evidence, measure, whole, desk.area)
    if wanted not in FINER.get(grain, ()):
        return wanted
    return "quarter" if grain == "quarter" else "year"


def _blocks(
    desk: Desk, asked: Asked, measure: Measure, found: Finding, choice: Choice | None, view: View
) -> Iterator[Block]:
    yield Statement(found.statement, found.verdict)
    if desk.is_london and found.editions:
        among = compared(desk, asked, measure, desk.area, "london-boroughs").among_statement
        yield from [Paragraph(among)] if among else []
    if found.rate and not found.rate.withheld and found.rate_lower and found.rate_upper:
        yield Paragraph(("That is ", found.rate, f" {found.rate_of}; 95% interval ", found.rate_lower, " to ",
                         found.rate_upper, "."))  # fmt: skip
    if choice is None:
        yield passages.missing(desk, measure)
    else:
        yield from _run(desk, asked, measure, found, choice, view)
    if asked.beside:
        yield from _side_by_side(desk, asked, measure, found, asked.beside)
    yield Heading("What is counted")
    yield definition(measure)
    if found.caveats:
        yield Heading("What limits these figures")
        yield Bullets(tuple((caveat,) for caveat in found.caveats))


def _run(
    desk: Desk, asked: Asked, measure: Measure, found: Finding, choice: Choice, view: View
) -> Iterator[Block]:
    yield Heading(VIEWS[view])
    if view != asked.view:
        yield Notice("note", "Shown in longer periods", (
            f"There are so few a year that {VIEWS[asked.view].lower()} they would say little, and small numbers would "
            "be withheld.",
        ))  # fmt: skip
    if view == "month":
        yield from usually.by_month(desk, measure, choice)
    elif view == "quarter":
        yield from usually.by_quarter(desk, measure, choice, QUARTERS)
    elif view == "rolling":
        yield _rolling(desk, measure, choice)
    else:
        latest = desk.latest(measure.key) or _reported(desk, measure, desk.area)
        yield from passages.by_year(desk, measure, choice, latest) or [passages.missing(desk, measure)]
    if not asked.edition and view != "year" and passages.is_monthly(choice):
        yield from passages.earlier(desk, measure, choice)


def ends(choice: Choice, most: int = ROLLING) -> list[Period]:
    """The last 12-month windows, one for each month that ends one, in order."""
    newest = Period(*choice.periods[-1])
    if newest.months > 1:
        return []
    year = periods.rolling(newest)
    found: list[Period] = []
    for back in range(most):
        if not choice.covers(year.shifted(-back)):
            break
        found.append(year.shifted(-back))
    return found[::-1]


def _rolling(desk: Desk, measure: Measure, choice: Choice) -> Block:
    windows = ends(choice)
    if not windows:
        return passages.missing(desk, measure)
    crossed = passages.marked(passages.crossed(desk, measure, choice, windows))
    names = f"{windows[0].end:%B %Y} to {windows[-1].end:%B %Y}"
    drawn = charts.monthly(
        f"{measure.key}-rolling", f"{measure.title} in {desk.area.name}, 12 months to each month, {names}",
        [window.end.replace(day=1) for window in windows],
        desk.counts(measure.key, windows, choice=choice),
        what=f"{measure.noun} in the 12 months to each month", breaks=crossed,
        source=passages.origin(choice, windows),
    )  # fmt: skip
    return replace(drawn, table=replace(drawn.table, head=("12 months to", *drawn.table.head[1:])))


def _side_by_side(desk: Desk, asked: Asked, measure: Measure, found: Finding, other: Area) -> Iterator[Block]:
    """The same months in another area, then both runs on one scale."""
    beside = compared(desk, asked, measure, other)
    yield Heading(f"Beside {other.name}")
    yield Statement(beside.statement, beside.verdict)
    both = ((desk.area, found), (other, beside))
    yield Table(
        caption=f"{measure.title}, {found.period.name}: {desk.area.name} and {other.name}",
        head=("Area", "Number", "Before", "Change", f"Rate per {measure.rate_per:,} residents", "Reading"),
        rows=tuple(_row(area, f) for area, f in both),
    )
    if drawn := _both(desk, measure, found, other):
        yield drawn
        yield Paragraph(("A larger area has more of everything: compare the shapes, and the rates above.",))


def _row(area: Area, f: Finding) -> tuple[Text, ...]:
    change: Text = (f.change, " (", f.change_percent, ")") if f.change_percent.value is not None else (f.change,)
    rate: Text = (f.rate,) if f.rate else ("none",)
    return (area.name,), (f.count,), (f.baseline_count,), change, rate, (passages.said(f),)


def _both(desk: Desk, measure: Measure, found: Finding, other: Area) -> Chart | None:
    """Rolling years of both areas on one scale, where both are told by month."""
    choice = desk.choice(measure.key, found.period, *found.windows)
    whole = choice and whole_of(desk.evidence, measure, choice, desk.area.type)
    windows = ends(whole) if whole else []
    if not whole or not windows or desk.choice(measure.key, found.period, *found.windows, area=other) != choice:
        return None
    panels: dict[str, Sequence[Figure | None]] = {
        area.name: desk.counts(measure.key, windows, area=area, choice=whole) for area in (desk.area, other)
    }
    return charts.small_multiples(
        f"{measure.key}-beside", f"{measure.title}, 12 months to each month", [w.end.replace(day=1) for w in windows],
        panels, what=f"{measure.noun} in the 12 months to each month", highlight=desk.area.name,
        source=passages.origin(whole, windows),
    )  # fmt: skip


def definition(measure: Measure) -> Definitions:
    """What the measure counts, in which version, within which limits."""
    whole = measures()[measure.part_of].title if measure.part_of else ""
    said = (
        ("Definition", measure.definition),
        ("Version", measure.version),
        ("Limits", measure.limits),
        ("How it is flagged", measure.flagged_by),
        ("Unit", measure.unit),
        ("Part of", whole),
    )
    return Definitions(tuple((term, (words,)) for term, words in said if words))
