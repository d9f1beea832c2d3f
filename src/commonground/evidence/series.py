"""Series: a measure in one area month by month, by quarter or over rolling years, counted in one way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from commonground.evidence import periods, recipes
from commonground.evidence.breaks import Break, breaks_of
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure
from commonground.evidence.finding import Area
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Period
from commonground.evidence.reading import Reading, kind_of, narrow, read, written

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence

Every = Literal["month", "quarter", "year", "financial year", "rolling year"]


@dataclass(frozen=True)
class Point:
    """One number of a series. A small one is withheld; a month that is not loaded has no point."""

    period: Period
    figure: Figure


@dataclass(frozen=True)
class Series:
    """The points in order, the editions they are read from, and the breaks that lie among them."""

    measure: str
    area: Area
    every: Every
    choice: Choice
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]

    @property
    def withheld(self) -> int:
        """How many points are not shown."""
        return sum(point.figure.withheld is not None for point in self.points)


def series(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    every: Every = "month",
    *,
    first: Period | None = None,
    last: Period | None = None,
    edition: str | None = None,
    **where: str,
) -> Series | None:
    """The measure in the area from the first period to the last, both within; None where nothing is loaded.

    Of the ways to count it, the newest that has any of it. ``where`` keeps one class of a breakdown. Raises
    UnknownEdition.
    """
    for choice in evidence.choices(measure, area.type, edition):
        windows = [w for w in WINDOWS[every](choice) if _within(w, first, last) and choice.covers(w)]
        points = tuple(
            Point(window, _figure(measure, area, choice, window, reading, where))
            for window in windows
            if (reading := read(evidence, measure, choice, area, (window,), **where)).withheld != "missing"
        )
        if points:
            whole = periods.span(points[0].period, points[-1].period)
            crossed = tuple(
                b for b in breaks_of(measure, choice.count)
                if b.lies_between(whole.start, whole.end) and b.touches(area.code)
            )  # fmt: skip
            return Series(measure.key, area, every, choice, points, crossed)
    return None


def _figure(
    measure: Measure, area: Area, choice: Choice, window: Period, reading: Reading, where: dict[str, str]
) -> Figure:
    arguments: dict[str, Argument] = {
        "measure": measure.key, "area": area.code, "area_type": area.type, "period": written(window),
        "source": choice.count.source, "classification": choice.classification, **where,
    }  # fmt: skip
    ids = [e.id for e in narrow(choice, window).editions]
    if kind_of(choice.count) == "share":
        return recipes.made("share", reading.share, ids, reading.withheld, **arguments)
    shown = reading.shown if reading.withheld else None
    return recipes.made("count", reading.value, ids, reading.withheld, shown, **arguments)


def _within(window: Period, first: Period | None, last: Period | None) -> bool:
    return (first is None or window.start >= first.start) and (last is None or window.end <= last.end)


def _months(choice: Choice) -> Iterator[Period]:
    """Every month from the first that is reported on to the last."""
    if choice.periods:
        month = periods.starting(choice.periods[0][0].year, choice.periods[0][0].month)
        while month.end <= choice.periods[-1][1]:
            yield month
            month = month.shifted(1)


def _starting_in(*starts: int, months: int) -> Callable[[Choice], Iterator[Period]]:
    def windows(choice: Choice) -> Iterator[Period]:
        for month in _months(choice):
            if month.start.month in starts:
                yield periods.starting(month.start.year, month.start.month, months)

    return windows


WINDOWS: dict[Every, Callable[[Choice], Iterator[Period]]] = {
    "month": _months,
    "quarter": _starting_in(1, 4, 7, 10, months=3),
    "year": _starting_in(1, months=12),
    "financial year": _starting_in(periods.FIRST_MONTH_OF_FINANCIAL_YEAR, months=12),
    "rolling year": lambda choice: (periods.rolling(month) for month in _months(choice)),
}
