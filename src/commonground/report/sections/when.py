"""When violence happens: the months of the year; days and hours where partners' records hold them."""

from commonground.evidence import periods
from commonground.evidence.choice import Choice
from commonground.evidence.periods import Period
from commonground.report import charts, passages
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

KEY = "violence_with_injury"
YEARS = 5


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


SECTION = Section(key="when", title="When", order=65, build=build)
