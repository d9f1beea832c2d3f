"""The ten classic control charts: the right limits for counts, rates, shares, intervals and rare events.

Each function gives a ``Chart``: points, centre line and limits three standard errors away. Which chart fits is a
question of what the numbers count, not of taste: see ``CHARTS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.process_control import SCREEN
from commonground.methods.runs import Runs, runs

Floats = NDArray[np.float64]

WIDTH = 1.128  # mean range of two normal values, in standard errors (Shewhart's d2)
WEIBULL = 3.6  # the power that makes times between events about normal (Nelson 1994)


@dataclass(frozen=True, eq=False)
class Chart:
    """Points, centre and limits, arrays of one shape; a limit of nan is none."""

    kind: str
    points: Floats
    centre: Floats
    lower: Floats
    upper: Floats

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Points beyond a limit."""
        return (self.points < self.lower) | (self.points > self.upper)

    @property
    def runs(self) -> Runs:
        """The points by Anhøj's rules, about the centre line."""
        return runs(self.points, self.centre)

    def __str__(self) -> str:
        beyond, found = int(self.outside.sum()), self.runs
        limits = "" if np.isnan(self.upper).all() else f"{beyond} of {found.points} points outside the limits; "
        verdict = "Special-cause variation" if beyond or found.signal else "Common-cause variation"
        return f"{verdict} ({CHARTS[self.kind].title}): {limits}{str(found)[0].lower()}{str(found)[1:]}"

    def table(self) -> dict[str, NDArray]:
        """One row a point."""
        return {
            "point": self.points,
            "centre": self.centre,
            "lower": self.lower,
            "upper": self.upper,
            "outside": self.outside,
        }


@dataclass(frozen=True)
class Kind:
    """A kind of chart: its title, what it is for, and whether it needs sizes."""

    title: str
    use: str
    draw: Callable[..., Chart]
    sizes: bool = False


def chart(kind: str, values: ArrayLike, sizes: ArrayLike | None = None) -> Chart:
    """A control chart of one of the kinds of ``CHARTS``.

    Parameters
    ----------
    kind : {'run', 'i', 'mr', 'c', 'u', 'up', 'p', 'pp', 'g', 't'}
    values : array (points,)
        In order of time; nan where not known. Counts for c, u, p, g; measurements for run, i, mr; times for t.
    sizes : array (points,) > 0
        Opportunities (u, up) or trials (p, pp); not for the others.

    Returns
    -------
    Chart, its points divided by sizes where there are some.

    Raises
    ------
    ValueError
        An unknown kind; no known point; a value infinite, or negative where it counts; sizes missing, not wanted, not
        above nought, or below their counts; no two points in a row where moving ranges are needed.

    References
    ----------
    Montgomery (2009) Introduction to Statistical Quality Control; Laney (2002) Qual Eng 14:531 (U', P'); Benneyan
    (2001) Health Care Manag Sci 4:305 (G); Nelson (1994) J Qual Technol 26:20 (T). Answers to ``qicharts2::qic``.

    Examples
    --------
    >>> found = chart("c", [4, 7, 5, 8, 6])
    >>> print(found.centre[0], found.lower[0], round(float(found.upper[0]), 3))
    6.0 0.0 13.348
    """
    if kind not in CHARTS:
        raise ValueError(f"there is no chart {kind}: it is one of {', '.join(CHARTS)}")
    y = np.asarray(values, float)
    if y.ndim != 1 or np.isinf(y).any() or np.isnan(y).all():
        raise ValueError("a chart needs a list of points in order, at least one of them known and none infinite")
    if kind not in ("run", "i", "mr") and np.nanmin(y) < 0:
        raise ValueError(f"a {CHARTS[kind].title} counts or times: it cannot have a number below nought")
    if not CHARTS[kind].sizes:
        if sizes is not None:
            raise ValueError(f"a {CHARTS[kind].title} takes no sizes")
        return CHARTS[kind].draw(kind, y)
    return CHARTS[kind].draw(kind, y, _sizes(kind, y, sizes))


