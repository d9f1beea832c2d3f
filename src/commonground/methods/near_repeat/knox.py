"""Near repeats: after one event, are others sooner and nearer than chance would bring them?

Knox's test counts the pairs of events in each band of distance and of time. Busy places and busy seasons give
close pairs by themselves, so the comparison is with the same places and the same times dealt out anew: what
remains is that being near and being soon go together. It says that events come in pairs, not why, and it
is no forecast of an address.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.near_repeat import chance
from commonground.methods.near_repeat.bands import Bands, Closed, Floats, bands
from commonground.methods.near_repeat.counting import Counting, involved
from commonground.methods.near_repeat.pairs import Metric, Whole
from commonground.methods.near_repeat.pairs import distance as distance_between

LEVEL = 0.05
LEAST = 1.2  # times what chance gives: the least that the Near Repeat Calculator calls a near repeat
TOO_FEW = 1.0  # pairs expected: a band with fewer is passed over when one asks where the raised number ends
FEWEST = 19  # permutations with which a p value can be 0.05


@dataclass(frozen=True, eq=False)
class NearRepeat:
    """Knox's table: ``observed``, ``expected`` (exact), ``ratio``, ``p_value`` and ``adjusted`` (for a false-discovery
    rate over all bands), each an array (distance bands, time bands).

    ``involved`` says of each event whether it is one of a pair in a raised band. ``alike`` are the events that share
    both place and time with another: true repeats, or one event recorded twice.
    """

    distances: Bands
    times: Bands
    units: tuple[str, str]
    observed: Whole
    expected: Floats
    p_value: Floats
    permutations: int
    involved: NDArray[np.bool_]
    alike: int
    within_areas: bool

    @property
    def events(self) -> int:
        return self.involved.size

    @property
    def ratio(self) -> Floats:
        """Observed over expected pairs; nan where none can be expected."""
        nowhere = np.full(self.expected.shape, np.nan)
        return np.divide(self.observed, self.expected, out=nowhere, where=self.expected > 0)

    @property
    def adjusted(self) -> Floats:
        """The p values after Benjamini and Hochberg, so that a table of many bands is not searched for luck."""
        flat = self.p_value.ravel()
        order = np.argsort(-flat)
        least = np.minimum.accumulate(flat[order] * flat.size / np.arange(flat.size, 0, -1))
        return np.minimum(least[np.argsort(order)], 1).reshape(self.p_value.shape)

    @property
    def raised(self) -> NDArray[np.bool_]:
        """Bands with an end that hold clearly more pairs than chance: ratio 1.2 or more, adjusted p 0.05 or less."""
        with_end = np.isfinite(self.distances.breaks[1:])[:, None] & np.isfinite(self.times.breaks[1:])
        return with_end & (np.nan_to_num(self.ratio) >= LEAST) & (self.adjusted <= LEVEL)

    @property
    def share_involved(self) -> float:
        """Share of events with another in a raised band; some of those pairs are chance too."""
        return float(self.involved.mean())

    @property
    def lasts(self) -> Floats:
        """For each distance band, the time to which the number is raised without a gap; nought where it is not."""
        return _ends(self.raised, self.expected, self.times.breaks)

    @property
    def reaches(self) -> Floats:
        """For each time band, the distance to which the number is raised without a gap; nought where it is not."""
        return _ends(self.raised.T, self.expected.T, self.distances.breaks)

    def table(self) -> dict[str, list]:
        """One row for each pair of bands."""
        number = len(self.times)
        return {
            "distance": [name for name in self.distances.names for _ in range(number)],
            "time": list(self.times.names) * len(self.distances),
            "observed": self.observed.ravel().tolist(),
            "expected": self.expected.ravel().tolist(),
            "ratio": self.ratio.ravel().tolist(),
            "p_value": self.p_value.ravel().tolist(),
            "adjusted_p_value": self.adjusted.ravel().tolist(),
            "raised": self.raised.ravel().tolist(),
        }

    def __str__(self) -> str:
        if not self.raised.any():
            return (
                f"No near repeats were found among {self.events:,} events: in none of {self.raised.size} bands of "
                f"distance and time were pairs clearly more than chance gives ({self.permutations:,} permutations)."
            )
        row, column = np.argwhere(self.raised)[0]
        observed, mean = self.observed[row, column], self.expected[row, column]
        length, span = self.units
        return (
            f"Pairs of events {self.distances.names[row]} {length} and {self.times.names[column]} {span} apart were "
            f"{self.ratio[row, column]:.1f} times as many as chance gives ({observed:,} beside {mean:,.1f}, "
            f"p = {self.p_value[row, column]:.3f} over {self.permutations:,} permutations); {self._end()}"
            f"{self.share_involved:.0%} of {self.events:,} events are in a pair of a raised band"
            f"{self._doubt()}."
        )

    def _end(self) -> str:
        far, long = self.reaches.max(), self.lasts.max()
        if not far or not long:
            return "it is not raised in the nearest and soonest bands; "
        where = f"as far as {far:,g} {self.units[0]}" if far > self.distances.breaks[1] else "in the nearest band alone"
        return f"the number stays raised {where} and as long as {long:,g} {self.units[1]}; "

    def _doubt(self) -> str:
        if not self.alike:
            return ""
        return f", and {self.alike:,} share place and time with another, which may be one event recorded twice"


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of events by number, the earlier first (at one time, in the order given), with what parts them."""

    first: Whole
    second: Whole
    distance: Floats
    gap: Floats


