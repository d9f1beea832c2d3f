"""Near repeats: whether the offences of a partner's extract come in pairs nearer and sooner than chance gives.

Only numbers of pairs are shown, never points; a band of fewer than five pairs is hidden. An offence stands on its
earliest day, and one that could have happened on several days is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonground.evidence import incidents
from commonground.evidence.disclosure import rule_of
from commonground.evidence.finding import Area
from commonground.evidence.periods import Period

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence
    from commonground.methods.near_repeat import NearRepeat

DISTANCES = (0, 1, 100, 200, 400)  # metres; the first is the same place
DAYS = (0, 7, 14, 28)
FEWEST = 200  # offences: with fewer hardly any pair is expected in a band
SURE = 2  # days between the earliest and the latest time, at most


@dataclass(frozen=True, eq=False)
class NearRepeats:
    """Knox's table, and how many offences of the extract could not be used: without a point, or over many days."""

    found: "NearRepeat"
    left_out: int

    def ratio(self, distance: int, time: int) -> float | None:
        """Pairs in a band beside chance; None where fewer than five were seen, or nothing could be expected."""
        if self.found.observed[distance, time] <= rule_of(incidents.SOURCE).largest_small:
            return None
        return float(self.found.ratio[distance, time])

    def is_raised(self, distance: int, time: int) -> bool:
        """Whether a band that may be shown is clearly raised."""
        return self.ratio(distance, time) is not None and bool(self.found.raised[distance, time])

    @property
    def first(self) -> tuple[int, int] | None:
        """The nearest and soonest band that is clearly raised."""
        cells = [(i, j) for i in range(len(DISTANCES) - 1) for j in range(len(DAYS) - 1)]
        return next((cell for cell in cells if self.is_raised(*cell)), None)

    def of(self, what: str) -> float | None:
        """A number about the whole: events, left_out, per_cent (of events in a raised pair), reaches, lasts; and where
        the first raised band ends, in metres and days."""
        if what in ("metres", "days"):
            if self.first is None:
                return None
            return DISTANCES[self.first[0] + 1] if what == "metres" else DAYS[self.first[1] + 1]
        whole = {
            "events": self.found.events,
            "left_out": self.left_out,
            "per_cent": 100 * self.found.share_involved,
            "reaches": float(self.found.reaches.max()),
            "lasts": float(self.found.lasts.max()),
        }[what]
        small = what == "left_out" and 0 < whole <= rule_of(incidents.SOURCE).largest_small
        return None if small else whole


def near_repeats(
    evidence: "Evidence", area: Area, period: Period, among: Sequence[str] | None = None
) -> NearRepeats | None:
    """Worked out once; None where no extract covers the period, or it holds too few offences to say anything."""
    ids = None if among is None else tuple(among)
    return evidence.once(("near repeats", area.code, period, ids), lambda: _near_repeats(evidence, area, period, ids))


def _near_repeats(
    evidence: "Evidence", area: Area, period: Period, among: Sequence[str] | None
) -> NearRepeats | None:
    import numpy as np

    from commonground.methods import near_repeat

    held = incidents.incidents(evidence, area, period, among=among)
    if held is None:
        return None
    open_for = (held.latest - held.earliest) / np.timedelta64(1, "D")
    kept = ~np.isnan(held.easting) & ~(open_for > SURE) & ~(open_for < 0)
    if kept.sum() < FEWEST:
        return None
    days = held.earliest[kept].astype("datetime64[D]").astype(float)
    east, north = held.easting[kept], held.northing[kept]
    if np.ptp(days) == 0 or (np.ptp(east) == 0 and np.ptp(north) == 0):
        return None
    generator = np.random.default_rng(0)  # a figure is worked out again to the same number
    found = near_repeat.knox(east, north, days, DISTANCES, DAYS, generator)
    return NearRepeats(found, int((~kept).sum()))