def _sizes(kind: str, y: Floats, sizes: ArrayLike | None) -> Floats:
    if sizes is None:
        raise ValueError(f"a {CHARTS[kind].title} needs sizes: how many of what each count is out of")
    n = np.asarray(sizes, float)
    if n.shape != y.shape or not np.all((n > 0) & np.isfinite(n) | np.isnan(y)):
        raise ValueError("each count needs a size above nought")
    if kind in ("p", "pp") and np.any(y > n):
        raise ValueError("a count cannot be above its total")
    return n


def _spread(y: Floats) -> float:
    """Standard error from the mean moving range, with ranges out of the ordinary left out once."""
    ranges = np.abs(np.diff(y))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        raise ValueError("limits need two known points that follow one another")
    usual = ranges[ranges < SCREEN * ranges.mean()]
    return float(usual.mean()) / WIDTH if usual.size else 0.0


def _level(kind: str, y: Floats, centre: float, reach: float, lowest: float = -np.inf) -> Chart:
    """A chart whose lines are level."""
    flat = np.ones(y.size)
    return Chart(kind, y, centre * flat, max(centre - reach, lowest) * flat, (centre + reach) * flat)


def _run(kind: str, y: Floats) -> Chart:
    return _level(kind, y, float(np.nanmedian(y)), np.nan)


def _individuals(kind: str, y: Floats) -> Chart:
    return _level(kind, y, float(np.nanmean(y)), 3 * _spread(y))


def _moving_range(kind: str, y: Floats) -> Chart:
    ranges = np.append(np.nan, np.abs(np.diff(y)))
    if np.isnan(ranges).all():
        raise ValueError("a moving range needs two known points that follow one another")
    centre = float(np.nanmean(ranges))
    return _level(kind, ranges, centre, (SCREEN - 1) * centre, 0.0)


def _counts(kind: str, y: Floats) -> Chart:
    centre = float(np.nanmean(y))
    return _level(kind, y, centre, 3 * np.sqrt(centre), 0.0)


def _per(kind: str, y: Floats, n: Floats) -> Chart:
    """Rates (U) and shares (P), with Laney's widening by the spread of their scores where the kind has a prime."""
    known = ~np.isnan(y)
    rate, centre = y / n, float(y[known].sum() / n[known].sum())
    share = kind in ("p", "pp")
    error = np.sqrt(centre * (1 - centre if share else 1) / n)
    if kind in ("up", "pp"):
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = np.where(error > 0, (rate - centre) / error, np.where(known, 0.0, np.nan))
        error = error * _spread(scores)
    lower, upper = np.maximum(centre - 3 * error, 0.0), centre + 3 * error
    return Chart(kind, rate, np.full(y.size, centre), lower, np.minimum(upper, 1.0) if share else upper)


def _between(kind: str, y: Floats) -> Chart:
    """Cases between events. The distribution is so skewed that the median is the fairer centre line."""
    mean, flat = float(np.nanmean(y)), np.ones(y.size)
    upper = mean + 3 * np.sqrt(mean * (mean + 1))
    return Chart(kind, y, float(np.nanmedian(y)) * flat, max(2 * mean - upper, 0.0) * flat, upper * flat)


def _times(kind: str, y: Floats) -> Chart:
    """Time between events: an individuals chart of the time to the power of 1 / 3.6, turned back."""
    found = _individuals(kind, y ** (1 / WEIBULL))
    lines = (np.maximum(line, 0.0) ** WEIBULL for line in (found.centre, found.lower, found.upper))
    return Chart(kind, y, *lines)


CHARTS: Mapping[str, Kind] = {
    "run": Kind("run chart", "any series, about its median and without limits", _run),
    "i": Kind("I chart", "single measurements, or counts that vary more than chance", _individuals),
    "mr": Kind("MR chart", "how far each point is from the one before", _moving_range),
    "c": Kind("C chart", "counts from the same area of opportunity", _counts),
    "u": Kind("U chart", "counts per so many, where the size varies", _per, sizes=True),
    "up": Kind("U′ chart", "as U, for large sizes, where limits of chance alone are too narrow", _per, sizes=True),
    "p": Kind("P chart", "shares of a total", _per, sizes=True),
    "pp": Kind("P′ chart", "as P, for large totals", _per, sizes=True),
    "g": Kind("G chart", "cases between rare events", _between),
    "t": Kind("T chart", "time between rare events", _times),
}
"""The kinds of chart, by their short names."""
