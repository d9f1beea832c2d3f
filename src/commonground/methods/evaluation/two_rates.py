"""Two counts, before and after: the E-test and the exact conditional test of Przyborowski and Wilenski."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from commonground.methods import two_counts
from commonground.methods.evaluation.counts import above_nought, share, whole

Floats = NDArray[np.float64]

TIE = 1e-9  # two outcomes are equally far from even when they differ by no more than rounding
NEGLIGIBLE = 50.0  # outcomes rarer than exp(-50) are left out: far below the last digit of any p value shown


@dataclass(frozen=True, eq=False)
class TwoRates:
    """The ratio of two rates with its exact limits, and the p value of each test; arrays of one shape.

    ``p_conditional`` adds up all outcomes no likelier than the one seen, as R does; ``p_central`` is twice the
    smaller tail and agrees with the limits (decision 4). A ratio of nan: neither count has an event.
    """

    count: Floats
    baseline: Floats
    ratio: Floats
    lower: Floats
    upper: Floats
    p_e_test: Floats
    p_conditional: Floats
    p_central: Floats
    confidence: float

    def __str__(self) -> str:
        if self.ratio.size != 1:
            clear = int(((self.lower > 1) | (self.upper < 1)).sum())
            return f"{clear} of {self.ratio.size} pairs of counts differ by more than chance would give."
        one = {name: float(np.ravel(getattr(self, name))[0]) for name in ("ratio", "lower", "upper", "p_e_test")}
        if np.isnan(one["ratio"]):
            return "There was no event in either period, so that nothing can be said."
        sure = "no clear change" if one["lower"] <= 1 <= one["upper"] else "a clear change"
        return (
            f"The rate was {one['ratio']:.2f} times that before ({self.confidence:.0%} limits {one['lower']:.2f} to "
            f"{one['upper']:.2f}; E-test p = {one['p_e_test']:.3f}): {sure}."
        )

    def table(self) -> dict[str, list[float]]:
        """One row for each pair."""
        names = ("count", "baseline", "ratio", "lower", "upper", "p_e_test", "p_conditional", "p_central")
        return {name: np.ravel(getattr(self, name)).tolist() for name in names}


def two_rates(
    count: ArrayLike,
    baseline: ArrayLike,
    exposure: ArrayLike = 1.0,
    baseline_exposure: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> TwoRates:
    """Is one rate of events above or below another by more than chance?

    Parameters
    ----------
    count, baseline : whole numbers >= 0
        Events after and before; any shapes that broadcast with each other and the exposures.
    exposure, baseline_exposure : numbers > 0
        Months, residents or person-years, both in the same unit.
    confidence : float between 0 and 1

    Returns
    -------
    TwoRates
        With the exact limits of ``methods.two_counts.exact``.

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole, or an exposure is not above nought.

    References
    ----------
    Przyborowski & Wilenski (1940) Biometrika 31:313, the conditional test; answers to R's ``binom.test``.
    Krishnamoorthy & Thomson (2004) J Stat Plan Inference 119:23, the E-test; answers to ``ptools::e_test``.

    Examples
    --------
    >>> print(two_rates(13, 5))
    The rate was 2.60 times that before (95% limits 0.87 to 9.31; E-test p = 0.062): no clear change.
    """
    x, y = whole(np.atleast_1d(count), "the counts"), whole(np.atleast_1d(baseline), "the counts before")
    n, m = above_nought(exposure, "the exposure"), above_nought(baseline_exposure, "the exposure before")
    try:
        x, y, n, m = np.broadcast_arrays(x, y, n, m)
    except ValueError:
        raise ValueError("the counts and their exposures must be equally many") from None
    limits = two_counts.exact(x, y, n, m, share(confidence, "the confidence"))
    pairs = list(zip(x.flat, y.flat, n.flat, m.flat, strict=True))
    e = np.array([_e(*pair) for pair in pairs]).reshape(x.shape)
    conditional = np.array([_conditional(*pair) for pair in pairs]).reshape(x.shape)
    return TwoRates(x, y, limits.ratio, limits.lower, limits.upper, e, conditional, limits.p_value, confidence)


def e_test(count: int, baseline: int, exposure: float = 1.0, baseline_exposure: float = 1.0) -> float:
    """The p value of the E-test alone: that of ``two_rates``, with its parameters and errors.

    The two counts are thrown again as Poisson counts of the pooled rate; p is how often they are as uneven, by
    the difference of the rates over its pooled standard error. Where exposures are alike this is the only form of
    the test; where they are not, ``scipy.stats.poisson_means_test`` takes the standard error that is not pooled.

    Examples
    --------
    >>> print(round(e_test(1, 4), 4))
    0.2402
    """
    return float(two_rates(count, baseline, exposure, baseline_exposure).p_e_test[0])


def _e(x: float, y: float, n: float, m: float) -> float:
    """Sum over one count of the chance that the other is far enough from it: two tails, ends of a parabola.

    With u of the first count fixed, the outcomes less uneven than the one seen are those v with
    (u m - v n)^2 < c (u + v), c = (x m - y n)^2 / (x + y): an interval between two roots.
    """
    if x * m == y * n:
        return 1.0
    c = (x * m - y * n) ** 2 / (x + y)
    rate = (x + y) / (n + m)
    first, second = stats.poisson(rate * n), stats.poisson(rate * m)
    u = _likely(rate * n)
    half = u * m / n + c / (2 * n * n)
    spread = np.sqrt(c * (u * (n + m) / n + c / (4 * n * n))) / n
    slack = TIE * (1 + half)
    below = np.floor(half - spread + slack)  # at or below: as uneven, or more
    above = np.ceil(half + spread - slack)
    tails = second.cdf(below) + second.sf(above - 1)
    if u[0] == 0 and below[0] >= 0:
        tails[0] -= second.pmf(0)  # two noughts lie on the parabola, and are as even as can be
    return min(1.0, float((first.pmf(u) * np.clip(tails, 0, 1)).sum()))


def _likely(mean: float) -> Floats:
    """All counts but those rarer than exp(-NEGLIGIBLE), by Bernstein's bound on the tails of a Poisson count."""
    low = mean - sqrt(2 * NEGLIGIBLE * mean)
    high = mean + NEGLIGIBLE / 3 + sqrt((NEGLIGIBLE / 3) ** 2 + 2 * NEGLIGIBLE * mean)
    return np.arange(max(0.0, np.floor(low)), np.ceil(high) + 1)


def _conditional(x: float, y: float, n: float, m: float) -> float:
    total = int(x + y)
    return float(stats.binomtest(int(x), total, n / (n + m)).pvalue) if total else 1.0


def smallest_clear_fall(baseline: int, ratio_of_months: float = 1.0) -> float:
    """The fall, as a share, that the exact limits would call clear after so many events before.

    Parameters
    ----------
    baseline : int > 0
        Events before.
    ratio_of_months : float > 0
        Months after over months before.

    Raises
    ------
    ValueError
        As ``two_rates``, or there was no event before.

    Examples
    --------
    >>> print(round(smallest_clear_fall(100), 2))
    0.27
    """
    (y,) = whole(np.atleast_1d(baseline), "the count before")
    if y == 0:
        raise ValueError("without an event before, no fall can be seen")
    months = float(above_nought(ratio_of_months, "the months after over those before"))
    most = int(y * months - 1.9 * sqrt(y * months * (1 + months)))  # just above the answer
    counts = np.arange(max(most, 0) + 3 + int(sqrt(y)))
    clear = counts[two_counts.exact(counts, np.full(counts.shape, y), months, 1.0).upper < 1]
    return float(1 - clear[-1] / (y * months)) if clear.size else 1.0
