"""Hours: when in the week the offences of a partner's extract happened, in cells so large that none tells of one.

The week is cut into stretches of one hour or more, the longest that have ten offences each in the mean. A cell of
fewer than five is hidden, and others with it until what is hidden could be ten offences and no less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence import incidents
from commonground.evidence.disclosure import rule_of
from commonground.evidence.finding import Area
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from commonground.evidence.run import Evidence
    from commonground.methods.time_of_day import Direction

LENGTHS = (1, 2, 3, 4, 6)  # hours
IN_THE_MEAN = 10
HIDDEN_TOGETHER = 10


@dataclass(frozen=True, eq=False)
class Hours:
    """Offences by day (Monday first) and stretch of the day, to the whole number, and which of them may be seen.

    ``counted`` are those with usable times, ``backwards`` those that end before they start and are left out, ``long``
    those that could have happened at any time of a week or more, ``over_change`` those over a change of the clocks.
    """

    cells: "NDArray[np.int64]"
    seen: "NDArray[np.bool_]"
    length: int
    counted: int
    backwards: int
    long: int
    over_change: int
    day: "Direction"
    kinds: tuple[str, ...]

    def of(self, day: int, stretch: int) -> int | None:
        """Offences on a day of the week (Monday is 0) in a stretch of it; None where that may not be seen."""
        return int(self.cells[day, stretch]) if self.seen[day, stretch] else None

    @property
    def fullest(self) -> tuple[int, int]:
        """Day and stretch of the most."""
        return divmod(int(self.cells.argmax()), self.cells.shape[1])

    @property
    def begins(self) -> int:
        """The hour at which the fullest stretch begins."""
        return self.fullest[1] * self.length

    @property
    def ends(self) -> int:
        """The hour at which it ends."""
        return self.begins + self.length


def hours(evidence: "Evidence", area: Area, period: Period, among: Sequence[str] | None = None) -> Hours | None:
    """Worked out once; None where no extract covers the period, or there are too few offences for any picture."""
    ids = None if among is None else tuple(among)
    return evidence.once(("hours", area.code, period, ids), lambda: _hours(evidence, area, period, ids))


def _hours(evidence: "Evidence", area: Area, period: Period, among: Sequence[str] | None) -> Hours | None:
    import numpy as np

    from commonground.methods.time_of_day import aoristic

    held = incidents.incidents(evidence, area, period, among=among)
    if held is None or not len(held):
        return None
    found = aoristic(held.earliest, held.latest, "leave out")
    length = next((n for n in LENGTHS if found.events >= IN_THE_MEAN * 7 * 24 // n), None)
    if length is None:
        return None
    cells = np.rint(found.by_day.reshape(7, 24 // length, length).sum(axis=2)).astype(np.int64)
    kinds = sorted({str(kind) for kind in held.offence}, key=str.casefold)
    return Hours(
        cells, _seen(cells), length, found.events, found.backwards.size, found.long.size, found.over_change.size,
        found.day, tuple(kinds),
    )  # fmt: skip


def _seen(cells: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """All but the small, and enough others that the hidden together could be anything from nought to ten."""
    import numpy as np

    small = rule_of(incidents.SOURCE).largest_small
    order = np.argsort(cells, axis=None, kind="stable")
    ascending = cells.ravel()[order]
    hidden = int(np.searchsorted(ascending, small, "right"))
    if hidden:
        together = np.cumsum(ascending)
        hidden = max(hidden, 2, int(np.searchsorted(together, HIDDEN_TOGETHER)) + 1)
    seen = np.ones(cells.size, bool)
    seen[order[:hidden]] = False
    return seen.reshape(cells.shape)
