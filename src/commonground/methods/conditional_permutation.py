"""Conditional permutation: would the neighbours of this place be so full if values fell on the others at random?

Each place keeps its own value, and its k neighbours are drawn, without replacement, from all the other places. The
draws are shared between places, and that is what makes it fast. Where all neighbours of a place count alike, one
sorted list of sums of k draws serves every place with k neighbours, and the place's sum is looked up in it; only the
few draws that hit the place itself are done again, with a spare draw in its stead. So 100,000 places and 999 draws
cost about a million additions and a hundred thousand searches, and not a thousand million gathered values.

The module is longer than most because its two ways, that of equal weights and that of any weights, are one argument.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.neighbours import Floats, Neighbours, Numbers

Step = Callable[[int, int], object]

DRAWS = 9_999
AT_ONCE = 4_000_000  # numbers held at a time: 32 MB for each array of them


@dataclass(frozen=True, eq=False)
class Permuted:
    """For each place, of so many draws: those with a sum at least as large as the one seen, and at most as large.

    A draw that equals it is among both. Both are 0 for a place that cannot be asked: without neighbours, or with all
    the others as its neighbours, so that there is nothing to draw.
    """

    at_least: Numbers
    at_most: Numbers
    draws: int
    asked: NDArray[np.bool_]

    @property
    def p_value(self) -> Floats:
        """Two-sided: twice the smaller tail, at most 1. A draw that equals what was seen counts half on each side."""
        equal = self.at_least + self.at_most - self.draws
        tail = np.minimum(self.at_least, self.at_most) - equal / 2
        return np.where(self.asked, np.minimum(2 * (tail + 1) / (self.draws + 1), 1), np.nan)

    @property
    def smaller_tail(self) -> Floats:
        """The smaller tail alone, as ``esda`` gives it in ``p_sim``: about half of a p value, and not one."""
        tail = np.minimum(self.at_least, self.draws - self.at_least)
        return np.where(self.asked, (tail + 1) / (self.draws + 1), np.nan)

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Columns, one row for each place (of several series, one after the other)."""
        columns = {"at_least": self.at_least, "at_most": self.at_most, "p_value": self.p_value}
        return {name: column.ravel() for name, column in columns.items()}

    def __str__(self) -> str:
        few, asked = int((self.p_value < 0.05).sum()), int(self.asked.sum())
        return (
            f"In {self.draws:,} draws, {few:,} of {asked:,} places have neighbours fuller or emptier than 95% of the "
            f"draws; chance alone would give about {round(0.05 * asked):,}."
        )


def permuted(
    values: ArrayLike,
    neighbours: Neighbours,
    generator: np.random.Generator,
    draws: int = DRAWS,
    statistic: Literal["sum", "difference"] = "sum",
    step: Step | None = None,
) -> Permuted:
    """How often the neighbours of each place would have so much, or so little, if the others' values were shuffled.

    Parameters
    ----------
    values : array (places,) or (series, places)
    neighbours : Neighbours of as many places
        Without the places themselves: a place keeps its value, and Gi, Gi* and local Moran ask the same. With them
        (``with_self()``): the place's own value is drawn with those of its neighbours, all from the other places, as
        ``spdep`` has it for Gi*.
    generator : numpy.random.Generator
        The same state gives the same answer.
    draws : int from 1
        How many. The smallest p value is 2 / (draws + 1), so that with false-discovery control over many places a few
        thousand are too few: for 5,000 places ask for 99,999 or more. They are cheap.
    statistic : "sum" or "difference"
        The weighted sum of the neighbours, or of their squared differences from the place (local Geary).
    step : callable (done, all), optional
        Told how far it is.

    Returns
    -------
    Permuted, with arrays of the shape of the values.

    Raises
    ------
    ValueError
        Values are unknown, infinite or too few, all the same, there are no draws, or no such statistic.

    References
    ----------
    Anselin (1995) Geographical Analysis 27:93, conditional permutation; Davison & Hinkley (1997) Bootstrap Methods and
    their Application, equation 4.11, the 1 added to both. Answers to ``spdep::localG_perm(alternative = "two.sided")``.

    Examples
    --------
    >>> from commonground.methods.neighbours import beside
    >>> squares = beside(np.tile(range(6), 6), np.repeat(range(6), 6))
    >>> full = np.where((squares.numbers == 8) & (np.arange(36) < 16), 9, np.arange(36) % 2)
    >>> found = permuted(full, squares, np.random.default_rng(1), draws=999)
    >>> print(bool(found.p_value[8] < 0.05), bool(found.p_value[35] < 0.05))
    True False
    """
    x = neighbours.checked(values)
    if draws < 1 or statistic not in ("sum", "difference"):
        raise ValueError('permutation needs at least one draw, and the statistic "sum" or "difference"')
    if (np.ptp(x, axis=-1) == 0).any():
        raise ValueError("all places of a series have the same value: to shuffle them changes nothing")
    if statistic == "difference" and neighbours.own.any():
        raise ValueError("a place is not compared with itself: give neighbours without the place itself")
    drawable = _drawable(neighbours)
    series = np.atleast_2d(x) - np.atleast_2d(x).mean(axis=1, keepdims=True)
    count = _of_sums if statistic == "sum" and _alike(drawable) else _of_weighted
    least, most = np.zeros(series.shape, np.int64), np.zeros(series.shape, np.int64)
    done = 0
    for drawn in _drawn(generator, drawable.places, draws, int(drawable.numbers.max()) + 1):
        for at, one in enumerate(series):
            more, less = count(one, drawable, drawn, statistic)
            least[at] += more
            most[at] += less
        done += len(drawn)
        if step:
            step(done, draws)
    asked = np.broadcast_to(drawable.numbers > 0, x.shape)
    least, most = (np.where(asked, found.reshape(x.shape), 0) for found in (least, most))
    return Permuted(least, most, draws, asked)


