"""A small assessment with one of each piece, in any state, without building one from evidence."""

import hashlib
import json
from datetime import date

from django.utils import timezone
from django_scopes import scope
from people import Table

from commonground.evidence.figure import Figure
from commonground.papers import kept
from commonground.papers.models import Assessment, PaperFile
from commonground.papers.public import paper_called
from commonground.partnership.changes.systems import make_key
from commonground.partnership.models import System
from commonground.report import blocks, charts, frozen
from commonground.report.document import Document, Section

SAID = "Lewisham had 4,678 recorded offences in April to September 2018: no clear change"
UNWRITTEN = "Say here what the partnership makes of it"
FIGURES = [Figure(4820, "4,820", "count", (), ()), Figure(None, "withheld", "count", (), (), "small number")]


def document(area: str) -> Document:
    """Two sections: one of words, one with a chart and its table."""
    drawn = charts.breakdown(
        "knives", "Knife crime, by year", ["2017", "2018"], {"Offences": FIGURES}, what="offences", of="Year"
    )
    where = (blocks.Heading("Where"), drawn, blocks.Caveat(("Recorded crime is not all crime.",)))
    first = (blocks.Statement((SAID,), "no clear change"), blocks.Notice("officer", "Judgement", (UNWRITTEN,)))
    return Document(
        name="assessment", title="Strategic assessment of serious violence", subtitle=area, area=area,
        period="Figures as loaded on 1 May 2026", published=date(2026, 5, 1), organisation=f"Safer {area}",
        summary=first, sections=(Section("What changed", "changed", first), Section("Where", "where", where)),
        sources=("Contains Metropolitan Police Service data.",), status="Draft for the partnership",
    )  # fmt: skip


def _ledger(text: str) -> str:
    """Where each figure stands."""
    return json.dumps({"figures": [{"where": "Where"} for _ in frozen.from_json(text).figures]})


def small_paper(table: Table, state: str = "published", as_of: date = date(2026, 5, 1)) -> Assessment:
    """The assessment, with a file of the draft and, once it is published, one that says so."""
    text, now = frozen.to_json(document(table.partnership.area_name)), timezone.now()
    known = {"submitted_by": table.seats["analyst"], "submitted_at": now} if state != "draft" else {}
    if state in ("published", "withdrawn"):
        known |= {"approved_by": table.seats["panel_chair"], "approved_at": now}
    if state == "withdrawn":
        known |= {"withdrawn_by": table.seats["panel_chair"], "withdrawn_at": now, "withdrawn_why": "A wrong figure"}
    with scope(partnership=table.partnership):
        found = Assessment.objects.create(
            partnership=table.partnership, area_code=table.partnership.area_code or "E12000007", state=state,
            area_name=table.partnership.area_name or "London", as_of=as_of, asked_by=table.seats["analyst"],
            built_at=now, made_by="Common Ground", document=text, ledger=_ledger(text), texts={},
            sha256=hashlib.sha256(text.encode()).hexdigest(), **known,
        )  # fmt: skip
        for says in ("draft", "published") if state in ("published", "withdrawn") else ("draft",):
            content = f"the {says} file".encode()
            PaperFile.objects.create(
                partnership=table.partnership, assessment=found, form="pdf", says=says, kept=kept.keep(content),
                size=len(content), sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
    return found


def published(table: Table) -> str:
    """The identifier of a published one, made when it is first asked for."""
    from commonground.papers.public import papers

    held = papers(table.partnership.slug)
    found = held[0].assessment if held else small_paper(table)
    assert paper_called(found.public_id) is not None
    return found.public_id


def publisher(table: Table) -> str:
    """The name in the address of a partnership that has published something."""
    published(table)
    return table.partnership.slug


def system(table: Table) -> str:
    """A system with a key that works."""
    with scope(partnership=table.partnership):
        held = System.objects.filter(partnership=table.partnership, revoked_at=None).first()
        by = table.actor("administrator")
        return (held or make_key("Dashboard", "To show figures", 30, by=by)[0]).public_id
