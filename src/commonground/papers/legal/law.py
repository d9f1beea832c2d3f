"""A law as reports name it: what it asks for in plain words, where that was read, and when it was last checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from commonground import catalogue

Confidence = Literal["read in the source", "from background knowledge"]


@dataclass(frozen=True, kw_only=True)
class Law:
    """One entry. ``last_checked`` is the day on which somebody read the source; None: nobody has yet.

    An entry is no legal advice. An officer confirms it for every report in which it stands.
    """

    key: str
    title: str
    statute: str
    text: str
    jurisdiction: str
    source: str
    confidence: Confidence
    last_checked: date | None = None
    note: str = ""
    order: int = 50

    @property
    def checked(self) -> str:
        """When it was checked, in words for the officer."""
        if self.last_checked is None:
            return "Not checked against the statute yet. Check it before you confirm it."
        return f"Last checked on {self.last_checked.day} {self.last_checked:%B %Y}."


@cache
def laws() -> Mapping[str, Law]:
    """Every entry by key, in the order in which a report gives them."""
    declared = catalogue.read("commonground.papers.legal.entries", "LAW", Law)
    return dict(sorted(declared.items(), key=lambda item: item[1].order))
