"""Two counts: is the difference more than chance would give?

Recorded offences are taken as Poisson counts. Given the sum of two such counts the first is binomial, so
the exact limits of a binomial share are exact limits of the ratio of the two rates, with no approximation
at any size.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.rates import Estimate, proportion

Floats = NDArray[np.float64]

HALVINGS = 80  # of the unit interval: beyond the precision of a double wherever a limit can lie


@dataclass(frozen=True, eq=False)
class Comparison:
    """Ratio of a rate to its baseline, its limits and a two-sided p value, each an array of one shape.

    A ratio of nan means that both counts are nought, which says nothing: limits 0 and infinity, p = 1.
    Where only the baseline is nought the ratio and its upper limit are infinite. ``p_value`` is nan where
    none is defined.
    """

    ratio: Floats
    lower: Floats
    upper: Floats
    p_value: Floats

    @property
    def change_percent(self) -> Floats:
        """The change from the baseline in per cent."""
        return 100 * (self.ratio - 1)

    @property
    def lower_percent(self) -> Floats:
        """Lower limit of the change in per cent; never below -100."""
        return 100 * (self.lower - 1)

    @property
    def upper_percent(self) -> Floats:
        """Upper limit of the change in per cent; infinite when the baseline is nought."""
        return 100 * (self.upper - 1)


def exact(
    count: ArrayLike,
    baseline: ArrayLike,
    exposure: ArrayLike = 1.0,
    baseline_exposure: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Comparison:
    """Exact conditional comparison of two Poisson counts.

    The limits are Clopper and Pearson's for the count's share of both, turned into a ratio of rates. The p
    value is central (twice the smaller tail, at most 1), so that it agrees with the interval: p < 0.05
    exactly when the 95 % interval excludes 1. R gives the same limits beside another p value (of all
    outcomes no likelier than the one seen), which can contradict them.

    Parameters
    ----------
    count, baseline : array of whole numbers >= 0
        Any shapes that broadcast with each other and the exposures; nan gives nan.
    exposure, baseline_exposure : array > 0
        Residents, days or person-years at risk, both in the same unit.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is negative or not whole, an exposure is not above nought, or the confidence is not between
        0 and 1.

    References
    ----------
    Przyborowski & Wilenski (1940) Biometrika 31:313, conditioning on the sum; Clopper & Pearson (1934)
    Biometrika 26:404, the limits. Answers to the limits of ``epitools::rateratio(method = "exact")``.

    Examples
    --------
    >>> change = exact(4678, 4820)
    >>> [round(float(x), 2) for x in (change.change_percent, change.lower_percent, change.upper_percent)]
    [-2.95, -6.79, 1.06]
    """
    x, y, relative = _checked(count, baseline, exposure, baseline_exposure, confidence)
    tail = (1 - confidence) / 2
    null = relative / (1 + relative)
    lower = np.where(x == 0, 0.0, special.betaincinv(np.fmax(x, 1), y + 1, tail))
    upper = np.where(y == 0, 1.0, special.betainccinv(x + 1, np.fmax(y, 1), tail))
    return _comparison(x, y, relative, lower, upper, np.fmin(_at_least(x, y, null), _at_most(x, y, null)))


def mid_p(
    count: ArrayLike,
    baseline: ArrayLike,
    exposure: ArrayLike = 1.0,
    baseline_exposure: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Comparison:
    """Mid-p comparison of two Poisson counts: as ``exact``, with half of the probability of the outcome
    itself.

    Narrower than the exact limits and not guaranteed to cover. The ratio is the median-unbiased estimate.
    Parameters and errors are those of ``exact``.

    References
    ----------
    Rothman, Greenland & Lash (2008) Modern Epidemiology, 3rd ed., chapter 14. Answers to
    ``epitools::rateratio`` with ``method = "midp"``.

    Examples
    --------
    >>> comparison = mid_p(5, 10, 900, 4000)
    >>> [round(float(x), 3) for x in (comparison.ratio, comparison.lower, comparison.upper)]
    [2.257, 0.686, 6.452]
    """
    x, y, relative = _checked(count, baseline, exposure, baseline_exposure, confidence)
    tail = (1 - confidence) / 2
    null = relative / (1 + relative)
    tails = np.fmin(_mid(x, y, null), _mid(y, x, 1 / (1 + relative)))
    lower = np.where(x == 0, 0.0, _mid_inverse(x, y, tail))
    upper = np.where(y == 0, 1.0, _mid_inverse(x, y, 1 - tail))
    middle = np.where(x == 0, 0.0, np.where(y == 0, 1.0, _mid_inverse(x, y, 0.5)))
    found = _comparison(x, y, relative, lower, upper, tails)
    return Comparison(_ratio(x, y, relative, middle), found.lower, found.upper, found.p_value)


def wald(
    count: ArrayLike,
    baseline: ArrayLike,
    exposure: ArrayLike = 1.0,
    baseline_exposure: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> Comparison:
    """Large-sample comparison of two Poisson counts on the log scale; nan limits and p where a count is
    nought.

    Parameters and errors are those of ``exact``.

    References
    ----------
    Rothman, Greenland & Lash (2008) Modern Epidemiology, 3rd ed., chapter 14: variance 1/x + 1/y. Answers
    to ``epitools::rateratio(method = "wald")``.

    Examples
    --------
    >>> comparison = wald(5, 10, 900, 4000)
    >>> [round(float(x), 3) for x in (comparison.ratio, comparison.lower, comparison.upper)]
    [2.222, 0.76, 6.501]
    """
    x, y, relative = _checked(count, baseline, exposure, baseline_exposure, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _log_normal(x / y / relative, np.where((x == 0) | (y == 0), np.nan, 1 / x + 1 / y), confidence)


def risk_ratio(
    count: ArrayLike, of: ArrayLike, baseline: ArrayLike, baseline_of: ArrayLike, confidence: float = 0.95
) -> Comparison:
    """Large-sample comparison of two shares, such as the find rates of two years, as their ratio.

    Parameters
    ----------
    count, baseline : array of whole numbers >= 0
    of, baseline_of : array
        What ``count`` and ``baseline`` are shares of; at least as large.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        As ``exact``, or a count is above its whole.

    References
    ----------
    Katz et al. (1978) Biometrics 34:469, the log method. Answers to ``epitools::riskratio(method =
    "wald")``.

    Examples
    --------
    >>> comparison = risk_ratio(5, 900, 10, 4000)
    >>> [round(float(x), 3) for x in (comparison.ratio, comparison.lower, comparison.upper)]
    [2.222, 0.761, 6.486]
    """
    x, y, relative = _checked(count, baseline, of, baseline_of, confidence)
    n, m = np.asarray(of, float), np.asarray(baseline_of, float)
    if np.any(x > n) or np.any(y > m):
        raise ValueError("a share cannot be above 1: a count is larger than what it is counted in")
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where((x == 0) | (y == 0), np.nan, 1 / x - 1 / n + 1 / y - 1 / m)
        return _log_normal(x / y / relative, variance, confidence)


def difference_of_shares(
    count: ArrayLike, of: ArrayLike, baseline: ArrayLike, baseline_of: ArrayLike, confidence: float = 0.95
) -> Estimate:
    """How much larger one share is than another, with Newcombe's limits made of Wilson's.

    It has limits for noughts and for few, where the log of a ratio has none. A whole of nought gives nan.

    Parameters
    ----------
    count, baseline : array of whole numbers >= 0
    of, baseline_of : array
        What ``count`` and ``baseline`` are shares of; at least as large.
    confidence : float between 0 and 1

    Returns
    -------
    Estimate
        The first share less the second, both between 0 and 1.

    Raises
    ------
    ValueError
        A count is negative or above its whole, or the confidence is not between 0 and 1.

    References
    ----------
    Newcombe (1998) Statistics in Medicine 17:873, method 10. Answers to
    ``statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")``.

    Examples
    --------
    >>> difference = difference_of_shares(56, 70, 48, 80)
    >>> print(f"{difference.value:.2f} ({difference.lower:.4f} to {difference.upper:.4f})")
    0.20 (0.0524 to 0.3339)
    """
    first = proportion(count, of, 1, confidence)
    second = proportion(baseline, baseline_of, 1, confidence)
    difference = first.value - second.value
    below = np.hypot(first.value - first.lower, second.upper - second.value)
    above = np.hypot(first.upper - first.value, second.value - second.lower)
    return Estimate(difference, difference - below, difference + above)


def _checked(
    count: ArrayLike,
    baseline: ArrayLike,
    exposure: ArrayLike,
    baseline_exposure: ArrayLike,
    confidence: float,
) -> tuple[Floats, Floats, Floats]:
    x, y = np.asarray(count, float), np.asarray(baseline, float)
    time, baseline_time = np.asarray(exposure, float), np.asarray(baseline_exposure, float)
    if np.any((x < 0) | (x % 1 != 0) & ~np.isnan(x)) or np.any((y < 0) | (y % 1 != 0) & ~np.isnan(y)):
        raise ValueError("a count must be a whole number, nought or more")
    if np.any(time <= 0) or np.any(baseline_time <= 0):
        raise ValueError("an exposure must be above nought")
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    x, y, relative = np.broadcast_arrays(x, y, time / baseline_time)
    return x, y, relative


def _comparison(x: Floats, y: Floats, relative: Floats, lower: Floats, upper: Floats, tail: Floats) -> Comparison:
    """Shares of the sum as ratios of rates; what is unknown stays unknown."""
    unknown = np.isnan(x) | np.isnan(y) | np.isnan(relative)
    limits = (_odds(lower) / relative, _odds(upper) / relative, np.fmin(1, 2 * tail))
    with np.errstate(invalid="ignore"):
        ratio = _ratio(x, y, relative, x / np.where(x + y == 0, np.nan, x + y))
    return Comparison(ratio, *(np.where(unknown, np.nan, limit) for limit in limits))


def _ratio(x: Floats, y: Floats, relative: Floats, share: Floats) -> Floats:
    return np.where((x + y == 0) | np.isnan(x + y), np.nan, _odds(share) / relative)


def _odds(share: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return share / (1 - share)


def _at_least(x: Floats, y: Floats, share: Floats) -> Floats:
    """Probability of x or more out of x + y, each with this share."""
    return np.where(x == 0, 1.0, special.betainc(np.fmax(x, 1), y + 1, share))


def _at_most(x: Floats, y: Floats, share: Floats) -> Floats:
    """Probability of x or less out of x + y."""
    return np.where(y == 0, 1.0, special.betaincc(x + 1, np.fmax(y, 1), share))


def _mid(x: Floats, y: Floats, share: Floats) -> Floats:
    """Probability of more than x, and half of that of x itself."""
    above = np.where(y == 0, 0.0, special.betainc(x + 1, np.fmax(y, 1), share))
    return (_at_least(x, y, share) + above) / 2


def _mid_inverse(x: Floats, y: Floats, probability: float) -> Floats:
    """The share at which ``_mid`` has this value, by halving: ``_mid`` rises with the share."""
    low, high = np.zeros(x.shape), np.ones(x.shape)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = _mid(x, y, middle) < probability
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def _log_normal(ratio: Floats, variance: Floats, confidence: float) -> Comparison:
    z, error = special.ndtri((1 + confidence) / 2), np.sqrt(variance)
    spread = np.exp(z * error)
    return Comparison(ratio, ratio / spread, ratio * spread, 2 * special.ndtr(-np.abs(np.log(ratio)) / error))