def knox(
    x: ArrayLike,
    y: ArrayLike,
    time: ArrayLike,
    distances: ArrayLike,
    times: ArrayLike,
    generator: np.random.Generator,
    *,
    permutations: int = 999,
    metric: Metric = "euclidean",
    closed: Closed = "left",
    outer_edge: bool = False,
    areas: ArrayLike | None = None,
    units: tuple[str, str] = ("metres", "days"),
    step: Callable[[int, int], object] | None = None,
) -> NearRepeat:
    """Knox's test over bands of distance and time, with exact expected numbers and permutation p values.

    Parameters
    ----------
    x, y : array (events,)
        Coordinates in one unit of length, such as metres of the National Grid; never degrees.
    time : array (events,)
        Days, or another unit of time; parts of a day may be given.
    distances, times : array (bands + 1,), rising
        Breaks of the bands, the last of which may be infinite.
    generator : numpy.random.Generator
    permutations : int >= 19
    metric : "euclidean" or "manhattan"
    closed : "left" for bands ``[a, b)``, "right" for ``(a, b]``
    outer_edge : bool
        Put the outermost end, which is in no band, into the outermost band.
    areas : array (events,), optional
        Deal times out within each area alone, so that a season which areas have in common, or a rise in one of
        them, does not pass for a near repeat.
    units : of distance and of time, for the words
    step : function of (done, all), optional
        Told of each batch of permutations.

    Returns
    -------
    NearRepeat

    Raises
    ------
    ValueError
        The arrays differ in length, hold fewer than two events or an unknown number, or all events have one place
        or one time; the bands are not bands; there are too few permutations; no area has events at two times.

    References
    ----------
    Knox (1964) Applied Statistics 13:25; Mantel (1967) Cancer Research 27:209, the mean over all permutations;
    Johnson et al. (2007) J Quant Criminol 23:201, near repeats. p = (1 + as many or more) / (1 + permutations).

    Examples
    --------
    >>> x, day = [0, 10, 500, 510, 900], [0, 1, 40, 41, 90]
    >>> found = knox(x, [0] * 5, day, [0, 100], [0, 7], np.random.default_rng(1), permutations=99)
    >>> print(found.observed.item(), found.expected.item(), found.ratio.item())
    2 0.4 5.0
    """
    east, north, when = _events(x, y, time)
    far, long = _divided(distances, times, closed, outer_edge)
    groups = _areas(areas, when)
    if permutations != int(permutations) or permutations < FEWEST:
        raise ValueError(f"a test needs {FEWEST} permutations or more: fewer cannot reach a p value of {LEVEL}")
    if metric not in ("euclidean", "manhattan"):
        raise ValueError(f"a distance is euclidean or manhattan, not {metric!r}")
    counting = Counting(east, north, chance.clock(when, long), far, long, metric)
    observed = counting.observed()
    reached = np.zeros(observed.shape, np.int64)
    done = 0
    while done < permutations:
        many = min(counting.clock.together, permutations - done)
        reached += (counting.of(counting.dealt(groups, many, generator)) >= observed).sum(axis=0)
        done += many
        if step:
            step(done, permutations)
    found = NearRepeat(
        far, long, units, observed, counting.expected(groups), (1 + reached) / (1 + permutations), permutations,
        np.zeros(when.size, np.bool_), _alike(east, north, when), areas is not None,
    )  # fmt: skip
    return replace(found, involved=involved(counting, found.raised))


