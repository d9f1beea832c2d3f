"""What the measures did that an action hopes to move. It is never said that an action moved them.

Each measure is taken over its latest 12 months beside the same months a year before, through the guard of every page,
once for each state of the evidence.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from commonground.evidence import comparison, periods
from commonground.evidence.areas import LONDON, UnknownArea
from commonground.evidence.figure import Text
from commonground.evidence.finding import Area, Finding, Verdict
from commonground.evidence.measure import Measure, measures
from commonground.evidence.run import Evidence
from commonground.partnership.models import Partnership
from commonground.partnership.reading_room import evidence_for
from commonground.plan.terms import Direction
from commonground.report.desk import Desk
from commonground.report.pages.alike import PageGuard

Outcome = Literal["as hoped", "against", "no clear change", "cannot be compared"]
SAID: dict[Outcome, str] = {
    "as hoped": "Moved as hoped",
    "against": "Moved the other way than hoped",
    "no clear change": "No clear change",
    "cannot be compared": "Cannot be compared",
}
HOPED = {Direction.DOWN: "fell", Direction.UP: "rose"}
REGISTER = "Counts from a register are not compared here: see the evidence of the action."
NO_AREA = "This partnership has no area of its own, so no measure is compared."


@dataclass(frozen=True)
class Movement:
    """One measure: how it moved against what was hoped, in the words of its finding. ``until`` is its last day."""

    measure: str
    title: str
    outcome: Outcome
    statement: Text
    caveats: tuple[str, ...] = ()
    until: date | None = None

    @property
    def is_against(self) -> bool:
        return self.outcome == "against"

    @property
    def said(self) -> str:
        """The outcome in words."""
        return SAID[self.outcome]


@dataclass(frozen=True)
class Movements:
    """The measures of one area. Without evidence, nothing can be compared."""

    evidence: Evidence | None = None
    area: Area | None = None

    def of(self, measure: str, direction: str) -> Movement:
        """How the measure moved against the direction that was hoped for."""
        counted = measures().get(measure)
        if counted is None:
            title = measure.replace("_", " ").replace("-", " ").capitalize()
            return Movement(measure, title, "cannot be compared", (REGISTER,))
        if self.evidence is None or self.area is None:
            return Movement(measure, counted.title, "cannot be compared", (NO_AREA,))
        evidence, area = self.evidence, self.area
        found = evidence.once(("movement", area.code, measure), lambda: latest(evidence, area, counted))
        outcome, until = against(found.verdict, direction), found.period.end if found.editions else None
        return Movement(measure, counted.title, outcome, found.statement, found.caveats, until)


def movements_for(partnership: Partnership) -> Movements:
    """The measures of the partnership’s area, as its shelves stand now. A region has London."""
    code = partnership.area_code or (LONDON if partnership.kind == Partnership.Kind.REGION else "")
    if not code:
        return Movements()
    evidence = evidence_for(partnership)
    try:
        return Movements(evidence, evidence.area(code))
    except UnknownArea:
        return Movements()


def against(verdict: Verdict, direction: str) -> Outcome:
    """A verdict beside a hope. What is within noise moved neither way, and nothing shows that it stayed."""
    if verdict in ("no clear change", "cannot be compared"):
        return verdict  # type: ignore[return-value]
    return "as hoped" if HOPED.get(Direction(direction)) == verdict else "against"


def latest(evidence: Evidence, area: Area, measure: Measure) -> Finding:
    """The latest 12 months beside those a year before, guarded; or, in words alone, why nothing may be said."""
    guard = PageGuard(evidence)
    desk = Desk(evidence, area, date.today(), {}, guard)
    _found(desk, measure)
    guard.close()
    return _found(replace(desk, known={}), measure)


def _found(desk: Desk, measure: Measure) -> Finding:
    period = desk.latest(measure.key) or desk.reported(measure.key)
    period = period or periods.rolling(periods.starting(desk.today.year, desk.today.month).shifted(-1))
    windows = periods.same_period_last_year(period)
    return desk.finding(measure.key, period) or comparison.compare(
        desk.evidence, measure, desk.area, period, windows
    )
