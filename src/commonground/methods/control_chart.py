"""A control chart: usual limits, what is unusual, in which direction, and whether a target can be relied on.

The individuals chart of NHS England's "Making data count" with all its rules. Limits may be worked out anew from a day
on only with a recorded reason, because a chart that is rebased until nothing stands out shows nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods import process_control
from commonground.methods.process_control import LABELS, ProcessLimits, Shift, Signals

Floats = NDArray[np.float64]
Better = Literal["down", "up", "neither"]

COMMON, IMPROVEMENT, CONCERN, HIGH, LOW = "common cause", "improvement", "concern", "high", "low"
PASS, FAIL, EITHER = "consistently passes", "consistently fails", "hit and miss"


@dataclass(frozen=True)
class Rebase:
    """A day from which limits are worked out anew, and why: what was changed, or counted otherwise, on that day."""

    day: date
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"limits are rebased only for a recorded reason: say what changed on {self.day}")


@dataclass(frozen=True, eq=False)
class Stage:
    """The points from one rebasing to the next, from ``first`` to ``last``, with their limits and the reason."""

    first: int
    last: int
    limits: ProcessLimits
    signals: Signals
    reason: str = ""


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Every point with its limits, the rule it breaks and what kind of point that makes it.

    ``kinds`` are common cause, improvement or concern; high or low where neither direction is better. ``variation``
    is the kind of the latest known point, as in the NHS summary icons, and ``assurance`` says whether the target lies
    beyond the limits of the last stage: None without a target.
    """

    days: NDArray[np.datetime64]
    values: Floats
    better: Better
    stages: tuple[Stage, ...]
    labels: NDArray[np.str_]
    rises: NDArray[np.bool_]
    kinds: NDArray[np.str_]
    target: float | None
    rules: str

    @property
    def variation(self) -> str:
        """The kind of the latest known point."""
        return str(self.kinds[~np.isnan(self.values)][-1])

    @property
    def assurance(self) -> str | None:
        """Whether the process as it now runs can be relied on to meet its target."""
        if self.target is None:
            return None
        now = self.stages[-1].limits
        if now.lower <= self.target <= now.upper:
            return EITHER
        return PASS if (self.target > now.upper) == (self.better == "down") else FAIL

    def __str__(self) -> str:
        now, latest = self.stages[-1].limits, np.flatnonzero(~np.isnan(self.values))[-1]
        unusual = int((self.labels != "").sum())
        said = f"{_VARIATION[self.variation]}: the latest point, {self.values[latest]:,.6g}, "
        said += "breaks no rule" if not self.labels[latest] else _broken(self.labels[latest], bool(self.rises[latest]))
        said += f"; usual range {now.lower:,.1f} to {now.upper:,.1f}, mean {now.mean:,.1f}; "
        said += f"{unusual} of {int((~np.isnan(self.values)).sum())} points are unusual"
        if self.assurance:
            said += f"; against a target of {self.target:,.6g} it {_ASSURANCE[self.assurance]}"
        return f"{said} ({self.rules})."

    def table(self) -> dict[str, Sequence[object] | NDArray]:
        """One row a point."""
        limits = [stage.limits for stage in self.stages for _ in range(stage.last - stage.first + 1)]
        return {
            "date": self.days.astype(str).tolist(),
            "value": self.values,
            "mean": [of.mean for of in limits],
            "lower": [of.lower for of in limits],
            "upper": [of.upper for of in limits],
            "rule": self.labels.tolist(),
            "kind": self.kinds.tolist(),
            "rebased": [stage.reason if i == stage.first else "" for stage in self.stages
                        for i in range(stage.first, stage.last + 1)],
        }  # fmt: skip


_VARIATION = {
    COMMON: "Common-cause variation",
    IMPROVEMENT: "Special-cause variation, improvement",
    CONCERN: "Special-cause variation, of concern",
    HIGH: "Special-cause variation, high",
    LOW: "Special-cause variation, low",
}
_ASSURANCE = {
    PASS: "can be relied on to pass",
    FAIL: "will keep failing unless something changes",
    EITHER: "will pass in some months and fail in others by chance alone (hit and miss)",
}


def _broken(label: str, rises: bool) -> str:
    """The rule a point breaks, in words."""
    return {
        "outside limits": f"is {'above the upper' if rises else 'below the lower'} limit",
        "trend": f"is in a trend of points that each {'rise' if rises else 'fall'}",
        "two of three near a limit": f"is one of two in three near the {'upper' if rises else 'lower'} limit",
        "shift": f"is in a shift {'above' if rises else 'below'} the mean",
    }[label]


