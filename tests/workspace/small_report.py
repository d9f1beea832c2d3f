"""A small report of the shortest kind, in any state, made with the functions of the site but without evidence."""

import json
from datetime import date

import made
from django_scopes import scope
from people import Table
from small_plan import small_plan

from commonground.evidence.figure import Figure
from commonground.papers import report_building
from commonground.papers.changes import reports
from commonground.papers.changes.reports import Front
from commonground.papers.changes.templates import give_template
from commonground.papers.legal import laws
from commonground.papers.models import Report, ReportCopy, Reports, WordTemplate
from commonground.papers.reports.kind import Computed, Legal, kinds
from commonground.papers.word_example import example
from commonground.plan.models import Snapshot
from commonground.report import frozen
from commonground.report.blocks import Paragraph
from commonground.report.document import Document, Section

TODAY = date(2026, 3, 2)
KIND = "performance_pack"
SHA256 = "5" * 64
HEADER = {"committee": "Board", "item": "4", "contributors": "Head of Safety"}
COUNTED = Figure(3, "3", "named_rows", (("rows", "L1; L2; L3"), ("plan", "A plan")), ())


def snapshot(table: Table) -> Snapshot:
    """A plan that was handed over."""
    with scope(partnership=table.partnership):
        held = Snapshot.objects.filter(reason="reviewed", sha256=SHA256).first()
        return held or Snapshot.objects.create(
            partnership=table.partnership, plan=made.plan(table), reason="reviewed", as_of=date(2026, 2, 1),
            document=json.loads(small_plan().model_dump_json()), sha256=SHA256, made_by=table.seats["plan_owner"],
        )  # fmt: skip


def worked_out(kind: str, area: str) -> Document:
    """One line for each computed part, with a figure in it."""
    parts = [part for part in kinds()[kind].parts(small_plan()) if isinstance(part, Computed)]
    return Document(
        name=kind, title="x", subtitle=area, area=area, period="Figures as loaded", published=TODAY,
        organisation=f"Safer {area} Partnership", summary=(), sources=("Contains police data.",),
        sections=tuple(
            Section(part.key, part.key, (Paragraph((f"Worked out: {part.key} ", COUNTED)),)) for part in parts
        ),
    )  # fmt: skip


def begun(table: Table, kind: str = KIND, part: int = 1) -> Report:
    """One that waits to be built."""
    held = snapshot(table)
    with scope(partnership=table.partnership):
        front = Front("Quarter 4", HEADER, part)
        return reports.start(kind, front, TODAY, by=table.actor("analyst"), snapshot=held)


def draft(table: Table, kind: str = KIND, part: int = 1, written: bool = False) -> Report:
    """One that is built, with something in every part if ``written``."""
    waiting = begun(table, kind, part)
    report_building._freeze(waiting, frozen.to_json(worked_out(kind, table.partnership.area_name)), [])
    built = again(waiting)
    if written:
        write_all(table, built)
    return built


def write_all(table: Table, report: Report) -> None:
    with scope(partnership=table.partnership):
        for part in kinds()[report.kind].parts(report.plan):
            if isinstance(part, Computed):
                continue
            legal = isinstance(part, Legal)
            said = {"text": laws()[part.law].text} if legal else {q.key: f"{part.key} {q.key}" for q in part.questions}
            reports.write_part(report, part.key, said, 0, by=table.actor("analyst"))


def act(table: Table, verb: str, report: Report, role: str, *words: str) -> Report:
    with scope(partnership=table.partnership):
        return getattr(reports, verb)(report, *words, by=table.actor(role))


def in_state(table: Table, state: str, part: int = 1) -> Report:
    """One in the state."""
    if state in ("building", "failed"):
        waiting = begun(table, part=part)
        if state == "failed":
            report_building._fail(waiting, "It failed.")
        return again(waiting)
    built = draft(table, part=part, written=True)
    steps = {"draft": 0, "submitted": 1, "published": 2, "withdrawn": 3}[state]
    acts = (("submit", "analyst"), ("publish", "panel_chair"), ("withdraw", "panel_chair", "A wrong figure"))
    for verb, role, *words in acts[:steps]:
        act(table, verb, built, role, *words)
    return again(built)


def again(report: Report) -> Report:
    """As the database has it now."""
    return Reports(Report).select_related("partnership", "snapshot", "last").get(pk=report.pk)


# What stands in an address.


def _held(table: Table, state: str) -> Report:
    with scope(partnership=table.partnership):
        held = Report.objects.filter(state=state).first()
    return held or in_state(table, state)


def draft_key(table: Table) -> str:
    return _held(table, "draft").public_id


def submitted_key(table: Table) -> str:
    return _held(table, "submitted").public_id


def published_key(table: Table) -> str:
    return _held(table, "published").public_id


def slug(table: Table) -> str:
    published_key(table)
    return table.partnership.slug


def copy_slug(table: Table) -> str:
    """The same, with files made."""
    copy_of_published(table)
    return table.partnership.slug


def copy_of_published(table: Table) -> str:
    """An open copy, with files."""
    report = _held(table, "published")
    with scope(partnership=table.partnership):
        copy = ReportCopy.objects.filter(report=report, occasion="published", reach="open").first()
        if not copy.files.exists():
            report_building._keep(copy, {"pdf": b"printed", "json": copy.ledger.encode()}, None)
        return copy.public_id


def template_key(table: Table) -> str:
    with scope(partnership=table.partnership):
        held = WordTemplate.objects.first()
        return (held or give_template(KIND, "x.docx", example(), by=table.actor("plan_owner"))).public_id
