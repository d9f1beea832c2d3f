"""What a computed part has to hand: the evidence at the desk, the plan as handed over, last year’s, and counts."""

from dataclasses import dataclass

from commonground.plan.written import WrittenPlan
from commonground.registers.counting import Counts
from commonground.report.desk import Desk


@dataclass(frozen=True)
class Bench:
    """The desk, with its guard, the frozen plans beside it, and what the registers counted."""

    desk: Desk
    plan: WrittenPlan | None = None
    last: WrittenPlan | None = None
    counts: Counts = ()
