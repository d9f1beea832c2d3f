"""Time of day: in which hours of the week do events happen, when each is known only to lie between two times?

An event that happened between noon and four o'clock lies a quarter in each of the four hours (Ratcliffe's aoristic
weights). Times are those of the clock on the wall: in the two weeks of a year in which clocks change, a span over the
change is taken as an hour longer or shorter than it was, which moves less than an hour of one event.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Times = NDArray[np.datetime64]
Backwards = Literal["start", "leave out"]

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
HOURS = 168  # of a week; hour 0 begins on Sunday at midnight
HOUR, DAY = 3_600, 86_400  # seconds
WEEK = 7 * DAY
EPOCH = 4 * 24  # hour of the week at which 1970 began, a Thursday
WIDTH = 3  # hours of the fullest stretch of the day
TWO_SIDED = 1.959963984540054  # standard errors of 95 % limits
CLEAR = 0.05


@dataclass(frozen=True, eq=False)
class Direction:
    """The middle of times that run round a clock.

    ``hour`` is the mean direction, ``lower`` and ``upper`` its 95 % limits in the same hours (upper may run over the
    end of the clock; nan where the times are so spread that it has none). ``resultant`` is 0 when times are spread
    evenly round the clock and 1 when all are the same. ``p_value`` is Rayleigh's: how often times without any middle
    would seem to have one as clear.
    """

    events: int
    hour: float
    lower: float
    upper: float
    resultant: float
    p_value: float


@dataclass(frozen=True, eq=False)
class TimeOfDay:
    """Weights by hour of the week, and what the times were like.

    ``totals`` (168,) are the weights of all events added up, hour 0 beginning on Sunday at midnight; they add up to
    ``events``. ``backwards`` are the positions of events that end before they start, ``endless`` of those without an
    end, ``long`` of those of seven days or more, ``over_change`` of those whose span holds a change of the clocks of
    the United Kingdom. ``day`` is the direction of the hours of the day.
    """

    totals: Floats
    events: int
    backwards: Whole
    endless: Whole
    long: Whole
    over_change: Whole
    counted_backwards: bool
    day: Direction

    @property
    def by_day(self) -> Floats:
        """The totals as seven days (Monday first) of 24 hours."""
        return np.roll(self.totals.reshape(7, 24), -1, axis=0)

    @property
    def fullest(self) -> tuple[int, float]:
        """The three hours of the day, following on each other, with the largest share: the first, and the share."""
        hours = self.totals.reshape(7, 24).sum(axis=0)
        stretch = sum(np.roll(hours, -ahead) for ahead in range(WIDTH))
        first = int(np.argmax(np.round(stretch, 9)))
        return first, float(stretch[first] / self.events) if self.events else float("nan")

    def __str__(self) -> str:
        first, share = self.fullest
        parts = [f"{self.events:,} events: {_said(self.day)}"]
        if self.events:
            parts.append(f"{share:.0%} of them fall in the three hours from {first:02d}:00")
        if self.backwards.size:
            then = "counted at the start" if self.counted_backwards else "left out"
            many = "1 ends" if self.backwards.size == 1 else f"{self.backwards.size:,} end"
            parts.append(f"{many} before the start ({then})")
        return "; ".join(parts) + "."

    def table(self) -> dict[str, list]:
        """Day, hour and weight of each hour of the week, Monday first."""
        monday_first = [*DAYS[1:], DAYS[0]]
        return {
            "day": [day for day in monday_first for _ in range(24)],
            "hour": [hour for _ in range(7) for hour in range(24)],
            "events": self.by_day.ravel().tolist(),
        }


def aoristic(earliest: ArrayLike, latest: ArrayLike, backwards: Backwards = "start") -> TimeOfDay:
    """Aoristic totals by hour of the week, with the events whose times cannot be right.

    The weight of an hour is the share of the event's span that lies in it. An event without an end, or that ends when
    it starts, is in its starting hour; one of seven days or more is in every hour alike (1/168).

    Parameters
    ----------
    earliest, latest : arrays (events,) of datetime64, or text such as ``2024-05-01 14:30``
        Local time, to the second. A missing (NaT, empty) ``latest`` is no end.
    backwards : {'start', 'leave out'}
        What becomes of events that end before they start: counted in their starting hour, or not. They are listed in
        the result either way.

    Raises
    ------
    ValueError
        There are no events, an earliest time is missing, a time cannot be read, or the arrays differ in length.

    References
    ----------
    Ratcliffe (2002) J Quant Criminol 18:23, equation 1; Ratcliffe & McCullagh (1998) Int J Geogr Inf Sci 12:751.
    Answers to ``aoristic::aoristic.df``, which counts events that run backwards at their start without a word.

    Examples
    --------
    >>> found = aoristic(["2024-05-05 00:30", "2024-05-05 01:15"], ["2024-05-05 02:30", "2024-05-05 01:10"])
    >>> print(found.totals[:4].tolist(), found.backwards.tolist())
    [0.25, 1.5, 0.25, 0.0] [1]
    """
    spans = _Spans(earliest, latest, backwards)
    return TimeOfDay(
        _totals(spans), int(spans.used.sum()), np.flatnonzero(spans.backwards), np.flatnonzero(spans.endless),
        np.flatnonzero(spans.long), np.flatnonzero(_over_change(spans)), backwards == "start", _direction(spans),
    )  # fmt: skip


def weights(earliest: ArrayLike, latest: ArrayLike, backwards: Backwards = "start") -> sparse.csr_array:
    """The weight of every hour of the week in each event: sparse (events, 168), each row adding up to 1.

    Parameters, errors and references are those of ``aoristic``; the row of an event left out is empty.

    Examples
    --------
    >>> print(weights(["2024-05-05 00:45"], ["2024-05-05 02:45"]).toarray()[0, :4])
    [0.125 0.5   0.375 0.   ]
    """
    spans = _Spans(earliest, latest, backwards)
    instant, long = np.flatnonzero(spans.instant), np.flatnonzero(spans.long)
    begun, ended, some = spans.some
    first, last = begun // HOUR, (ended - 1) // HOUR
    many = last - first + 1
    row = np.repeat(np.arange(some.size), many)
    hour = first[row] + np.arange(row.size) - np.repeat(np.cumsum(many) - many, many)
    inside = np.minimum(ended[row], (hour + 1) * HOUR) - np.maximum(begun[row], hour * HOUR)
    rows = np.concatenate([instant, np.repeat(long, HOURS), some[row]])
    columns = np.concatenate(
        [_of_week(spans.start[instant] // HOUR), np.tile(np.arange(HOURS), long.size), _of_week(hour)]
    )
    values = np.concatenate(
        [np.ones(instant.size), np.full(long.size * HOURS, 1 / HOURS), inside / (ended - begun)[row]]
    )
    return sparse.coo_array((values, (rows, columns)), shape=(spans.start.size, HOURS)).tocsr()


def direction(hours: ArrayLike, period: float = 24.0) -> Direction:
    """Mean direction, resultant length and Rayleigh's test of times known exactly.

    Parameters
    ----------
    hours : array (events,)
        Any unit that runs round a clock: hours of the day, or days of the week with ``period`` 7.
    period : float > 0
        How many of the unit make one round.

    Raises
    ------
    ValueError
        There are no times, one is unknown or infinite, or the period is not above nought.

    References
    ----------
    Fisher (1993) Statistical Analysis of Circular Data, equations 2.9, 2.28 and 4.22 (limits by the circular
    standard error); Wilkie (1983) Appl Stat 32:311 (p value, within 0.005 of the exact one from five events on).

    Examples
    --------
    >>> found = direction([23.5, 0.5, 1.0, 23.0, 0.25])
    >>> print(round(found.hour, 2), round(found.resultant, 2), round(found.p_value, 4))
    0.05 0.98 0.0023
    """
    given = np.asarray(hours, float).ravel()
    if not period > 0 or not np.isfinite(period):
        raise ValueError("the period of a clock must be above nought")
    if given.size == 0 or not np.isfinite(given).all():
        raise ValueError("a direction needs times, each of them known")
    turned = np.exp(2j * np.pi * given / period)
    return _summary(turned.mean(), (turned**2).mean(), given.size, period)


def over_clock_change(earliest: ArrayLike, latest: ArrayLike) -> NDArray[np.bool_]:
    """Which spans hold a change of the clocks of the United Kingdom (the rule since 1996).

    Parameters are those of ``aoristic``. The hour that is skipped or comes twice, from one to two o'clock on the last
    Sundays of March and October, is in the span, or part of it is.

    Examples
    --------
    >>> print(over_clock_change(["2024-03-30 22:00", "2024-03-31 03:00"], ["2024-03-31 06:00", "2024-03-31 06:00"]))
    [ True False]
    """
    return _over_change(_Spans(earliest, latest, "start"))


class _Spans:
    """Times in whole seconds, and which kind each event is of."""

    def __init__(self, earliest: ArrayLike, latest: ArrayLike, backwards: Backwards) -> None:
        if backwards not in ("start", "leave out"):
            raise ValueError("events that run backwards are counted at the ‘start’, or ‘leave out’ leaves them out")
        first, last = _times(earliest), _times(latest)
        if first.shape != last.shape:
            raise ValueError(f"there are {first.size:,} earliest and {last.size:,} latest times; each event needs both")
        if first.size == 0:
            raise ValueError("there are no events")
        if np.isnat(first).any():
            raise ValueError(
                f"event {int(np.argmax(np.isnat(first))) + 1:,} has no earliest time; every event needs one"
            )
        self.endless = np.isnat(last)
        self.start = first.astype(np.int64)
        self.end = np.where(self.endless, self.start, last.astype(np.int64))
        length = self.end - self.start
        self.backwards = length < 0
        self.long = length >= WEEK
        self.used = ~self.backwards | (backwards == "start")
        self.instant = (length <= 0) & self.used

    @property
    def some(self) -> tuple[Whole, Whole, Whole]:
        """Start, end and position of the events that take some time, less than a week."""
        position = np.flatnonzero((self.end > self.start) & ~self.long)
        return self.start[position], self.end[position], position


def _times(given: ArrayLike) -> Times:
    try:
        return np.asarray(given, "datetime64[s]").ravel()
    except (ValueError, TypeError) as error:
        raise ValueError(f"a time cannot be read: {error}; write it as 2024-05-01 14:30") from None


def _of_week(hour: Whole) -> Whole:
    return (hour + EPOCH) % HOURS


def _totals(spans: _Spans) -> Floats:
    """Weights added up without a row for each event: ends as they are, the whole hours between as a running sum."""
    begun, ended, _ = spans.some
    first, last, share = begun // HOUR, (ended - 1) // HOUR, 1 / (ended - begun)
    one = first == last
    opening = np.where(one, 1.0, ((first + 1) * HOUR - begun) * share)
    closing = np.where(one, 0.0, (ended - last * HOUR) * share)
    total = np.bincount(_of_week(spans.start[spans.instant] // HOUR), minlength=HOURS).astype(float)
    total += np.bincount(_of_week(first), opening, HOURS) + np.bincount(_of_week(last), closing, HOURS)
    after = _of_week(first + 1)  # whole hours follow, fewer than a week of them: they run on into a second week at most
    until = after + np.maximum(last - first - 1, 0)
    steps = np.bincount(after, HOUR * share, 2 * HOURS) - np.bincount(until, HOUR * share, 2 * HOURS)
    total += np.maximum(np.cumsum(steps), 0).reshape(2, HOURS).sum(axis=0)
    return total + spans.long.sum() / HOURS


def _direction(spans: _Spans) -> Direction:
    """Of the hours of the day: each event stands for the mean of the directions along its span."""
    n = int(spans.used.sum())
    if not n:
        return Direction(0, *[float("nan")] * 5)
    moments = []
    for harmonic in (1, 2):
        turn = 2j * np.pi * harmonic / DAY
        begun, ended, _ = spans.some
        along = np.exp(turn * (begun % DAY)) * np.expm1(turn * (ended - begun)) / (turn * (ended - begun))
        moments.append((np.exp(turn * (spans.start[spans.instant] % DAY)).sum() + along.sum()) / n)
    return _summary(
        moments[0], moments[1], n, 24.0
    )  # spans of a week or more have no hour: they add nothing but their number


def _summary(first: complex, second: complex, n: int, period: float) -> Direction:
    resultant = min(float(abs(first)), 1.0)
    angle = float(np.angle(first))
    unit = period / (2 * np.pi)
    hour, reach = (angle * unit) % period, float("nan")
    if resultant > 1e-12:
        doubled = float(np.real(second * np.exp(-2j * angle)))
        sine = TWO_SIDED * np.sqrt(max(1 - doubled, 0.0) / (2 * resultant**2 * n))
        reach = float(np.arcsin(sine)) * unit if sine <= 1 else reach
    else:
        hour = float("nan")
    return Direction(n, hour, (hour - reach) % period, (hour + reach) % period, resultant, _rayleigh(resultant, n))


def _rayleigh(resultant: float, n: int) -> float:
    if n < 2:
        return float("nan")
    return float(min(1.0, np.exp(np.sqrt(1 + 4 * n + 4 * n * n * (1 - resultant**2)) - (1 + 2 * n))))


def _over_change(spans: _Spans) -> NDArray[np.bool_]:
    years = np.arange(int(spans.start.min() // (366 * DAY)) - 1, int(spans.end.max() // (365 * DAY)) + 2) + 1970
    changes = []
    for month in (3, 10):
        last_day = np.array([f"{year}-{month + 1:02d}-01" for year in years], "datetime64[D]").astype(np.int64) - 1
        sunday = last_day - (last_day + 4) % 7  # 1970-01-01 is 4 days after a Sunday
        changes.append(sunday * DAY + HOUR)
    opens = np.sort(np.concatenate(changes))
    begun = np.searchsorted(opens, spans.end, "left")  # windows that open before the span ends
    over = np.searchsorted(opens + HOUR, spans.start, "right")  # and those that were over when it began
    return (begun > over) & (spans.end > spans.start)


def _said(day: Direction) -> str:
    if not day.events or np.isnan(day.p_value):
        return "too few to say which time of day is usual"
    p = "p < 0.001" if day.p_value < 0.001 else f"p = {day.p_value:.3f}"
    if day.p_value >= CLEAR:
        return f"no clear time of day (Rayleigh {p})"
    limits = "" if np.isnan(day.lower) else f"; 95% limits {_clock(day.lower)} to {_clock(day.upper)}"
    return f"they gather round {_clock(day.hour)} (resultant {day.resultant:.2f} of 1{limits}; Rayleigh {p})"


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
