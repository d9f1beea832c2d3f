"""Overlaps: which counts over overlapping windows of time may stand side by side.

They are shown only while no small count of a stretch between can be had from them by adding and subtracting.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from commonground.evidence.disclosure.rules import Rule

Shown = tuple[date, date, int]  # first day, last day, count


class Overlaps:
    """The counts of one area, from one publication, that are shown so far.

    A count over a window is the difference of the totals up to its two ends, so windows joined end to end tell the
    count of every stretch between any two of their ends. A rule that rounds leaves no exact differences, and admits
    all.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._joined: list[dict[date, int]] = []  # ends that windows join, with the total up to each

    def admits(self, counts: Iterable[Shown]) -> bool:
        """Whether these can be shown too, all of them; if so they are taken as shown."""
        joined = self._joined
        for count in counts:
            joined = self._with(joined, count)
        if self.rule.rounded_to is None and any(map(self._tells, joined)):
            return False
        self._joined = joined
        return True

    @staticmethod
    def _with(joined: list[dict[date, int]], shown: Shown) -> list[dict[date, int]]:
        first, last, count = shown
        start, end = first, last + timedelta(days=1)
        left = next((totals for totals in joined if start in totals), {start: 0})
        right = next((totals for totals in joined if end in totals), {end: 0})
        rest = [totals for totals in joined if totals is not left and totals is not right]
        if left is right:
            return [*rest, left]
        moved = left[start] + count - right[end]
        return [*rest, left | {at: total + moved for at, total in right.items()}]

    def _tells(self, totals: dict[date, int]) -> bool:
        """Whether two of the ends have a small count between them."""
        inside = [total for _, total in sorted(totals.items())]
        return any(self.rule.is_small(later - total) for at, total in enumerate(inside) for later in inside[at + 1 :])
