"""The computed parts of a report, built twice over as the assessment is: once to gather every number, once to show."""

from collections.abc import Callable
from datetime import date

from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.papers.reports.bench import Bench
from commonground.papers.reports.kind import Computed, Kind
from commonground.plan.written import WrittenPlan
from commonground.registers.counting import Counts
from commonground.report import charts
from commonground.report.desk import Desk
from commonground.report.document import Document, Section
from commonground.report.guard import Guard
from commonground.sources import sources

Step = Callable[[str], None]


def worked_out(
    kind: Kind, evidence: Evidence, area: Area, *, today: date, organisation: str, plan: WrittenPlan | None = None,
    last: WrittenPlan | None = None, counts: Counts = (), step: Step = lambda name: None,
) -> Document:  # fmt: skip
    """A section for each computed part, by its key. Officers’ words are put to it when it is composed."""
    guard = Guard(evidence)
    bench = Bench(Desk(evidence, area, today, {}, guard), plan, last, counts)
    parts = [part for part in kind.parts(plan) if isinstance(part, Computed)]
    with charts.undrawn():
        for part in parts:
            step(part.key)
            part.build(bench)
    guard.close()
    made = tuple(Section(part.key, part.key, tuple(part.build(bench))) for part in parts)
    read = [e for e in evidence.editions if e.id in guard.editions and e.source in sources()]
    return Document(
        name=kind.key, title=kind.title, subtitle=area.name, area=area.name,
        period=f"Figures as loaded on {today.day} {today:%B %Y}", published=today, organisation=organisation,
        summary=(), sections=made, sources=tuple(dict.fromkeys(sources()[e.source].attribution for e in read)),
        invented=any("invented" in e.file.lower() for e in read) or bool(plan and plan.invented),
    )  # fmt: skip
