"""Uncertain links: from pairs of records that may be one person to the tables that multiple systems estimation needs.

A pair of records is one person with a probability, never for certain. So the links are drawn many times, each draw a
division of the records into people; the spread of the tables made of them is what the doubt about links is worth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import brentq
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Step = Callable[[int, int], object]

CERTAIN = 900  # a weight above is as good as certain, and two to its power would be no number any more

@dataclass(frozen=True)
class Quality:
    """What share of the links is right, and what share of the true ones is found, as the probabilities have it.

    Recall is among the pairs that were compared: a pair that no blocking rule brought together is not in it.
    """

    links: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; nan where there is no link."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def share_that_match(weights: ArrayLike, pairs: float) -> float:
    """Share of all pairs of records that are one person, from the evidence of those that were compared.

    Parameters
    ----------
    weights : array (compared pairs,)
        Log to base 2 of how many times likelier the pair's agreements are if it is one person than if it is two.
    pairs : float
        All pairs there are, compared or not; those not compared are taken for two people each.

    Returns
    -------
    float from 0 to 1, the likeliest share; between those two it is the sum of the pairs' probabilities over ``pairs``.

    Raises
    ------
    ValueError
        There is no pair, a weight is unknown, or fewer pairs than were compared.

    References
    ----------
    Fellegi & Sunter (1969) JASA 64:1183. The likelihood of a mixing share alone is concave, so its slope is followed
    to its one root; the rounds of Dempster, Laird & Rubin (1977) lead there too, but slowly where weights are near 0.

    Examples
    --------
    >>> print(round(share_that_match([30, 30, -20], pairs=1000), 6))
    0.002
    """
    factors = _known(weights, "the weight of a pair")
    if factors.size == 0 or pairs < factors.size:
        raise ValueError("the share that match needs at least one compared pair, and all pairs to be as many or more")
    more = np.expm1(np.log(2) * np.minimum(factors, CERTAIN))

    def slope(share: float) -> float:
        return float((more / (1 + share * more)).sum()) - (pairs - factors.size) / (1 - share)

    if slope(0) <= 0:
        return 0.0
    nearly_all = float(np.nextafter(1, 0))
    if slope(nearly_all) >= 0:
        return 1.0
    return float(brentq(slope, 0, nearly_all, xtol=1e-300, rtol=1e-12, maxiter=1000))


def probabilities(weights: ArrayLike, share: float) -> Floats:
    """Probability that each pair is one person: Bayes' theorem, with this share of all pairs matching.

    Examples
    --------
    >>> probabilities([0, 1], share=0.5).round(3).tolist()
    [0.5, 0.667]
    """
    from scipy.special import expit

    return expit(np.log(2) * np.asarray(weights, float) + np.log(share) - np.log1p(-share))


def quality(probability: ArrayLike, threshold: float = 0.5) -> Quality:
    """Expected precision and recall of linking every pair at or above a threshold, without knowing the truth.

    Parameters
    ----------
    probability : array (pairs,) between 0 and 1
    threshold : float between 0 and 1

    Returns
    -------
    Quality; precision is nan where no pair reaches the threshold, recall where no match is expected.

    Raises
    ------
    ValueError
        A probability, or the threshold, is unknown or not between 0 and 1.

    References
    ----------
    Blakely & Salmond (2002) Int J Epidemiol 31:1246 for the question; the sums are those of calibrated probabilities.

    Examples
    --------
    >>> found = quality([1, 0.8, 0.2])
    >>> print(found.links, round(found.precision, 2), round(found.recall, 2))
    2 0.9 0.9
    """
    chance = _chances(probability)
    if not 0 <= threshold <= 1:
        raise ValueError("the threshold must be between 0 and 1")
    linked = chance[chance >= threshold]
    right, all_matches = float(linked.sum()), float(chance.sum())
    return Quality(
        int(linked.size),
        right / linked.size if linked.size else float("nan"),
        right / all_matches if all_matches else float("nan"),
    )


def people(first: ArrayLike, second: ArrayLike, records: int) -> Whole:
    """Which person each record belongs to when these pairs are linked, and links of links with them.

    Parameters
    ----------
    first, second : array (pairs,) of whole numbers
        Places of the two records of each pair, from 0.
    records : int
        How many records there are.

    Returns
    -------
    array (records,) of whole numbers from 0: the same for the records of one person.

    Raises
    ------
    ValueError
        There is no record, a place is not one of them, or the two arrays differ in length.

    Examples
    --------
    >>> people([0, 1], [1, 3], records=4).tolist()
    [0, 0, 1, 0]
    """
    one, other = _places(first, second, records)
    links = sparse.coo_array((np.ones(one.size, bool), (one, other)), shape=(records, records))
    return connected_components(links, directed=False)[1].astype(np.int64)


def capture_table(person: ArrayLike, lists: ArrayLike, number: int) -> Whole:
    """How many people are on each combination of lists.

    Parameters
    ----------
    person : array (records,) of whole numbers >= 0
    lists : array (records,) of whole numbers from 0
        The list that each record is on.
    number : int, 1 to 20
        How many lists there are.

    Returns
    -------
    array (2 ** number,) of counts; place 0b101 are those on the first and third list and no other; place 0 is nought.

    Raises
    ------
    ValueError
        The arrays differ in length or are empty, or a list is not one of the number.

    Examples
    --------
    >>> capture_table([0, 0, 1, 2], lists=[0, 1, 0, 1], number=2).tolist()
    [0, 1, 1, 1]
    """
    who, where = np.asarray(person), np.asarray(lists)
    _check_lists(where, who.size, number)
    pattern = np.zeros(int(who.max()) + 1, np.int64)
    for place in range(number):
        pattern[np.unique(who[where == place])] += 1 << place
    table = np.bincount(pattern, minlength=1 << number)
    table[0] = 0  # numbers that no record uses are nobody
    return table


def capture_draws(
    first: ArrayLike,
    second: ArrayLike,
    probability: ArrayLike,
    lists: ArrayLike,
    number: int,
    draws: int,
    generator: np.random.Generator,
    step: Step | None = None,
) -> Whole:
    """Capture tables over the doubt about the links: each draw divides the records into people once.

    In a draw the pairs are settled one after another, the likeliest first. A pair whose records are already one person,
    or already known to be two, is not asked again: so a record that may belong to a person with two other records is
    drawn into it with its probability once, not twice.

    Parameters
    ----------
    first, second : array (pairs,) of whole numbers
        Places of the two records of each pair, from 0; each pair once.
    probability : array (pairs,) between 0 and 1
    lists : array (records,) of whole numbers from 0
        The list that each record is on; two records of one list can be one person, too.
    number : int, 1 to 20
        How many lists there are.
    draws : int >= 1
    generator : numpy.random.Generator
    step : callable, optional
        Told (draws done, all draws).

    Returns
    -------
    array (draws, 2 ** number) of counts by combination of lists, the first list the lowest bit.

    Raises
    ------
    ValueError
        As ``people``, ``quality`` and ``capture_table``, or there is no draw.

    References
    ----------
    Sadinle (2018) Ann Appl Stat 12:1013 on carrying linkage into population size; Enamorado, Fifield & Imai (2019)
    APSR 113:353 on weighing by the probability of a match.

    Examples
    --------
    >>> tables = capture_draws([0], [1], [0.5], [0, 1], number=2, draws=400, generator=np.random.default_rng(1))
    >>> sorted(set(map(tuple, tables.tolist())))
    [(0, 0, 0, 1), (0, 1, 1, 0)]
    """
    where = np.asarray(lists)
    one, other = _places(first, second, where.size)
    chance = _chances(probability)
    if chance.size != one.size:
        raise ValueError("each pair needs one probability")
    if draws < 1:
        raise ValueError("at least one draw is needed")
    _check_lists(where, where.size, number)
    order = np.argsort(-chance, kind="stable")
    one, other, chance = one[order], other[order], chance[order]
    tables = np.empty((draws, 1 << number), np.int64)
    for draw in range(draws):
        yes = generator.random(chance.size) < chance
        tables[draw] = capture_table(_divided(one, other, yes, where.size), where, number)
        if step:
            step(draw + 1, draws)
    return tables


def _divided(one: Whole, other: Whole, yes: NDArray[np.bool_], records: int) -> Whole:
    """Records by person, the pairs settled in their order. A no matters only between records that yeses join, so that
    nearly all of it is one search for what hangs together."""
    person = people(one[yes], other[yes], records)
    against = ~yes & (person[one] == person[other])
    if not against.any():
        return person
    disputed = np.isin(person[one], person[one[against]]) & (yes | against)
    settled = _settled(zip(one[disputed].tolist(), other[disputed].tolist(), yes[disputed].tolist(), strict=True))
    fresh = person.max() + 1
    for record, home in settled.items():
        person[record] = fresh + home
    return np.unique(person, return_inverse=True)[1]


def _settled(pairs: "zip[tuple[int, int, bool]]") -> dict[int, int]:
    """A record to stand for the person of each record, with what is known to be apart kept apart."""
    home: dict[int, int] = {}
    members: dict[int, set[int]] = {}
    apart: dict[int, set[int]] = {}
    for i, j, yes in pairs:
        for record in (i, j):
            if record not in home:
                home[record], members[record], apart[record] = record, {record}, set()
        a, b = home[i], home[j]
        if a == b or b in apart[a]:
            continue
        if not yes:
            apart[a].add(b)
            apart[b].add(a)
            continue
        home.update(dict.fromkeys(members[b], a))
        members[a] |= members.pop(b)
        for c in apart.pop(b):
            apart[c].discard(b)
            apart[c].add(a)
            apart[a].add(c)
    return home


def _known(values: ArrayLike, what: str) -> Floats:
    found = np.asarray(values, float).ravel()
    if np.isnan(found).any():
        raise ValueError(f"{what} is unknown")
    return found


def _chances(values: ArrayLike) -> Floats:
    found = _known(values, "a probability")
    if ((found < 0) | (found > 1)).any():
        raise ValueError("a probability must be between 0 and 1")
    return found


def _places(first: ArrayLike, second: ArrayLike, records: int) -> tuple[Whole, Whole]:
    one, other = (np.asarray(side).ravel() for side in (first, second))
    if records < 1:
        raise ValueError("linking needs a record")
    if one.size != other.size:
        raise ValueError("a pair has two records: the two arrays must be of one length")
    for side in (one, other):
        if side.size and (side.dtype.kind not in "iu" or side.min() < 0 or side.max() >= records):
            raise ValueError(f"a record's place must be a whole number from 0 to {records - 1}")
    return one.astype(np.int64), other.astype(np.int64)


def _check_lists(lists: Whole, records: int, number: int) -> None:
    if not 1 <= number <= 20:
        raise ValueError("the number of lists must be from 1 to 20")
    if records == 0 or lists.size != records:
        raise ValueError("each record needs the list that it is on, and there must be a record")
    if lists.dtype.kind not in "iu" or lists.min() < 0 or lists.max() >= number:
        raise ValueError(f"a list must be a whole number from 0 to {number - 1}")


def lists_of(pattern: int, names: Sequence[str]) -> tuple[str, ...]:
    """The names of the lists that a place of a capture table stands for.

    Examples
    --------
    >>> lists_of(0b101, ["police", "hospital", "youth justice"])
    ('police', 'youth justice')
    """
    return tuple(name for place, name in enumerate(names) if pattern >> place & 1)
