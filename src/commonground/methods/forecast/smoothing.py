"""Exponential smoothing: the recursion behind every model here, for many series and many models in one pass.

A model has a level, perhaps a trend (damped or not) and perhaps a season, each corrected a little by each error. One
pass over the months works out all columns at once, a column being one series with one model and one set of parameters,
so that derivatives by differences cost no more than a wider array.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

SMALL = 1e-6  # a multiplicative model divides by its mean, which may not come nearer to nought (series have mean 1)
ALPHA, BETA, GAMMA, PHI, LEVEL, TREND, SEASON = range(7)  # rows of the parameters; the rest are seasons
LOWEST, HIGHEST = 1e-4, 0.9999  # of a smoothing parameter; as in Hyndman et al. (2008)
DAMPED = (0.8, 0.98)


@dataclass(frozen=True)
class Form:
    """A model by its letters: error A (added), M (a share) or C (a count), trend N, A or Ad, season N, A or M.

    A count has the level of M, a season that stays as it is, and errors judged as those of a Poisson count.
    """

    error: Literal["A", "M", "C"]
    trend: Literal["N", "A", "Ad"]
    season: Literal["N", "A", "M"]

    def __str__(self) -> str:
        name = "Count" if self.error == "C" else "ETS"
        return f"{name}({self.error},{self.trend},{self.season})" if name == "ETS" else f"Count({self.season})"

    def free(self, season: int) -> NDArray[np.bool_]:
        """Which parameters the model has, of all rows."""
        rows = np.zeros(SEASON + season - 1, bool)
        rows[[ALPHA, LEVEL]] = True
        rows[[BETA, TREND]] = self.trend != "N"
        rows[PHI] = self.trend == "Ad"
        rows[GAMMA] = self.season != "N" and self.error != "C"
        rows[SEASON:] = self.season != "N"
        return rows


ETS: tuple[Form, ...] = tuple(
    Form(error, trend, season)
    for error in ("A", "M")
    for trend in ("N", "A", "Ad")
    for season in ("N", "A", "M")
    if (error, season) != ("A", "M")  # its variance is not finite
)
"""The fifteen models with finite variance and no multiplicative trend, as ``forecast::ets`` tries them."""

COUNT: tuple[Form, ...] = (Form("C", "N", "N"), Form("C", "N", "M"))


@dataclass(frozen=True, eq=False)
class Columns:
    """Series beside models: ``y`` (months, columns), how many months of each count, and the models as switches."""

    y: Floats
    length: NDArray[np.int64]
    season: int
    trended: NDArray[np.bool_]
    damped: NDArray[np.bool_]
    seasonal: NDArray[np.bool_]
    product: NDArray[np.bool_]
    relative: NDArray[np.bool_]
    counted: NDArray[np.bool_]

    def take(self, which: NDArray[np.int64]) -> "Columns":
        """Some of the columns."""
        switches = (self.trended, self.damped, self.seasonal, self.product, self.relative, self.counted)
        return Columns(self.y[:, which], self.length[which], self.season, *(switch[which] for switch in switches))


@dataclass(frozen=True, eq=False)
class Smoothed:
    """One-month-ahead means (months, columns), and the level, trend and seasons (season, columns) at each end."""

    mean: Floats
    level: Floats
    trend: Floats
    seasons: Floats


def columns(values: Sequence[ArrayLike], forms: Sequence[Form], season: int) -> Columns:
    """Each series with each form: column i * len(forms) + j is series i with form j.

    Examples
    --------
    >>> columns([[1, 2, 3], [1, 2]], COUNT, 12).length
    array([3, 3, 2, 2])
    """
    series = [np.asarray(v, float) for v in values]
    longest, several = max(v.size for v in series), len(forms)
    y = np.ones((longest, len(series)))
    for i, v in enumerate(series):
        y[: v.size, i] = v

    def switch(has: Sequence[bool]) -> NDArray[np.bool_]:
        return np.tile(np.array(has, bool), len(series))

    return Columns(
        np.repeat(y, several, axis=1),
        np.repeat([v.size for v in series], several),
        season,
        switch([f.trend != "N" for f in forms]),
        switch([f.trend == "Ad" for f in forms]),
        switch([f.season != "N" for f in forms]),
        switch([f.season == "M" for f in forms]),
        switch([f.error == "M" for f in forms]),
        switch([f.error == "C" for f in forms]),
    )


def smooth(of: Columns, parameters: ArrayLike) -> Smoothed:
    """The recursion, month by month.

    Parameters
    ----------
    of : Columns
    parameters : array (rows, columns)
        Smoothing parameters as log odds within their bounds, the level and trend before the first month, and the first
        seasons but one. Rows that a form has not are not read.

    Returns
    -------
    Smoothed

    References
    ----------
    Hyndman, Koehler, Ord & Snyder (2008) Forecasting with Exponential Smoothing, tables 2.2 and 2.3; the count form is
    the local level of Snyder, Ord & Beaumont (2012) Int J Forecast 28:485 with a fixed multiplicative season.

    Examples
    --------
    >>> one = columns([[1.0, 2.0]], [Form("A", "N", "N")], 12)
    >>> start = np.zeros((18, 1))
    >>> start[LEVEL] = 1.0
    >>> smooth(one, start).mean.ravel().tolist()  # log odds of 0 are an alpha of one half
    [1.0, 1.0]
    """
    theta = np.asarray(parameters, float)
    kinds = [np.flatnonzero(kind) for kind in (~of.seasonal, of.seasonal & ~of.product, of.product)]
    if sum(kind.size > 0 for kind in kinds) == 1:
        return _pass(of, theta)
    number = theta.shape[1]
    found = Smoothed(np.empty_like(of.y), np.empty(number), np.empty(number), np.empty((of.season, number)))
    for kind in kinds:
        if kind.size:
            part = _pass(of.take(kind), theta[:, kind])
            found.mean[:, kind], found.level[kind], found.trend[kind] = part.mean, part.level, part.trend
            found.seasons[:, kind] = part.seasons
    return found


def _pass(of: Columns, theta: Floats) -> Smoothed:
    """The recursion of columns that are all without a season, all with one that is added, or all with a factor."""
    alpha, beta, gamma, phi = smoothing(of, theta)
    level = theta[LEVEL].copy()
    trend = np.where(of.trended, theta[TREND], 0.0)
    seasons = first_seasons(of, theta)
    ends = Smoothed(np.empty_like(of.y), level.copy(), trend.copy(), seasons.copy())
    last = {int(length) - 1: np.flatnonzero(of.length == length) for length in np.unique(of.length)}
    seasonal, product = bool(of.seasonal.any()), bool(of.product.any())
    for month, y in enumerate(of.y):
        now = month % of.season
        season = seasons[now]
        trend = phi * trend
        level = level + trend
        ahead = level * season if product else level + season if seasonal else level
        ends.mean[month] = ahead
        error = y - ahead
        by_season = error / _off_nought(season) if product else error
        if seasonal:
            seasons[now] = season + gamma * (error / _off_nought(level) if product else error)
        level = level + alpha * by_season
        trend = trend + beta * by_season
        if month in last:  # where a series ends its states are kept; what is worked out after it is not read
            own = last[month]
            ends.level[own], ends.trend[own], ends.seasons[:, own] = level[own], trend[own], seasons[:, own]
    return ends


def smoothing(of: Columns, theta: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Alpha, beta, gamma and phi from their log odds, nought (phi: one) where a form lacks them.

    Examples
    --------
    >>> one = columns([[1.0, 2.0]], [Form("A", "A", "N")], 12)
    >>> print(*(round(float(x[0]), 2) for x in smoothing(one, np.zeros((18, 1)))))
    0.5 0.25 0.0 1.0
    """
    odds = special.expit(theta[:SEASON])
    alpha = LOWEST + (HIGHEST - LOWEST) * odds[ALPHA]
    beta = np.where(of.trended, LOWEST + (alpha - LOWEST) * odds[BETA], 0.0)
    gamma = np.where(of.seasonal & ~of.counted, LOWEST + (1 - alpha - LOWEST) * odds[GAMMA], 0.0)
    return alpha, beta, gamma, np.where(of.damped, DAMPED[0] + (DAMPED[1] - DAMPED[0]) * odds[PHI], 1.0)


def first_seasons(of: Columns, theta: Floats) -> Floats:
    """The seasons (season, columns) before the first month: they add up to nought, or to their number.

    Examples
    --------
    >>> one = columns([[1.0, 2.0]], [Form("C", "N", "M")], 2)
    >>> start = np.zeros((7, 1))
    >>> start[SEASON] = 1.2
    >>> first_seasons(one, start).ravel().tolist()
    [1.2, 0.8]
    """
    given = theta[SEASON:]
    whole = np.where(of.product, float(of.season), 0.0)
    return np.where(of.seasonal, np.vstack([given, whole - given.sum(axis=0)]), 0.0)


def _off_nought(values: Floats) -> Floats:
    return np.where(np.abs(values) < SMALL, SMALL, values)
