"""Rules: which counts are too small to show, and how the others are shown. One rule a source, as data."""

from dataclasses import dataclass
from typing import Literal

from commonground.sources import sources

Reason = Literal[
    "small number", "protects a small number", "small or protects a small number", "withheld by the publisher"
]
"""Why a number is not shown. The third is used where telling the first two apart would give a number away."""


@dataclass(frozen=True)
class Rule:
    """A count from 1 to ``largest_small`` is small and is not shown; nought is; the rest may be rounded."""

    key: str
    largest_small: int
    rounded_to: int | None = None
    says: str = ""

    def is_small(self, count: int) -> bool:
        """Is this a number that must not be shown?"""
        return 1 <= count <= self.largest_small

    def shown(self, count: int) -> int | None:
        """The number a reader sees in place of a count (halves rounded up), or None for a small one."""
        if self.is_small(count):
            return None
        return count if self.rounded_to is None else nearest(count, self.rounded_to)

    def could_be(self, count: int) -> tuple[int, int]:
        """The lowest and highest count that would be shown as this one is: itself, unless the rule rounds."""
        if self.rounded_to is None or count == 0:
            return count, count
        seen, base = nearest(count, self.rounded_to), self.rounded_to
        return max(seen - base // 2, self.largest_small + 1), seen + (base - 1) // 2

    @property
    def small_text(self) -> str:
        """What stands in the place of a small number."""
        return f"1 to {self.largest_small}"


def nearest(count: int, base: int) -> int:
    """The nearest multiple of a base, halves up."""
    return (2 * count + base) // (2 * base) * base


DEFAULT = Rule("default", 4, says="Counts from 1 to 4 are not shown.")
NHS = Rule("nhs", 7, 5, says="Counts from 1 to 7 are not shown and all others are rounded to the nearest 5.")
DFE = Rule("dfe", 2, says="Counts of 1 or 2 are not shown, as in the publisher's own files.")
RULES = {rule.key: rule for rule in (DEFAULT, NHS, DFE)}


def rule_of(source: str) -> Rule:
    """The rule a source declares. Raises KeyError for an unknown source: no rule, no number."""
    return RULES[sources()[source].disclosure]


@dataclass(frozen=True)
class Shown:
    """A count as an audience meets it: words, the number to calculate with, and why there is none."""

    text: str
    value: int | None
    withheld: Reason | None = None


def show(count: int | None, rule: Rule, reason: Reason | None = None) -> Shown:
    """One count under one rule. Without a reason of its own, a small count is withheld as small."""
    if reason is None:
        if count is None:
            reason = "withheld by the publisher"
        elif rule.is_small(count):
            reason = "small number"
    if reason is not None or count is None:
        words = {"small number": rule.small_text, "withheld by the publisher": "not published"}
        return Shown(words.get(reason, "withheld") if reason else "not published", None, reason)
    value = rule.shown(count)
    return Shown(f"{value:,}", value)


@dataclass(frozen=True)
class GuardedComparison:
    """Two counts set against each other. What is worked out from them is worked out from what is shown of
    them, so that a change gives away no more than its two counts do."""

    count: Shown
    baseline: Shown

    @property
    def withheld(self) -> Reason | None:
        """Why no change, percentage, rate ratio or test may be shown; None when they may."""
        return self.count.withheld or self.baseline.withheld

    @property
    def change(self) -> int | None:
        """The difference of the shown numbers."""
        if self.count.value is None or self.baseline.value is None:
            return None
        return self.count.value - self.baseline.value


def comparison_guard(count: int | None, baseline: int | None, rule: Rule = DEFAULT) -> GuardedComparison:
    """Guard a comparison that stands by itself. One that stands in a report goes through ``protect``."""
    return GuardedComparison(show(count, rule), show(baseline, rule))
