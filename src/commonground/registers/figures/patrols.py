"""The dose of hot-spot patrols: how many visits and minutes were planned each week, and how many there were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commonground.report.blocks import Block, Caveat, Chart, Notice, Paragraph, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from commonground.registers.models.entry import Entry

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SHOWN = 12
NO_PLAN = "No patrol place was planned to be visited in these days."
SAYS_NOTHING = (
    "Planned: the visits a week and the minutes of a visit as each plan gives them, by the days on which it was in "
    "force. A visit that nobody wrote down is not counted. What was done says nothing of what came of it."
)


@dataclass(frozen=True)
class Dose:
    """One week, from its Monday."""

    monday: date
    planned_visits: int
    visits: int
    planned_minutes: int
    minutes: int

    @property
    def name(self) -> str:
        return f"{self.monday:%-d %B}"


def weekly(places: Iterable["Entry"], patrols: Iterable["Entry"], start: date, end: date) -> list[Dose]:
    """The dose of each week that begins or goes on between two days, both included, the earliest first."""
    plans, visits = list(places), list(patrols)
    monday = start - start.weekday() * DAY
    weeks = []
    while monday <= end:
        first, last = max(monday, start), min(monday + WEEK - DAY, end)
        shares = [(place.details, _days(place, first, last) / 7) for place in plans]
        made = [one.details.minutes for one in visits if first <= one.on <= last]
        weeks.append(Dose(
            monday, round(sum(plan.visits * share for plan, share in shares)), len(made),
            round(sum(plan.visits * plan.minutes * share for plan, share in shares)), sum(made),
        ))  # fmt: skip
        monday += WEEK
    return weeks


def _days(place: "Entry", first: date, last: date) -> int:
    """On how many of these days the plan was in force."""
    begins, ends = max(place.on, first), min(place.until or last, last)
    return max(0, (ends - begins).days + 1)


def said(weeks: Sequence[Dose]) -> list[Block]:
    """The dose as a sentence, a picture and a table."""
    if not any(week.planned_visits or week.visits for week in weeks):
        return [Notice("missing", "Nothing planned", (NO_PLAN,))]
    planned, made = (sum(getattr(week, of) for week in weeks) for of in ("planned_visits", "visits"))
    minutes, gave = (sum(getattr(week, of) for week in weeks) for of in ("planned_minutes", "minutes"))
    number = len(weeks)
    opening = f"In the {number} weeks" if number > 1 else "In the week"
    return [
        Paragraph((
            f"{opening} from {weeks[0].monday:%-d %B %Y}, {planned:,} visits of {minutes:,} minutes in all were "
            f"planned. {made:,} visits of {gave:,} minutes in all were made.",
        )),
        _chart(weeks),
        Table(
            caption="Visits and minutes of patrol by week, made of those planned",
            head=("Week from", "Visits", "Minutes"),
            rows=tuple(
                ((f"{one.monday:%-d %b %Y}",), (f"{one.visits:,} of {one.planned_visits:,}",),
                 (f"{one.minutes:,} of {one.planned_minutes:,}",))
                for one in weeks
            ),
        ),
        Caveat((SAYS_NOTHING,)),
    ]  # fmt: skip


def _chart(weeks: Sequence[Dose]) -> Chart:
    from commonground.report.charts import breakdown  # what draws takes longer to import than all the rest

    shown = weeks[-SHOWN:]
    return breakdown(
        "patrol-dose", "Visits to patrol places each week, planned and made", [week.name for week in shown],
        {"Planned": [week.planned_visits for week in shown], "Made": [week.visits for week in shown]},
        what="visits in the week", of="Week from",
    )  # fmt: skip


def figures_of_places(rows: "QuerySet[Entry]", start: date, end: date) -> Sequence[Block]:
    """The dose at these places."""
    from commonground.registers.models.entry import Entry

    places = rows.filter(on__lte=end).select_related("patrolplace")
    patrols = Entry.objects.filter(register="patrols", about__in=rows, withdrawn_on=None, on__range=(start, end))
    return said(weekly(places, patrols.select_related("patrol"), start, end))


def figures_of_patrols(rows: "QuerySet[Entry]", start: date, end: date) -> Sequence[Block]:
    """The dose of these patrols, beside what was planned at the places they were made at."""
    from commonground.registers.models.entry import Entry

    patrols = rows.filter(on__range=(start, end)).select_related("patrol")
    places = Entry.objects.filter(
        register="patrol_places", withdrawn_on=None, pk__in=rows.values("about"), on__lte=end
    ).select_related("patrolplace")
    return said(weekly(places, patrols, start, end))
