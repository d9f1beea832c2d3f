"""The two models: exponential smoothing of the best form, and a count whose limits are whole numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from commonground.methods.forecast.fitting import Fitted, fit
from commonground.methods.forecast.paths import ahead, aicc, likelihood, normal_errors
from commonground.methods.forecast.simple import LEVELS, YEAR, Ahead, monthly
from commonground.methods.forecast.smoothing import COUNT, ETS, Form

Floats = NDArray[np.float64]

PATHS = 2000
HALVINGS = 60  # of the logarithm of the dispersion


@dataclass(frozen=True, eq=False)
class Chosen:
    """The forecast of each series by its best form, with every form's criterion (series, forms)."""

    forms: tuple[Form, ...]
    best: tuple[Form, ...]
    loglikelihood: Floats
    aicc: Floats
    ahead: Ahead


def exponential_smoothing(
    values: Any,
    generator: np.random.Generator,
    months: int = 12,
    forms: Sequence[Form] = ETS,
    levels: Sequence[float] = LEVELS,
    season: int = YEAR,
    paths: int = PATHS,
    step: Callable[[int, int], object] | None = None,
) -> Chosen:
    """ETS, the form chosen by AICc, with limits by simulation that are never below nought.

    Parameters
    ----------
    values : array (months,) or (series, months) >= 0, or a list of series of different lengths
        Two seasons or more. A series with a month of nought is not tried with multiplicative forms.
    generator : numpy.random.Generator
    months : int
    forms : sequence of Form
        What to choose from; one alone is fitted as it is.
    levels : sequence of floats between 0 and 1
    season : int
    paths : int
    step : callable (done, all), optional

    Returns
    -------
    Chosen

    Raises
    ------
    ValueError
        As ``simple.monthly``; a series that is nought throughout; no form that fits.

    References
    ----------
    Hyndman, Koehler, Ord & Snyder (2008) Forecasting with Exponential Smoothing. Answers to ``forecast::ets``, whose
    likelihood and parameter count it shares.

    Examples
    --------
    >>> y = [30, 34, 41, 38] * 6
    >>> found = exponential_smoothing(y, np.random.default_rng(1), 4, season=4)
    >>> print(found.best[0].season != "N", found.ahead.mean.round(0))
    True [[30. 34. 41. 38.]]
    """
    series = _several(values, season)
    fitted = fit(series, forms, season, step)
    loglikelihood = likelihood(fitted)
    judged = aicc(loglikelihood, fitted.number(), fitted.of.length)
    nought = np.repeat([bool((s <= 0).any()) for s in series], len(forms))
    judged = np.where(nought & (fitted.of.relative | fitted.of.product), np.inf, judged)
    which = _best(judged, series, forms)
    seen = ahead(fitted, which, months, paths, normal_errors(fitted, which, generator))
    return _chosen(fitted, which, months, loglikelihood, judged, _limits(seen, levels, "linear"), levels)


def counts(
    values: Any,
    generator: np.random.Generator,
    months: int = 12,
    levels: Sequence[float] = LEVELS,
    season: int = YEAR,
    paths: int = PATHS,
) -> Chosen:
    """A negative-binomial count around a moving level, with the season of the year or without, by AICc.

    The level moves by a part of each error, as in exponential smoothing; the season is a factor for each month of the
    year; there is no trend, because a forecast of a year should not carry one on. Draws are whole numbers, and so are
    the limits.

    Parameters, results and errors are those of ``exponential_smoothing``.

    References
    ----------
    Snyder, Ord & Beaumont (2012) Int J Forecast 28:485, the undamped local level; the mean by least deviance, the
    dispersion by Pearson's statistic (Breslow 1984, Appl Stat 33:38).

    Examples
    --------
    >>> y = [3, 0, 5, 4, 2, 6, 1, 3, 4, 2] * 4
    >>> found = counts(y, np.random.default_rng(1), 1, season=2)
    >>> print(found.ahead.lower[1], found.ahead.upper[1])
    [[0.]] [[7.]]
    """
    series = _several(values, season)
    fitted = fit(series, COUNT, season)
    mean = np.maximum(fitted.path.mean, 1e-9) * fitted.scale
    seen = np.where(fitted.known, fitted.of.y * fitted.scale, 0.0)
    size = dispersion(seen, mean, fitted.known, fitted.number())
    loglikelihood = np.where(fitted.known, _negative_binomial(seen, mean, size), 0.0).sum(axis=0)
    judged = aicc(loglikelihood, fitted.number(), fitted.of.length)
    which = _best(judged, series, COUNT)
    finite = np.minimum(size[which], 1e9)[:, None]

    def draw(expected: Floats) -> Floats:
        p = finite / (finite + np.maximum(expected, 1e-9))
        return generator.negative_binomial(np.broadcast_to(finite, p.shape), p).astype(float)

    drawn = ahead(fitted, which, months, paths, draw)
    return _chosen(fitted, which, months, loglikelihood, judged, _limits(drawn, levels, "inverted_cdf"), levels)


