"""Paths: what the coming months may look like, by drawing them again and again from a fitted model.

Every draw is a possible number of events, so that none is below nought, and limits taken from the draws are not either.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from commonground.methods.forecast.fitting import Fitted, residuals
from commonground.methods.forecast.smoothing import SMALL, Smoothed, smoothing

Floats = NDArray[np.float64]

Draw = Callable[[Floats], Floats]


def ahead(fitted: Fitted, which: NDArray[np.int64], months: int, paths: int, draw: Draw) -> Floats:
    """The months after the end of some columns, in the units of their series.

    Parameters
    ----------
    fitted : Fitted
    which : array of column numbers
    months : int
    paths : int
        How many times.
    draw : callable
        From means (columns, paths), in the units of the series, to what is seen there. ``np.asarray`` gives the mean.

    Returns
    -------
    array (columns, paths, months) >= 0

    References
    ----------
    Hyndman et al. (2008) Forecasting with Exponential Smoothing, section 6.1 (limits by simulation).

    Examples
    --------
    >>> from commonground.methods.forecast.fitting import fit
    >>> from commonground.methods.forecast.smoothing import Form
    >>> level = fit([[5, 6, 4, 5, 6, 5, 4, 6]], [Form("A", "N", "N")], season=2)
    >>> ahead(level, np.array([0]), 2, 1, np.asarray).round(1)
    array([[[5.1, 5.1]]])
    """
    of, ends = fitted.of.take(which), fitted.path
    alpha, beta, gamma, phi = (part[:, None] for part in smoothing(of, fitted.parameters[:, which]))
    level, trend, seasons = _ends(ends, which, paths)
    scale, product = fitted.scale[which][:, None], of.product[:, None]
    rows = np.arange(which.size)
    found = np.empty((which.size, paths, months))
    for month in range(months):
        now = (of.length + month) % of.season
        season, damped = seasons[now, rows], phi * trend
        drawn = level + damped
        mean = np.where(product, drawn * season, drawn + season)
        seen = np.maximum(draw(np.maximum(mean, 0.0) * scale), 0.0)
        found[:, :, month] = seen
        error = seen / scale - mean
        by_season = error / np.where(product, np.maximum(season, SMALL), 1.0)
        seasons[now, rows] = season + gamma * error / np.where(product, np.maximum(drawn, SMALL), 1.0)
        level, trend = drawn + alpha * by_season, damped + beta * by_season
    return found


def normal_errors(fitted: Fitted, which: NDArray[np.int64], generator: np.random.Generator) -> Draw:
    """Errors of the size that the model made so far, added (A) or as a share of the mean (M).

    Examples
    --------
    >>> from commonground.methods.forecast.fitting import fit
    >>> from commonground.methods.forecast.smoothing import Form
    >>> level = fit([[5, 6, 4, 5, 6, 5, 4, 6]], [Form("A", "N", "N")], season=2)
    >>> draw = normal_errors(level, np.array([0]), np.random.default_rng(1))
    >>> draw(np.full((1, 2), 5.0)).round(2)
    array([[5.31, 5.74]])
    """
    of = fitted.of.take(which)
    mean = fitted.path.mean[:, which]
    size = np.where(of.relative, np.maximum(np.abs(mean), SMALL), 1.0)
    within = fitted.known[:, which]
    errors = np.where(within, (of.y - mean) / size, 0.0)
    freedom = np.maximum(of.length - fitted.number()[which] + 1, 1)  # as R: the spread itself is not counted
    spread = np.sqrt((errors**2).sum(axis=0) / freedom)[:, None]
    relative, scale = of.relative[:, None], fitted.scale[which][:, None]

    def draw(expected: Floats) -> Floats:
        return expected + spread * np.where(relative, expected, scale) * generator.standard_normal(expected.shape)

    return draw


def likelihood(fitted: Fitted) -> Floats:
    """Log-likelihood of each column of errors A or M, on the scale of ``forecast::ets`` (constants left out).

    Examples
    --------
    >>> from commonground.methods.forecast.fitting import fit
    >>> from commonground.methods.forecast.smoothing import Form
    >>> level = fit([[5, 6, 4, 5, 6, 5, 4, 6]], [Form("A", "N", "N")], season=2)
    >>> likelihood(level).round(1)
    array([-6.3])
    """
    total = (residuals(fitted.of, fitted.path.mean) ** 2).sum(axis=0)
    return -fitted.of.length / 2 * (np.log(np.maximum(total, 1e-300)) + 2 * np.log(fitted.scale))


def aicc(loglikelihood: Floats, parameters: NDArray[np.int64], months: NDArray[np.int64]) -> Floats:
    """Akaike's criterion, corrected for few months: the less, the better; infinite where months are too few.

    Examples
    --------
    >>> print(aicc(np.array([-100.0]), np.array([3]), np.array([24])))
    [207.2]
    """
    k, n = np.asarray(parameters, float), np.asarray(months, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = -2 * loglikelihood + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    return np.where(n > k + 1, value, np.inf)


def _ends(ends: Smoothed, which: NDArray[np.int64], paths: int) -> tuple[Floats, Floats, Floats]:
    """Level, trend and seasons at the end of some columns, once for each path."""
    level, trend = (np.repeat(part[which][:, None], paths, axis=1) for part in (ends.level, ends.trend))
    return level, trend, np.repeat(ends.seasons[:, which][:, :, None], paths, axis=2)
