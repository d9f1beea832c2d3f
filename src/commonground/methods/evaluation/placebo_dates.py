"""Placebo dates: how far is the same model wrong at months when nothing began?

A model's own limits take its pattern for true. On the monthly series of London's boroughs they call up to half of all
dates a clear change at which nothing began. So the model is tried at every month before the start, with as many months
before and after it, and its limits are widened by as much as it was wrong: by a mean of what these dates show and what
such series usually show, each by the number of its windows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.evaluation import design, loglinear
from commonground.methods.evaluation.comparison import _change
from commonground.methods.evaluation.counts import whole

Floats = NDArray[np.float64]
Whole = NDArray[np.int_]

HISTORY = 36  # months before a date that a model is fitted to; trends of crime do not hold for longer
SHORT_HISTORY = 24  # where there are fewer: two of each season
USUAL = 2.0  # times that such models are off what they say of themselves: the median of London's boroughs, 2010 to 2020
USUAL_WINDOWS = 4  # how many windows of a series' own that is worth
FEWEST_EVENTS = 5  # on either side of a placebo date
AT_A_TIME = 256  # series in one stack, to bound memory


@dataclass(frozen=True, eq=False)
class PlaceboDates:
    """At each date: the log of counted over expected, and the error that the model gives it.

    ``windows`` is how many of them do not overlap.
    """

    starts: Whole
    log_ratio: Floats
    log_ratio_se: Floats
    windows: int

    @property
    def z(self) -> Floats:
        return self.log_ratio / self.log_ratio_se

    @property
    def widening(self) -> float:
        """By how much limits must be widened; never below 1."""
        own = self.windows * float((self.z**2).mean()) if self.windows else 0.0
        return max(1.0, float(np.sqrt((own + USUAL_WINDOWS * USUAL**2) / (self.windows + USUAL_WINDOWS))))

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the widening."""
        return self.windows + USUAL_WINDOWS

    def __str__(self) -> str:
        if not self.windows:
            return "The months before are too few to try the method at dates when nothing began."
        off = float(np.sqrt((self.z**2).mean()))
        return (
            f"At {self.z.size} earlier date{'s' if self.z.size > 1 else ''}, when nothing began, the method was off "
            f"by {off:.1f} times the error that it states."
        )

    def table(self) -> dict[str, list]:
        """One row for each date, as the number of months before it."""
        return {"months_before": self.starts.tolist(), "log_ratio": self.log_ratio.tolist(), "z": self.z.tolist()}


NO_DATES = PlaceboDates(np.zeros(0, int), np.zeros(0), np.zeros(0), 0)


def history(start: int) -> int:
    """How many months before a start the model is fitted to: three years, or two where there are not so many.

    Examples
    --------
    >>> history(60), history(30)
    (36, 24)
    """
    return HISTORY if start >= HISTORY else min(start, SHORT_HISTORY)


