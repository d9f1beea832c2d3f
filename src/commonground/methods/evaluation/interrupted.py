"""Interrupted series: what the months before point to, and how far the months after lie from it."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from commonground.methods.evaluation import autoregressive, design, loglinear
from commonground.methods.evaluation.counts import above_nought, share, whole

Floats = NDArray[np.float64]
Model = Literal["poisson", "quasi-poisson", "negative binomial", "newey-west", "log-linear", "gls"]
MODELS: tuple[str, ...] = get_args(Model)


class RatioLimits:
    """The ratio, its limits and its p value by Student's t, of whatever has these three and degrees of freedom."""

    log_ratio: float
    log_ratio_se: float
    confidence: float

    @property
    @abstractmethod
    def degrees_of_freedom(self) -> int:
        """What is left of the months after the terms."""

    @property
    def ratio(self) -> float:
        return float(np.exp(self.log_ratio))

    @property
    def _reach(self) -> float:
        return float(stats.t.ppf((1 + self.confidence) / 2, self.degrees_of_freedom)) * self.log_ratio_se

    @property
    def ratio_lower(self) -> float:
        return float(np.exp(self.log_ratio - self._reach))

    @property
    def ratio_upper(self) -> float:
        return float(np.exp(self.log_ratio + self._reach))

    @property
    def p_value(self) -> float:
        return float(2 * stats.t.sf(abs(self.log_ratio) / self.log_ratio_se, self.degrees_of_freedom))


@dataclass(frozen=True, eq=False)
class Interrupted(RatioLimits):
    """A series with what would have been expected had its pattern gone on.

    ``estimate``, ``se``: one for each of ``terms``; on the log scale but for ``gls``. ``theta`` is of the negative
    binomial, ``phi`` of gls, ``dispersion`` of the quasi-Poisson: nan elsewhere. ``counterfactual`` is known for each
    month; ``lower`` and ``upper`` are where so many of the single months would lie without a change. ``ratio`` is what
    was counted after the start over what was expected, with limits.
    """

    model: str
    counts: Floats
    start: int
    terms: tuple[str, ...]
    estimate: Floats
    se: Floats
    covariance: Floats
    dispersion: float
    theta: float
    phi: float
    deviance: float
    aic: float
    fitted: Floats
    counterfactual: Floats
    lower: Floats
    upper: Floats
    log_ratio: float
    log_ratio_se: float
    confidence: float

    @property
    def months_after(self) -> int:
        return self.counts.size - self.start

    @property
    def observed_total(self) -> float:
        return float(self.counts[self.start :].sum())

    @property
    def fitted_total(self) -> float:
        return float(self.fitted[self.start :].sum())

    @property
    def counterfactual_total(self) -> float:
        return float(self.counterfactual[self.start :].sum())

    @property
    def degrees_of_freedom(self) -> int:
        return self.counts.size - len(self.terms)

    @property
    def counterfactual_total_limits(self) -> tuple[float, float]:
        """The totals after the start that the pattern before does not rule out."""
        reach = float(np.exp(self._reach))
        return self.counterfactual_total / reach, self.counterfactual_total * reach

    def rate_ratio(self, term: str) -> tuple[float, float, float]:
        """exp of a term with its normal limits, as R's ``confint.default`` gives them."""
        at = self.terms.index(term)
        reach = special.ndtri((1 + self.confidence) / 2) * self.se[at]
        return tuple(float(np.exp(self.estimate[at] + step)) for step in (0, -reach, reach))  # type: ignore[return-value]

    def __str__(self) -> str:
        low, high = self.counterfactual_total_limits
        clear = not self.ratio_lower <= 1 <= self.ratio_upper
        return (
            f"In the {self.months_after} months after the start {self.observed_total:,.0f} were counted; the pattern "
            f"before points to {self.counterfactual_total:,.0f} ({self.confidence:.0%} limits {low:,.0f} to "
            f"{high:,.0f}): "
            f"{'clearly ' + ('fewer' if self.ratio < 1 else 'more') if clear else 'no clear difference'}."
        )

    def table(self) -> dict[str, Sequence[float]]:
        """One row for each month."""
        return {
            "month": list(range(1, self.counts.size + 1)),
            "after": [int(at >= self.start) for at in range(self.counts.size)],
            "count": self.counts.tolist(),
            "fitted": self.fitted.tolist(),
            "counterfactual": self.counterfactual.tolist(),
            "lower": self.lower.tolist(),
            "upper": self.upper.tolist(),
        }


