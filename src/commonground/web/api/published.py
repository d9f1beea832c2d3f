"""Published assessments, for anyone: what they say, part by part, and their files."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from commonground.evidence.figure import Text, plain
from commonground.papers.public import Paper, paper_called, papers
from commonground.report import blocks
from commonground.report.blocks import Block
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.problem import Refused

router = Router(tags=["Published assessments"], auth=None)
Id = Annotated[str, Path(pattern=r"^[a-z0-9]{12}$", description="The public identifier.", examples=["k3m9p2x7q4wz"])]
Slug = Annotated[
    str | None, Query(None, pattern=r"^[a-z0-9-]{1,50}$", description="Only those of the partnership with this name.")
]


class File(Schema):
    """One file of an assessment."""

    form: str = Field(description="html, pdf, docx or json; the last is the ledger of every figure.")
    href: str
    bytes: int
    sha256: str


class PaperInBrief(Schema):
    """A published assessment in a list."""

    id: str
    title: str
    partnership: str
    partnership_slug: str
    area: str
    area_code: str
    as_of: str = Field(description="The day on its front page.")
    published_at: str
    invented: bool = Field(description="Whether it was made for a demonstration.")
    page: str = Field(description="The address of its page.")
    files: list[File]


class PaperList(Stretch):
    """Published assessments in a list."""

    items: list[PaperInBrief]


class Table(Schema):
    """A table with the numbers as they are shown."""

    caption: str
    head: list[str]
    rows: list[list[str]]
    note: str


class Part(Schema):
    """One piece of the text, in reading order."""

    kind: str = Field(description="Heading, paragraph, statement, bullets, caveat, notice, table, chart ...")
    text: str
    verdict: str | None = Field(default=None, description="Of a statement.")
    items: list[str] = Field(default=[], description="Of a list.")
    table: Table | None = Field(default=None, description="Of a table, or of the chart: the numbers that it draws.")


class Section(Schema):
    """A titled part of an assessment."""

    key: str
    title: str
    parts: list[Part]


class PaperInFull(PaperInBrief):
    """A published assessment with all that it says."""

    sections: list[Section]
    attributions: list[str]


@router.get("", response=PaperList, url_name="published", summary="List the published assessments")
def listed(request: HttpRequest, partnership: Slug = None, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Of every partnership, or of one; the newest first. Needs no key."""
    return stretch(papers(partnership), limit, offset, _brief)


@router.get("/{id}", response=PaperInFull, url_name="published_one", summary="Read one published assessment")
def one(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Its sections with every sentence and table. One that is withdrawn is not there any more. Needs no key."""
    found = paper_called(id)
    if found is None:
        raise Refused(404, "There is no published assessment with this identifier.")
    document = found.document
    sections = [("summary", "Summary", document.summary), *((s.key, s.title, s.blocks) for s in document.sections)]
    said = [Section(key=key, title=title, parts=_parts(own)) for key, title, own in sections]
    return _brief(found) | {"sections": said, "attributions": list(document.sources)}


def _brief(paper: Paper) -> dict[str, Any]:
    assessment = paper.assessment
    return {
        "id": assessment.public_id, "title": paper.title, "partnership": assessment.partnership.name,
        "partnership_slug": assessment.partnership.slug, "area": assessment.area_name,
        "area_code": assessment.area_code, "as_of": assessment.as_of.isoformat(),
        "published_at": paper.published_at.isoformat(), "invented": assessment.partnership.demonstration,
        "page": reverse("paper", args=(assessment.partnership.slug, assessment.public_id)),
        "files": [_file(paper, file) for file in paper.files],
    }  # fmt: skip


def _file(paper: Paper, file: Any) -> File:
    slug = paper.assessment.partnership.slug
    href = reverse("paper_file", args=(slug, paper.assessment.public_id, file.form))
    return File(form=file.form, href=href, bytes=file.size, sha256=file.sha256)


def _parts(own: Sequence[Block]) -> list[Part]:
    return [part for block in own if (part := _part(block)) is not None]


def _part(block: Block) -> Part | None:
    """A block in words and numbers alone. What an officer has still to write is not published."""
    kind = type(block).__name__.lower()
    match block:
        case blocks.Heading(text=text):
            return Part(kind=kind, text=text)
        case blocks.Statement(text=text, verdict=verdict):
            return Part(kind=kind, text=plain(text), verdict=verdict)
        case blocks.Paragraph(text=text) | blocks.Caveat(text=text):
            return Part(kind=kind, text=plain(text))
        case blocks.Notice(kind="officer"):
            return None
        case blocks.Notice(title=title, text=text):
            return Part(kind=kind, text=f"{title}: {plain(text)}")
        case blocks.Bullets(items=items):
            return Part(kind=kind, text="", items=[plain(item) for item in items])
        case blocks.Definitions(items=terms):
            return Part(kind=kind, text="", items=[f"{term}: {plain(means)}" for term, means in terms])
        case blocks.KeyFigures(items=figures):
            said = [f"{f.label}: {plain(f.figure)} ({f.verdict}). {plain(f.detail)}" for f in figures]
            return Part(kind=kind, text="", items=said)
        case blocks.Table():
            return Part(kind=kind, text=block.caption, table=_table(block))
        case blocks.Chart():
            return Part(kind=kind, text=f"{block.title}. {block.alternative}", table=_table(block.table))
    raise TypeError(f"there is no way to say a {kind}")


def _table(table: blocks.Table) -> Table:
    def said(row: Sequence[Text]) -> list[str]:
        return [plain(cell) for cell in row]

    rows = [said(row) for row in table.rows]
    return Table(caption=table.caption, head=list(table.head), rows=rows, note=plain(table.note))