def placebo_dates_of_series(
    counts: ArrayLike,
    start: int,
    *,
    period: int = 12,
    harmonics: int = 2,
    lags: int = 3,
    step: Callable[[int, int], object] | None = None,
) -> PlaceboDates:
    """The interrupted series at every earlier month, with as many months before and after it as the true start has.

    Parameters
    ----------
    counts : array (months,) of whole numbers >= 0
    start : int
        How many months lie before the true start; months from there on are not used.
    period, harmonics, lags
        As ``interrupted``.
    step : function of (done, all), optional

    Returns
    -------
    PlaceboDates; without dates where the months before are too few.

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole.

    References
    ----------
    Bertrand, Duflo & Mullainathan (2004) Q J Econ 119:249, section 3, placebo laws; Schuemie et al. (2014) Stat Med
    33:209, limits from what is found where nothing was done.

    Examples
    --------
    >>> steady = np.random.default_rng(3).poisson(30, 84)
    >>> print(placebo_dates_of_series(steady, 72))
    At 25 earlier dates, when nothing began, the method was off by 0.6 times the error that it states.
    """
    y = whole(counts, "the counts", 4)
    after = y.size - start
    starts, used = _dates(y, start)
    found = []
    for first in range(0, starts.size, AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        stack = np.broadcast_to(y[:start], used[some].shape)
        found.append(gaps(stack, starts[some], used[some], period, harmonics, after >= 3, lags))
        if step:
            step(min(first + AT_A_TIME, starts.size), starts.size)
    if not found:
        return NO_DATES
    log_ratio, error = (np.concatenate(part) for part in zip(*found, strict=True))
    return PlaceboDates(starts, log_ratio, error, _windows(starts, after))


def gaps(
    counts: Floats, starts: Whole, used: Floats, period: int, harmonics: int, slope: bool, lags: int
) -> tuple[Floats, Floats]:
    """The log of counted over expected, and its error, for each series of a stack with its own start.

    The error is the wider of the quasi-Poisson one and that of months that resemble their neighbours.

    Parameters
    ----------
    counts, used : (series, months); ``used`` is 1 for the months that count
    starts : (series,)

    Examples
    --------
    >>> y = np.array([[4.0, 6, 5, 5, 10, 10]])
    >>> ratio, error = gaps(y, np.array([4]), np.ones((1, 6)), 12, 0, False, 0)
    >>> print(ratio.round(2), error.round(2))
    [0.59] [0.63]
    """
    x = design.columns(counts.shape[-1], starts, period, harmonics, slope)
    bare = design.without(x, slope)
    offset = np.zeros_like(counts)
    fit = loglinear.poisson(x, counts, offset, used)
    after = used * (np.arange(counts.shape[-1]) >= starts[:, None])
    mean = after * fit.mean
    expected = after * np.exp(np.clip((bare @ fit.estimate[..., None])[..., 0], -30, 30))
    total, pointed = mean.sum(-1), expected.sum(-1)
    slopes = (x * mean[..., None]).sum(-2) / total[:, None] - (bare * expected[..., None]).sum(-2) / pointed[:, None]
    spread = np.fmax(loglinear.dispersion(counts, fit, used), 1)
    robust = loglinear.newey_west(x, loglinear.residual(counts, fit), fit.bread, lags)
    own = np.einsum("si,sij,sj->s", slopes, fit.bread, slopes) * spread
    wide = np.einsum("si,sij,sj->s", slopes, robust, slopes)
    return np.log(total / pointed), np.sqrt(np.fmax(own, wide))


def placebo_dates_of_pair(counts: ArrayLike, comparison: ArrayLike, start: int, *, lags: int = 3) -> PlaceboDates:
    """The comparison of two areas at every earlier month, with as many months around it as the true start has.

    Parameters, errors and references as ``placebo_dates_of_series``; ``comparison`` has the same months.

    Examples
    --------
    >>> draws = np.random.default_rng(3).poisson(30, (2, 60))
    >>> print(placebo_dates_of_pair(*draws, 48))
    At 1 earlier date, when nothing began, the method was off by 0.6 times the error that it states.
    """
    y, c = whole(counts, "the counts", 4), whole(comparison, "the counts of the comparison", 4)
    starts, used = _dates(np.minimum(y, c), start)
    if not starts.size:
        return NO_DATES
    own, other = (np.broadcast_to(series[:start], used.shape) for series in (y, c))
    return PlaceboDates(starts, *_change(own, other, starts, used, lags), _windows(starts, y.size - start))


def _windows(starts: Whole, after: int) -> int:
    """Windows after a date that do not overlap."""
    return max(1, starts.size // after)


def _dates(y: Floats, start: int) -> tuple[Whole, Floats]:
    """Dates with events on both sides, and for each the months that count."""
    after = y.size - start
    before = history(start)
    starts = np.arange(before, start - after + 1)
    months = np.arange(start)
    used = ((months >= starts[:, None] - before) & (months < starts[:, None] + after)).astype(float)
    later = used * (months >= starts[:, None])
    enough = np.minimum((later * y[:start]).sum(-1), ((used - later) * y[:start]).sum(-1)) >= FEWEST_EVENTS
    return starts[enough], used[enough]
