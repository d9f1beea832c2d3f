"""Gathering: is it more gathered in few places, or on few people, than chance alone would make it?

When events are few, some places have two and many have none even if every event could as well have fallen anywhere.
Concentration is said of what goes beyond that.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.concentration import ROUNDING

Floats = NDArray[np.float64]
Step = Callable[[int, int], object]

NAMES = ("repeats", "repeated", "fullest", "half", "four_fifths", "gini", "generalised_gini")
FEWER = frozenset({"half", "four_fifths"})  # the fewer, the more gathered
CHUNK = 50  # throws between two reports of progress


@dataclass(frozen=True, eq=False)
class Gathered:
    """How far events are gathered, beside what throwing them at random gives.

    Each mapping has the keys ``repeats`` (events on a place that had one already), ``repeated`` (places with two or
    more), ``fullest`` (events in the fullest place), ``half`` and ``four_fifths`` (fewest places that hold so much),
    ``gini`` and ``generalised_gini``. ``expected`` is the mean of the throws, ``lower`` and ``upper`` hold 95 % of
    them, and ``p_value`` is the share of throws as gathered as what was seen, one-sided, the seen one counted in.
    """

    places: int
    events: int
    throws: int
    seen: dict[str, float]
    expected: dict[str, float]
    lower: dict[str, float]
    upper: dict[str, float]
    p_value: dict[str, float]

    def __str__(self) -> str:
        seen, low, high = (int(of["repeats"]) for of in (self.seen, self.lower, self.upper))
        half, least, most = (int(of["half"]) for of in (self.seen, self.lower, self.upper))
        p = self.p_value["generalised_gini"]
        verdict = "more gathered than chance alone gives" if p < 0.05 else "no more gathered than chance alone gives"
        return (
            f"Of {self.events:,} events in {self.places:,} places, {seen:,} fell where there had been one already "
            f"(by chance {low:,} to {high:,}), and {half:,} places hold half (by chance {least:,} to {most:,}): "
            f"{verdict} (generalised Gini {self.seen['generalised_gini']:.2f}, p = {p:.3f}, {self.throws} throws)."
        )

    def table(self) -> dict[str, list[str] | list[float]]:
        """One row for each way of saying it."""
        columns = {"seen": self.seen, "by_chance": self.expected, "lower": self.lower, "upper": self.upper,
                   "p_value": self.p_value}  # fmt: skip
        return {"what": list(NAMES)} | {head: [of[name] for name in NAMES] for head, of in columns.items()}


def gathered(
    counts: ArrayLike,
    generator: np.random.Generator,
    exposure: ArrayLike | None = None,
    throws: int = 999,
    step: Step | None = None,
) -> Gathered:
    """Concentration against chance: the same number of events, thrown on the same places again and again.

    Parameters
    ----------
    counts : array (places,) of whole numbers >= 0
        Every place, person or shop at risk, the empty ones too: left out, they make the rest look even.
    generator : numpy.random.Generator
    exposure : array (places,) >= 0, optional
        How likely each place is to be hit by chance: residents, footfall, opening hours. All alike if not given.
    throws : int, 99 or more
    step : callable (done, all), optional

    Raises
    ------
    ValueError
        No place; a count negative, unknown or not whole; no event; fewer than 99 throws; an exposure negative, unknown
        or nought where there was an event.

    References
    ----------
    Hope (1968) J R Stat Soc B 30:582 (the test); Bernasco & Steenbeek (2017) J Quant Criminol 33:451; Levin, Rosenfeld
    & Deckard (2017) Sociol Methods Res 46:553 on reading concentration where events are few.

    Examples
    --------
    >>> found = gathered([5, 3, 1, 1] + [0] * 96, np.random.default_rng(1))
    >>> print(found.seen["repeats"], found.p_value["repeats"])
    6.0 0.001
    """
    places = _counted(counts)
    total = int(places.sum())
    if total == 0:
        raise ValueError("no events: chance has nothing to be set beside")
    if throws < 99:
        raise ValueError("a test by simulation needs 99 throws or more")
    share = _share(exposure, places)
    seen = _statistics(places)
    thrown = np.empty((throws, len(NAMES)))
    for i in range(throws):
        thrown[i] = _statistics(_throw(total, places.size, share, generator))
        if step and ((i + 1) % CHUNK == 0 or i + 1 == throws):
            step(i + 1, throws)
    sign = np.array([-1 if name in FEWER else 1 for name in NAMES])
    # Gini coefficients of equal counts can differ in their last digit, which must not decide.
    as_gathered = (sign * (thrown - seen) >= -1e-12).sum(axis=0)
    lower, upper = np.quantile(thrown, [0.025, 0.975], axis=0)
    columns = (seen, thrown.mean(axis=0), lower, upper, (1 + as_gathered) / (1 + throws))
    named = (dict(zip(NAMES, column.tolist(), strict=True)) for column in columns)
    return Gathered(places.size, total, throws, *named)


def _counted(counts: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(counts, float).ravel()
    if not given.size:
        raise ValueError("concentration needs a place")
    if not np.all((given >= 0) & (given == np.round(given)) & np.isfinite(given)):
        raise ValueError("events of each place must be whole numbers, nought or more")
    return given.astype(np.int64)


def _share(exposure: ArrayLike | None, places: NDArray[np.int64]) -> Floats | None:
    if exposure is None:
        return None
    size = np.asarray(exposure, float).ravel()
    if size.shape != places.shape or not np.all((size >= 0) & np.isfinite(size)) or not size.sum():
        raise ValueError("each place needs an exposure, a known number nought or more, and not all nought")
    if np.any((size == 0) & (places > 0)):
        raise ValueError("a place with events cannot have an exposure of nought")
    return size / size.sum()


def _throw(events: int, places: int, share: Floats | None, generator: np.random.Generator) -> NDArray[np.int64]:
    if share is None and events < 8 * places:
        return np.bincount(generator.integers(places, size=events), minlength=places)
    return generator.multinomial(events, np.full(places, 1 / places) if share is None else share)


def _statistics(counts: NDArray[np.int64]) -> Floats:
    """All of ``NAMES`` at once, from how many places have each count: no sorting of places."""
    events, number = np.unique(counts, return_counts=True) if counts.max() > counts.size else _tallied(counts)
    n, total = counts.size, int(counts.sum())
    to = np.cumsum(number)
    ranks = (to * (to + 1) - (to - number) * (to - number + 1)) / 2  # the sum of the ranks of places with each count
    gini = 2 * float((events * ranks).sum()) / (n * total) - (n + 1) / n
    busy = n - int(number[0]) if events[0] == 0 else n
    return np.array([
        total - busy,
        number[events >= 2].sum(),
        events[-1],
        _fewest(events, number, 0.5 * total),
        _fewest(events, number, 0.8 * total),
        gini,
        max(1.0, n / total) * (gini - 1) + 1,
    ])  # fmt: skip


def _tallied(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    number = np.bincount(counts)
    events = np.flatnonzero(number)
    return events, number[events]


def _fewest(events: NDArray[np.int64], number: NDArray[np.int64], goal: float) -> int:
    """Fewest places that hold so many events, filling from the fullest down."""
    each, of = events[::-1], number[::-1]
    held = np.cumsum(each * of)
    last = int(np.searchsorted(held, goal * (1 - ROUNDING)))
    before = held[last] - each[last] * of[last]
    return int(of[:last].sum() + np.ceil((goal * (1 - ROUNDING) - before) / each[last]))