def interrupted(
    counts: ArrayLike,
    start: int,
    *,
    exposure: ArrayLike | None = None,
    model: Model = "quasi-poisson",
    period: int = 12,
    harmonics: int = 2,
    slope: bool | None = None,
    lags: int = 3,
    confidence: float = 0.95,
) -> Interrupted:
    """Change of level and slope of a series of counts from a month on.

    Parameters
    ----------
    counts : array (months,) of whole numbers >= 0, without gaps
    start : int
        How many months lie before: ``counts[start]`` is the first month after.
    exposure : array (months,) > 0, optional
        Residents, days or kilometres, where they change from month to month. Not with ``gls``.
    model : one of ``MODELS``
        How counts vary about their mean. ``newey-west`` is Poisson with errors that resemble their neighbours;
        ``log-linear`` is least squares of log(count + 1); ``gls`` least squares of the counts with AR(1) errors.
    period, harmonics : int
        Length of the season in months, and how many pairs of waves describe it (0: no season).
    slope : bool, optional
        Let the trend change too. If not said: where three months or more lie after the start.
    lags : int
        Months over which errors resemble each other, for ``newey-west``.
    confidence : float between 0 and 1

    Returns
    -------
    Interrupted

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole; the start is not inside the series; the months are too few
        for the terms; there is no event before or after the start; or the model is not known.

    References
    ----------
    Wagner et al. (2002) J Clin Pharm Ther 27:299; Bernal, Cummins & Gasparrini (2017) Int J Epidemiol 46:348.
    Answers to R's ``glm``, ``MASS::glm.nb``, ``sandwich::NeweyWest``, ``lm`` and ``nlme::gls``.

    Examples
    --------
    >>> before = [20, 24, 22, 27, 25, 30, 29, 24, 23, 21, 19, 18]
    >>> print(interrupted([*before, *before, 12, 14, 13, 17, 14, 19], 24, harmonics=1))
    In the 6 months after the start 89 were counted; the pattern before points to 144 (95% limits 127 to 163): \
clearly fewer.
    """
    y, slope = _checked(counts, start, model, period, harmonics, slope)
    offset = _offset(exposure, y, model)
    x = design.columns(y.size, np.array([start]), period, harmonics, slope)
    bare = design.without(x, slope)
    names = design.terms(period, harmonics, slope)
    share(confidence, "the confidence")
    if y.size <= len(names):
        raise ValueError(f"{y.size} months are too few for {len(names)} terms: give more months, or fewer harmonics")
    if model in ("log-linear", "gls"):
        return _straight(y, start, model, names, x[0], bare[0], offset, confidence)
    return _log_linear(y, start, model, names, x, bare, offset, lags, confidence)


def _log_linear(y, start, model, names, x, bare, offset, lags, confidence) -> Interrupted:  # type: ignore[no-untyped-def]
    stack, off, used, theta, aic = y[None], offset[None], np.ones((1, y.size)), np.nan, np.nan
    if model == "negative binomial":
        fit, theta, likelihood = loglinear.negative_binomial(x, stack, off)
        aic = 2 * (len(names) + 1) - likelihood
    else:
        fit = loglinear.poisson(x, stack, off, used)
    spread = float(loglinear.dispersion(stack, fit, used)[0]) if model == "quasi-poisson" else np.nan
    if model == "poisson":
        aic = 2 * len(names) - 2 * float(stats.poisson.logpmf(y, fit.mean[0]).sum())
    covariance = fit.bread[0] * (spread if model == "quasi-poisson" else 1)
    if model == "newey-west":
        covariance = loglinear.newey_west(x, loglinear.residual(stack, fit), fit.bread, lags)[0]
    mean, expected = fit.mean[0], np.exp(bare[0] @ fit.estimate[0] + offset)
    after = slice(start, None)
    ratio, error = ratio_of_totals(x[0, after], bare[0, after], mean[after], expected[after], covariance)
    noise = expected**2 / theta if model == "negative binomial" else expected * (np.fmax(spread, 1) - 1)
    if model in ("poisson", "newey-west"):
        noise = 0 * expected
    variance = noise + expected + expected**2 * np.einsum("ij,jk,ik->i", bare[0], covariance, bare[0])
    lower, upper = _where_months_lie(expected, variance, confidence)
    return Interrupted(
        model, y, start, names, fit.estimate[0], np.sqrt(np.diag(covariance)), covariance, spread, float(theta), np.nan,
        float(fit.deviance[0]), float(aic), mean, expected, lower, upper, ratio, error, confidence,
    )  # fmt: skip


