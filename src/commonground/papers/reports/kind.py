"""A kind of report: its title, what its front says, and its parts in order: worked out, or written by an officer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from commonground import catalogue
from commonground.papers.reports.bench import Bench
from commonground.plan.written import WrittenPlan
from commonground.report.blocks import Block, Bullets, Heading, Paragraph

Answers = Mapping[str, str]
"""What an officer wrote, by the key of the question."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One box that an officer fills in. ``choices`` make it a choice; ``short`` a line rather than paragraphs."""

    key: str = "text"
    label: str = ""
    hint: str = ""
    short: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    first: str = ""  # what stands in it before anybody wrote


def paragraphs(text: str) -> list[Block]:
    """Plain text as paragraphs: an empty line parts them. One whose lines all begin with “- ” is a list."""
    return [_paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]


def _paragraph(text: str) -> Block:
    lines = text.splitlines()
    if all(line.startswith("- ") for line in lines):
        return Bullets(tuple((line.removeprefix("- "),) for line in lines))
    return Paragraph((text,))


def as_paragraphs(part: "Officers", said: Answers) -> list[Block]:
    """Each answer under the question it answers, where there is more than one."""
    blocks: list[Block] = []
    for question in part.questions:
        text = said.get(question.key, "").strip()
        if text and question.label and len(part.questions) > 1:
            blocks.append(Heading(question.label, 4))
        blocks += paragraphs(text)
    return blocks


@dataclass(frozen=True, kw_only=True)
class Officers:
    """A part that an officer writes. ``heading`` stands above it in the report; none where the chapter’s is enough."""

    key: str
    title: str
    prompt: str
    guidance: str = ""
    heading: str = ""
    questions: tuple[Question, ...] = (Question(),)
    show: Callable[["Officers", Answers], list[Block]] = as_paragraphs

    def lacks(self, said: Answers) -> list[Question]:
        """The questions that have no answer and need one."""
        return [one for one in self.questions if not one.optional and not said.get(one.key, "").strip()]

    @property
    def first(self) -> dict[str, str]:
        """What stands in it before anybody wrote."""
        return {one.key: one.first for one in self.questions if one.first}


@dataclass(frozen=True, kw_only=True)
class Implication(Officers):
    """A part that committee papers must have: where there is nothing to say, “None” has to be said."""


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A part that follows from the plan and the evidence. Nobody writes in it, and it never changes once built."""

    key: str
    build: Callable[[Bench], list[Block]]


@dataclass(frozen=True, kw_only=True)
class Legal:
    """A paragraph of the legal library, which an officer confirms, rewords or leaves out."""

    law: str

    @property
    def key(self) -> str:
        return f"law-{self.law.replace('_', '-')}"


@dataclass(frozen=True, kw_only=True)
class Unfolded:
    """Parts that depend on the plan: of each theme, say."""

    parts: Callable[[WrittenPlan], tuple["Officers | Computed", ...]]


Part = Officers | Computed | Legal


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Parts under one heading."""

    key: str
    title: str  # {area} stands for the name of the area
    parts: tuple[Part | Unfolded, ...]

    def unfolded(self, plan: WrittenPlan | None) -> Iterator[Part]:
        """Its parts for this plan, in order."""
        for part in self.parts:
            if isinstance(part, Unfolded):
                yield from part.parts(plan) if plan else ()
            else:
                yield part


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of report. An authority’s own form is another module in the folder ``kinds``."""

    key: str
    title: str
    about: str
    order: int
    header: tuple[Question, ...]
    chapters: tuple[Chapter, ...]
    front: str = "Report details"  # the title above what its header says
    needs_plan: bool = True
    about_last_plan: bool = False  # whether it looks back on last year’s plan

    def parts(self, plan: WrittenPlan | None) -> list[Part]:
        """Every part, in order."""
        return [part for chapter in self.chapters for part in chapter.unfolded(plan)]

    def part(self, key: str, plan: WrittenPlan | None) -> Part | None:
        """The part of the key, if there is one."""
        return next((part for part in self.parts(plan) if part.key == key), None)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by key, in the order in which they are offered."""
    declared = catalogue.read("commonground.papers.reports.kinds", "KIND", Kind)
    return dict(sorted(declared.items(), key=lambda item: item[1].order))
