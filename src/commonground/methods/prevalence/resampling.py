"""How far would the estimate move with other people on the lists, the model being chosen afresh each time?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.prevalence.histories import Floats, checked
from commonground.methods.prevalence.selection import LEVEL, Step, stepwise

MOST_TIMES = 100_000
AT_ONCE = 250
"""Tables that go through the choice of a model together: enough to be quick, few enough to tell how far we are."""


@dataclass(frozen=True, eq=False)
class Resampled:
    """The estimates of resampled tables, ascending, infinite where none was finite; and what corrects their bias.

    ``bias`` is the normal score of the share below the estimate; ``acceleration`` is from leaving out one person
    at a time.
    """

    estimate: float
    replicates: Floats
    bias: float
    acceleration: float

    @property
    def failures(self) -> float:
        """The share of resampled tables that had no finite estimate."""
        return float(np.mean(~np.isfinite(self.replicates)))

    def quantile(self, probability: float) -> float:
        """A quantile of the estimates as they are, between neighbours; infinite where either of these is."""
        return _quantile(self.replicates, probability)

    def corrected(self, probability: float) -> float:
        """The end of a bias-corrected and accelerated interval (BCa)."""
        z = self.bias + float(special.ndtri(probability))
        return self.quantile(float(special.ndtr(self.bias + z / (1 - self.acceleration * z))))

    def limits(self, confidence: float = 0.95) -> tuple[float, float]:
        """The two ends of the BCa interval."""
        return self.corrected((1 - confidence) / 2), self.corrected((1 + confidence) / 2)


def resampled(
    table: ArrayLike, generator: np.random.Generator, times: int = 1000, level: float = LEVEL, step: Step | None = None
) -> Resampled:
    """Resample the people, choose the model afresh (``stepwise``) and estimate, so many times.

    Parameters
    ----------
    table : array (2**lists,)
    generator : numpy.random.Generator
    times : int
    level : float between 0 and 1
        At which pairs enter the model.
    step : called with (tables done, tables), optional

    Raises
    ------
    ValueError
        As ``stepwise``; fewer than 20 times or more than 100,000; or the table itself has no finite estimate.

    References
    ----------
    Efron (1987) JASA 82:171, the interval; Chan, Silverman & Vincent (2021), the choice within each replicate.
    Answers to ``SparseMSE::estimatepopulation(nboot = ...)``.

    Examples
    --------
    >>> found = resampled([0, 40, 30, 6, 20, 0, 0, 0], np.random.default_rng(1), times=100)
    >>> print(round(found.acceleration, 4), found.replicates.size)
    -0.061 100
    """
    rows, _ = checked(table)
    if len(rows) != 1:
        raise ValueError("one table is resampled at a time")
    check_asked(times, level)
    counts = rows[0].astype(np.int64)
    drawn = generator.multinomial(counts.sum(), counts / counts.sum(), size=times).astype(float)
    occupied = np.flatnonzero(counts)
    fewer = np.repeat(rows, occupied.size, axis=0)
    fewer[np.arange(occupied.size), occupied] -= 1
    estimates = _estimates(np.concatenate([rows, fewer[fewer.any(axis=1)], drawn]), level, step)
    if not np.isfinite(estimates[0]):
        raise ValueError("the lists have no finite estimate even if they are taken as independent")
    replicates = np.sort(estimates[-times:])
    below = np.clip(np.mean(replicates < estimates[0]), 0.5 / times, 1 - 0.5 / times)
    return Resampled(
        float(estimates[0]), replicates, float(special.ndtri(below)),
        _acceleration(estimates[1:-times], counts[occupied]),
    )  # fmt: skip


def check_asked(times: int, level: float) -> None:
    """What is asked of resampling can be done. Raises ValueError.

    Examples
    --------
    >>> check_asked(times=5, level=0.02)
    Traceback (most recent call last):
    ValueError: resample at least 20 times, for fewer say nothing of an interval, and at most 100,000
    """
    if not 20 <= times <= MOST_TIMES:
        raise ValueError(
            f"resample at least 20 times, for fewer say nothing of an interval, and at most {MOST_TIMES:,}"
        )
    if not 0 < level < 1:
        raise ValueError("the level at which pairs of lists enter the model must be between 0 and 1")


def _estimates(tables: Floats, level: float, step: Step | None) -> Floats:
    """Every table's estimate, infinite where there is none; equal tables are worked out once."""
    unique, back = np.unique(tables, axis=0, return_inverse=True)
    found = np.empty(len(unique))
    for start in range(0, len(unique), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        found[part] = stepwise(unique[part], level).estimate
        if step:
            step(min(start + AT_ONCE, len(unique)), len(unique))
    return np.where(np.isnan(found), np.inf, found)[back.ravel()]


def _acceleration(without: Floats, people: np.ndarray) -> float:
    """The skewness of leaving out one person, each pattern as often as it has people; nought where it is not known."""
    known = np.isfinite(without)
    if known.sum() < 2 or np.ptp(without[known]) == 0:
        return 0.0
    without, people = without[known], people[known]
    away = np.average(without, weights=people) - without
    return float((people * away**3).sum() / (6 * (people * away**2).sum() ** 1.5))


def _quantile(ascending: Floats, probability: float) -> float:
    place = probability * (ascending.size - 1)
    low, high = ascending[int(np.floor(place))], ascending[int(np.ceil(place))]
    return float(low if low == high else low + (place % 1) * (high - low))
