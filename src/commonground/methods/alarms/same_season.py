"""Two plain comparisons with the same season of years past: a Bayesian forecast, and the limits of the RKI."""

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.alarms.bounds import exceeding, least
from commonground.methods.alarms.counts import level_of, points_of, series_of, taken, whole_number, years_ago
from commonground.methods.alarms.found import Alarms, Bools, Floats, Whole, restored

POISSON_UPPER = np.array([
    3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633, 19.050, 20.335, 21.364, 22.945,
    23.762, 25.400, 26.306, 27.735, 28.966, 30.017,
])  # fmt: skip
"""Upper 95 % limits of a Poisson mean for 0 to 20 events: Crow & Gardner (1959) Biometrika 46:441, table 1."""

MANY = 20  # events expected, above which the RKI takes a count as normal
DEVIATIONS = 2


def bayes(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    frequency: int = 12,
    years: int = 3,
    window: int = 2,
    this_year: bool = True,
    alpha: float = 0.05,
) -> Alarms:
    """Alarm where a count is above what counts of the same season foretell, taken as Poisson counts of one mean.

    With the prior gamma(1/2, 0) the count to come is negative binomial: of size s + 1/2 and probability n / (n + 1),
    s being the events and n the time points compared with.

    Parameters
    ----------
    counts : array (times,) or (series, times) of whole numbers >= 0; nan where not known
    at : array (points,) of whole numbers, or None
        The time points to judge, 0 the first; None: all that have years enough before them.
    frequency, years, window : int
        Time points in a year, years back, and points to either side that make the season (``b``, ``w``).
    this_year : bool
        Compare with the ``window`` points just before, too (``actY``).
    alpha : float
        Probability that a count is above its bound when nothing is unusual.

    Returns
    -------
    Alarms, (series, points), or (points,) for one series. Counts not known are not compared with.

    Raises
    ------
    ValueError
        Counts that are no counts, a past too short, a setting out of range.

    References
    ----------
    Höhle (2007) Comput Stat 22:571; Riebler (2004). Answers to ``surveillance::algo.bayes``.

    Examples
    --------
    >>> found = bayes([4, 6, 5, 5] * 3 + [5, 4, 14], at=[14], frequency=4, window=1)
    >>> print(found.alarm.tolist(), found.upper.tolist())
    [True] [9.0]
    """
    given, alone, points, past = _past(counts, at, frequency, years, window, this_year)
    level_of(alpha)
    known = (~np.isnan(past)).sum(axis=2).astype(float)
    size, number = np.nansum(past, axis=2) + 0.5, np.where(known > 0, known, np.nan)
    mean, dispersion = size / number, 1 + 1 / number  # of the negative binomial: size (1 - p) / p, and 1 / p
    observed = given[:, points]
    upper = least(lambda count: exceeding(count + 1, mean, dispersion) <= alpha, mean)
    p_value = exceeding(observed, mean, dispersion)
    return _alarms("Bayes", points, observed, mean, upper, p_value, alpha, alone)


def rki(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    frequency: int = 12,
    years: int = 3,
    window: int = 2,
    this_year: bool = False,
) -> Alarms:
    """Alarm where a count is above the upper limit of the mean of the same season in years past.

    Up to 20 events a time point: the upper 95 % limit of a Poisson mean, by the table for the whole part of the mean.
    Above: the mean and two standard deviations. Parameters, result and errors are those of ``bayes``; no p value.

    References
    ----------
    The weekly comparison of the Robert Koch Institute, Berlin; the limits are Crow & Gardner's (1959). Answers to
    ``surveillance::algo.rki``.

    Examples
    --------
    >>> found = rki([4, 6, 5, 5] * 3 + [5, 4, 14], at=[14], frequency=4, window=1)
    >>> print(found.alarm.tolist(), found.upper.tolist())
    [True] [11.177]
    """
    given, alone, points, past = _past(counts, at, frequency, years, window, this_year)
    unknown: Bools = np.isfinite(past).sum(axis=2) == 0
    past = np.where(unknown[..., None], 0.0, past)
    mean = np.nanmean(past, axis=2)
    several: Bools = np.isfinite(past).sum(axis=2) > 1
    spread = np.nanstd(np.where(several[..., None], past, 0.0), axis=2, ddof=1)
    few = POISSON_UPPER[np.fmin(np.floor(mean), MANY).astype(int)]
    upper = np.where(mean > MANY, np.where(several, mean + DEVIATIONS * spread, np.nan), few)
    mean, upper = np.where(unknown, np.nan, mean), np.where(unknown, np.nan, upper)
    nothing = np.full(upper.shape, np.nan)
    return _alarms("RKI", points, given[:, points], mean, upper, nothing, np.nan, alone)


def _past(
    counts: ArrayLike, at: ArrayLike | None, frequency: int, years: int, window: int, this_year: bool
) -> tuple[Floats, bool, Whole, Floats]:
    given, alone = series_of(counts)
    frequency, years = whole_number(frequency, 1, "time points in a year"), whole_number(years, 1, "years")
    window = whole_number(window, 0, "the window")
    if 2 * window + 1 > frequency:
        raise ValueError(f"a window of {window} to either side is longer than the year of {frequency} time points")
    away = years_ago(frequency, years, window)
    if this_year:
        away = np.concatenate([away, np.arange(-window, 0)])
    points = points_of(at, -int(away.min()), given.shape[1])
    return given, alone, points, taken(given, points, away)


def _alarms(
    method: str,
    points: Whole,
    observed: Floats,
    mean: Floats,
    upper: Floats,
    p_value: Floats,
    level: float,
    alone: bool,
) -> Alarms:
    with np.errstate(invalid="ignore"):
        alarm = observed > upper
    shaped = restored([observed, mean, upper, alarm, p_value], alone)
    return Alarms(
        method=method, at=points, observed=shaped[0], expected=shaped[1], upper=shaped[2], alarm=shaped[3],
        p_value=shaped[4], cautious=shaped[4], level=level, complete=np.ones(points.size),
    )  # fmt: skip
