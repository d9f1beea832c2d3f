"""A section of the assessment: its place in the order, and the function that builds its blocks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from commonground import catalogue
from commonground.report.blocks import Block
from commonground.report.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Section:
    """One chapter. ``build`` is called twice: to gather every number shown, then to show what may be shown."""

    key: str
    title: str
    order: int
    build: Callable[[Desk], list[Block]]


@cache
def sections() -> tuple[Section, ...]:
    """Every section in reading order."""
    declared = catalogue.read("commonground.report.sections", "SECTION", Section)
    return tuple(sorted(declared.values(), key=lambda section: section.order))
