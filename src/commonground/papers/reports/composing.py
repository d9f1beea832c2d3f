"""A report put together: what was worked out, what officers wrote, and what its class lets its readers see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Literal

from commonground.papers.legal import laws, outdated_in
from commonground.papers.reports.kind import Chapter, Computed, Kind, Legal, Officers, Part, paragraphs
from commonground.plan.written import WrittenPlan
from commonground.report.blocks import Block, Bullets, Definitions, Heading, Notice
from commonground.report.document import Document, Section

Reach = Literal["open", "full"]
"""Who reads it: everyone (Part 1), or those who may read what is exempt (Part 2) as well."""

CLASSES = {1: "Part 1 (open)", 2: "Part 2 (exempt)"}
LEFT_OUT = "A part of this report is exempt from publication (Part 2) and is not in this copy."
STRUCK = "A paragraph is left out"


@dataclass(frozen=True)
class Said:
    """What an officer wrote in one part: the answers, whether they are exempt and why, and of which day they are."""

    answers: Mapping[str, str] = field(default_factory=dict)
    exempt: bool = False
    exempt_why: str = ""
    on: date | None = None
    written: bool = True  # False: nobody has saved this part yet

    @property
    def text(self) -> str:
        return "\n\n".join(answer for answer in self.answers.values() if answer.strip())


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What a report is made of once it is built: nothing in it changes any more but what officers write."""

    kind: Kind
    title: str
    header: Mapping[str, str]
    part: Literal[1, 2]
    worked_out: Document  # a section for each computed part, by its key
    plan: WrittenPlan | None = None
    said: Mapping[str, Said] = field(default_factory=dict)

    def words(self, part: Officers) -> Said:
        """What stands in a part: what was written, or what it begins as."""
        return self.said.get(part.key) or Said(part.first, written=False)


def composed(ready: Ready, reach: Reach = "open", *, status: str = "", final: bool = False) -> Document:
    """The document. ``final`` leaves out the boxes that say what is still to be written."""
    sections = tuple(_chapters(ready, reach, final))
    exempt = reach == "open" and any(one.exempt for one in ready.said.values())
    front: list[Block] = [Definitions(tuple(_front(ready)))]
    if exempt or (reach == "open" and ready.part == 2):
        front.append(Notice("note", "Exempt information", (LEFT_OUT,)))
    return replace(
        ready.worked_out, name=ready.kind.key.replace("_", "-"), title=ready.title, opening=ready.kind.front,
        summary=tuple(front), sections=sections, status=status,
    )  # fmt: skip


def _front(ready: Ready) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The head of the paper, line by line."""
    yield "Report title", (ready.title,)
    for question in ready.kind.header:
        if answer := ready.header.get(question.key, "").strip():
            yield question.label, (answer,)
    yield "Class", (CLASSES[ready.part],)
    yield "Date", (f"{ready.worked_out.published.day} {ready.worked_out.published:%B %Y}",)
    if ready.plan is not None:
        yield "Plan", (f"{ready.plan.title}, as it stood on {ready.plan.as_of.day} {ready.plan.as_of:%B %Y}",)


def _chapters(ready: Ready, reach: Reach, final: bool) -> Iterator[Section]:
    if reach == "open" and ready.part == 2:
        return
    for chapter in ready.kind.chapters:
        blocks = [block for part in chapter.unfolded(ready.plan) for block in _shown(ready, part, reach, final)]
        if blocks:
            yield Section(_title(ready, chapter), f"chapter-{chapter.key}", tuple(blocks))


def _title(ready: Ready, chapter: Chapter) -> str:
    return chapter.title.format(area=ready.worked_out.area)


def _shown(ready: Ready, part: Part, reach: Reach, final: bool) -> list[Block]:
    if isinstance(part, Computed):
        found = next((one for one in ready.worked_out.sections if one.key == part.key), None)
        return lawful(list(found.blocks)) if found else []
    if isinstance(part, Legal):
        return _law(ready, part, final)
    said = ready.words(part)
    if said.exempt and reach == "open":
        return []
    lacking = [] if final else [_box(part, one.label or part.title) for one in part.lacks(said.answers)]
    shown = lawful(part.show(part, said.answers))
    heading: list[Block] = [Heading(part.heading)] if part.heading else []  # what follows may be computed
    return [*heading, *shown, *lacking]


def _box(part: Officers, title: str) -> Notice:
    return Notice("officer", title, (part.prompt,))


def _law(ready: Ready, part: Legal, final: bool) -> list[Block]:
    """A paragraph that an officer confirmed, with the day; a box until somebody has; nothing where it is left out."""
    law, said = laws()[part.law], ready.said.get(part.key)
    if said is None:
        return [] if final else [Notice("officer", f"Confirm: {law.title}", (law.text, " ", law.checked))]
    text = said.answers.get("text", "").strip()
    if not text:
        return []
    day = f" Confirmed by an officer on {said.on.day} {said.on:%B %Y}." if said.on else ""
    checked = f" The library’s entry was last checked on {law.last_checked:%-d %B %Y}." if law.last_checked else ""
    return lawful([*paragraphs(text), Definitions(((law.statute, (f"{law.jurisdiction}.{day}{checked}",)),))])


def lawful(blocks: list[Block]) -> list[Block]:
    """Blocks without what names law that is none any more; in its place, a box that says so."""
    return [shown for block in blocks for shown in _lawful(block)]


def _lawful(block: Block) -> Iterator[Block]:
    found = outdated_in(_words(block))
    if not found:
        yield block
        return
    if isinstance(block, (Bullets, Definitions)) and (kept := tuple(i for i in block.items if not _is_outdated(i))):
        yield replace(block, items=kept)  # type: ignore[arg-type]
    yield Notice("warning", STRUCK, (" ".join(f"It named law that was replaced. {law.instead}" for law in found),))


def _is_outdated(value: object) -> bool:
    return bool(outdated_in(_words(value)))


def _words(value: object) -> str:
    """Every word in a block or a part of one, each part on a line of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(_words(one) for one in value)
    return "\n".join(_words(getattr(value, f.name)) for f in fields(value)) if is_dataclass(value) else ""
