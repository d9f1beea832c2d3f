"""Reports as a person, or anyone, may read them."""

from dataclasses import dataclass, replace
from typing import Any

from commonground.papers import kept
from commonground.papers.assembling import document_of, kind_of, what_lacks, written_in
from commonground.papers.legal import Law, laws
from commonground.papers.models import (
    Copies,
    Files,
    Parts,
    Report,
    ReportCopy,
    ReportFile,
    ReportPart,
    Reports,
    WordTemplate,
    WordTemplates,
)
from commonground.papers.reports.kind import Chapter, Legal, Officers
from commonground.papers.rules import READ_REPORT_DRAFTS
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.models import Snapshot
from commonground.plan.models.snapshot import Snapshots
from commonground.report import frozen
from commonground.report.document import Document

ORDER = ("pdf", "docx", "html", "json")


def reports_for(actor: Actor) -> Reports:
    """What the actor may read: of the own table, and of a group’s partnerships what they handed in."""
    return Reports(Report).seen_by(actor)


def plans_for(actor: Actor) -> list[Snapshot]:
    """The plans of the own table that were handed over or reviewed, the newest first: what a report is made of."""
    seen = Snapshots(Snapshot).seen_by(actor).filter(partnership=actor.partnership)
    return list(seen.light().select_related("plan"))


def copy_for(actor: Actor, report: Report) -> ReportCopy | None:
    """The newest copy of it that the actor may read; the one with exempt parts before the open one."""
    seen = Copies(ReportCopy).seen_by(actor).filter(report=report, occasion=report.state)
    newest = seen.order_by("-id").first()
    if newest is None or report.state == "withdrawn":
        seen = Copies(ReportCopy).seen_by(actor).filter(report=report, occasion="published")
        newest = seen.order_by("-id").first()
    full = seen.filter(reach="full", made_at__gte=newest.made_at).first() if newest else None
    return full or newest


def shown_to(actor: Actor, report: Report) -> Document | None:
    """The report as this person reads it: as it stands while it is a draft, and then as it was handed in."""
    if report.state == "draft" and report.partnership == actor.partnership and READ_REPORT_DRAFTS.allows(actor):
        return document_of(report, "full")
    found = copy_for(actor, report)
    return frozen.from_json(found.document) if found else None


def copies_for(actor: Actor, report: Report) -> list[ReportCopy]:
    """Every copy that the actor may read, the newest first, with its files."""
    seen = Copies(ReportCopy).seen_by(actor).filter(report=report).defer("document", "ledger")
    return list(seen.prefetch_related("files").order_by("-id"))


def file_for(actor: Actor, copy: str, form: str) -> ReportFile | None:
    """One file of a copy that the actor may read."""
    seen = Files(ReportFile).seen_by(actor).filter(copy__public_id=copy, form=form)
    return seen.select_related("copy__report__partnership").first()


def opened(report: Report, what: str, *, by: Actor) -> None:
    """Somebody of another table reads it: its own partnership’s log shows that it was disclosed."""
    if by.partnership is not None and by.partnership.pk != report.partnership_id:
        access_log.record(
            access_log.Kind.DISCLOSURE, report, by=replace(by, partnership=report.partnership),
            recipient=by.partnership.name, purpose=f"read as {what}",
        )  # fmt: skip


def versions_of(report: Report, key: str) -> Parts:
    """Every version of one part, the newest first."""
    found = Parts(ReportPart).filter(report=report, key=key)
    return found.select_related("written_by__user", "written_by__agency").order_by("-number")


@dataclass(frozen=True)
class Line:
    """A part that an officer writes or confirms, how it stands, and what it lacks."""

    key: str
    title: str
    newest: ReportPart | None
    why: str = ""
    law: Law | None = None
    begins: str = ""  # what stands in it before anybody wrote

    @property
    def stands(self) -> str:
        if self.law is not None and self.newest is not None:
            return "Confirmed" if any(self.newest.answers.values()) else "Left out"
        if self.law is not None:
            return "Not confirmed"
        if self.newest is None:
            return "Not written" if self.why else "As suggested" if self.begins else "Nothing added"
        return "Exempt (Part 2)" if self.newest.exempt else "Written"


def lines_of(report: Report) -> list[tuple[Chapter, list[Line]]]:
    """Each chapter with the parts that an officer has to do with, in order."""
    plan, written = report.plan, written_in(report)
    lacks = {one.key: one.why for one in what_lacks(report)}
    return [
        (replace(chapter, title=chapter.title.format(area=report.area_name)), lines)
        for chapter in kind_of(report).chapters
        if (lines := [_line(part, written, lacks) for part in chapter.unfolded(plan)
                      if isinstance(part, (Officers, Legal))])
    ]  # fmt: skip


def _line(part: Officers | Legal, written: dict[str, ReportPart], lacks: dict[str, str]) -> Line:
    newest, why = written.get(part.key), lacks.get(part.key, "")
    if isinstance(part, Legal):
        return Line(part.key, laws()[part.law].title, newest, why, law=laws()[part.law])
    return Line(part.key, part.title, newest, why, begins=" ".join(part.first.values()))


def templates_for(actor: Actor) -> list[WordTemplate]:
    """The Word templates in use at the own table."""
    return list(WordTemplates(WordTemplate).seen_by(actor).in_use().select_related("given_by__user"))


def template_called(actor: Actor, public_id: str) -> WordTemplate | None:
    return WordTemplates(WordTemplate).seen_by(actor).filter(public_id=public_id).first()


# What anyone may read.


def published() -> Reports:
    """Every report that is approved and open, in every partnership, the newest first."""
    return Reports(Report).published().light()


@dataclass(frozen=True)
class Published:
    """A published report as the public sees it: its open copy and the files of that."""

    report: Report
    copy: ReportCopy

    @property
    def document(self) -> Document:
        return frozen.from_json(self.copy.document)

    @property
    def files(self) -> list[ReportFile]:
        return sorted(Files(ReportFile).filter(copy=self.copy), key=lambda file: ORDER.index(file.form))

    def file(self, form: str) -> bytes | None:
        found = Files(ReportFile).filter(copy=self.copy, form=form).first()
        return kept.read(found.kept) if found else None


def published_called(slug: str, public_id: str) -> Published | None:
    """The published report at this address; none for one that is a draft, exempt, withdrawn or never was."""
    found = published().filter(public_id=public_id, partnership__slug=slug).first()
    if found is None:
        return None
    copies: Any = Copies(ReportCopy).filter(report=found, occasion="published", reach="open").order_by("-id")
    copy = copies.first()
    return Published(found, copy) if copy else None