def dispersion(y: Floats, mean: Floats, known: NDArray[np.bool_], parameters: NDArray[np.int64]) -> Floats:
    """The size k of each column at which variance mean + mean² / k explains its spread; infinite if chance does.

    Parameters
    ----------
    y, mean, known : arrays (months, columns)
    parameters : array (columns,)
        Of the mean and the dispersion together.

    References
    ----------
    Breslow (1984) Appl Stat 33:38: Pearson's statistic set equal to its degrees of freedom.

    Examples
    --------
    >>> y = np.array([[2.0], [9], [4], [1], [12], [2]])
    >>> print(dispersion(y, np.full((6, 1), 5.0), np.ones((6, 1), bool), np.array([2])).round(2))
    [1.67]
    """
    freedom = np.maximum(known.sum(axis=0) - parameters + 1, 1)

    def pearson(size: Floats) -> Floats:
        return np.where(known, (y - mean) ** 2 / (mean + mean**2 / size), 0.0).sum(axis=0)

    low, high = np.full(mean.shape[1], -7.0), np.full(mean.shape[1], 14.0)  # of the logarithm
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = pearson(np.exp(middle)) < freedom  # the larger the size, the larger the statistic
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return np.where(pearson(np.full(mean.shape[1], np.inf)) <= freedom, np.inf, np.exp(low))


def _negative_binomial(y: Floats, mean: Floats, size: Floats) -> Floats:
    """Log-likelihood of each count; Poisson's where the size is infinite."""
    k = np.where(np.isinf(size), 1.0, size)
    poisson = special.xlogy(y, mean) - mean - special.gammaln(y + 1)
    whole = special.gammaln(y + k) - special.gammaln(k) - special.gammaln(y + 1)
    return np.where(np.isinf(size), poisson, whole + k * np.log(k / (k + mean)) + special.xlogy(y, mean / (k + mean)))


def _several(values: Any, season: int) -> list[Floats]:
    """The series one by one, each checked."""
    each = list(values) if isinstance(values, list | tuple) else [values]
    uneven = len({np.size(v) for v in each}) > 1
    series = [monthly(v, 2 * season)[0] for v in each] if uneven else list(monthly(values, 2 * season))
    if any(not s.any() for s in series):
        raise ValueError("a series that is nought in every month cannot be forecast: there is nothing to learn from")
    return series


def _best(judged: Floats, series: Sequence[Floats], forms: Sequence[Form]) -> NDArray[np.int64]:
    table = judged.reshape(len(series), len(forms))
    if np.isinf(table).all(axis=1).any():
        raise ValueError("no model fits: too few months, or a month of nought and only multiplicative models to try")
    return table.argmin(axis=1) + np.arange(len(series)) * len(forms)


def _limits(seen: Floats, levels: Sequence[float], method: Literal["linear", "inverted_cdf"]) -> tuple[Floats, Floats]:
    tails = np.array([(1 - level) / 2 for level in levels])
    lower, upper = (np.asarray(np.quantile(seen, at, axis=1, method=method), float) for at in (tails, 1 - tails))
    return lower, upper


def _chosen(
    fitted: Fitted, which: NDArray[np.int64], months: int, loglikelihood: Floats, judged: Floats,
    limits: tuple[Floats, Floats], levels: Sequence[float],
) -> Chosen:  # fmt: skip
    mean = ahead(fitted, which, months, 1, np.asarray)[:, 0]
    several = (-1, len(fitted.forms))
    return Chosen(
        fitted.forms, tuple(fitted.forms[i % len(fitted.forms)] for i in which), loglikelihood.reshape(several),
        judged.reshape(several), Ahead(mean, *limits, tuple(levels)),
    )  # fmt: skip