def ratio_of_totals(
    x: Floats, bare: Floats, mean: Floats, expected: Floats, covariance: Floats
) -> tuple[float, float]:
    """The log of one total over another, each a sum of exponentials of the same coefficients, and its standard error.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> ratio_of_totals(one, 0 * one, np.array([2.0]), np.array([1.0]), 0.25 * one)
    (0.6931471805599453, 0.5)
    """
    slope = (x * mean[:, None]).sum(0) / mean.sum() - (bare * expected[:, None]).sum(0) / expected.sum()
    return float(np.log(mean.sum() / expected.sum())), float(np.sqrt(slope @ covariance @ slope))


def _where_months_lie(expected: Floats, variance: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Whole numbers between which single months lie: of a negative binomial count with this mean and variance."""
    tail = (1 - confidence) / 2
    size = expected**2 / np.fmax(variance - expected, 1e-9 * expected)
    lower, upper = (stats.nbinom.ppf(q, size, size / (size + expected)) for q in (tail, 1 - tail))
    return lower, upper


def _straight(y, start, model, names, x, bare, offset, confidence) -> Interrupted:  # type: ignore[no-untyped-def]
    """Least squares: of log(count + 1) per exposure, or of the counts with errors that resemble the month before."""
    phi, after = np.nan, slice(start, None)
    values = np.log1p(y) - offset if model == "log-linear" else y
    if model == "gls":
        found = autoregressive.generalised_least_squares(x, values)
        estimate, phi, covariance = found.estimate, found.phi, found.covariance
    else:
        estimate = np.linalg.lstsq(x, values, rcond=None)[0]
        left = ((values - x @ estimate) ** 2).sum() / (y.size - len(names))
        covariance = left * np.linalg.inv(x.T @ x)
    spread = ((values - x @ estimate) ** 2).sum() / (y.size - len(names))
    line, bare_line = x @ estimate, bare @ estimate
    reach = special.ndtri((1 + confidence) / 2) * np.sqrt(
        spread + np.einsum("ij,jk,ik->i", bare, covariance, bare)
    )
    ends = [bare_line - reach, bare_line + reach]
    if model == "log-linear":
        slopes = (x - bare)[after].mean(0)
        ratio, error = float(slopes @ estimate), float(np.sqrt(slopes @ covariance @ slopes))
        line, bare_line, *ends = (np.fmax(np.exp(v + offset) - 1, 0) for v in (line, bare_line, *ends))
    else:
        totals = line[after].sum(), bare_line[after].sum()
        if min(totals) <= 0:
            raise ValueError("the straight line runs below nought: use a model of counts, such as quasi-poisson")
        slopes = x[after].sum(0) / totals[0] - bare[after].sum(0) / totals[1]
        ratio, error = float(np.log(totals[0] / totals[1])), float(np.sqrt(slopes @ covariance @ slopes))
    return Interrupted(
        model, y, start, names, estimate, np.sqrt(np.diag(covariance)), covariance, np.nan, np.nan, phi,
        np.nan, np.nan, line, bare_line, np.fmax(ends[0], 0), ends[1], ratio, error, confidence,
    )  # fmt: skip


def _checked(
    counts: ArrayLike, start: int, model: str, period: int, harmonics: int, slope: bool | None
) -> tuple[Floats, bool]:
    y = whole(counts, "the counts", 4)
    if y.ndim != 1:
        raise ValueError("an interrupted series is one series: give one count for each month")
    if int(start) != start or not 0 < start < y.size:
        raise ValueError(f"the start must lie inside the series: after 1 to {y.size - 1} months, not {start}")
    if model not in MODELS:
        raise ValueError(f"there is no model called {model!r}; there are {', '.join(MODELS)}")
    if harmonics < 0 or 2 * harmonics >= max(period, 1):
        most = max((period - 1) // 2, 0)
        raise ValueError(f"a season of {period} months has at most {most} harmonics, not {harmonics}")
    if model != "gls" and (y[:start].sum() == 0 or y[start:].sum() == 0):
        when = "before" if y[:start].sum() == 0 else "after"
        raise ValueError(
            f"there is no event {when} the start, so that a ratio has no limits: compare the two totals instead"
        )
    return y, y.size - start >= 3 if slope is None else slope


def _offset(exposure: ArrayLike | None, y: Floats, model: str) -> Floats:
    if exposure is None:
        return np.zeros_like(y)
    if model == "gls":
        raise ValueError("gls models the counts themselves and takes no exposure: use quasi-poisson")
    found = above_nought(exposure, "the exposure")
    if found.shape != y.shape:
        raise ValueError(f"there must be one exposure for each of the {y.size} months, not {found.size}")
    return np.log(found)
