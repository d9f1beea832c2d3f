"""When violence happens: the months of the year; days and hours where partners' records hold them."""

from dataclasses import dataclass
from math import isnan

from commonground.evidence import hours, incidents, periods, wording
from commonground.evidence.choice import Choice
from commonground.evidence.disclosure import rule_of, show
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.hours import Hours
from commonground.evidence.periods import Period
from commonground.evidence.reading import Value, written
from commonground.evidence.shown import made
from commonground.report import charts, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph
from commonground.report.charts.distribution import DAYS
from commonground.report.charts.time_of_day import week
from commonground.report.desk import Desk
from commonground.report.section import Section

KEY = "violence_with_injury"
YEARS = 5
KINDS = 6  # of offences that are named


def build(desk: Desk) -> list[Block]:
    """The usual year, then what is missing about days and hours."""
    return [*_months(desk), Heading("Days of the week and hours of the day"), *_hours(desk)]


def _months(desk: Desk) -> list[Block]:
    measure, found = desk.measure(KEY), _five_years(desk)
    if found is None:
        return [
            Notice(
                "missing",
                "No usual year",
                (f"Fewer than five whole years of {measure.title.lower()} are loaded from one source.",),
            )
        ]
    choice, years = found
    latest = years[0]
    windows = [_same_month(month, years) for month in range(1, 13)]
    means = desk.counts(KEY, windows, choice=choice)
    return [
        Heading("Months of the year"),
        Paragraph(
            (
                f"The mean of each month over the five years to {periods.MONTHS[latest.end.month - 1]} "
                f"{latest.end.year} "
                "shows what is usual for the season. A month should be judged beside the same month of other years, "
                "not beside the month before.",
            )
        ),
        charts.breakdown(
            "usual-year",
            f"{measure.title}: the usual number in each month of the year",
            list(periods.MONTHS),
            {"Mean number": means},
            what=f"mean {measure.noun} in the month",
            of="Month",
            source=passages.origin(choice, years),
        ),
        Caveat(("The years include the restrictions of the pandemic, in which months did not run as usual.",))
        if any(year.overlaps(Period(periods.starting(2020, 3).start, periods.starting(2021, 7).end)) for year in years)
        else Caveat(("A mean hides how much the same month varies from year to year.",)),
    ]


def _five_years(desk: Desk) -> tuple[Choice, list[Period]] | None:
    """The latest five years of months that one way of counting has of the area, the newest year first."""
    found = []
    for choice in desk.evidence.choices(desk.measure(KEY), desk.area.type):
        for start, end in choice.periods[-1:]:
            if start.month == end.month:
                years = [periods.rolling(Period(start, end)).shifted(-12 * back) for back in range(YEARS)]
                found += [(choice, years)] if all(desk.is_known(KEY, year, choice) for year in years) else []
    return max(found, key=lambda pair: pair[1][0].end, default=None)


def _same_month(month: int, years: list[Period]) -> tuple[Period, ...]:
    return tuple(
        sorted(
            candidate
            for year in years
            for candidate in (periods.starting(year.start.year, month), periods.starting(year.end.year, month))
            if year.covers(candidate)
        )
    )


def _hours(desk: Desk) -> list[Block]:
    period = incidents.latest(desk.evidence, desk.area)
    found = hours.hours(desk.evidence, desk.area, period) if period else None
    if period and found:
        return _by_hour(desk, period, found)
    if period:
        return [
            Notice(
                "missing",
                "Too few for days and hours",
                (
                    f"A police extract with times is loaded for {period.name}, but it holds too few offences of "
                    f"{desk.area.name} to show when in the week they happened without telling of single ones. Load "
                    "more months.",
                ),
            )
        ]
    return [
        Notice(
            "missing",
            "No days or hours",
            (
                "Published police figures carry only the month. The hour and day of assaults come from emergency "
                "departments (Information Sharing to Tackle Violence), the ambulance service and the police’s own "
                "records, none of which is open data. Elsewhere under-16s have been found to be hurt most often as "
                "schools close, and older teenagers later in the evening; whether that holds here is not known.",
            ),
        )
    ]


