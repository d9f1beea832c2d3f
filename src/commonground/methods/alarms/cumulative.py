"""CUSUM: small excesses, added up until they are too many to be chance."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.alarms.counts import points_of, series_of
from commonground.methods.alarms.found import Alarms, Floats, restored

Scale = Literal["rossi", "standard"]


def cusum(
    counts: ArrayLike,
    at: ArrayLike | None = None,
    *,
    reference: float = 1.04,
    decision: float = 2.26,
    scale: Scale = "rossi",
    mean: ArrayLike | None = None,
) -> Alarms:
    """Alarm where the sum of what standardised counts have been above ``reference`` reaches ``decision``.

    The sum starts at nought before the first point to judge, never falls below nought, and is not set back after an
    alarm. The bound is the count at which the sum reaches ``decision``, given what was summed before: the least whole
    number for the standard scale. For a shift that lasts, rather than one high point.

    The alarm is drawn from the sum. After a long rise even no event would be one; then the bound means nothing, and
    what is given, as in the package below, is nought or the other solution of a quadratic equation.

    Parameters
    ----------
    counts : array (times,) or (series, times) of whole numbers >= 0
        Known from the first point to judge to the last.
    at : array (points,) of whole numbers one after the other, or None
        The time points to judge, 0 the first; None: the second half.
    reference, decision : float, >= 0 and > 0
        In standard deviations (``k``, ``h``).
    scale : {"rossi", "standard"}
        (x - 3 m + 2 sqrt(x m)) / (2 sqrt(m)), nearly normal for small counts; or (x - m) / sqrt(m).
    mean : array (series,) or number, > 0, or None
        What is expected (``m``); None: the mean of the counts before the first point to judge.

    Returns
    -------
    Alarms, (series, points), or (points,) for one series; no p value. A series whose mean is nought is not judged.

    Raises
    ------
    ValueError
        Counts that are no counts or not known, points with gaps between them, a setting out of range.

    References
    ----------
    Rossi, Lampugnani & Marchi (1999) Statistics in Medicine 18:2111. Answers to ``surveillance::algo.cusum`` with
    ``trans`` "rossi" and "standard".

    Examples
    --------
    >>> found = cusum([4, 5, 3, 4, 6, 2, 7, 8, 7, 9], at=[6, 7, 8, 9])
    >>> print(found.alarm.tolist())
    [False, False, False, True]
    """
    given, alone = series_of(counts)
    times = given.shape[1]
    points = points_of(np.arange(times // 2, times) if at is None else at, 1 if mean is None else 0, times)
    if (np.diff(points) != 1).any():
        raise ValueError("the time points of a cusum must follow one another")
    if not (reference >= 0 and 0 < decision < np.inf) or scale not in ("rossi", "standard"):
        raise ValueError("a cusum needs a reference of nought or more, a decision above nought, and a scale of "
                         "‘rossi’ or ‘standard’")  # fmt: skip
    if np.isnan(given[:, points]).any():
        raise ValueError("a cusum needs every count from the first point to the last: one is not known")
    expected = _means(given[:, : points[0]], mean)
    root = np.sqrt(expected)
    held, shape = np.zeros(len(given)), (len(given), points.size)
    upper, alarm = np.empty(shape), np.zeros(shape, bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for number, point in enumerate(points):
            upper[:, number] = _bound(expected, root, decision + reference - held, scale)
            held = np.fmax(0, held + _standardised(given[:, point], expected, root, scale) - reference)
            alarm[:, number] = held >= decision
    upper[expected == 0] = np.nan
    shaped = restored([given[:, points], np.repeat(expected[:, None], points.size, 1), upper, alarm], alone)
    return Alarms(
        method=f"CUSUM ({scale})", at=points, observed=shaped[0], expected=shaped[1], upper=shaped[2],
        alarm=shaped[3] & ~np.isnan(shaped[2]), p_value=np.full(shaped[0].shape, np.nan),
        cautious=np.full(shaped[0].shape, np.nan), level=np.nan, complete=np.ones(points.size),
    )  # fmt: skip


def _means(before: Floats, mean: ArrayLike | None) -> Floats:
    if mean is not None:
        given = np.broadcast_to(np.asarray(mean, float), (len(before),)).copy()
        if not (np.isfinite(given) & (given > 0)).all():
            raise ValueError("the mean of a cusum must be known and above nought")
        return given
    known = ~np.isnan(before)
    if not known.any(axis=1).all():
        raise ValueError("a cusum needs a known count before its first point, or a mean given")
    return np.nansum(before, axis=1) / known.sum(axis=1)


def _standardised(count: Floats, mean: Floats, root: Floats, scale: Scale) -> Floats:
    if scale == "standard":
        return (count - mean) / root
    return (count - 3 * mean + 2 * np.sqrt(count * mean)) / (2 * root)


def _bound(mean: Floats, root: Floats, goal: Floats, scale: Scale) -> Floats:
    """The count whose standardised value is ``goal``: solved for its square root on the scale of Rossi."""
    if scale == "standard":
        return np.fmax(0, np.ceil(mean + root * goal))
    square = 4 * mean + 2 * root * goal
    return np.where(square > 0, (np.sqrt(np.fmax(square, 0)) - root) ** 2, 0.0)
