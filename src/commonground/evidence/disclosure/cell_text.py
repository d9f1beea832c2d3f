"""Cell text: what publishers write in a table of counts, and what it leaves open: a number, a mark, a range."""

import re
from dataclasses import dataclass

HIDDEN = frozenset(
    ("*", "c", "[c]", "x", "[x]", "~", "[~]", "..", ":", "s", "[s]", "u", "[u]", "suppressed", "withheld")
)
"""Marks for a number that is there and not shown."""
ABSENT = frozenset({"z", "[z]", "n/a", "not applicable"})
"""Marks where there is no number."""
BELOW = re.compile(r"(?:<|less than|under|fewer than)\s*(\d+)", re.IGNORECASE)
UP_TO = re.compile(r"(?:<=|≤|up to)\s*(\d+)", re.IGNORECASE)
FROM = re.compile(r"(?:>=|≥)\s*(\d+)|(\d+)\s*(?:\+|or more)", re.IGNORECASE)
BETWEEN = re.compile(r"(\d+)\s*(?:to|-|–)\s*(\d+)", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.0+)?")


class Unreadable(ValueError):
    """What stands in a cell is neither a count nor a known mark."""


@dataclass(frozen=True)
class Span:
    """What a cell says of its count, looking at nothing else; ``high`` None means that it sets no limit."""

    low: int
    high: int | None
    hidden: bool

    @property
    def count(self) -> int | None:
        return None if self.hidden else self.low


def span(written: str, rounded_to: int | None = None) -> Span | None:
    """What is written in a cell; None where there is no number to know. Raises Unreadable.

    >>> span("1,204"), span("[c]"), span("<5")
    (Span(low=1204, high=1204, hidden=False), Span(low=0, high=None, hidden=True), Span(low=0, high=4, hidden=True))
    """
    text = written.strip()
    if text.casefold() in ABSENT:
        return None
    if text.casefold() in HIDDEN:
        return Span(0, None, True)
    if NUMBER.fullmatch(text):
        count = int(text.replace(",", "").partition(".")[0])
        if rounded_to is None:
            return Span(count, count, False)
        return Span(max(count - rounded_to // 2, 0), count + (rounded_to - 1) // 2, False)
    if found := BELOW.fullmatch(text):
        return Span(0, int(found[1]) - 1, True)
    if found := UP_TO.fullmatch(text):
        return Span(0, int(found[1]), True)
    if found := FROM.fullmatch(text):
        return Span(int(found[1] or found[2]), None, True)
    if (found := BETWEEN.fullmatch(text)) and int(found[1]) <= int(found[2]):
        return Span(int(found[1]), int(found[2]), True)
    if text in ("", "-", "–", "—"):
        raise Unreadable(f"“{text}” may mean nought or a number that is hidden: write 0, or * where one is hidden")
    raise Unreadable(f"“{text[:40]}” is neither a count nor a mark for a hidden one (such as *, [c] or <5)")
