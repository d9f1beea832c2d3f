"""The scale of community tension: three tiers, six levels, and which end of the numbers is high.

A level is stored by its key, so that turning the numbers round changes what is printed and no record.
"""

from dataclasses import dataclass
from datetime import date

from commonground.plan.terms import TextChoices

HIGHEST = 1
"""The number of the highest level. Six levels in three tiers: Metropolitan Police Authority, Co-ordination and Policing
Committee, 5 July 2007, report 9, a method held in common with the National Community Tension Team. Which end is 1 is
not in what is published, nor is the wording of the levels, so both are ours: where your police number them the other
way, set this to 6, and every page, file and figure prints the other direction.
"""


@dataclass(frozen=True)
class Level:
    """One of the six; the words say what is to be seen, so that two agencies mean the same."""

    key: str
    tier: str
    words: str


LEVELS = (  # from the calmest
    Level("normal", "normal", "nothing beyond the ordinary"),
    Level("watched", "normal", "some signs, watched"),
    Level("moderate", "raised", "clear signs; disorder not expected"),
    Level("rising", "raised", "signs that grow; single incidents expected"),
    Level("high", "high", "disorder or violence likely"),
    Level("imminent", "high", "disorder or violence about to happen, or happening"),
)
KEYS = tuple(level.key for level in LEVELS)


class SourceKind(TextChoices):
    """Who told of a tension. An assessment of one kind alone is not multi-agency."""

    POLICE = "police", "Police"
    COUNCIL = "council", "Council services"
    SCHOOLS = "schools", "Schools and colleges"
    HEALTH = "health", "Health services"
    YOUTH = "youth", "Youth workers and youth justice"
    HOUSING = "housing", "Housing providers"
    FIRE = "fire", "Fire and rescue"
    TRANSPORT = "transport", "Transport"
    VOLUNTARY = "voluntary", "Voluntary and faith groups"
    BUSINESS = "business", "Businesses"
    RESIDENTS = "residents", "Residents and community groups"
    PUBLIC = "public", "Report by a member of the public"


def height(key: str) -> int:
    """From 1, the calmest, to 6: for drawing and comparing, never for reading."""
    return KEYS.index(key) + 1


def number(key: str) -> int:
    """The number as it is printed."""
    return height(key) if HIGHEST > 1 else len(LEVELS) + 1 - height(key)


def direction() -> str:
    """What stands beside every level: which end is high."""
    lowest = len(LEVELS) + 1 - HIGHEST
    return f"Level {HIGHEST} is the highest tension and level {lowest} is normal."


def said(key: str) -> str:
    """A level as a page says it."""
    level = LEVELS[KEYS.index(key)]
    return f"Level {number(key)} of {len(LEVELS)}, {level.tier}: {level.words}"


def levels() -> list[tuple[str, str]]:
    """The choices of a form, the highest first."""
    return [(key, said(key)) for key in reversed(KEYS)]


def change(now: str, before: str, on: date) -> str:
    """What became of a level since the assessment before, in words: the numbers may run either way."""
    by = height(now) - height(before)
    if by == 0:
        return f"The same level as on {on:%-d %B %Y}"
    return f"{'Up' if by > 0 else 'Down'} by {abs(by)} level{'s'[: abs(by) > 1]} since {on:%-d %B %Y}"


def is_multi_agency(sources: list[str]) -> bool:
    """Whether more than one kind of source contributed: the standard asks for multi-agency data."""
    return len(set(sources)) > 1
