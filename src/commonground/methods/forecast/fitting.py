"""Fitting: the parameters under which what was seen is likeliest, for all columns at once.

Every likelihood here is greatest where a sum of squares is smallest: of errors (A), of relative errors times the
geometric mean of the levels (M), of the deviance of a Poisson count (C). So one damped Gauss-Newton search serves all
of them, each column with its own damping, those that have arrived being taken out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.forecast.smoothing import (
    ALPHA,
    BETA,
    GAMMA,
    LEVEL,
    PHI,
    SEASON,
    SMALL,
    TREND,
    Columns,
    Form,
    Smoothed,
    columns,
    smooth,
)

Floats = NDArray[np.float64]

STARTS = ((-7.0, -3.0), (-3.0, -6.0), (-0.5, -2.0))
"""First guesses of the log odds of alpha and beta: the sum of squares has several hollows, one of them at nought."""
TRIALS, STEPS, ENOUGH = 8, 40, 1e-6  # steps from each guess, then from the best; the relative gain that is arrival
ODDS = 9.0  # log odds are kept within this: beyond it nothing changes
MEMORY = 1_000_000  # numbers in the largest array at once


@dataclass(frozen=True, eq=False)
class Fitted:
    """One column for each series and form, series by series: parameters, path and ends of the level and the rest.

    ``sum_of_squares`` and ``mean`` are in the units of the series divided by ``scale``, its mean.
    """

    forms: tuple[Form, ...]
    of: Columns
    parameters: Floats
    scale: Floats
    path: Smoothed
    sum_of_squares: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which months (months, columns) are part of each series."""
        return np.arange(self.of.y.shape[0])[:, None] < self.of.length

    def number(self) -> NDArray[np.int64]:
        """How many parameters each column has, the spread of the errors being one of them."""
        free = [int(form.free(self.of.season).sum()) + 1 for form in self.forms]
        return np.tile(free, self.of.length.size // len(self.forms))


def fit(
    values: Sequence[ArrayLike],
    forms: Sequence[Form],
    season: int = 12,
    step: Callable[[int, int], object] | None = None,
) -> Fitted:
    """Each series with each form.

    Parameters
    ----------
    values : sequence of arrays (months,) >= 0, each of two seasons or more and not all nought
    forms : sequence of Form
    season : int
    step : callable (done, all), optional
        Told how many columns have arrived.

    Returns
    -------
    Fitted

    References
    ----------
    Hyndman et al. (2008) Forecasting with Exponential Smoothing, equation 5.3 (the likelihood); Marquardt (1963) J Soc
    Ind Appl Math 11:431 (the search). Poisson errors: the sum of squared deviance residuals is the deviance.

    Examples
    --------
    >>> found = fit([[5, 6, 4, 5, 6, 5, 4, 6]], [Form("A", "N", "N")], season=2)
    >>> print(np.round(found.path.level * found.scale, 2))
    [5.12]
    """
    given = [np.asarray(v, float) for v in values]
    scale = np.array([v.mean() for v in given])
    series = [v / s for v, s in zip(given, scale, strict=True)]
    of = columns(series, forms, season)
    first = np.concatenate([_first(v, forms, season) for v in series], axis=1)
    free = np.tile(np.array([form.free(season) for form in forms]).T, (1, len(series)))
    parameters, least = np.empty_like(first), np.empty(first.shape[1])
    done = 0
    for part in _parts(of, first.shape[0]):
        parameters[:, part], least[part] = _best(of.take(part), first[:, part], free[:, part])
        done += part.size
        if step:
            step(done, least.size)
    parameters = np.where(free, parameters, 0.0)
    return Fitted(tuple(forms), of, parameters, np.repeat(scale, len(forms)), smooth(of, parameters), least)


def _parts(of: Columns, rows: int) -> Iterator[NDArray[np.int64]]:
    """The columns in parts that fit into memory, those of each kind of season together."""
    each = max(1, MEMORY // (of.y.shape[0] * (rows + 1)))
    for kind in (~of.seasonal, of.seasonal & ~of.product, of.product):
        own = np.flatnonzero(kind)
        yield from (own[at : at + each] for at in range(0, own.size, each))


def _best(of: Columns, first: Floats, free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """A few steps from each first guess, and from where the best has come to the whole way."""
    tried = []
    for guess in STARTS:
        begin = first.copy()
        begin[[ALPHA, BETA]] = np.array(guess)[:, None]
        tried.append(_search(of, begin, free, TRIALS))
    best = np.argmin([least for _, least in tried], axis=0)
    begin = np.stack([theta for theta, _ in tried])[best, :, np.arange(best.size)].T
    return _search(of, begin, free, STEPS)


def residuals(of: Columns, mean: ArrayLike) -> Floats:
    """What is squared and added up (months, columns); nought after the end of a series.

    Examples
    --------
    >>> one = columns([[1.0, 2.0]], [Form("M", "N", "N")], 12)
    >>> residuals(one, np.array([[1.0], [1.0]])).ravel().tolist()
    [0.0, 1.0]
    """
    ahead = np.asarray(mean, float)
    within = np.arange(of.y.shape[0])[:, None] < of.length
    error = of.y - ahead
    found = error
    if of.relative.any():
        size = np.maximum(np.abs(ahead), SMALL)
        middle = np.exp(np.where(within, np.log(size), 0.0).sum(axis=0) / of.length)
        found = np.where(of.relative, error / size * middle, found)
    if of.counted.any():
        found = np.where(of.counted, _deviance(of.y, ahead), found)
    return np.where(within, found, 0.0)


def _deviance(y: Floats, mean: Floats) -> Floats:
    """Signed root of the Poisson deviance; a mean at or below nought is as bad as can be."""
    above = np.maximum(mean, SMALL)
    deviance = 2 * (special.xlogy(y, y / above) - (y - above))
    return np.sign(y - above) * np.sqrt(np.maximum(deviance, 0.0)) - np.where(mean < SMALL, 1e3 * (SMALL - mean), 0.0)


def _search(of: Columns, begin: Floats, free: NDArray[np.bool_], steps: int) -> tuple[Floats, Floats]:
    """Levenberg and Marquardt's search, all columns side by side."""
    theta, damping = begin.copy(), np.full(begin.shape[1], 1e-2)
    value = residuals(of, smooth(of, theta).mean)
    least = (value**2).sum(axis=0)
    active = np.arange(begin.shape[1])
    for _ in range(steps):
        now, kept = of.take(active), free[:, active]
        slope = _slopes(now, theta[:, active], value[:, active], kept)  # (rows, months, columns)
        downhill = np.einsum("rmc,mc->cr", slope, value[:, active])
        curve = np.einsum("rmc,smc->crs", slope, slope)
        tried = theta[:, active] - _step(curve, downhill, damping[active], kept)
        tried[:LEVEL] = np.clip(tried[:LEVEL], -ODDS, ODDS)
        after = residuals(now, smooth(now, tried).mean)
        total = (after**2).sum(axis=0)
        better = total < least[active]
        gained = np.where(better, (least[active] - total) / np.maximum(least[active], 1e-300), 0.0)
        won = active[better]
        theta[:, won], value[:, won], least[won] = tried[:, better], after[:, better], total[better]
        damping[active] = np.where(better, damping[active] / 5, damping[active] * 8)
        done = (better & (gained < ENOUGH)) | (~better & (damping[active] > 1e6))
        active = active[~done]
        if not active.size:
            break
    return theta, least


def _step(curve: Floats, downhill: Floats, damping: Floats, free: NDArray[np.bool_]) -> Floats:
    """The damped Gauss-Newton step (rows, columns); a parameter without influence stays where it is."""
    size = np.einsum("crr->cr", curve)
    floor = 1e-6 * size.max(axis=1, keepdims=True) + 1e-12
    added = damping[:, None] * np.maximum(size, floor) + np.where(free.T, 0.0, 1.0)
    return np.linalg.solve(curve + added[:, :, None] * np.eye(size.shape[1]), downhill[:, :, None])[:, :, 0].T


def _slopes(of: Columns, theta: Floats, value: Floats, free: NDArray[np.bool_]) -> Floats:
    """Differences of the residuals by each parameter, all of them in one pass of the recursion."""
    used, number = np.flatnonzero(free.any(axis=1)), theta.shape[1]
    step = 1e-6 * np.maximum(np.abs(theta[used]), 0.1)
    wide = np.repeat(theta[:, None, :], used.size, axis=1)
    wide[used, np.arange(used.size)] += step
    repeated = of.take(np.tile(np.arange(number), used.size))
    moved = residuals(repeated, smooth(repeated, wide.reshape(theta.shape[0], -1)).mean)
    found = np.zeros((theta.shape[0], *value.shape))
    found[used] = (moved.reshape(-1, used.size, number).transpose(1, 0, 2) - value) / step[:, None, :]
    return np.where(free[:, None, :], found, 0.0)


def _first(y: Floats, forms: Sequence[Form], season: int) -> Floats:
    """First guesses (rows, forms): a classical decomposition of the first years, a line through the first months."""
    years = min(y.size // season, 4)
    found = np.zeros((SEASON + season - 1, len(forms)))
    found[[GAMMA, PHI]] = [[-3.0], [1.0]]
    shape = y[: years * season].reshape(years, season) if years else np.ones((1, season))
    level = np.maximum(shape.mean(axis=1, keepdims=True), SMALL)
    for i, form in enumerate(forms):
        part = (shape / level if form.season == "M" else shape - level).mean(axis=0)
        part = np.maximum(part, 0.05) if form.season == "M" else part
        part = part / part.mean() if form.season == "M" else part - part.mean()
        seasons = part if form.season != "N" else np.zeros(season)
        first = np.resize(seasons, min(y.size, max(10, 2 * season)))
        known = y[: first.size]
        plain = known / first if form.season == "M" else known - first
        slope, start = np.polyfit(np.arange(1, plain.size + 1), plain, 1)
        found[LEVEL, i] = start if form.trend != "N" else plain.mean()
        found[TREND, i] = slope if form.trend != "N" else 0.0
        found[SEASON:, i] = seasons[:-1]
    return found