def _by_hour(desk: Desk, period: Period, found: Hours) -> list[Block]:
    """The verdict, the picture of the week, and what was left out of it."""
    held = incidents.choice(desk.evidence)
    assert held is not None
    laid = Laid(desk, period, found, tuple(edition.id for edition in held.used(period)))
    cells = [[laid.cell(day, stretch) for stretch in range(found.cells.shape[1])] for day in range(7)]
    day, stretch = found.fullest
    kinds = wording.listed(kind.lower() for kind in found.kinds[:KINDS])
    more = ", and others" if len(found.kinds) > KINDS else ""
    caveats: list[Block] = []
    if found.backwards:
        caveats.append(Caveat(("Left out, because they end before they start: ", laid.number("backwards"), ".")))
    if found.long:
        said = "Could have happened at any time of a week or more, and are spread evenly over it: "
        caveats.append(Caveat((said, laid.number("long"), ".")))
    return [
        Paragraph(
            (
                f"The police extract for {period.name} holds ",
                laid.number("counted"),
                f" offences in {desk.area.name} with usable times ({kinds}{more}). Each is shared out over the hours "
                "in which it can have happened. ",
                *laid.verdict(),
                f" The fullest part of the week is {DAYS[day]} from ",
                laid.fullest("begins"),
                " to ",
                laid.fullest("ends"),
                ", with ",
                cells[day][stretch],
                ".",
            )
        ),
        week(
            "hours-of-the-week",
            f"Offences by day and hour in {desk.area.name}, {period.name}",
            cells,
            what="offences, each shared out over the hours in which it can have happened",
            source=passages.origin(held, [period]),
        ),
        *caveats,
        Caveat(
            (
                "These are the offences in the extract, not all violence. Times are as recorded, by the clock on the "
                "wall, also in the weeks when clocks change; midnight often stands for a time not known. More offences "
                "in an hour can mean that more people were about.",
            )
        ),
    ]


@dataclass(frozen=True)
class Laid:
    """The numbers of the hours as figures, each guarded and traced."""

    desk: Desk
    period: Period
    found: Hours
    editions: tuple[str, ...]

    def cell(self, day: int, stretch: int) -> Figure:
        value = self.found.of(day, stretch)
        why = None if value is not None else "small or protects a small number"
        return self._figure("offences_in_hours", value, None if why else f"{value:,}", why, day=day, stretch=stretch)

    def number(self, of: str) -> Figure:
        seen = show(getattr(self.found, of), rule_of(incidents.SOURCE))
        return self._figure("offences_with_times", seen.value, seen.text, seen.withheld, of=of)

    def verdict(self) -> Text:
        """Whether they gather round an hour of the day, and how sure that is."""
        day = self.found.day
        p = self._figure("hour_of_day", day.p_value, wording.p_value(day.p_value), None, of="p_value")
        if not day.p_value < 0.05:
            return (
                "Over the whole week they gather round no hour of the day that could be told from chance (p ",
                p,
                ").",
            )
        hour = self._hour("hour")
        if isnan(day.lower):
            return ("They gather round ", hour, ", loosely (p ", p, ").")
        lower, upper = self._hour("lower"), self._hour("upper")
        return ("They gather round ", hour, " (95% interval ", lower, " to ", upper, "; p ", p, ").")

    def fullest(self, of: str) -> Figure:
        value = getattr(self.found, of)
        return self._figure("fullest_hours", value, _clock(value), None, of=of)

    def _hour(self, of: str) -> Figure:
        value = getattr(self.found.day, of)
        return self._figure("hour_of_day", value, _clock(value), None, of=of)

    def _figure(
        self, method: str, value: Value, shown: str | None, withheld: str | None, **arguments: Argument
    ) -> Figure:
        area = self.desk.area
        return self.desk.guard.see(
            made(
                method, value, self.editions, withheld, shown,
                area=area.code, area_type=area.type, period=written(self.period), **arguments,
            )
        )  # fmt: skip


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


SECTION = Section(key="when", title="When", order=65, build=build)
