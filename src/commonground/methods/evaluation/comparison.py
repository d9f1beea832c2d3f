"""One area beside another: did the ratio of the two change from a month on?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.evaluation.counts import share, whole
from commonground.methods.evaluation.interrupted import RatioLimits

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Beside(RatioLimits):
    """How many times as large the ratio of an area to its comparison was after the start as before, with limits.

    ``expected``: what the area would have had in each month, had its ratio to the comparison stayed.
    """

    counts: Floats
    comparison: Floats
    start: int
    log_ratio: float
    log_ratio_se: float
    expected: Floats
    confidence: float

    @property
    def degrees_of_freedom(self) -> int:
        return self.counts.size - 2

    def __str__(self) -> str:
        clear = not self.ratio_lower <= 1 <= self.ratio_upper
        return (
            f"Against its comparison the area had {self.ratio:.2f} times as many after the start as before "
            f"({self.confidence:.0%} limits {self.ratio_lower:.2f} to {self.ratio_upper:.2f}): "
            f"{'a clear difference' if clear else 'no clear difference'}."
        )

    def table(self) -> dict[str, list[float]]:
        """One row for each month."""
        return {
            "month": list(range(1, self.counts.size + 1)),
            "count": self.counts.tolist(),
            "comparison": self.comparison.tolist(),
            "expected": self.expected.tolist(),
        }


def beside(
    counts: ArrayLike, comparison: ArrayLike, start: int, *, lags: int = 3, confidence: float = 0.95
) -> Beside:
    """The change of an area against that of a comparison area in the same months.

    Given each month's sum, the area's share of it is binomial; the estimate is the ratio of its odds after to its odds
    before, which is the Poisson difference in differences of two areas. Months share what they share with both, so
    that seasons need no terms. Limits take the wider of the binomial error, the error seen, and the error of months
    that resemble their neighbours.

    Parameters
    ----------
    counts, comparison : arrays (months,) of whole numbers >= 0
    start : int
        How many months lie before.
    lags : int
        Months over which errors resemble each other.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole; the two are not equally long; the start is not inside; or
        one of the two has no event before or after.

    References
    ----------
    McCullagh & Nelder (1989), section 4.5.2, conditioning on totals; Newey & West (1987) for the limits.

    Examples
    --------
    >>> print(beside([20, 22, 21, 23, 12, 11, 13, 10], [30, 31, 33, 32, 30, 34, 31, 33], 4))
    Against its comparison the area had 0.53 times as many after the start as before (95% limits 0.31 to 0.91): \
a clear difference.
    """
    y, c = whole(counts, "the counts", 4), whole(comparison, "the counts of the comparison", 4)
    if y.ndim != 1 or y.shape != c.shape:
        raise ValueError(f"the area and its comparison must have the same months: {y.size} and {c.size} given")
    if int(start) != start or not 1 < start < y.size - 1:
        raise ValueError(f"the start must leave two months or more on each side, in a series of {y.size}")
    share(confidence, "the confidence")
    log_ratio, error = _change(y[None], c[None], np.array([start]), np.ones((1, y.size)), lags)
    expected = c * y[:start].sum() / c[:start].sum()
    return Beside(y, c, int(start), float(log_ratio[0]), float(error[0]), expected, confidence)


def _change(
    counts: Floats, comparison: Floats, starts: NDArray[np.int_], used: Floats, lags: int
) -> tuple[Floats, Floats]:
    """The log of the ratio of ratios and its error, for each row of a stack."""
    after = (np.arange(counts.shape[-1]) >= starts[:, None]) * used
    log_ratio, variance = np.zeros(len(counts)), np.zeros(len(counts))
    for part, sign in ((used - after, -1), (after, 1)):
        own, other = (part * counts).sum(-1), (part * comparison).sum(-1)
        if (own == 0).any() or (other == 0).any():
            raise ValueError("the area or its comparison has no event before or after the start: there is no ratio")
        left = part * (counts - (own / other)[:, None] * comparison) / own[:, None]
        log_ratio = log_ratio + sign * np.log(own / other)
        variance = variance + np.fmax(1 / own + 1 / other, _long_run(left, part.sum(-1), lags))
    return log_ratio, np.sqrt(variance)


def _long_run(left: Floats, months: Floats, lags: int) -> Floats:
    """Variance of a sum of errors: as they were seen, or wider where they resemble their neighbours."""
    own = (left**2).sum(-1) * months / np.fmax(months - 1, 1)
    total = own
    for lag in range(1, min(lags, left.shape[-1] - 1) + 1):
        total = total + 2 * (1 - lag / (lags + 1)) * (left[..., lag:] * left[..., :-lag]).sum(-1)
    return np.fmax(own, total)
