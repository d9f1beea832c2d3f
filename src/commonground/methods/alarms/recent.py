"""EARS C1, C2 and C3: a count against the few time points before it, where there is no history of years."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.alarms.counts import level_of, points_of, series_of, whole_number
from commonground.methods.alarms.found import Alarms, Floats, restored

BETWEEN = 2  # time points between the baseline of C2 and C3 and the point to judge
SUMMED = 2  # time points before it whose excess C3 adds


def ears_c1(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    baseline: int = 7,
    alpha: float = 0.001,
    least_spread: float = 0.0,
) -> Alarms:
    """Alarm where a count is above the mean of those just before it by so many standard deviations.

    There is no allowance for the season or for a trend: for short series, of days above all.

    Parameters
    ----------
    counts : array (times,) or (series, times) of whole numbers >= 0; nan where not known
    at : array (points,) of whole numbers, or None
        The time points to judge, 0 the first; None: all with a baseline before them.
    baseline : int
        How many time points before are compared with, at least 2.
    alpha : float
        One-sided; the bound is the mean and z(1 - alpha) standard deviations.
    least_spread : float
        The least standard deviation taken (``minSigma``): without it, one event after a quiet time is an alarm.

    Returns
    -------
    Alarms, (series, points), or (points,) for one series. A baseline with a count not known gives no bound. With so
    few counts the bound is crossed by chance far oftener than alpha; ``cautious`` is by Student's t.

    Raises
    ------
    ValueError
        Counts that are no counts, too short a series, a setting out of range.

    References
    ----------
    Hutwagner et al. (2003) J Urban Health 80:i89. Answers to ``surveillance::earsC(method = "C1")``.

    Examples
    --------
    >>> found = ears_c1([3, 4, 2, 5, 3, 4, 3, 12])
    >>> print(found.alarm.tolist(), round(float(found.upper[0]), 2))
    [True] 6.44
    """
    return _ears("EARS C1", counts, at, baseline, alpha, least_spread, between=0, summed=None)


def ears_c2(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    baseline: int = 7,
    alpha: float = 0.001,
    least_spread: float = 0.0,
) -> Alarms:
    """As ``ears_c1``, with two time points left out between the baseline and the count, which a rise may have reached.

    References
    ----------
    Hutwagner et al. (2003) J Urban Health 80:i89. Answers to ``surveillance::earsC(method = "C2")``.

    Examples
    --------
    >>> found = ears_c2([3, 4, 2, 5, 3, 4, 3, 9, 9, 12])
    >>> print(found.alarm.tolist(), round(float(found.upper[0]), 2))
    [True] 6.44
    """
    return _ears("EARS C2", counts, at, baseline, alpha, least_spread, between=BETWEEN, summed=None)


def ears_c3(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    baseline: int = 7,
    alpha: float = 0.025,
    least_spread: float = 0.0,
    newest: bool = False,
) -> Alarms:
    """Alarm where the excess over C2 of the last time points, added up, is too large: for a rise that is slow.

    Each excess is that of the standardised count above 1, nought if below. Parameters and errors are those of
    ``ears_c1``, and there is no p value.

    Parameters
    ----------
    newest : bool
        Add the excess of the point itself to that of the two before it, as the method was published. Without it the
        sum is of the two before alone, as in the package that most people use: then the count itself does not matter,
        and the alarm is about what has just been. The bound is such that the count exceeds it when there is an alarm.

    References
    ----------
    Hutwagner et al. (2003) J Urban Health 80:i89. Answers to ``surveillance::earsC(method = "C3")``.

    Examples
    --------
    >>> rise = [3, 4, 2, 5, 3, 4, 3, 4, 3, 7, 8, 7]
    >>> print(ears_c3(rise).alarm.tolist(), ears_c3(rise, newest=True).alarm.tolist())
    [True] [True]
    """
    return _ears("EARS C3", counts, at, baseline, alpha, least_spread, between=BETWEEN, summed=newest)


def _ears(
    method: str, counts: ArrayLike, at: ArrayLike | None, baseline: int, alpha: float, least_spread: float, *,
    between: int, summed: bool | None,
) -> Alarms:  # fmt: skip
    given, alone = series_of(counts)
    z = float(special.ndtri(1 - level_of(alpha)))
    baseline = whole_number(baseline, 2, "the baseline")
    if not least_spread >= 0 or least_spread == np.inf:
        raise ValueError("the least standard deviation must be nought or more")
    needed = baseline + between
    points = points_of(at, needed + (SUMMED if summed is not None else 0), given.shape[1])
    first = points.min() - (SUMMED if summed is not None else 0)
    windows = sliding_window_view(given, baseline, axis=1)[:, first - needed : points.max() + 1 - needed]
    mean = windows.mean(axis=2)
    spread = np.fmax(windows.std(axis=2, ddof=1), least_spread)
    spread[np.isnan(mean)] = np.nan
    near, here = given[:, first : points.max() + 1], points - first
    with np.errstate(divide="ignore", invalid="ignore"):
        above = (near - mean) / spread
        if summed is None:
            upper, p_value = (mean + z * spread)[:, here], special.ndtr(-above)[:, here]
            cautious = special.stdtr(baseline - 1, -above / np.sqrt(1 + 1 / baseline))[:, here]
        else:
            upper = _c3(near, spread, above, z, summed)[:, here]
            p_value = cautious = np.full(upper.shape, np.nan)
        observed = near[:, here]
        alarm = observed > upper
    found = restored([observed, mean[:, here], upper, alarm, p_value, cautious], alone)
    return Alarms(
        method=method, at=points, observed=found[0], expected=found[1], upper=found[2], alarm=found[3],
        p_value=found[4], cautious=found[5], level=np.nan, complete=np.ones(points.size),
    )  # fmt: skip


def _c3(counts: Floats, spread: Floats, above: Floats, z: float, newest: bool) -> Floats:
    """The bound that a count exceeds when the sum exceeds z: never below nought."""
    excess = np.where(np.isnan(above), np.nan, np.maximum(above - 1, 0))
    added = np.full(counts.shape, np.nan)
    times = excess.shape[1]
    added[:, SUMMED:] = sum(excess[:, SUMMED - back : times - back] for back in range(0 if newest else 1, SUMMED + 1))
    return np.maximum(counts + spread * (z - added), 0)
