"""One point judged slowly: a plain loop over the points of the past, and statsmodels for the regression."""

from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np
from scipy import stats


def past_of(at: int, frequency: int, years: int, window: int, periods: int, left_out: int) -> list[tuple[int, int]]:
    """Each time point compared with, and its level: nought for the same season, then those of the rest of the year."""
    rest = frequency - 2 * window - 1
    found = []
    for time in range(at - years * frequency - window, at - left_out):
        step = (time - at + window) % frequency
        level = 0
        if step > 2 * window:
            level, left, start = 1, rest, 2 * window + 1
            for number in range(periods - 1, 0, -1):
                long = ceil(left / number)
                if step < start + long:
                    break
                level, left, start = level + 1, left - long, start + long
        if periods > 1 or level == 0:
            found.append((time, level))
    return found


def judge(counts: Sequence[float], at: int, settings: dict, trend_p: float) -> tuple[float, float, bool]:
    """Expected count, dispersion and whether a trend is kept, with reweighting."""
    past = past_of(at, **settings)
    y = np.array([counts[time] for time, _ in past], float)
    times = np.array([time for time, _ in past], float)
    levels = [level for _, level in past]
    columns = [[float(level == wanted) for level in levels] for wanted in sorted(set(levels))]
    for trend in (True, False):
        design = np.array([*columns, (times - at).tolist()] if trend else columns).T
        fitted, weights = _twice(y, design)
        free = len(y) - design.shape[1]
        dispersion = max(1.0, float((weights * (y - fitted.mu) ** 2 / fitted.mu).sum() / free))
        expected = float(np.exp(fitted.params[0]))
        if trend:
            relative = float((weights * ((y - fitted.mu) / fitted.mu) ** 2).sum() / free)
            t = fitted.params[-1] / sqrt(relative * fitted.normalized_cov_params[-1, -1])
            if 2 * stats.t.sf(abs(t), free) < trend_p and expected <= y.max():
                return expected, dispersion, True
    return expected, dispersion, False


def _twice(y: np.ndarray, design: np.ndarray):
    import statsmodels.api as sm

    poisson = sm.families.Poisson()
    first = sm.GLM(y, design, family=poisson).fit(tol=1e-12)
    free = len(y) - design.shape[1]
    dispersion = max(1.0, first.pearson_chi2 / free)
    pull = first.get_hat_matrix_diag()
    weights = np.ones(len(y))
    for i, mean in enumerate(first.mu):
        plain = 1.5 * (y[i] ** (2 / 3) * mean ** (-1 / 6) - sqrt(mean))
        residual = plain / sqrt(dispersion * (1 - pull[i]))
        if residual > 2.58:
            weights[i] = residual**-2
    weights *= len(y) / weights.sum()
    return sm.GLM(y, design, family=poisson, freq_weights=weights).fit(tol=1e-12), weights


def bound(mean: float, dispersion: float, alpha: float) -> int:
    """The least count that is exceeded with probability alpha at most, adding one outcome at a time."""
    count = 0
    while _exceeding(count + 1, mean, dispersion) > alpha:
        count += 1
    return count


def _exceeding(count: int, mean: float, dispersion: float) -> float:
    if dispersion <= 1:
        return float(stats.poisson.sf(count - 1, mean))
    return float(stats.nbinom.sf(count - 1, mean / (dispersion - 1), 1 / dispersion))


def ears(counts: Sequence[float], at: int, baseline: int, between: int, z: float) -> float:
    """The upper bound of C1 (nought between) and C2."""
    before = [counts[time] for time in range(at - between - baseline, at - between)]
    mean = sum(before) / baseline
    return mean + z * sqrt(sum((x - mean) ** 2 for x in before) / (baseline - 1))
