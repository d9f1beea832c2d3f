"""A document: its title page, its summary, its sections and its sources, before it has any look."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from commonground.evidence.figure import Figure
from commonground.report.blocks import Block, Chart


@dataclass(frozen=True)
class Section:
    """A titled part of a document; ``key`` is its anchor."""

    title: str
    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """All that ``render`` needs. Nothing in it depends on the day it is rendered: ``published`` is given.

    ``name`` is the file name without its ending. ``invented`` marks a document made from invented records,
    and every page says so. ``sources`` are the attribution lines that the licences ask for.
    """

    name: str
    title: str
    subtitle: str
    area: str
    period: str
    published: date
    organisation: str
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    status: str = ""  # "Draft for the partnership"
    invented: bool = False
    opening: str = "Summary"  # the title of what stands in ``summary``
    landscape: bool = False  # on its side, for a list of many columns

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        yield from self.summary
        for section in self.sections:
            yield from section.blocks

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts and maps in reading order, which is how they are numbered."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure in reading order, as often as it is shown."""
        for block in self.blocks:
            yield from figures_of(block)


def figures_of(value: Any) -> Iterator[Figure]:
    """The figures in a block, or in anything made of blocks, in reading order."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from figures_of(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from figures_of(getattr(value, part.name))
