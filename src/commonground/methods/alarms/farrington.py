"""Farrington's algorithm, in its improved (flexible) form and that of 1996: a count against its own seasons past."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.alarms import bounds
from commonground.methods.alarms.bounds import BOUNDS, POWERS, Bound, Power
from commonground.methods.alarms.counts import level_of, points_of, series_of, taken, whole_number, years_ago
from commonground.methods.alarms.fitting import Design, Fit, fit
from commonground.methods.alarms.found import Bools, Fitted, Floats, Whole, restored

Step = Callable[[int, int], object]

AT_ONCE = 200_000  # points of the past fitted together: some 30 MB of arrays
YEARS_FOR_TREND = 3
LEAST_P = 1e-300  # beyond it the normal deviate is not known


def farrington_flexible(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    frequency: int = 12,
    years: int = 4,
    window: int = 2,
    periods: int = 4,
    left_out: int = 3,
    alpha: float = 0.01,
    bound: Bound = "nbPlugin",
    power: Power = "2/3",
    trend: bool = True,
    trend_p: float = 0.05,
    reweight: bool = True,
    weights_threshold: float = 2.58,
    enough: tuple[int, int] = (5, 4),
    population: ArrayLike | None = None,
    complete: ArrayLike = 1.0,
    step: Step | None = None,
) -> Fitted:
    """Alarms by the improved Farrington algorithm.

    Each count is compared with those of the years before it. A regression for counts with more scatter than chance
    has a level for each season of the year, that of the point to judge and ``periods`` - 1 others, and a trend where
    that is plain. It is fitted twice: the second time, points that stood far above the first fit weigh less, so that
    an earlier peak does not hide the next.

    Parameters
    ----------
    counts : array (times,) or (series, times) of whole numbers >= 0
        One time point after the other, none left out; nan where not known.
    at : array (points,) of whole numbers, or None
        The time points to judge, 0 the first; None: all that have years enough before them.
    frequency : int
        Time points in a year: 12, 52, 4, 365.
    years, window : int
        How many years back, and how many points to either side make the season (``b``, ``w``).
    periods : int
        Levels of the season in a year (``noPeriods``). With 1, only the windows themselves are compared with.
        Where the rest of the year cannot be cut evenly, the first levels after the window are longer by a point.
    left_out : int
        The points just before the one to judge that are not compared with, lest a beginning rise hide itself
        (``pastWeeksNotIncluded``). Of no effect with one period.
    alpha : float
        Probability that a count is above its bound when nothing is unusual; one-sided.
    bound : {"nbPlugin", "muan", "delta"}
        "nbPlugin": quantile of a negative binomial count with the mean and dispersion fitted. "muan": the same with
        the upper confidence limit of the mean. "delta": normal on the scale of ``power``.
    power : {"2/3", "1/2", "none"}
        For "delta" alone.
    trend : bool
        Keep a trend if there are three years, if its p value is below ``trend_p`` (1: keep any), and if it does not
        lead above all counts compared with.
    reweight, weights_threshold
        Whether to fit twice, and from which standardised Anscombe residual a point weighs less.
    enough : (events, points)
        A point is not judged with fewer events than this in so many points, itself the last (``limit54``).
    population : array like ``counts``, > 0, or None
        What counts are proportional to, each time point its own.
    complete : array (points,), above 0 and up to 1
        Share of the events of each point that have been reported by now. Expected counts and bounds are of what can
        be known by now: if each event is known with this probability, mean and excess scatter fall by it. With nan a
        point may still grow by a share that is not known; its bound is that of a whole one.
    step : called with rows done and rows in all.

    Returns
    -------
    Fitted
        Observed, expected, upper, alarm, p_value, dispersion, slope: (series, points), or (points,) for one series.
        ``expected``, ``upper`` and ``p_value`` are nan where a point is not judged.

    Raises
    ------
    ValueError
        Counts that are no counts, a past too short, settings that do not fit each other.

    References
    ----------
    Noufaily et al. (2013) Statistics in Medicine 32:1206; Salmon, Schumacher & Höhle (2016) J Stat Softw 70(10),
    section 3. Answers to ``surveillance::farringtonFlexible``; its trend test and standard errors after reweighting
    use the dispersion sum(w ((y - mu) / mu)²) / df, and so do ours.

    Examples
    --------
    >>> import numpy as np
    >>> year = [8, 6, 9, 10, 12, 14, 15, 13, 11, 10, 9, 7]
    >>> found = farrington_flexible(np.array(year * 5 + [7, 8, 30]))
    >>> print(found.at.tolist()[-3:], found.alarm.tolist()[-3:], found.upper.tolist()[-1])
    [60, 61, 62] [False, False, True] 17.0
    """
    design = design_of(frequency, years, window, periods, left_out)
    way = _Way(design, trend and years >= YEARS_FOR_TREND, trend_p, reweight, weights_threshold, flexible=True)
    return _judged(
        counts, at, way, bound, power, level_of(alpha), enough, population, complete, step, "Farrington flexible"
    )


def farrington_1996(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    frequency: int = 52,
    years: int = 3,
    window: int = 3,
    alpha: float = 0.01,
    power: Power = "2/3",
    trend: bool = True,
    reweight: bool = True,
    enough: tuple[int, int] = (5, 4),
    step: Step | None = None,
) -> Fitted:
    """Alarms by the algorithm as it was published in 1996, kept for comparison with older reports.

    Only the same weeks of earlier years are compared with, without seasons between. The bound is the upper end of a
    two-sided interval, so that alpha 0.01 errs once in 200 counts. Parameters, result and errors are those of
    ``farrington_flexible``; points weigh less from a residual of 1.

    References
    ----------
    Farrington et al. (1996) J R Stat Soc A 159:547. Answers to ``surveillance::algo.farrington``.

    Examples
    --------
    >>> found = farrington_1996([9, 11, 10, 12] * 12 + [40], frequency=4, window=1)
    >>> print(found.alarm.tolist()[-1], round(float(found.upper[-1]), 1))
    True 20.7
    """
    design = design_of(frequency, years, window, 1, 0)
    way = _Way(design, trend and years >= YEARS_FOR_TREND, 0.05, reweight, 1.0, flexible=False)
    return _judged(counts, at, way, "delta", power, level_of(alpha) / 2, enough, None, 1.0, step, "Farrington 1996")


def design_of(frequency: int, years: int, window: int, periods: int, left_out: int) -> Design:
    """The points of the past that one is compared with, and the season level of each. Raises ValueError.

    Examples
    --------
    >>> design = design_of(frequency=4, years=1, window=0, periods=3, left_out=1)
    >>> print(design.away.tolist(), design.levels.tolist())
    [-4, -3, -2] [0, 1, 1]
    """
    frequency = whole_number(frequency, 1, "time points in a year")
    years, window = whole_number(years, 1, "years"), whole_number(window, 0, "the window")
    periods, left_out = whole_number(periods, 1, "periods"), whole_number(left_out, 0, "the points left out")
    season = 2 * window + 1
    if season > frequency:
        raise ValueError(f"a window of {window} to either side is longer than the year of {frequency} time points")
    if periods == 1:
        away = years_ago(frequency, years, window)
        return Design(np.zeros(away.size, int), away)
    rest = frequency - season
    if periods - 1 > rest:
        raise ValueError(f"{rest} time points outside the window cannot make {periods - 1} periods: ask for fewer")
    if left_out >= years * frequency + window:
        raise ValueError("all points of the past are left out: leave out fewer, or compare with more years")
    away = np.arange(-years * frequency - window, -left_out)
    sizes = [part.size for part in np.array_split(np.arange(rest), periods - 1)]
    of_year = np.repeat(np.arange(periods), [season, *sizes])
    return Design(of_year[(away + window) % frequency], away)


@dataclass(frozen=True)
class _Way:
    """How the past is fitted. ``flexible`` says which dispersion the trend and the error of the mean rest on."""

    design: Design
    trend: bool
    trend_p: float
    reweight: bool
    threshold: float
    flexible: bool


def _judged(
    counts: ArrayLike, at: ArrayLike | None, way: _Way, bound: Bound, power: Power, tail: float,
    enough: tuple[int, int], population: ArrayLike | None, complete: ArrayLike, step: Step | None, method: str,
) -> Fitted:  # fmt: skip
    """Both forms: the past of every point fitted, and its count held against what follows."""
    given, alone = series_of(counts)
    if bound not in BOUNDS or power not in POWERS:
        raise ValueError(f"the bound must be one of {', '.join(BOUNDS)}, and the power one of {', '.join(POWERS)}")
    if not 0 <= way.trend_p <= 1:
        raise ValueError("the p value up to which a trend is kept must be between 0 and 1")
    events, recent = whole_number(enough[0], 0, "events enough"), whole_number(enough[1], 1, "points of events enough")
    points = points_of(at, max(-int(way.design.away.min()), recent - 1), given.shape[1])
    share = _complete(complete, points.size)
    people = np.zeros((1, given.shape[1])) if population is None else _logarithms(population, given.shape)
    expected, variance, dispersion, slope, unscaled, free = _fits(given, points, way, people, step)
    seen = np.nansum(taken(given, points, np.arange(1 - recent, 1)), axis=2)
    judgeable = (seen >= events) & np.isfinite(expected) & np.isfinite(dispersion)
    by_now = np.where(np.isnan(share), 1.0, share)
    mean, scatter = np.where(judgeable, expected * by_now, np.nan), 1 + (dispersion - 1) * by_now
    observed = given[:, points]
    upper, p_value = _bounded(observed, mean, variance, scatter, bound, power, tail)
    cautious = _cautious(observed, mean, scatter, dispersion * unscaled, free, int((way.design.levels == 0).sum()))
    with np.errstate(invalid="ignore"):
        alarm = (observed > upper) & (observed > 0)
    shaped = restored([observed, mean, upper, alarm, p_value, dispersion, slope, cautious], alone)
    return Fitted(
        method=method, at=points, observed=shaped[0], expected=shaped[1], upper=shaped[2], alarm=shaped[3],
        p_value=shaped[4], cautious=shaped[7], dispersion=shaped[5], slope=shaped[6], level=tail, complete=share,
    )  # fmt: skip


def _bounded(
    observed: Floats, mean: Floats, variance: Floats, scatter: Floats, bound: Bound, power: Power, tail: float
) -> tuple[Floats, Floats]:
    """Upper bound and probability of so many or more; ``variance`` is that of the logarithm of the mean."""
    if bound == "delta":
        error = mean * np.sqrt(variance)
        upper = bounds.powered_bound(mean, scatter, error, tail, power)
        return upper, bounds.powered_exceeding(observed, mean, scatter, error, power)
    if bound == "muan":
        with np.errstate(over="ignore"):
            mean = mean * np.exp(special.ndtri(1 - tail) * np.sqrt(variance))
        mean = np.where(mean < bounds.LARGEST, mean, np.nan)
    return bounds.whole_bound(mean, scatter, tail), bounds.exceeding(observed, mean, scatter)


def _cautious(observed: Floats, mean: Floats, scatter: Floats, doubt: Floats, free: Floats, season: int) -> Floats:
    """Probability of so many or more when the mean and the dispersion are themselves known from few counts.

    The variance of the logarithm of the mean (``doubt``) is added to that of the count, and the normal deviate is taken
    for one of Student's t. Where a season had no event its mean is taken as half of one in all its points.
    """
    floor = 0.5 / season
    mean = np.where(np.isnan(mean), np.nan, np.fmax(mean, floor))
    spread = scatter + mean * np.fmin(doubt, 2 * scatter)
    p_value = bounds.exceeding(observed, mean, spread)
    return special.stdtr(free, special.ndtri(np.clip(p_value, LEAST_P, 1 - np.finfo(float).eps)))


def _fits(given: Floats, points: Whole, way: _Way, people: Floats, step: Step | None) -> list[Floats]:
    """What ``_fitted`` says for each series and point, so many at once."""
    which, when = np.repeat(np.arange(len(given)), points.size), np.tile(points, len(given))
    own = which if len(people) > 1 else np.zeros_like(which)
    found = np.empty((6, which.size))
    size = max(1, AT_ONCE // way.design.away.size)
    for first in range(0, which.size, size):
        part = slice(first, first + size)
        past = when[part, None] + way.design.away
        found[:, part] = _fitted(
            given[which[part, None], past], people[own[part, None], past], people[own[part], when[part]], way
        )
        if step:
            step(min(first + size, which.size), which.size)
    return [row.reshape(len(given), points.size) for row in found]


def _fitted(past: Floats, people: Floats, ahead: Floats, way: _Way) -> Floats:
    """Of every row: the expected count, the variance of its logarithm as the method has it, the dispersion, the slope
    (nan where none is kept), the variance for a dispersion of 1, and the degrees of freedom."""
    known: Floats = np.where(np.isnan(past), 0.0, 1.0)
    counts: Floats = np.where(np.isnan(past), 0.0, past)
    found = np.full((6, len(past)), np.nan)
    left = np.flatnonzero(known.any(axis=1))
    for trend in (True, False) if way.trend else (False,):
        if not left.size:
            break
        made, dispersion, for_trend, for_error = _fitted_twice(
            counts[left], known[left], people[left], ahead[left], way, trend
        )
        keep = np.ones(left.size, bool)
        if trend:
            keep = _trend_holds(made, for_trend, way.trend_p) & (made.expected <= counts[left].max(axis=1))
        own = (made.expected, for_error * made.unscaled, dispersion, made.slope, made.unscaled, made.free)
        found[:, left[keep]] = np.stack(own)[:, keep]
        left = left[~keep]
    return found


def _fitted_twice(
    counts: Floats, weights: Floats, people: Floats, ahead: Floats, way: _Way, trend: bool
) -> tuple[Fit, Floats, Floats, Floats]:
    """The fit, its dispersion, and those that the test of the trend and the error of the mean rest on."""
    found = fit(counts, weights, way.design, trend, people, ahead)
    if way.reweight:
        weights = _lighter(found, counts, weights, way.threshold)
        found = fit(counts, weights, way.design, trend, people, ahead)
    raw = found.dispersion(counts)
    dispersion = np.where(np.isnan(raw), np.nan, np.fmax(raw, 1.0))
    if not way.flexible:
        return found, dispersion, raw, dispersion
    relative = found.relative_dispersion(counts, weights) if way.reweight else raw
    return found, dispersion, relative, relative


def _trend_holds(found: Fit, dispersion: Floats, trend_p: float) -> Bools:
    """Whether the slope is known and, by a t test, no wilder than asked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = found.slope / np.sqrt(dispersion * found.slope_unscaled)
        p_value = 2 * special.stdtr(found.free, -np.abs(t))
    return found.converged & np.isfinite(found.slope) & ((p_value < trend_p) | (trend_p == 1))