def control_chart(
    days: ArrayLike,
    values: ArrayLike,
    better: Better = "down",
    target: float | None = None,
    rebases: Sequence[Rebase] = (),
    baseline: int | None = None,
    screen: bool = True,
    shift: Shift = 7,
    trend: Shift = 7,
) -> ControlChart:
    """The chart of one series, with the rules of "Making data count".

    Parameters
    ----------
    days : array (points,) of days, rising
        The first day of each month, for instance.
    values : array (points,)
        nan where not known.
    better : {'down', 'up', 'neither'}
        Which way is an improvement.
    target : float, optional
        What should be reached, or stayed under.
    rebases : sequence of Rebase
        From which days the limits are worked out anew. No rule reaches over such a day.
    baseline : int, optional
        Work the limits out from so many points at the start of each stage; from all of them if not given.
    screen : bool
        Leave out, once, moving ranges that are out of the ordinary.
    shift, trend : 6, 7 or 8
        The points that make a shift, or a trend. NHSRplotthedots and the NHS use 7; other sets 6 or 8.

    Raises
    ------
    ValueError
        Days that are not rising or do not match the values; a stage with no two known points in a row; a rebasing
        outside the series, twice on one day or without a reason; a target where neither direction is better; a
        baseline under three points.

    References
    ----------
    NHS England, Making data count: Strengthening your decisions. Answers to ``NHSRplotthedots::ptd_spc`` and its
    summary.

    Examples
    --------
    >>> months = np.arange("2024-01", "2024-10", dtype="datetime64[M]")
    >>> found = control_chart(months, [10, 12, 11, 15, 12, 13, 11, 12, 30], target=31)
    >>> print(found.variation, found.labels[-1], found.assurance)
    concern outside limits consistently passes
    """
    times, points = np.asarray(days).astype("datetime64[D]"), np.asarray(values, float)
    if times.shape != points.shape or points.ndim != 1 or not points.size:
        raise ValueError("a chart needs one value for each day, in two lists of one length")
    if np.isnat(times).any() or np.any(np.diff(times) <= np.timedelta64(0)):
        raise ValueError("the days of a chart must be known and rise from each to the next")
    if better not in ("down", "up", "neither"):
        raise ValueError("better is down, up or neither")
    if target is not None and (better == "neither" or not np.isfinite(target)):
        raise ValueError("a target must be a number, and needs a direction that is better: down or up")
    if baseline is not None and baseline < 3:
        raise ValueError("a baseline needs three points or more")
    starts = _starts(times, rebases)
    lasts = [*(first - 1 for first, _ in starts[1:]), points.size - 1]
    stages = tuple(
        _stage(points, first, last, baseline, screen, shift, trend, reason)
        for (first, reason), last in zip(starts, lasts, strict=True)
    )
    labels = np.concatenate([stage.signals.labels for stage in stages])
    rises = np.concatenate(
        [_rises(points[stage.first : stage.last + 1], stage.signals, stage.limits.mean) for stage in stages]
    )
    rules = f"XmR, Making data count, shift of {shift}, trend of {trend}"
    return ControlChart(times, points, better, stages, labels, rises, _kinds(labels, rises, better), target, rules)


def _starts(times: NDArray, rebases: Sequence[Rebase]) -> list[tuple[int, str]]:
    """The first point of each stage, with the reason it begins there."""
    starts = [(0, "")]
    for rebase in sorted(rebases, key=lambda rebase: rebase.day):
        first = int(np.searchsorted(times, np.datetime64(rebase.day)))
        if first == 0 or first == times.size:
            raise ValueError(f"limits are rebased after the first day and up to the last: {rebase.day} is not there")
        if first == starts[-1][0]:
            raise ValueError(f"limits are rebased twice before the same point: leave one out, as that of {rebase.day}")
        starts.append((first, rebase.reason))
    return starts


def _stage(
    points: Floats, first: int, last: int, baseline: int | None, screen: bool, shift: Shift, trend: Shift, reason: str
) -> Stage:
    own = points[first : last + 1]
    found = process_control.limits(own[:baseline], screen)
    return Stage(first, last, found, process_control.signals(own, found, shift, trend), reason)


def kinds_of(values: ArrayLike, signals: Signals, mean: float, better: Better) -> list[str]:
    """What kind of point each is, from the rules it breaks and the direction in which it breaks them.

    Parameters
    ----------
    values : array (points,)
        Of one stage, nan where not known.
    signals : Signals
        Of the same points.
    mean : float
    better : {'down', 'up', 'neither'}

    Examples
    --------
    >>> values = [10, 12, 11, 15, 12, 30]
    >>> limits = process_control.limits(values[:5])
    >>> kinds_of(values, process_control.signals(values, limits), limits.mean, "down")[-1]
    'concern'
    """
    points = np.asarray(values, float)
    return _kinds(signals.labels, _rises(points, signals, mean), better).tolist()


def _rises(own: Floats, signals: Signals, mean: float) -> NDArray[np.bool_]:
    """Whether a point is unusual because it is high, or rises; of two trends that share it, the first counts."""
    up = own > mean
    in_trend = signals.trend & ~signals.outside
    for run in reversed(signals.trends):
        part = np.arange(run.first, run.last + 1)
        up[part] = np.where(in_trend[part], run.up, up[part])
    return up


def _kinds(labels: NDArray[np.str_], rises: NDArray[np.bool_], better: Better) -> NDArray[np.str_]:
    high, low = {"down": (CONCERN, IMPROVEMENT), "up": (IMPROVEMENT, CONCERN), "neither": (HIGH, LOW)}[better]
    return np.where(labels == LABELS[-1], COMMON, np.where(rises, high, low))