def _drawable(neighbours: Neighbours) -> Neighbours:
    """The neighbours, with a place's own weight as one pair more; none of a place for which nothing can be drawn."""
    of, others, weights = neighbours.of, neighbours.others, neighbours.weights
    own = np.flatnonzero(neighbours.own)
    of, others, weights = np.r_[of, own], np.r_[others, own], np.r_[weights, neighbours.own[own]]
    kept = np.bincount(of, minlength=neighbours.places)[of] < neighbours.places
    of, others, weights = of[kept], others[kept], weights[kept]
    order = np.argsort(of, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=neighbours.places))))
    return Neighbours(starts, others[order], weights[order], np.zeros(neighbours.places))


def _alike(neighbours: Neighbours) -> bool:
    """Whether the neighbours of every place count as much as each other, and for something."""
    held = np.flatnonzero(neighbours.numbers)
    first = np.repeat(neighbours.weights[neighbours.starts[held]], neighbours.numbers[held])
    return bool(((neighbours.weights == first) & (first > 0)).all())


# The draws.


def _drawn(generator: np.random.Generator, places: int, draws: int, width: int) -> Iterator[Numbers]:
    """Rows of places drawn without replacement, a share of all the rows at a time."""
    rows = max(1, AT_ONCE // (places if 4 * width > places else width))
    for start in range(0, draws, rows):
        yield _without_replacement(generator, places, min(rows, draws - start), width)


def _without_replacement(generator: np.random.Generator, places: int, rows: int, width: int) -> Numbers:
    """Each row so many different places, every ordered choice as likely as another.

    A place that stands in its row already is drawn again until none does. Whatever rejects it is or will be held by an
    earlier column, so that the outcome is that of drawing the columns one after the other.
    """
    if 4 * width > places:
        every = np.broadcast_to(np.arange(places), (rows, places)).copy()
        return generator.permuted(every, axis=1)[:, :width]
    found = generator.integers(places, size=(rows, width))
    open_rows = np.arange(rows)
    while open_rows.size:
        keys = np.sort(found[open_rows] * width + np.arange(width), axis=1)
        again, at = np.nonzero(keys[:, 1:] // width == keys[:, :-1] // width)
        column = keys[again, at + 1] % width
        found[open_rows[again], column] = generator.integers(places, size=column.size)
        open_rows = open_rows[np.unique(again)]
    return found


# Equal weights: one sorted list for all places with as many neighbours.


def _of_sums(x: Floats, neighbours: Neighbours, drawn: Numbers, _: str) -> tuple[Numbers, Numbers]:
    k = neighbours.numbers
    values = x[drawn]
    running = np.cumsum(values, axis=1)  # column c: the sum of the first c + 1 draws
    seen = np.bincount(neighbours.of, x[neighbours.others], k.size)
    dust = _dust(x) * (k + 1)
    least, most = np.zeros(k.size, np.int64), np.zeros(k.size, np.int64)
    for number in np.unique(k[k > 0]):
        own, sums = np.flatnonzero(k == number), np.sort(running[:, number - 1])
        least[own] = sums.size - np.searchsorted(sums, seen[own] - dust[own], "left")
        most[own] = np.searchsorted(sums, seen[own] + dust[own], "right")
    for column in range(drawn.shape[1] - 1):
        # Where a place was drawn as its own neighbour, the draw after its last takes its stead.
        row = np.flatnonzero(k[drawn[:, column]] > column)
        hit = drawn[row, column]
        wrong = running[row, k[hit] - 1]
        right = wrong - values[row, column] + values[row, k[hit]]
        upper, lower = seen[hit] + dust[hit], seen[hit] - dust[hit]
        least += _net(hit, right >= lower, wrong >= lower, k.size)
        most += _net(hit, right <= upper, wrong <= upper, k.size)
    return least, most


def _net(place: Numbers, gained: NDArray[np.bool_], lost: NDArray[np.bool_], places: int) -> Numbers:
    change = gained.astype(float) - lost
    return np.bincount(place, change, places).astype(np.int64)


# Any weights: the same draws for all places, times the weights of each.


def _of_weighted(x: Floats, neighbours: Neighbours, drawn: Numbers, statistic: str) -> tuple[Numbers, Numbers]:
    k, width = neighbours.numbers, drawn.shape[1] - 1
    values = np.ascontiguousarray(x[drawn].T)  # (width + 1, draws)
    least, most = np.zeros(k.size, np.int64), np.zeros(k.size, np.int64)
    hits, hit_draws, hit_columns = _hits(k, drawn)
    for start in range(0, k.size, rows := max(1, AT_ONCE // (2 * drawn.shape[0]))):
        own = np.arange(start, min(start + rows, k.size))
        weights = _padded(neighbours, own, width)
        sums = _measured(weights, values[:width], x[own], statistic)
        seen = _seen(neighbours, x, own, statistic)
        here = slice(*np.searchsorted(hits, [own[0], own[-1] + 1]))
        place, draw, column = hits[here], hit_draws[here], hit_columns[here]
        wrong, right = values[column, draw], values[k[place], draw]
        weight = weights[place - start, column]
        if statistic == "difference":
            wrong, right = (wrong - x[place]) ** 2, (right - x[place]) ** 2
        np.add.at(sums, (place - start, draw), weight * (right - wrong))
        dust = (_dust(x) * (1 if statistic == "sum" else np.abs(x).max()) * (np.abs(weights).sum(axis=1) + 1))[:, None]
        least[own] = (sums >= seen[:, None] - dust).sum(axis=1)
        most[own] = (sums <= seen[:, None] + dust).sum(axis=1)
    return least, most


def _hits(k: Numbers, drawn: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Places drawn as their own neighbours, in rising order, with the draw and the column of each."""
    draw, column = np.nonzero(k[drawn[:, :-1]] > np.arange(drawn.shape[1] - 1))
    place = drawn[draw, column]
    order = np.argsort(place, kind="stable")
    return place[order], draw[order], column[order]


def _padded(neighbours: Neighbours, own: Numbers, width: int) -> Floats:
    """The weights of each place's neighbours in a row, with nought to its end."""
    start, k = neighbours.starts[own], neighbours.numbers[own]
    held = np.arange(width) < k[:, None]
    weights = np.zeros(held.shape)
    weights[held] = neighbours.weights[start[0] : start[-1] + k[-1]]
    return weights


def _measured(weights: Floats, values: Floats, own: Floats, statistic: str) -> Floats:
    """The statistic of each place (rows) under each draw (columns)."""
    sums = weights @ values
    if statistic == "sum":
        return sums
    return weights @ values**2 - 2 * own[:, None] * sums + (weights.sum(axis=1) * own**2)[:, None]


def _seen(neighbours: Neighbours, x: Floats, own: Numbers, statistic: str) -> Floats:
    first, last = neighbours.starts[own[0]], neighbours.starts[own[-1] + 1]
    others, of = x[neighbours.others[first:last]], np.repeat(np.arange(own.size), neighbours.numbers[own])
    each = others if statistic == "sum" else (others - x[own][of]) ** 2
    return np.asarray(np.bincount(of, neighbours.weights[first:last] * each, own.size), float)


def _dust(x: Floats) -> float:
    """What is rounding beside such values: sums nearer than this are equal."""
    return 1e-12 * float(np.abs(x).max())
