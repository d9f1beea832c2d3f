"""Ends: which windows of one series may be shown, whatever page they are asked for on.

A page is protected as a whole, but a reader may lay two pages side by side: the 12 months to May on one and the 12
months to June on another give the difference of two months. So the windows that may be shown at all are settled once
for the whole series, by one order of preference, and every page keeps to them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from commonground.evidence.disclosure.rules import Reason, Rule
from commonground.evidence.periods import Period

Count = Callable[[Period], int | None]
DAY = timedelta(days=1)
UNDIVIDED: Reason = "small or protects a small number"


class Ends:
    """The first and last days between which a count may be told.

    Windows joined end to end tell the count of every stretch between any two of their ends. So ends are joined, the
    preferred windows first, only while no two that are joined have a small count between them; a window may be shown
    if its two ends are joined.
    """

    def __init__(self, count: Count, pieces: Sequence[Period], windows: Iterable[Period], rule: Rule) -> None:
        """``count`` of a window, None where it is not known; ``pieces`` are the shortest windows there are."""
        self._count, self._rule, self._pieces = count, rule, pieces
        self._of: dict[date, _Joined] = {}
        self.open = rule.rounded_to is not None or not any(self._is_small(piece) for piece in pieces)
        if not self.open:
            for window in dict.fromkeys(windows):
                self._join(window)

    def admits(self, window: Period) -> bool:
        """Whether the count of the window may be shown on a page."""
        if self.open:
            return True
        one, other = (self._of.get(end) for end in (window.start, window.end + DAY))
        return one is not None and one is other

    def withheld_reason(self, window: Period) -> Reason | None:
        """Why the count of the window is not shown; None where it may be, or where there is none to show.

        A small one inside a wider window that is shown is not told apart from those that protect it: where two are
        left of six, to know which of them is small would be to know both.
        """
        if self.admits(window) or self._count(window) is None:
            return None
        return "small number" if self._is_small(window) and not self._is_inside(window) else UNDIVIDED

    def _is_inside(self, window: Period) -> bool:
        first, last = window.start, window.end + DAY
        return any(joined.days[0] <= first and last <= joined.days[-1] for joined in self._of.values())

    def _is_small(self, window: Period) -> bool:
        found = self._count(window)
        return found is None or self._rule.is_small(found)

    def _join(self, window: Period) -> None:
        found = self._count(window)
        if found is None or self._rule.is_small(found):
            return
        self._tie(window.start, window.end + DAY, found)
        if found == 0:  # of none at all there are none in any part either
            for piece in self._pieces:
                if window.covers(piece):
                    self._tie(piece.start, piece.end + DAY, 0)

    def _tie(self, first: date, last: date, count: int) -> None:
        left, right = (self._of.get(end) or _Joined([end], np.zeros(1)) for end in (first, last))
        if left is right:
            return
        both = left.and_(right, left.at(first) + count - right.at(last))
        if not both.tells(self._rule):
            self._of.update(dict.fromkeys(both.days, both))


class _Joined:
    """Ends that shown windows join, with the count from the first of them on."""

    def __init__(self, days: list[date], totals: np.ndarray) -> None:
        order = sorted(range(len(days)), key=days.__getitem__)
        self.days, self.totals = [days[i] for i in order], totals[order]

    def at(self, day: date) -> float:
        return float(self.totals[self.days.index(day)])

    def and_(self, other: "_Joined", moved: float) -> "_Joined":
        return _Joined([*self.days, *other.days], np.concatenate([self.totals, other.totals + moved]))

    def tells(self, rule: Rule) -> bool:
        """Whether two of the ends have a small count between them; totals rise, so that neighbours would."""
        steps = np.abs(np.diff(self.totals))
        return bool(((steps >= 1) & (steps <= rule.largest_small)).any())
