"""Many small regressions at once: counts by season level and a trend, with more scatter than chance (quasi-Poisson).

Every series is fitted to the same design, so that a step of the usual algorithm (iteratively reweighted least squares)
is a few products of matrices for thousands of series. A model of levels and one slope needs no matrix to be inverted:
within a level the regression is on the distance from the level's weighted mean time.

Starting values (count + 0.1), the rule to stop, and what is read from the last step are those of ``glm`` in R, so that
our numbers can be held against tables made there to the last digits that they print.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from commonground.methods.alarms.found import Bools, Floats, Whole

MOST_STEPS = 25
CLOSE = 1e-8  # change of the deviance, relative to it, at which a fit is finished
FARTHEST = 300.0  # of a logarithm of a mean: beyond it is no count, and within it nothing overflows


@dataclass(frozen=True, eq=False)
class Design:
    """The points of the past: which season level each is in (0: that of the point to judge), and how far away it is."""

    levels: Whole
    away: Whole

    @property
    def membership(self) -> Floats:
        """(points, levels): 1 where a point is in a level."""
        return (self.levels[:, None] == np.arange(self.levels.max() + 1)).astype(float)


@dataclass(frozen=True, eq=False)
class Fit:
    """Of each series, a row: the means of its points, and the expected value at the point to judge.

    ``pull`` is the leverage of each point, ``unscaled`` the variance of the logarithm of ``expected`` for a dispersion
    of 1, and ``slope_unscaled`` that of the slope.
    """

    means: Floats
    pull: Floats
    working: Floats
    expected: Floats
    unscaled: Floats
    slope: Floats
    slope_unscaled: Floats
    free: Floats
    converged: Bools

    def dispersion(self, counts: Floats) -> Floats:
        """Sum of squared Pearson residuals by degree of freedom, weighted as in the last step."""
        return self._spread(self.working, counts)

    def relative_dispersion(self, counts: Floats, weights: Floats) -> Floats:
        """The same with residuals relative to the mean, sum(w ((y - mu) / mu)²) / df."""
        return self._spread(weights, counts)

    def _spread(self, weights: Floats, counts: Floats) -> Floats:
        free = np.where(self.free > 0, self.free, np.nan)
        return (weights * ((counts - self.means) / self.means) ** 2).sum(1) / free


def fit(counts: Floats, weights: Floats, design: Design, trend: bool, offset: Floats, ahead: Floats) -> Fit:
    """Fit every row.

    Parameters
    ----------
    counts : array (rows, points)
    weights : array (rows, points)
        0 for a point that is not known; its count is then of no matter.
    design : Design
    trend : bool
        With a slope in time, the same for all levels.
    offset : array (rows, points)
        Logarithm of the population of each point.
    ahead : array (rows,)
        That of the point to judge.

    Examples
    --------
    >>> design = Design(np.array([0, 0, 1, 1]), np.array([-8, -4, -7, -3]))
    >>> nothing = np.zeros((1, 4))
    >>> found = fit(np.array([[4.0, 6.0, 1.0, 3.0]]), nothing + 1, design, False, nothing, np.zeros(1))
    >>> print(found.expected.round(6).tolist(), found.means.round(6).tolist())
    [5.0] [[5.0, 5.0, 2.0, 2.0]]
    """
    rows, points = counts.shape
    member = design.membership
    times = design.away - design.away.mean()
    target = -design.away.mean()  # of the point to judge, which is 0 away
    means, working, pull = (np.empty((rows, points)) for _ in range(3))
    expected, unscaled, slope, slope_unscaled = (np.full(rows, np.nan) for _ in range(4))
    converged = np.zeros(rows, bool)
    left = np.arange(rows)
    y, w, shift = counts, weights, offset
    mean = y + 0.1
    linear = np.log(mean)
    before = _deviance(y, w, mean)
    for _ in range(MOST_STEPS):
        step = _Step(y, w * mean, linear - shift + (y - mean) / mean, member, times, design.levels, trend)
        linear = np.clip(step.linear() + shift, -FARTHEST, FARTHEST)
        mean = np.exp(linear)
        deviance = _deviance(y, w, mean)
        means[left], working[left], pull[left] = mean, step.working, step.pull()
        expected[left] = np.exp(np.clip(step.at(target) + ahead[left], -FARTHEST, FARTHEST))
        unscaled[left] = step.unscaled(target)
        slope[left], slope_unscaled[left] = step.slope, 1 / step.spread
        done = np.abs(deviance - before) / (np.abs(deviance) + 0.1) < CLOSE
        converged[left] = done
        if done.all():
            break
        left, y, w, shift = left[~done], y[~done], w[~done], shift[~done]
        mean, linear, before = mean[~done], linear[~done], deviance[~done]
    known = weights > 0
    used = (known.astype(float) @ member > 0).sum(1)
    return Fit(
        means, pull, working, expected, unscaled, slope, slope_unscaled,
        known.sum(1) - used - float(trend), converged,
    )  # fmt: skip


class _Step:
    """One weighted least-squares regression of ``z`` on the levels and time, for every row."""

    def __init__(
        self, y: Floats, working: Floats, z: Floats, member: Floats, times: Floats, levels: Whole, trend: bool
    ) -> None:
        self.working, self.levels, self.times, self.trend = working, levels, times, trend
        with np.errstate(divide="ignore", invalid="ignore"):  # a level without a known point has no mean
            self.total = working @ member
            self.middle = (working * times) @ member / self.total
            self.height = (working * z) @ member / self.total
            self.from_middle = times - self.middle[:, levels]
            self.from_middle[working == 0] = 0.0
            drawn = working * self.from_middle
            self.spread = (drawn * self.from_middle).sum(1) if trend else np.full(len(y), np.nan)
            z = np.where(working == 0, 0.0, z)
            self.slope = (drawn * z).sum(1) / self.spread if trend else np.full(len(y), np.nan)

    def linear(self) -> Floats:
        flat = self.height[:, self.levels]
        found = flat + self.slope[:, None] * self.from_middle if self.trend else flat
        return np.where(self.working == 0, 0.0, found)

    def pull(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.working / self.total[:, self.levels]
            if self.trend:
                found += self.working * self.from_middle**2 / self.spread[:, None]
        return np.where(self.working == 0, 0.0, found)

    def at(self, time: float) -> Floats:
        flat = self.height[:, 0]
        return flat + self.slope * (time - self.middle[:, 0]) if self.trend else flat

    def unscaled(self, time: float) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            own = 1 / self.total[:, 0]
            return own + (time - self.middle[:, 0]) ** 2 / self.spread if self.trend else own


def _deviance(y: Floats, weights: Floats, mean: Floats) -> Floats:
    return 2 * (weights * (special.xlogy(y, y / mean) - (y - mean))).sum(1)
