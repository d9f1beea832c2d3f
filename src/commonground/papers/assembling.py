"""A report as it stands: what was worked out when it was built, with what officers have written since."""

import hashlib
import json
from typing import Literal, cast

from commonground.papers.models import Parts, Report, ReportCopy, ReportPart
from commonground.papers.reports.composing import Reach, Ready, Said, composed
from commonground.papers.reports.kind import Kind, kinds
from commonground.papers.reports.lacking import Lacking, lacking
from commonground.report import assessment as figures
from commonground.report import frozen
from commonground.report.document import Document

STATUS = {
    "draft": "Draft for the partnership",
    "submitted": "Submitted for approval",
    "published": "Published by the partnership",
}


def kind_of(report: Report) -> Kind:
    """What kind of report it is."""
    return kinds()[report.kind]


def written_in(report: Report) -> dict[str, ReportPart]:
    """The newest version of each part that somebody has written in."""
    newest = Parts(ReportPart).filter(report=report).newest().select_related("written_by__user")
    return {one.key: one for one in newest}


def ready(report: Report) -> Ready:
    """All that a report is made of."""
    said = {
        key: Said(one.answers, one.exempt, one.exempt_why, one.written_at.date())
        for key, one in written_in(report).items()
    }
    return Ready(
        kind=kind_of(report), title=report.title, header=report.header, part=cast(Literal[1, 2], report.part),
        worked_out=frozen.from_json(report.worked_out), plan=report.plan, said=said,
    )  # fmt: skip


def document_of(report: Report, reach: Reach, occasion: str = "draft") -> Document:
    """The report as it stands, for these readers."""
    return composed(ready(report), reach, status=STATUS[occasion], final=occasion != "draft")


def what_lacks(report: Report) -> list[Lacking]:
    """What keeps it from being submitted and published."""
    return lacking(ready(report))


def reaches(made: Ready) -> tuple[Reach, ...]:
    """The copies that are made of it: one for everyone, and one with what is exempt where anything is."""
    exempt = made.part == Report.Part.EXEMPT or any(one.exempt for one in made.said.values())
    return ("open", "full") if exempt else ("open",)


def copied(report: Report, occasion: str) -> list[ReportCopy]:
    """Copies of the report as it stands, one for each circle of readers, kept for good."""
    made = ready(report)
    return [
        keep_copy(report, occasion, reach, composed(made, reach, status=STATUS[occasion], final=occasion != "draft"))
        for reach in reaches(made)
    ]


def keep_copy(report: Report, occasion: str, reach: str, document: Document) -> ReportCopy:
    """Keep one document with its ledger: every figure that it shows, and no other."""
    text = frozen.to_json(document)
    ledger = json.dumps(figures.ledger_of(document, report.editions), ensure_ascii=False, separators=(",", ":"))
    return ReportCopy.objects.create(
        partnership=report.partnership, report=report, occasion=occasion, reach=reach, document=text, ledger=ledger,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