def near_pairs(
    x: ArrayLike,
    y: ArrayLike,
    time: ArrayLike,
    distance: tuple[float, float],
    gap: tuple[float, float],
    *,
    metric: Metric = "euclidean",
    closed: Closed = "left",
    outer_edge: bool = False,
) -> Pairs:
    """Which pairs of events are in one band of distance and one of time.

    Parameters
    ----------
    x, y, time : array (events,)
        As for ``knox``.
    distance, gap : where the band begins and ends
        Both ends are numbers.

    Returns
    -------
    Pairs, by the time of the first event.

    Raises
    ------
    ValueError
        As ``knox``, or a band has no end.

    References
    ----------
    Knox (1964): the pairs counted in one cell of his table.

    Examples
    --------
    >>> found = near_pairs([0, 10, 500], [0, 0, 0], [4, 1, 2], (0, 100), (0, 7))
    >>> print(found.first, found.second, found.distance, found.gap)
    [1] [0] [10.] [3.]
    """
    east, north, when = _events(x, y, time)
    far, long = _divided(distance, gap, closed, outer_edge)
    if far.is_open or long.is_open:
        raise ValueError("pairs are listed for a band with an end: give the largest distance and the longest time")
    pair = Counting(east, north, chance.clock(when, long), far, long, metric).inside()
    earlier = np.where(when[pair[0]] <= when[pair[1]], 0, 1)
    first, second = np.take_along_axis(pair, np.stack([earlier, 1 - earlier]), axis=0)
    order = np.lexsort((second, first, when[second], when[first]))
    first, second = first[order], second[order]
    apart = distance_between(east[first] - east[second], north[first] - north[second], metric)
    return Pairs(first, second, apart, when[second] - when[first])


def _events(x: ArrayLike, y: ArrayLike, time: ArrayLike) -> tuple[Floats, Floats, Floats]:
    columns = {"x": np.asarray(x, float), "y": np.asarray(y, float), "time": np.asarray(time, float)}
    if any(column.ndim != 1 for column in columns.values()) or len({c.size for c in columns.values()}) > 1:
        raise ValueError("near repeats need one x, one y and one time of each event: three rows of one length")
    for name, column in columns.items():
        if (unknown := np.flatnonzero(~np.isfinite(column))).size:
            raise ValueError(
                f"the {name} of {unknown.size:,} events is not a known number (the first is event {unknown[0]}): "
                "leave those events out"
            )
    if columns["x"].size < 2:
        raise ValueError("near repeats need two events or more")
    if np.ptp(columns["time"]) == 0:
        raise ValueError("all events have the same time, so that nothing can be said of being sooner")
    if np.ptp(columns["x"]) == 0 and np.ptp(columns["y"]) == 0:
        raise ValueError("all events have the same place, so that nothing can be said of being nearer")
    return columns["x"], columns["y"], columns["time"]


def _divided(distances: ArrayLike, times: ArrayLike, closed: Closed, outer_edge: bool) -> tuple[Bands, Bands]:
    return bands(distances, closed, outer_edge, "distance"), bands(times, closed, outer_edge, "time")


def _areas(areas: ArrayLike | None, time: Floats) -> Whole | None:
    if areas is None:
        return None
    given = np.asarray(areas)
    if given.shape != time.shape:
        raise ValueError(f"every event needs an area: there are {time.size:,} events and {given.size:,} areas")
    groups = np.unique(given, return_inverse=True)[1]
    least, most = np.full(groups.max() + 1, np.inf), np.full(groups.max() + 1, -np.inf)
    np.minimum.at(least, groups, time)
    np.maximum.at(most, groups, time)
    if not (most > least).any():
        raise ValueError("no area has events at two times, so that no times can change places within one")
    return groups


def _alike(x: Floats, y: Floats, time: Floats) -> int:
    """Events that share place and time with another."""
    order = np.lexsort((time, y, x))
    same = np.all([np.diff(column[order]) == 0 for column in (x, y, time)], axis=0)
    return int((np.append(same, False) | np.insert(same, 0, False)).sum())


def _ends(raised: NDArray[np.bool_], expected: Floats, breaks: Floats) -> Floats:
    """For each row the break to which it is raised without a gap; a band with too few to tell makes none."""
    ends = np.zeros(len(raised))
    for row, (high, mean) in enumerate(zip(raised, expected, strict=True)):
        for band in range(high.size):
            if high[band]:
                ends[row] = breaks[band + 1]
            elif mean[band] >= TOO_FEW:
                break
    return ends
