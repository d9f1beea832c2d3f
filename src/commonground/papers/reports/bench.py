"""What a computed part has to hand: the evidence at the desk, the plan as it was handed over, and last year’s."""

from dataclasses import dataclass

from commonground.plan.written import WrittenPlan
from commonground.report.desk import Desk


@dataclass(frozen=True)
class Bench:
    """The desk, with its guard, and the frozen plans beside it."""

    desk: Desk
    plan: WrittenPlan | None = None
    last: WrittenPlan | None = None
