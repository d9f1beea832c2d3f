"""Passages: a measure as a careful analyst sets it out, the sentence first, then the chart, its table, its caveat."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commonground.evidence import breaks, caveats, periods
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Area, Finding
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.report import charts
from commonground.report.blocks import Block, Caveat, Chart, Heading, Notice, Paragraph, Statement, Table
from commonground.report.desk import Desk
from commonground.sources import sources

MONTHS_SHOWN = 48
FEW_A_MONTH = 10  # below this many a month on average, months and quarters say little, and years are set out instead
YEARS_SHOWN = 8
SHORT = 36  # months: a shorter run is followed by the years before it
EARLIER = "Earlier years come from another publication, which counts a little differently; the two are not joined."


def measured(desk: Desk, key: str, *, area: Area | None = None) -> list[Block]:
    """The latest 12 months against those before, then the run of months and quarters, or of years where few.

    With ``area`` it is told of a wider area, because the measure is published for no smaller one.
    """
    measure = desk.measure(key)
    title: list[Block] = [Heading(f"{measure.title}, {area.name}" if area else measure.title)]
    if area:
        desk = replace(desk, area=area)
    found = desk.finding(key, among="london-boroughs" if desk.is_london else None)
    if found is None:
        return [*title, missing(desk, measure)]
    choice = desk.choice(key, found.period, *found.windows)
    assert choice is not None, "what was compared was counted"
    blocks = [*title, Statement(found.statement, found.verdict)]
    if found.among_statement:
        blocks.append(Paragraph(found.among_statement))
    if is_monthly(choice) and desk.is_at_least(12 * FEW_A_MONTH, key, found.period, choice):
        blocks += [by_month(desk, measure, choice, run_of(choice)), by_quarter(desk, measure, choice)]
        blocks += earlier(desk, measure, choice)
    else:
        blocks += by_year(desk, measure, choice, found.period)
    return [*blocks, *(Caveat((said,)) for said in [" ".join(own_caveats(measure, choice, found))] if said)]


def missing(desk: Desk, measure: Measure) -> Notice:
    """Why there is nothing to say of a measure."""
    why = desk.evidence.missing(measure) or (
        f"The figures loaded do not cover {desk.area.name} for two years running, so there is nothing to compare."
    )
    return Notice("missing", "No figures", (why,))


def own_caveats(measure: Measure, choice: Choice, found: Finding) -> list[str]:
    """What limits this finding beyond what is said once: of all recorded crime, and of each source at the end."""
    own = {*choice.count.caveats, *measure.caveats, *(b.sentence for b in breaks.named(found.breaks))}
    return [caveat for caveat in found.caveats if caveat in own]


def general_caveats() -> tuple[str, ...]:
    """What limits every finding about recorded crime."""
    return tuple(text.format(unit="offences") for text in (caveats.RECORDED, caveats.INDEPENDENT))


def origin(choice: Choice, spans: Iterable[Period]) -> Text:
    """The line under a chart that says where its numbers come from."""
    source = sources()[choice.count.source]
    editions = dict.fromkeys(e for span in spans for e in choice.used(span))
    dates = sorted({e.published for e in editions if e.published})
    return (f"{source.title}, {source.publisher}{', published ' if dates else ''}{', '.join(dates)}.",)


def is_monthly(choice: Choice) -> bool:
    """Whether its last year is published month by month."""
    return bool(choice.periods) and all(
        (start.year, start.month) == (end.year, end.month) for start, end in choice.periods[-12:]
    )


def run_of(choice: Choice) -> list[Period]:
    """The last months without a gap that the choice covers, in order."""
    run: list[Period] = []
    for start, end in reversed(choice.periods):
        month = Period(start, end)
        if len(run) == MONTHS_SHOWN or (run and month.shifted(1) != run[-1]):
            break
        run.append(month)
    return run[::-1]


def earlier(desk: Desk, measure: Measure, choice: Choice) -> list[Block]:
    """The years before, from a publication that goes further back, where the newest is short; never joined to it."""
    if len(run_of(choice)) >= SHORT:
        return []
    for other in desk.evidence.choices(measure, desk.area.type):
        if is_monthly(other) and len(other.periods) > SHORT:
            years = by_year(desk, measure, other, periods.rolling(run_of(other)[-1]))
            return [Paragraph((EARLIER,)), *years] if years else []
    return []


def crossed(desk: Desk, measure: Measure, choice: Choice, run: Sequence[Period]) -> tuple[breaks.Break, ...]:
    """The breaks on a known day that lie among the months of a run."""
    whole = periods.span(run[0], run[-1])
    return tuple(
        found for found in breaks.breaks_of(measure, choice.count)
        if found.first and found.lies_between(whole.start, whole.end) and found.touches(desk.area.code)
    )  # fmt: skip


def marked(found: Iterable[breaks.Break]) -> list[charts.Break]:
    """Breaks as a chart marks them."""
    return [charts.Break(b.first, b.title.partition(",")[0]) for b in found if b.first]


def by_month(
    desk: Desk, measure: Measure, choice: Choice, run: list[Period], usual: Sequence[charts.Usual] = ()
) -> Chart:
    average: list[Figure | None] = [None] * 11
    for month in run[11:]:
        average += desk.counts(measure.key, [tuple(month.shifted(-back) for back in range(11, -1, -1))], choice=choice)
    return charts.monthly(
        f"{measure.key}-to-{run[-1].to_month}", f"{measure.title} in {desk.area.name}, {run[0].name} to {run[-1].name}",
        [month.start for month in run], desk.counts(measure.key, run, choice=choice),
        what=f"{measure.noun} each month", average=average, breaks=marked(crossed(desk, measure, choice, run)),
        usual=usual, source=origin(choice, run),
    )  # fmt: skip


def by_quarter(desk: Desk, measure: Measure, choice: Choice, quarters: int = 6) -> Chart:
    return of_quarters(measure, choice, quarters_of(desk, measure, choice, quarters))


def quarters_of(desk: Desk, measure: Measure, choice: Choice, quarters: int) -> list[Finding]:
    """The last quarters, each compared with the same a year before, in order."""
    newest = periods.rolling(run_of(choice)[-1], 3)
    run = [newest.shifted(-3 * back) for back in range(quarters - 1, -1, -1)]
    compared = [q for q in run if choice.covers(q) and choice.covers(q.shifted(-12))]
    return [f for q in compared if (f := desk.finding(measure.key, q))]


def of_quarters(
    measure: Measure, choice: Choice, found: Sequence[Finding], usual: Sequence[charts.Usual] = ()
) -> Chart:
    rows = [((f.period.name,), (f.count,), (f.baseline_count,), (f.change,), (said(f),)) for f in found]
    limits = charts.columns_of(usual, len(found))
    table = Table(
        caption=f"{measure.title} by quarter, each with the same quarter a year before",
        head=("Quarter", "Number", "A year before", "Change", "Reading", *(charts.USUAL if usual else ())),
        rows=tuple((*row, *map(charts.cell, more)) for row, *more in zip(rows, *limits, strict=True)),
    )
    drawn = charts.quarterly(
        f"{measure.key}-by-quarter", table.caption, [f.period.name for f in found], [f.count for f in found],
        [f.baseline_count for f in found], what=f"{measure.noun} each quarter", usual=usual,
        source=origin(choice, [f.period for f in found]),
    )  # fmt: skip
    return replace(drawn, table=table)


def by_year(desk: Desk, measure: Measure, choice: Choice, latest: Period) -> list[Block]:
    """A chart of the years; nothing where no year can be shown."""
    years = [latest.shifted(-12 * back) for back in range(YEARS_SHOWN - 1, -1, -1)]
    counted = {
        year: count for year in years if (count := desk.counts(measure.key, [year], choice=choice)[0]) is not None
    }
    if not any(count.value is not None for count in counted.values()):
        return []
    names = [f"{year.end:%b %Y}" if year.name.startswith("the ") else year.name for year in counted]
    each = "Year to" if names[0] != next(iter(counted)).name else "Year"
    drawn = charts.breakdown(
        f"{measure.key}-by-year-{choice.count.source}", f"{measure.title} in {desk.area.name}, year by year", names,
        {measure.unit.capitalize(): list(counted.values())}, what=f"{measure.noun} in the year", of=each,
        source=origin(choice, counted),
    )  # fmt: skip
    return [drawn]


def across(found: Finding) -> str:
    """What the comparison reaches across, in a few words, so that no figure goes without it; or nothing."""
    titles = [crossed.title for crossed in breaks.named(found.breaks)]
    return f"; across a break in the series ({'; '.join(titles)})" if titles else ""


def said(found: Finding) -> str:
    """The verdict for a cell of a table."""
    return "not compared" if found.verdict == "cannot be compared" else found.verdict
