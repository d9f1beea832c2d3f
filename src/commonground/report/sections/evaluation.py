"""Named actions: for each that officers list, whether its measure changed from the start by more than it would have."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonground.evidence.areas import UnknownArea
from commonground.evidence.evaluated import Evaluated, Months, compared_with, evaluated, months_of
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure, measures
from commonground.evidence.reading import written
from commonground.methods.evaluation.said import PEAK
from commonground.report import passages
from commonground.report.blocks import Block, Bullets, Caveat, Chart, Heading, Notice, Paragraph, Statement
from commonground.report.charts.evaluation import counterfactual
from commonground.report.desk import Desk
from commonground.report.section import Section

LIST = "evaluations"
COLUMNS = ("action", "measure", "area", "started", "comparison areas", "chosen because")
HOW = (
    "No action is named. To have one looked at, put a file evaluations.csv among the texts, with the columns "
    f"{', '.join(COLUMNS)}: the measure by its key, such as violence_with_injury; the day it started, as "
    "2019-04-01; comparison areas by name with semicolons between them, or a group such as london-boroughs, or none."
)
AT_A_PEAK = ("high", "peak", "rise", "rose", "rising", "most", "increase", "hot", "surge", "worse")
VERDICTS = {
    "consistent with no effect": "consistent with no effect",
    "contribution possible": "a contribution is possible, beside whatever else changed then",
    "harm possible": "consistent with harm, or with whatever else changed then",
    "cannot be told": "whether it made a difference cannot be told",
}
WIDENED = (
    "Limits are widened by how far the same method was off at earlier dates, when nothing began; and by how many "
    "actions are looked at."
)
TOO_SMALL = "Some of the monthly numbers are too small to be shown, or not known, so that no evaluation can be."


@dataclass(frozen=True)
class Named:
    """One action of the list, as it was written."""

    action: str
    measure: Measure
    area: Area
    started: date
    comparison: tuple[Area, ...]
    because: str

    @property
    def chosen_for_peak(self) -> bool:
        """Do the reasons speak of high numbers?"""
        return any(word in self.because.lower().split() for word in AT_A_PEAK)


def build(desk: Desk) -> list[Block]:
    """Each named action with its verdict and its months; how to name one where there is none."""
    text = desk.texts.get(LIST, "").strip()
    if not text:
        return [Notice("missing", "No action is named", (HOW,))]
    blocks: list[Block] = [
        Paragraph((
            "Recorded numbers change for many reasons. For each action named here it is asked whether its measure, "
            "from the start on, is further from what would be expected than chance, trend and season would explain. "
            "The answer is about numbers: it never says that the action made the difference, at most that it may have "
            "contributed.",
        ))
    ]  # fmt: skip
    read = [_read(desk, cells) for cells in _rows(text)]
    looks = sum(isinstance(one, Named) for one in read)
    for cells, one in zip(_rows(text), read, strict=True):
        if isinstance(one, Named):
            blocks += _looked_at(desk, one, looks)
        else:
            name = cells.get("action") or "no name"
            blocks.append(Notice("missing", "An action that is not looked at", (f"“{name}”: {one}.",)))
    return [*blocks, Caveat((WIDENED,))]


def _rows(text: str) -> list[dict[str, str]]:
    """The rows of the list by its headings, whatever their case."""
    rows = csv.DictReader(io.StringIO(text))
    return [{key.strip().lower(): cell.strip() for key, cell in row.items() if key and isinstance(cell, str)}
            for row in rows]  # fmt: skip


def _read(desk: Desk, cells: dict[str, str]) -> Named | str:
    """The action of a row; or what is wrong with it."""
    if missing := [name for name in ("action", "measure", "started") if not cells.get(name)]:
        return f"{', '.join(missing)} must be filled in; the columns are {', '.join(COLUMNS)}"
    if cells["measure"] not in measures():
        return f"there is no measure called “{cells['measure']}”; commonground measures lists them"
    started = _day(cells["started"])
    if started is None:
        return f"“{cells['started']}” is not a day; write it as 2019-04-01"
    try:
        area = desk.evidence.area(cells["area"]) if cells.get("area") else desk.area
        comparison = compared_with(desk.evidence, cells.get("comparison areas", ""), area)
    except UnknownArea as unknown:
        said = str(unknown)
        return f"{said[:1].lower()}{said[1:]}".rstrip(".?")
    return Named(cells["action"], measures()[cells["measure"]], area, started, tuple(comparison),
                 cells.get("chosen because", ""))  # fmt: skip


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y-%m", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _looked_at(desk: Desk, named: Named, looks: int) -> list[Block]:
    heading = Heading(named.action)
    months = months_of(desk.evidence, named.measure, named.area, named.started, desk.edition)
    if isinstance(months, str):
        return [heading, Notice("missing", "Not looked at", (f"It cannot be: {months}.",))]
    found = evaluated(
        desk.evidence, named.measure, named.area, months, named.comparison, chosen_for_peak=named.chosen_for_peak,
        looks=looks,
    )  # fmt: skip
    if found is None or found.evaluation.deciding is None:
        return [heading, Notice("missing", "Not looked at", (TOO_SMALL,))]
    asked = _asked(named, months, found, looks)
    used = tuple(dict.fromkeys(e.id for month in months.run for e in months.choice.used(month)))

    def figure(recipe: str, **more: Argument) -> Figure:
        return desk.figure(recipe, used, **asked, **more)

    (counted,) = desk.counts(named.measure.key, [months.after], area=named.area, choice=months.choice)
    expected, ratio, lower, upper = figure("evaluated_expected"), *(
        figure("evaluated_percent", of=of) for of in ("ratio", "lower", "upper")
    )  # fmt: skip
    missed = figure("evaluated_missed")
    chart = _chart(desk, named, months, found, figure)
    if counted is None or any(one.value is None and one.withheld != "missing" for one in (counted, expected, ratio)):
        return [heading, Notice("missing", "Not shown", (TOO_SMALL,))]
    verdict = found.evaluation.verdict
    limits: Text = (" (limits ", lower, " to ", upper, ")") if lower.value is not None else ()
    could: Text = (
        (", though a true fall of up to ", missed, " could have been missed")
        if verdict == "consistent with no effect" and found.evaluation.expected == "fewer" and missed.value is not None
        else ()
    )
    return [
        heading,
        Statement((
            "In ", months.after.name, ", from the start on, ", counted, f" {named.measure.noun} were counted in "
            f"{named.area.name} where ", expected, " would be expected, a difference of ", ratio, *limits, ": ",
            VERDICTS[verdict], *could, ".",
        ), verdict),
        *([chart] if chart else []),
        Bullets(tuple((said,) for said in _reasons(named, found))),
    ]  # fmt: skip


def _asked(named: Named, months: Months, found: Evaluated, looks: int) -> dict[str, Argument]:
    return {
        "measure": named.measure.key, "area": named.area.code, "area_type": named.area.type,
        "period": written(months.run), "source": months.choice.count.source,
        "classification": months.choice.classification, "before": months.before,
        "compared": ";".join(one.code for one in named.comparison), "expected": found.evaluation.expected,
        "peak": named.chosen_for_peak, "looks": looks,
    }  # fmt: skip


def _chart(desk: Desk, named: Named, months: Months, found: Evaluated, figure) -> Chart | None:  # type: ignore[no-untyped-def]
    """The last years before the start and the months after it, with what would be expected from its own pattern."""
    series = found.evaluation.series
    if series is None:
        return None
    run = months.run[months.before - series.start :]
    counts = desk.counts(named.measure.key, run, area=named.area, choice=months.choice)
    after = len(months.run) - months.before
    expected = [None] * series.start + [figure("evaluated_month", nth=at) for at in range(after)]
    blank = [None] * len(run)
    return counterfactual(
        f"evaluation-{named.measure.key}-{named.area.code}-{named.started:%Y-%m}",
        f"{named.measure.title} in {named.area.name}, and what its months before {months.after.name} point to",
        [month.start for month in run], counts, expected, blank, blank, months.after.start,
        what=f"{named.measure.noun} each month", source=passages.origin(months.choice, run),
    )  # fmt: skip


def _reasons(named: Named, found: Evaluated) -> Sequence[str]:
    """How it was looked at, what is taken for granted, and what else must be borne in mind."""
    decided = {
        "one series": "The months after the start are set against the pattern of the years before: no area is named to "
        "compare with, so that what changed everywhere is counted in.",
        "with a comparison": "The area is set against the named areas together, month by month.",
        "many comparisons": "The area is set against a mixture of the named areas that ran like it before, and each of "
        "them is tried as if the action had begun there.",
    }.get(found.evaluation.design, "Two totals are compared, the months being too few for more.")
    because = [f"It was chosen because: {named.because.rstrip('.')}."] if named.because else []
    return [
        decided, *because, *([PEAK] if named.chosen_for_peak else []),
        *(f"Taken for granted: {said[:1].lower()}{said[1:]}" for said in found.evaluation.assumptions),
    ]  # fmt: skip


SECTION = Section(key="evaluation", title="Did the numbers move? Named actions", order=95, build=build)
