"""The strategic assessment of an area: its sections built twice over, guarded as a whole, and its ledger of figures."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from commonground import __version__
from commonground.evidence.figure import Figure
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.report import charts
from commonground.report.blocks import Block, Chart, Heading, KeyFigures, Statement, Table
from commonground.report.desk import Desk
from commonground.report.document import Document, figures_of
from commonground.report.document import Section as Chapter
from commonground.report.guard import Guard
from commonground.report.section import Section, sections
from commonground.sources import sources

Step = Callable[[str], None]


def officers_texts(folder: Path | None) -> dict[str, str]:
    """The officers' texts in a folder: one plain-text or Markdown file for each, named by its key; and their lists."""
    if folder is None:
        return {}
    written = (".md", ".txt", ".csv")
    return {path.stem: path.read_text("utf-8-sig") for path in sorted(folder.iterdir()) if path.suffix in written}


def write(
    evidence: Evidence, area: Area, *, today: date, texts: Mapping[str, str], step: Step = lambda name: None
) -> Document:
    """The whole assessment. ``step`` is told the name of each section as it is begun."""
    guard = Guard(evidence)
    desk = Desk(evidence, area, today, texts, guard)
    with charts.undrawn():
        for section in sections():
            step(section.title)
            section.build(desk)
    guard.close()
    summary, chapters = [], []
    for section in sections():
        step(section.title)
        blocks = section.build(desk)
        if section.key == "summary":
            summary = blocks
        else:
            chapters.append(Chapter(section.title, section.key, tuple(blocks)))
    return Document(
        name="assessment",
        title="Strategic assessment of serious violence",
        subtitle=area.name,
        area=area.name,
        period=f"Figures as loaded on {today.day} {today:%B %Y}",
        published=today,
        organisation=texts.get("organisation", f"Community safety partnership for {area.name}").strip(),
        summary=tuple(summary),
        sections=tuple(chapters),
        sources=tuple(
            dict.fromkeys(sources()[e.source].attribution for e in evidence.editions if e.source in sources())
        ),
        status="Draft for the partnership",
        invented=any("invented" in e.file.lower() for e in evidence.editions),
    )


def ledger(document: Document, evidence: Evidence) -> dict[str, Any]:
    """Every figure of the document with where it stands, and every edition they come from: what ``trace`` reads."""
    return ledger_of(document, [e.to_json() | {"file": e.name} for e in evidence.editions])


def ledger_of(document: Document, editions: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The same, of editions that are written down already."""
    used = {edition for figure in document.figures for edition in figure.editions}
    return {
        "title": document.title,
        "area": document.area,
        "published": document.published.isoformat(),
        "made_by": f"Common Ground {__version__}",
        "editions": [edition for edition in editions if edition["id"] in used],
        "figures": [
            {**asdict(figure), "arguments": dict(figure.arguments), "where": where}
            for where, figure in _placed(document)
        ],
    }


def save_ledger(document: Document, evidence: Evidence, folder: Path) -> Path:
    """Write the ledger beside the documents."""
    path = folder / f"{document.name}.json"
    path.write_text(json.dumps(ledger(document, evidence), indent=1, ensure_ascii=False), "utf-8")
    return path


def _placed(document: Document) -> Iterator[tuple[str, Figure]]:
    parts = [(document.opening, document.summary), *((s.title, s.blocks) for s in document.sections)]
    for title, blocks in parts:
        heading = title
        for block in blocks:
            if isinstance(block, Heading):
                heading = f"{title}: {block.text}"
            where = _where(block, heading)
            for figure in figures_of(block):
                yield where, figure


def _where(block: Block, heading: str) -> str:
    if isinstance(block, Table):
        return f"{heading}, table “{block.caption}”"
    if isinstance(block, Chart):
        return f"{heading}, chart “{block.title}”"
    if isinstance(block, Statement):
        return f"{heading}, finding"
    if isinstance(block, KeyFigures):
        return f"{heading}, key figures"
    return heading


__all__ = ["Section", "ledger", "ledger_of", "officers_texts", "save_ledger", "write"]
