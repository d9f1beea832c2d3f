"""What an alarm method finds: for each series and time point the count, what was expected, and the upper bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Alarms:
    """Arrays of one shape, (series, points) or (points,): what was seen, expected and unusual.

    ``at`` are the places of the points in the series, from nought. A point that cannot be judged has no upper bound
    (nan). ``p_value`` is the probability of so many or more if the series went on as before, as the method has it; nan
    where it has none. Methods take what they expect as if it were known, and so cry out too often; ``cautious`` is the
    probability that allows for its being an estimate. ``level`` is how often a method errs, by its own lights, when
    nothing is unusual; nan where it is not so set. ``complete`` is the share of each point's events known by now:
    unless it is 1 the point is still filling up; nan where the share is not known.
    """

    method: str
    at: Whole
    observed: Floats
    expected: Floats
    upper: Floats
    alarm: Bools
    p_value: Floats
    cautious: Floats
    level: float
    complete: Floats = field(default_factory=lambda: np.ones(1))

    @property
    def judged(self) -> Bools:
        """Where there is a bound, and a count to hold against it."""
        return ~np.isnan(self.upper) & ~np.isnan(self.observed)

    @property
    def score(self) -> Floats:
        """(observed − expected) / (upper − expected): above 1 is above the bound; nan where both are one."""
        room = self.upper - self.expected
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(room > 0, (self.observed - self.expected) / room, np.nan)

    @property
    def filling(self) -> Bools:
        """Whether each point may still grow."""
        return np.broadcast_to(self.complete != 1, self.observed.shape)

    def __str__(self) -> str:
        judged, found = int(self.judged.sum()), int(self.alarm.sum())
        if not judged:
            counts = f"{self.observed.size:,} counts"
            return f"None of {counts} can be judged: too few events, or too short a past ({self.method})."
        said = (
            f"{found:,} of {judged:,} counts {'is' if found == 1 else 'are'} above the bound drawn from "
            f"{'its' if found == 1 else 'their'} own past ({self.method})"
        )
        if self.level == self.level:
            by_chance = self.level * judged
            said += f"; chance alone would put about {by_chance:,.1f} there, and more where counts scatter widely"
        return said + "."

    def table(self) -> dict[str, NDArray]:
        """One row for each series and point, the points of a series one after the other."""
        number, at = np.broadcast_arrays(*np.ogrid[: np.atleast_2d(self.observed).shape[0], : self.at.size])
        columns: dict[str, NDArray] = {"series": number.ravel(), "at": self.at[at].ravel()}
        for name in ("observed", "expected", "upper", "alarm", "p_value", "cautious", "score", "filling"):
            columns[name] = np.ravel(getattr(self, name))
        return columns


@dataclass(frozen=True, eq=False, kw_only=True)
class Fitted(Alarms):
    """Alarms of a fitted model: how far counts scatter more than chance (1: no more), and the trend, as a slope of
    the logarithm for each time point; nan where no trend was kept."""

    dispersion: Floats
    slope: Floats

    @property
    def trend(self) -> Bools:
        """Where a trend was kept."""
        return ~np.isnan(self.slope)


def restored(arrays: Sequence[NDArray], alone: bool) -> list[NDArray]:
    """Results in the shape of what was given: one series alone has no rows.

    Examples
    --------
    >>> restored([np.array([[1.0, 2.0]])], alone=True)[0].tolist()
    [1.0, 2.0]
    """
    return [array[0] if alone else array for array in arrays]
