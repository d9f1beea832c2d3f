"""The forecasts that anything cleverer must beat: last year's month, last month, the drift, the mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

LEVELS = (0.8, 0.95)
YEAR = 12


@dataclass(frozen=True, eq=False)
class Ahead:
    """What is expected (series, months ahead), and its limits (levels, series, months ahead) at each of ``levels``."""

    mean: Floats
    lower: Floats
    upper: Floats
    levels: tuple[float, ...] = LEVELS


def monthly(values: ArrayLike, least: int = 2) -> Floats:
    """Series of monthly counts as a table, with a clear word where they cannot be forecast.

    Parameters
    ----------
    values : array (months,) or (series, months) of numbers >= 0
    least : int
        Months that are needed.

    Returns
    -------
    array (series, months)

    Raises
    ------
    ValueError
        Not a list or table; too few months; a month negative, unknown or infinite.

    Examples
    --------
    >>> monthly([4, 5, 6]).shape
    (1, 3)
    """
    y = np.asarray(values, float)
    if y.ndim not in (1, 2) or not y.size:
        raise ValueError("a forecast needs a list of months, or a table of series by months")
    if y.shape[-1] < least:
        raise ValueError(f"a forecast needs {least} months or more: there are {y.shape[-1]}")
    if not np.all(np.isfinite(y)):
        raise ValueError("a forecast needs every month: one is not known, or infinite")
    if np.any(y < 0):
        raise ValueError("a count cannot be negative")
    return np.atleast_2d(y)


def seasonal_naive(
    values: ArrayLike,
    months: int = 12,
    levels: Sequence[float] = LEVELS,
    at_least: float | None = 0.0,
    season: int = YEAR,
) -> Ahead:
    """The same month of the year before.

    Parameters
    ----------
    values : array (months,) or (series, months) >= 0
        More than one season.
    months : int
        How many to forecast.
    levels : sequence of floats between 0 and 1
    at_least : float, optional
        No limit is below it; None for limits as they come, which for small counts are below nought.
    season : int
        12 months of a year.

    Returns
    -------
    Ahead

    Raises
    ------
    ValueError
        As ``monthly``; months or levels outside their range.

    References
    ----------
    Hyndman & Athanasopoulos (2021) Forecasting: Principles and Practice, 3rd edition, section 5.5. Answers to
    ``forecast::snaive``.

    Examples
    --------
    >>> found = seasonal_naive([10, 20, 11, 22], months=2, season=2)
    >>> print(found.mean, found.upper[1].round(2))
    [[11. 22.]] [[14.1 25.1]]
    """
    y = monthly(values, season + 1)
    ahead = _ahead(months)
    years = (ahead - 1) // season + 1
    mean = y[:, -season + (ahead - 1) % season]
    error = np.sqrt(((y[:, season:] - y[:, :-season]) ** 2).mean(axis=1, keepdims=True) * years)
    return _normal(mean, error, levels, at_least)


def naive(values: ArrayLike, months: int = 12, levels: Sequence[float] = LEVELS, at_least: float | None = 0.0) -> Ahead:
    """The last month over again. Parameters, errors and reference are those of ``seasonal_naive``; ``forecast::rwf``.

    Examples
    --------
    >>> print(naive([10, 12, 11], months=2).mean)
    [[11. 11.]]
    """
    y, ahead = monthly(values), _ahead(months)
    error = np.sqrt((np.diff(y) ** 2).mean(axis=1, keepdims=True) * ahead)
    return _normal(np.repeat(y[:, -1:], months, axis=1), error, levels, at_least)


def drift(values: ArrayLike, months: int = 12, levels: Sequence[float] = LEVELS, at_least: float | None = 0.0) -> Ahead:
    """The line from the first month to the last, carried on. As ``naive``; ``forecast::rwf(drift = TRUE)``.

    Examples
    --------
    >>> print(drift([10, 12, 14], months=2).mean)
    [[16. 18.]]
    """
    y, ahead = monthly(values, 3), _ahead(months)
    steps = np.diff(y)
    error = steps.std(axis=1, ddof=1, keepdims=True) * np.sqrt(ahead * (1 + ahead / steps.shape[1]))
    return _normal(y[:, -1:] + ahead * steps.mean(axis=1, keepdims=True), error, levels, at_least)


def mean(values: ArrayLike, months: int = 12, levels: Sequence[float] = LEVELS, at_least: float | None = 0.0) -> Ahead:
    """The mean of all months. As ``naive``; limits by Student's t as ``forecast::meanf``.

    Examples
    --------
    >>> print(mean([10, 12, 14], months=2).mean)
    [[12. 12.]]
    """
    y = monthly(values, 3)
    n = y.shape[1]
    error = y.std(axis=1, ddof=1, keepdims=True) * np.sqrt(1 + 1 / n) * np.ones(_ahead(months).size)
    centre = np.repeat(y.mean(axis=1, keepdims=True), months, axis=1)
    return _limited(centre, error, levels, at_least, lambda p: special.stdtrit(n - 1, p))


SIMPLE: Mapping[str, Callable[..., Ahead]] = {
    "seasonal naive": seasonal_naive,
    "naive": naive,
    "drift": drift,
    "mean": mean,
}


def _ahead(months: int) -> NDArray[np.int64]:
    if not 1 <= months <= 60:
        raise ValueError("the months to forecast must be between 1 and 60")
    return np.arange(1, months + 1)


def _normal(centre: Floats, error: Floats, levels: Sequence[float], at_least: float | None) -> Ahead:
    return _limited(centre, error, levels, at_least, special.ndtri)


def _limited(
    centre: Floats, error: Floats, levels: Sequence[float], at_least: float | None, quantile: Callable[[float], float]
) -> Ahead:
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError("each level of the limits must be between 0 and 1")
    reach = np.stack([quantile((1 + level) / 2) * error for level in levels])
    lower, upper = centre - reach, centre + reach
    if at_least is not None:
        centre, lower, upper = (np.maximum(part, at_least) for part in (centre, lower, upper))
    return Ahead(centre, lower, upper, tuple(levels))
