"""Findings and series: numbers under the guard of the pages, so that the API gives nothing away that they do not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from commonground.evidence import breaks, periods
from commonground.evidence.areas import UnknownArea
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Figure, plain
from commonground.evidence.finding import Finding
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period
from commonground.evidence.reading import kind_of
from commonground.evidence.run import Evidence
from commonground.evidence.store import UnknownEdition
from commonground.report import passages
from commonground.report.desk import Desk
from commonground.report.pages import measure as measure_page
from commonground.report.pages.asked import Asked, View
from commonground.report.pages.overview import sure
from commonground.report.pages.page import Page, write
from commonground.web.api.areas import CODE
from commonground.web.api.figures import Delivered, Months, Number, Place
from commonground.web.api.measures import KEY, Break, said
from commonground.web.api.problem import Refused
from commonground.web.reading_room import evidence_for

router = Router(tags=["Findings and series"])
MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
QUARTERS, YEARS = 12, 8
Against = Literal["same-period-last-year", "previous-period", "three-year-average"]
MeasureKey = Annotated[str, Query(pattern=KEY, description="The key of the measure.", examples=["knife_crime"])]
AreaCode = Annotated[str, Query(pattern=CODE, description="The code of the area.", examples=["E09000023"])]
To = Annotated[
    str | None, Query(None, pattern=MONTH, description="The last month, as 2018-09; left out, the newest there is.")
]
Length = Annotated[int, Query(12, ge=1, le=12, description="How many months the period has.")]
Versus = Annotated[Against, Query("same-period-last-year", description="What the period is set against.")]
EditionId = Annotated[
    str | None, Query(None, pattern=r"^[a-z0-9_.-]{1,120}$", description="Read only this edition, or its publication.")
]
Laid = Annotated[View, Query("month", description="How the series is laid out.")]


class Rate(Schema):
    """The count by the number of residents."""

    value: Number
    lower: Number | None
    upper: Number | None
    of: str = Field(description="As “per 1,000 residents, mid-2018 estimate”.")


class Answer(Schema):
    """What every answer in numbers says of itself."""

    measure: str
    title: str
    area: Place
    caveats: list[str] = Field(description="What limits this; print them beside it.")
    breaks: list[Break] = Field(description="Breaks in the series that it reaches across.")
    hidden: str = Field(description="How many numbers are withheld, in a sentence; empty where none is.")
    editions: list[Delivered] = Field(description="All that it is read from.")
    attributions: list[str] = Field(description="The words that the licences ask you to print.")


class Compared(Answer):
    """One period set against another, and what may be said of it."""

    period: Months
    against: list[Months]
    statement: str = Field(description="The finding in a sentence, which says no more than the numbers allow.")
    verdict: Literal["fell", "rose", "no clear change", "cannot be compared"]
    sure: str = Field(description="How sure that is, in a few words.")
    count: Number
    baseline_count: Number
    change: Number
    change_percent: Number
    lower_percent: Number = Field(description="Lower end of the 95% interval of the change in per cent.")
    upper_percent: Number = Field(description="Upper end of the 95% interval of the change in per cent.")
    p_value: float | None
    rate: Rate | None
    method: str = Field(description="How the two were compared.")


class Point(Schema):
    """One stretch of a series."""

    period: Months
    number: Number


class Run(Answer):
    """A measure in one area, stretch by stretch, in one way of counting."""

    view: View
    source: str | None
    classification: str | None
    points: list[Point]


@dataclass(frozen=True, kw_only=True)
class FindingPage(Page):
    """The page of one finding and nothing else."""

    finding: Finding


@dataclass(frozen=True, kw_only=True)
class SeriesPage(Page):
    """The page of one series and nothing else."""

    choice: Choice | None
    windows: tuple[Period, ...]
    figures: tuple[Figure | None, ...]


@router.get("/findings", response=Compared, url_name="findings", summary="Compare one measure over two periods")
def compared(
    request: HttpRequest, measure: MeasureKey, area: AreaCode, to: To = None, months: Length = 12,
    against: Versus = "same-period-last-year", edition: EditionId = None,
) -> dict[str, Any]:  # fmt: skip
    """The finding: both counts, the change with its 95% interval, a verdict, and what limits it.

    Where the two cannot be compared, the statement says why. A change is called a rise or a fall only where chance
    alone would not give it.
    """
    evidence, asked = _asked(request, measure, area, edition)
    period = _period(evidence, asked, to, months)
    page = write(build_finding, evidence, replace(asked, period=period, against=against), timezone.localdate())
    return _common(page, breaks.named(page.finding.breaks)) | _said(page.finding)


@router.get("/series", response=Run, url_name="series", summary="Follow one measure over time")
def series(
    request: HttpRequest, measure: MeasureKey, area: AreaCode, view: Laid = "month", edition: EditionId = None
) -> dict[str, Any]:
    """Each stretch with its number: up to 48 months, 12 quarters, 49 rolling years or 8 years, the newest last.

    A stretch that is not covered by what is loaded is left out; it does not mean nought.
    """
    evidence, asked = _asked(request, measure, area, edition)
    page = write(build_series, evidence, replace(asked, view=view), timezone.localdate())
    return _common(page, _crossed(page)) | _run(page)


def build_finding(desk: Desk, asked: Asked) -> FindingPage:
    """The finding, as the page of the measure has it."""
    measure = _measure(asked)
    found = measure_page.compared(replace(desk, edition=asked.edition), asked, measure, desk.area)
    return FindingPage(
        kind="finding", asked=asked, title=measure.title, blocks=(), measure=measure, period=found.period, finding=found
    )


def build_series(desk: Desk, asked: Asked) -> SeriesPage:
    """The run of the newest way of counting."""
    measure = _measure(asked)
    desk = replace(desk, edition=asked.edition)
    choice = next(iter(desk.choices(measure.key, desk.area.type)), None)
    windows = _windows(choice, asked.view) if choice else []
    method = "share" if choice and kind_of(choice.count) == "share" else "count"
    figures = desk.counts(measure.key, windows, choice=choice, method=method) if choice else []
    return SeriesPage(
        kind="series", asked=asked, title=measure.title, blocks=(), measure=measure,
        choice=choice, windows=tuple(windows), figures=tuple(figures),
    )  # fmt: skip


# What is asked.


def _asked(request: HttpRequest, measure: str, area: str, edition: str | None) -> tuple[Evidence, Asked]:
    """The question, whose measure, area and edition are there. Raises Refused."""
    evidence = evidence_for(request.actor.partnership)  # type: ignore[attr-defined]
    if measure not in measures():
        raise Refused(404, f"There is no measure “{measure}”; the list of measures names them all.")
    try:
        place = evidence.area(area)
        evidence.choices(measures()[measure], place.type, edition)
    except (UnknownArea, UnknownEdition) as unknown:
        raise Refused(404, str(unknown.args[0])) from None
    return evidence, Asked(place, measure, edition=edition)


def _measure(asked: Asked) -> Measure:
    assert asked.counted is not None, "a measure that is not there has been refused"
    return asked.counted


def _period(evidence: Evidence, asked: Asked, to: str | None, months: int) -> Period | None:
    """So many months to the one named; without one, to the last that is reported; None where nothing is."""
    if to:
        return periods.rolling(periods.parse(to), months)
    found = evidence.choices(_measure(asked), asked.area.type, asked.edition)
    ends = [choice.periods[-1][1] for choice in found[:1] if choice.periods]
    if not ends or months == 12:
        return None  # the page finds the newest year that can be compared
    return periods.rolling(periods.starting(ends[0].year, ends[0].month), months)


def _windows(choice: Choice, view: View) -> Sequence[Period]:
    """The stretches of a view, as the pages lay them out, the newest last."""
    if view == "rolling":
        return measure_page.ends(choice)
    newest = Period(*choice.periods[-1])
    if view == "month":
        return passages.run_of(choice) if newest.months == 1 else []
    step, most = (3, QUARTERS) if view == "quarter" else (12, YEARS)
    last = newest if newest.months >= step else periods.rolling(newest, step)
    return [w for back in range(most - 1, -1, -1) if choice.covers(w := last.shifted(-step * back))]


# What is answered.


def _common(page: Page, crossed: Sequence[Any]) -> dict[str, Any]:
    measure = _measure(page.asked)
    return {
        "measure": measure.key, "title": measure.title, "area": Place.of(page.asked.area),
        "caveats": list(measure.caveats), "breaks": said(crossed), "hidden": page.hidden,
        "editions": [Delivered.of(edition) for edition in page.editions], "attributions": list(page.attributions),
    }  # fmt: skip


def _said(found: Finding) -> dict[str, Any]:
    numbers = ("count", "baseline_count", "change", "change_percent", "lower_percent", "upper_percent")
    return {
        "period": Months.of(found.period), "against": [Months.of(window) for window in found.windows],
        "statement": plain(found.statement), "verdict": found.verdict,
        "sure": sure(found) if found.editions else "Not compared",
        **{name: Number.of(getattr(found, name)) for name in numbers},
        "p_value": found.p_value, "rate": _rate(found), "method": found.method, "caveats": list(found.caveats),
    }  # fmt: skip


def _rate(found: Finding) -> Rate | None:
    if found.rate is None:
        return None
    lower, upper = Number.or_none(found.rate_lower), Number.or_none(found.rate_upper)
    return Rate(value=Number.of(found.rate), lower=lower, upper=upper, of=found.rate_of)


def _run(page: SeriesPage) -> dict[str, Any]:
    points = [
        Point(period=Months.of(window), number=Number.of(figure))
        for window, figure in zip(page.windows, page.figures, strict=True)
        if figure is not None
    ]
    choice = page.choice
    own = (*(choice.count.caveats if choice else ()), *_measure(page.asked).caveats)
    return {
        "view": page.asked.view, "points": points, "source": choice.count.source if choice else None,
        "classification": choice.classification if choice else None, "caveats": list(dict.fromkeys(own)),
    }  # fmt: skip


def _crossed(page: SeriesPage) -> list[breaks.Break]:
    """The breaks that lie among the stretches."""
    if page.choice is None or not page.windows:
        return []
    first, last, area = page.windows[0].start, page.windows[-1].end, page.asked.area.code
    every = breaks.breaks_of(_measure(page.asked), page.choice.count)
    return [b for b in every if b.lies_between(first, last) and b.touches(area)]
