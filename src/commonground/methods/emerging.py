"""Emerging and lasting places: which stood out in how many months, and are they growing or fading?

From the Gi* of each month. The classes say what was recorded over the months seen; none of them says what the next will
bring.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.neighbours import Floats, Numbers

NEW = "new"
CONSECUTIVE = "consecutive"
INTENSIFYING = "intensifying"
PERSISTENT = "persistent"
DIMINISHING = "diminishing"
SPORADIC = "sporadic"
FORMER = "former"
NONE = "no pattern"

MEANINGS = {
    NEW: "stood out in the last period, and never before",
    CONSECUTIVE: "stood out in two or more periods up to the last without a break, and never before those",
    INTENSIFYING: "stood out in nearly every period and the last, more and more",
    PERSISTENT: "stood out in nearly every period and the last, neither more nor less over time",
    DIMINISHING: "stood out in nearly every period and the last, less and less",
    SPORADIC: "stood out in the last period and in others, on and off",
    FORMER: "stood out in nearly every period or in several running, but not in the last",
    NONE: "none of these",
}
CLASSES = tuple(MEANINGS)


@dataclass(frozen=True, eq=False)
class Trend:
    """Kendall's S of each series, its z with the correction for continuity, and a two-sided p value."""

    s: Numbers
    z: Floats
    p_value: Floats


@dataclass(frozen=True, eq=False)
class Emerging:
    """For each place: its class, in how many periods it stood out, its longest run, and the trend of its Gi*."""

    kind: NDArray[np.str_]
    stood_out: Numbers
    longest: Numbers
    trend: Trend
    periods: int

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Columns, one row for each place."""
        return {
            "kind": self.kind, "periods_stood_out": self.stood_out, "longest_run": self.longest,
            "trend_z": self.trend.z, "trend_p_value": self.trend.p_value,
        }  # fmt: skip

    def __str__(self) -> str:
        counted = [f"{n:,} {kind}" for kind in CLASSES[:-1] if (n := int((self.kind == kind).sum()))]
        of = f"Of {self.kind.size:,} places over {self.periods} periods"
        return f"{of}: {', '.join(counted)}." if counted else f"{of}, none stood out in a lasting or a new way."


def mann_kendall(series: ArrayLike) -> Trend:
    """Mann and Kendall's test of a trend, for many series at once.

    Parameters
    ----------
    series : array (periods, places) or (periods,)
        At least three periods; a period that is nan is left out of its series.

    Raises
    ------
    ValueError
        There are fewer than three periods, or a value is infinite.

    References
    ----------
    Mann (1945) Econometrica 13:245; Kendall (1975) Rank Correlation Methods, 4th ed., equation 4.4 for ties. Answers to
    ``Kendall::MannKendall``.

    Examples
    --------
    >>> trend = mann_kendall([1, 3, 2, 5, 6, 8, 7])
    >>> print(int(trend.s), round(float(trend.z), 2), round(float(trend.p_value), 3))
    17 2.4 0.016
    """
    values = np.asarray(series, float)
    if values.ndim not in (1, 2) or len(values) < 3:
        raise ValueError("a trend needs three periods or more")
    if np.isinf(values).any():
        raise ValueError("a value of a trend is infinite")
    s, ties = np.zeros(values.shape[1:]), np.zeros(values.shape[1:])
    for later in range(1, len(values)):
        earlier = values[:later]
        s += np.nansum(np.sign(values[later] - earlier), axis=0)
        # A value that comes for the t-th time adds t (t - 1)(2 t + 5), less the same for t - 1.
        t = (values[later] == earlier).sum(axis=0) + 1
        ties += t * (t - 1) * (2 * t + 5) - (t - 1) * (t - 2) * (2 * t + 3)
    n = (~np.isnan(values)).sum(axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(variance), 0.0)
    return Trend(s.astype(np.int64), z, 2 * special.ndtr(-np.abs(z)))


def emerging(z: ArrayLike, stood_out: ArrayLike, nearly: float = 0.9, run: int = 3, level: float = 0.05) -> Emerging:
    """Classes of places by the periods in which they stood out.

    Parameters
    ----------
    z : array (periods, places)
        The Gi* of each period, the earliest first; nan where a period has no pattern.
    stood_out : array of truth (periods, places)
        Whether a place stood out as high in each period, with allowance for many places.
    nearly : float above 0, up to 1
        The share of periods that is nearly every one.
    run : int from 2
        How many periods running, not the last, make a former place.
    level : float
        The two-sided level of the trend.

    Returns
    -------
    Emerging; ``MEANINGS`` says in words what each class is.

    Raises
    ------
    ValueError
        The two differ in shape, there are fewer than three periods, or a limit is out of its range.

    Notes
    -----
    The classes follow those of ArcGIS ("Emerging Hot Spot Analysis") and of Chainey (2020, Understanding Crime,
    chapter 6) with limits that are said here: each place has exactly one. They differ from the classes of
    ``sfhotspot``, whose "persistent" is a run of months.

    Examples
    --------
    >>> out = np.array([[0, 1, 1], [0, 1, 1], [0, 1, 1], [1, 0, 1]], bool)
    >>> print(emerging(np.where(out, 3.0, 0.0), out).kind.tolist())
    ['new', 'former', 'persistent']
    """
    scores, out = np.asarray(z, float), np.asarray(stood_out, bool)
    if scores.shape != out.shape or scores.ndim != 2:
        raise ValueError("each place needs a z and whether it stood out for each period")
    if not 0 < nearly <= 1 or run < 2 or not 0 < level < 1:
        raise ValueError("nearly every period is a share up to 1, a run is 2 periods or more, a level between 0 and 1")
    trend = mann_kendall(scores)
    periods, number = len(out), out.sum(axis=0)
    ending, longest = _runs(out)
    last, most = out[-1], number >= nearly * periods - 1e-9
    clear = trend.p_value < level
    rules = (
        (last & (number == 1), NEW),
        (last & most & clear & (trend.z > 0), INTENSIFYING),
        (last & most & clear & (trend.z < 0), DIMINISHING),
        (last & most, PERSISTENT),
        (last & (number == ending), CONSECUTIVE),
        (last, SPORADIC),
        (most | (longest >= run), FORMER),
    )
    kind = np.select([rule for rule, _ in rules], [name for _, name in rules], NONE)
    return Emerging(kind, number, longest, trend, periods)


def _runs(out: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """The length of the run up to the last period, and of the longest."""
    length = np.zeros(out.shape[1], np.int64)
    longest = length
    for period in out:
        length = np.where(period, length + 1, 0)
        longest = np.maximum(longest, length)
    return length, longest
