"""The overview: what is going up, going down or not clear in an area, how sure and how old that is, what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonground.evidence import breaks, comparison, periods, wording
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, Text
from commonground.evidence.finding import Finding, Verdict
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.pages import alike
from commonground.report.pages.asked import Asked
from commonground.report.pages.freshness import Freshness, freshness
from commonground.report.pages.page import Page
from commonground.report.pages.spark import Spark

GROUPS: tuple[tuple[Verdict, str], ...] = (
    ("rose", "Going up"),
    ("fell", "Going down"),
    ("no clear change", "No clear change"),
    ("cannot be compared", "Cannot be compared"),
)
QUARTERLY = 4  # a month on average, from which a quarter says something where a month does not
MANY = (
    "The more comparisons are made, the more likely it is that one looks clear by chance: of twenty with no real "
    "change behind them, one is expected to."
)


@dataclass(frozen=True)
class Told:
    """One measure: its finding over the latest 12 months, the newest month or quarter, its run, how sure and how old.

    ``query`` is that of its own page.
    """

    measure: Measure
    finding: Finding
    recent: Finding | None
    spark: Spark
    sure: str
    fresh: Freshness
    query: str


@dataclass(frozen=True)
class Group:
    """The measures of one verdict."""

    verdict: Verdict
    title: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Missing:
    """A measure with nothing to show for the area, and why."""

    measure: Measure
    why: str


@dataclass(frozen=True, kw_only=True)
class Overview(Page):
    """The page: every group, also an empty one; figures too old to speak of now; and what is missing."""

    groups: tuple[Group, ...]
    past: tuple[Told, ...]
    missing: tuple[Missing, ...]


def build(desk: Desk, asked: Asked) -> Overview:
    """Every measure that there is, sorted by what may be said of it."""
    told: list[Told] = []
    missing: list[Missing] = []
    for measure in measures().values():
        found = _told(desk, measure)
        if isinstance(found, Missing):
            missing.append(found)
        else:
            told.append(found)
    now = [t for t in told if not t.fresh.is_past]
    groups = tuple(Group(v, title, tuple(t for t in now if t.finding.verdict == v)) for v, title in GROUPS)
    return Overview(
        kind="overview",
        asked=asked,
        title=f"Overview of {desk.area.name}",
        lead=(_lead(desk, groups),),
        blocks=tuple(_blocks(desk, told)),
        groups=groups,
        past=tuple(t for t in told if t.fresh.is_past),
        missing=tuple(missing),
    )


def _lead(desk: Desk, groups: Sequence[Group]) -> str:
    rose, fell, unclear, _ = (len(group.told) for group in groups)
    if not any(group.told for group in groups):
        return f"No figures for {desk.area.name} are loaded."
    return (
        f"Over their latest 12 months, {_measures(rose)} rose in {desk.area.name} and {_measures(fell)} fell by more "
        f"than chance alone would give; {_measures(unclear)} showed no clear change."
    )


def _measures(number: int) -> str:
    return "no measure" if not number else "1 measure" if number == 1 else f"{number} measures"


def _told(desk: Desk, measure: Measure) -> Told | Missing:
    period = desk.latest(measure.key) or desk.reported(measure.key)
    if period is None:
        return Missing(measure, _why(desk, measure))
    windows = periods.same_period_last_year(period)
    found = desk.finding(measure.key, period)
    if found is None:
        return _alone(desk, measure, period)
    choice = desk.choice(measure.key, period, *windows)
    assert choice is not None, "what was compared was counted"
    recent = _recent(desk, measure, choice, found)
    newest = recent.period if recent else period
    return Told(
        measure, found, recent, Spark.of(*_run(desk, measure, choice, period)), sure(found),
        freshness(choice, newest, desk.today), Asked(desk.area, measure.key).query,
    )  # fmt: skip


def _alone(desk: Desk, measure: Measure, period: Period) -> Told | Missing:
    """A measure that is loaded but cannot be compared: its finding says why."""
    windows = periods.same_period_last_year(period)
    found = comparison.compare(desk.evidence, measure, desk.area, period, windows)
    choice = desk.choice(measure.key, period)
    if choice is None:
        return Missing(measure, _why(desk, measure))
    (count,) = desk.counts(measure.key, [period], choice=choice)
    spark = Spark.of([period], [count])
    return Told(measure, found, None, spark, "Not compared", freshness(choice, period, desk.today),
                Asked(desk.area, measure.key).query)  # fmt: skip


def _why(desk: Desk, measure: Measure) -> str:
    wider = [name for kind, name in WIDER if desk.evidence.choices(measure, kind)]
    if reason := desk.evidence.missing(measure):
        return reason
    if wider:
        return f"{measure.title}: what is loaded has it for {wording.listed(wider)}, and not for {desk.area.name}."
    return f"{measure.title}: nothing that is loaded has it for {desk.area.name}."


WIDER = (("region", "London as a whole"), ("force", "police force areas"), ("local_authority", "boroughs"))


def _recent(desk: Desk, measure: Measure, choice: Choice, found: Finding) -> Finding | None:
    """The newest month beside the same a year before; the newest quarter where months are few; else nothing."""
    if not passages.is_monthly(choice) or kind_of(choice.count) != "count":
        return None
    for least, months in ((passages.FEW_A_MONTH, 1), (QUARTERLY, 3)):
        if desk.is_at_least(12 * least, measure.key, found.period, choice):
            newest = periods.rolling(Period(found.period.end.replace(day=1), found.period.end), months)
            return desk.finding(measure.key, newest)
    return None


def _run(
    desk: Desk, measure: Measure, choice: Choice, period: Period
) -> tuple[list[Period], list[Figure | None]]:
    """Rolling 12 months, month by month over three years; or years, where months are not published or few."""
    often = passages.is_monthly(choice) and desk.is_at_least(12 * passages.FEW_A_MONTH, measure.key, period, choice)
    step, most = (1, 37) if often else (12, 10)
    whole = alike.whole_of(desk.evidence, measure, choice, desk.area.type)
    windows = [w for back in range(most - 1, -1, -1) if whole.covers(w := period.shifted(-step * back))]
    return windows, desk.counts(measure.key, windows, choice=whole)


def sure(found: Finding) -> str:
    """How sure the verdict is, in a few words without numbers."""
    if found.verdict == "cannot be compared":
        withheld = found.count.withheld or found.baseline_count.withheld
        return "Not compared: numbers are withheld" if withheld else "Chance cannot be judged"
    said = "Beyond chance" if found.verdict in ("fell", "rose") else "Chance alone could give this"
    if found.change_percent.withheld == wording.TOO_FEW:
        said += "; small numbers"
    titles = [crossed.title for crossed in breaks.named(found.breaks)]
    return f"{said}; across a break in the series ({'; '.join(titles)})" if titles else said


def _blocks(desk: Desk, told: Sequence[Told]) -> Iterator[Block]:
    if told:
        yield Table(
            caption=f"{desk.area.name}: the latest 12 months of each measure beside the 12 months before",
            head=("Measure", "Months", "Number", "Before", "Change", "95% interval", "Reading"),
            rows=tuple(_row(t) for t in told),
        )
        yield Caveat((MANY,))
    yield Paragraph(
        (
            "Most of these are crimes that police recorded. They are not all the violence there was, and a change in "
            "them does not show why it came about. The measures overlap and must not be added together.",
        )
    )


def _row(told: Told) -> tuple[Text, ...]:
    f = told.finding
    if not f.editions:
        return (told.measure.title,), (f.period.name,), *((f.count,),) * 4, ("not compared",)
    in_per_cent = f.change_percent.value is not None
    change: Text = (f.change, " (", f.change_percent, ")") if in_per_cent else (f.change,)
    interval: Text = (f.lower_percent, " to ", f.upper_percent) if in_per_cent else ("none",)
    reading = f"{passages.said(f)}{passages.across(f)}"
    return (told.measure.title,), (f.period.name,), (f.count,), (f.baseline_count,), change, interval, (reading,)
