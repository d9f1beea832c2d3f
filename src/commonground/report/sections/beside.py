"""The area beside others: how its change and its rate stand among London boroughs."""

from dataclasses import replace

from commonground.evidence import spread
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Finding
from commonground.report import charts, passages
from commonground.report.blocks import Block, Caveat, Chart, Heading, Notice, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

GROUP = "london-boroughs"
CHANGE_OF = "violence_with_injury"
RATE_OF = ("violence_with_injury", "knife_crime")


HIDDEN = Notice("missing", "No rates beside others", ("The number of some borough is too small to be shown.",))


def build(desk: Desk) -> list[Block]:
    """Change with its interval in each borough, then rates within the limits of London's own spread."""
    if not desk.is_london:
        return [
            Notice(
                "missing", "No comparison group", ("Areas outside London have no group of boroughs to stand beside.",)
            )
        ]
    blocks: list[Block] = [
        Paragraph(
            (
                "Boroughs differ in size, in who lives, works and goes out there, and in how readily people report. A "
                "place in an order says little; what can be said is which lie outside the range of the others.",
            )
        )
    ]
    blocks += _changes(desk)
    for key in RATE_OF:
        blocks += _rates(desk, key)
    return [
        *blocks,
        Caveat(
            (
                "Rates divide offences by residents. Where many more people come in for work or in the evening "
                "than live "
                "there, the rate is high for that reason alone.",
            )
        ),
    ]


def _changes(desk: Desk) -> list[Block]:
    measure, own = desk.measure(CHANGE_OF), desk.finding(CHANGE_OF, among=GROUP)
    if own is None:
        return [passages.missing(desk, measure)]
    found: list[tuple[str, Finding]] = [
        (area.name, f) for area in desk.evidence.areas(GROUP) if (f := desk.finding(CHANGE_OF, own.period, area=area))
    ]
    choice = desk.choice(CHANGE_OF, own.period, *own.windows)
    assert choice is not None
    return [
        Heading(f"Change in {measure.title.lower()}"),
        Paragraph(own.among_statement),
        charts.ranking(
            "change-among-boroughs",
            f"{measure.title}: change, {own.period.name} beside {own.baseline.name}",
            [name for name, _ in found],
            [f.change_percent for _, f in found],
            [f.lower_percent for _, f in found],
            [f.upper_percent for _, f in found],
            what="change in per cent, with the range that chance leaves open",
            highlight=desk.area.name,
            unit="%",
            source=passages.origin(choice, [own.period, *own.windows]),
        ),
    ]


def _rates(desk: Desk, key: str) -> list[Block]:
    measure, period = desk.measure(key), desk.latest(key)
    found = period and spread.funnel(desk.evidence, measure, period, GROUP)
    if not period or not found:
        return [passages.missing(desk, measure)]
    if any([desk.guard.see(place.rate).withheld for place in found.places]):
        return [HIDDEN]  # the rate of all together, which the funnel stands around, would give the hidden one away
    return [Heading(f"Rate of {measure.title.lower()}"), Paragraph(found.statement), drawn(desk, key, found)]


def drawn(desk: Desk, key: str, found: spread.Funnel) -> Chart:
    """The funnel, with the residents that each rate is divided by in its table."""
    measure = desk.measure(key)
    by_size = sorted(found.places, key=lambda place: place.people)
    limits = charts.Limits(
        size=[p.people for p in by_size],
        inner_lower=[p.inner[0] for p in by_size],
        inner_upper=[p.inner[1] for p in by_size],
        outer_lower=[p.outer[0] for p in by_size],
        outer_upper=[p.outer[1] for p in by_size],
        centre=found.rate,
    )
    choice = desk.choice(key, found.period, area=by_size[0].area)  # the report may be about all of them: London
    assert choice is not None
    chart = charts.funnel(
        f"{key}-rates",
        f"{measure.title}: rate per {found.per:,} residents in {found.period.name}",
        [p.area.name for p in by_size],
        [p.people for p in by_size],
        [desk.guard.see(p.rate) for p in by_size],
        limits,
        what=f"{measure.noun} per {found.per:,} residents",
        size_label="residents",
        highlight=desk.area.name,
        outside=[p.area.name for p in found.outside],
        source=passages.origin(choice, [found.period]),
    )
    rows = zip(by_size, chart.table.rows, strict=True)
    told = tuple((name, (_people(desk, place),), *rest) for place, (name, _, *rest) in rows)
    return replace(chart, table=replace(chart.table, rows=told))


def _people(desk: Desk, place: spread.Place) -> Figure:
    """The residents that a rate is divided by, as a figure that can be traced."""
    way = dict(place.rate.arguments)
    return desk.figure(
        "population",
        place.rate.editions,
        area=place.area.code,
        area_type=place.area.type,
        year=way["year"],
        ages=way["ages"],
    )


SECTION = Section(key="beside", title="Beside other boroughs", order=45, build=build)
