"""Smoothed rates: what is a small place's rate likely to be, when so few people make it jump?

The rate of a small place is drawn towards a mean, of all places or of those around it, the more so the fewer people it
rests on (empirical Bayes). A map of raw rates shows the smallest places as the highest and the lowest; this one does
not. It is for looking at: the count itself stays what was recorded.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.methods.neighbours import Floats, Neighbours


@dataclass(frozen=True, eq=False)
class SmoothedRates:
    """Raw and smoothed rates (events for each person), and the mean and variance of the true rates they rest on.

    ``mean`` and ``variance`` are arrays of one number for each place. Without residents a place has no raw rate (nan),
    and its smoothed one is the mean.
    """

    raw: Floats
    smoothed: Floats
    mean: Floats
    variance: Floats

    def table(self) -> dict[str, Floats]:
        """Columns, one row for each place."""
        return {"raw": self.raw, "smoothed": self.smoothed, "mean": self.mean}

    def __str__(self) -> str:
        known = self.raw[~np.isnan(self.raw)]
        return (
            f"Smoothed rates of {self.smoothed.size:,} places run from {1000 * self.smoothed.min():.3g} to "
            f"{1000 * self.smoothed.max():.3g} per 1,000, where raw ones run from {1000 * known.min():.3g} to "
            f"{1000 * known.max():.3g}."
        )


def towards_all(counts: ArrayLike, population: ArrayLike) -> SmoothedRates:
    """Rates drawn towards that of all the places together.

    Parameters
    ----------
    counts : array (places,) of whole numbers >= 0
    population : array (places,) >= 0
        Residents, or whatever else the events are counted against; nought only where the count is.

    Raises
    ------
    ValueError
        A count is unknown, negative or not whole, a population is unknown, infinite, negative or nought beside a
        count, all are nought, or the two differ in length.

    References
    ----------
    Marshall (1991) Applied Statistics 40:283, equations 2 to 6. Answers to ``spdep::EBest``.

    Examples
    --------
    >>> found = towards_all([0, 90, 60], [20, 900, 1000])
    >>> print((1000 * found.raw).round(1).tolist(), (1000 * found.smoothed).round(1).tolist())
    [0.0, 100.0, 60.0] [71.9, 95.5, 63.4]
    """
    events, people = _counted(counts, population)
    mean, variance = _prior(events, people)
    return _drawn(events, people, np.full(events.shape, mean), np.full(events.shape, variance))


def towards_neighbours(counts: ArrayLike, population: ArrayLike, neighbours: Neighbours) -> SmoothedRates:
    """Rates drawn towards that of each place and its neighbours together.

    Parameters and errors are those of ``towards_all``; ``neighbours`` says who is beside whom, and their weights do not
    matter.

    References
    ----------
    Marshall (1991), section 3. Answers to ``spdep::EBlocal`` with the place itself among its neighbours, and like it
    measures the spread of each neighbour's rate from the mean of that neighbour's own surroundings.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> found = towards_neighbours([0, 9, 60, 90], [20, 500, 1000, 900], from_pairs([0, 1, 2], [1, 2, 3], places=4))
    >>> print((1000 * found.smoothed).round(1).tolist())
    [9.8, 27.0, 61.3, 92.1]
    """
    events, people = _counted(counts, population)
    if neighbours.places != events.size:
        raise ValueError(f"{neighbours.places} places have neighbours, but {events.size} have counts")
    of = np.r_[neighbours.of, np.arange(events.size)]
    others = np.r_[neighbours.others, np.arange(events.size)]

    def around(each: Floats) -> Floats:
        return np.asarray(np.bincount(of, each, events.size), float)

    residents = around(people[others])
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(residents > 0, around(events[others]) / residents, 0.0)
        rate = np.where(people > 0, events / people, mean)
        spread = around(people[others] * (rate[others] - mean[others]) ** 2) / residents
        variance = np.fmax(0, spread - mean * (neighbours.numbers + 1) / residents)
    return _drawn(events, people, mean, variance)


def deviates(counts: ArrayLike, population: ArrayLike) -> Floats:
    """How far each rate is from that of all the places together, in standard errors that grow as places get smaller.

    Parameters, errors and example are those of ``towards_all``, and every population must be above nought.

    References
    ----------
    Assunção & Reis (1999) Statistics in Medicine 18:2147, equations 7 to 9: where the variance of the true rates comes
    out so far below nought that a place's would be none, the place's own sampling variance is taken.

    Examples
    --------
    >>> print(deviates([0, 90, 60], [20, 900, 1000]).round(2).tolist())
    [-1.2, 1.06, -0.89]
    """
    events, people = _counted(counts, population)
    if (people == 0).any():
        raise ValueError("a rate needs a population above nought: leave out places without, or join them to others")
    mean, variance = _prior(events, people, least=-np.inf)
    each = variance + mean / people
    return (events / people - mean) / np.sqrt(np.where(each > 0, each, mean / people))


def _prior(events: Floats, people: Floats, least: float = 0.0) -> tuple[float, float]:
    """Mean and variance of the true rates, by the moments of the rates seen."""
    total = people.sum()
    mean = events.sum() / total
    rate = np.where(people > 0, events / np.where(people > 0, people, 1), mean)
    spread = (people * (rate - mean) ** 2).sum() / total
    return float(mean), float(max(least, spread - mean * people.size / total))


def _drawn(events: Floats, people: Floats, mean: Floats, variance: Floats) -> SmoothedRates:
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = np.where(people > 0, events / people, np.nan)
        weight = np.where(variance > 0, variance / (variance + mean / people), 0.0)
        smoothed = np.where(weight > 0, mean + weight * (raw - mean), mean)
    return SmoothedRates(raw, smoothed, mean, variance)


def _counted(counts: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    events, people = np.asarray(counts, float), np.asarray(population, float)
    if events.shape != people.shape or events.ndim != 1 or not events.size:
        raise ValueError("rates need a count and a population for each place, and at least one place")
    if not np.isfinite(events).all() or (events < 0).any() or (events % 1 != 0).any():
        raise ValueError("a count must be a whole number, nought or more")
    if not np.isfinite(people).all() or (people < 0).any() or not people.any():
        raise ValueError("a population must be a number, nought or more, and above nought somewhere")
    if ((people == 0) & (events > 0)).any():
        raise ValueError("a place has events but no population: leave it out, or join it to another")
    return events, people