def _lighter(found: Fit, counts: Floats, weights: Floats, threshold: float) -> Floats:
    """Weights that trust high points less: one over the square of the residual, and as many in all as there are points.

    Anscombe residuals, standardised by the dispersion and the leverage: Farrington et al. (1996), section 3.6.
    """
    spread = np.fmax(found.dispersion(counts), 1.0)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = 1.5 * (counts ** (2 / 3) * found.means ** (-1 / 6) - np.sqrt(found.means))
        residual = plain / np.sqrt(spread * (1 - found.pull))
    high = residual > threshold
    trusted = weights * np.where(high, 1 / np.where(high, residual, 1) ** 2, 1.0)
    return trusted * (weights.sum(1) / trusted.sum(1))[:, None]


def _complete(complete: ArrayLike, points: int) -> Floats:
    share = np.asarray(complete, float)
    if share.shape not in ((), (1,), (points,)):
        raise ValueError(f"completeness is one share, or one for each of the {points} time points to judge")
    if not (np.isnan(share) | (share > 0) & (share <= 1)).all():
        raise ValueError("completeness is the share reported by now: above 0 and up to 1")
    return np.broadcast_to(share, (points,)).copy()


def _logarithms(population: ArrayLike, shape: tuple[int, ...]) -> Floats:
    people = np.atleast_2d(np.asarray(population, float))
    if people.shape not in (shape, (1, shape[1])):
        raise ValueError("the population must be given for the same series and time points as the counts")
    if not (np.isfinite(people) & (people > 0)).all():
        raise ValueError("the population must be known and above nought at every time point")
    return np.log(people)
