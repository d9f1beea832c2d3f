"""The counts of registers beside a claim of the plan: this quarter, the ones before, and what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from commonground.partnership.rule import Actor
from commonground.plan.models import Evidence
from commonground.plan.terms import EvidenceKind
from commonground.registers.counting import CountedQuarter, Counting, by_quarter, countings, for_actor


@dataclass(frozen=True)
class Count:
    """A count that stands beside a claim. ``quarters`` has the current one first."""

    evidence: Evidence
    counting: Counting
    quarters: list[CountedQuarter]
    on: date

    @property
    def said(self) -> str:
        """How far the quarter is, in a sentence. It says what was done, never what came of it."""
        now, promised = self.quarters[0], self.evidence.per_quarter
        number = f"{now.value:,}" if promised is None else f"{now.value:,} of {promised:,} promised"
        last = self.quarters[1]
        before = f" In {last} it was {last.said}." if last.known else ""
        return f"{number} in {now}; the quarter ends on {now.period.end:%-d %B}.{before}"

    @property
    def kept(self) -> str:
        """In how many of the ended quarters the promise was kept."""
        promised, ended = self.evidence.per_quarter, [one for one in self.quarters if one.over and one.known]
        if promised is None or not ended:
            return ""
        reached = sum(one.value >= promised for one in ended)
        return f"Reached in {reached} of the last {len(ended)} quarters."


def counts_of(rows: Iterable[Evidence], actor: Actor, on: date) -> list[Count]:
    """Each count among the evidence, where the register still has it and the actor may know how many."""
    entries, known = for_actor(actor), countings()
    return [
        Count(row, known[row.measure], by_quarter(known[row.measure], entries, on), on)
        for row in rows if row.kind == EvidenceKind.REGISTER and row.measure in known
    ]  # fmt: skip


def counts_by_register() -> dict[str, list[Counting]]:
    """What can be attached, under the title of its register."""
    return {title: list(some) for title, some in groupby(countings().values(), lambda one: one.register.title)}
