"""Events that come in groups: limits of rates when some people are harmed more than once.

The usual limits take events as independent. A person who is stabbed twice, or a shop robbed five times, is not two
or five independent events, and the usual limits are then too narrow. If people are independent of each other, the
variance of a count of events is the sum of the squares of each person's events, not their sum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods import rates
from commonground.methods.rates import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grouped:
    """Events of each group, the people they happened to, and the sum of the squares of each person's events."""

    events: Floats
    people: Floats
    squares: Floats

    @property
    def widening(self) -> Floats:
        """By how much the variance exceeds that of independent events: 1 where nobody is harmed twice."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.events > 0, self.squares / self.events, 1.0)


def grouped(events: ArrayLike, group: ArrayLike | None = None, groups: int | None = None) -> Grouped:
    """Events, people and squares of each group, from one number a person.

    Parameters
    ----------
    events : array (people,) of whole numbers >= 0
        How many events happened to each person (or shop, or address). Those with none do not matter.
    group : array (people,) of whole numbers from 0, optional
        The area or age band of each; all in one if not given.
    groups : int, optional
        How many groups there are; the highest number and one if not given.

    Returns
    -------
    Grouped of shape (groups,)

    Raises
    ------
    ValueError
        Events are negative, unknown or not whole, or the two arrays differ in length.

    Examples
    --------
    >>> found = grouped([1, 1, 1, 3], [0, 0, 1, 1])
    >>> print(found.events, found.people, found.widening)
    [2. 4.] [2. 2.] [1.  2.5]
    """
    each = np.asarray(events, float)
    if each.ndim != 1 or not np.all((each >= 0) & (each == np.round(each)) & np.isfinite(each)):
        raise ValueError("events of each person must be a list of whole numbers, nought or more")
    where = np.zeros(each.size, int) if group is None else np.asarray(group)
    if where.shape != each.shape:
        raise ValueError(f"{each.size} people, but a group for {where.size}: give one group for each person")
    if where.size and (where.dtype.kind not in "iu" or where.min() < 0):
        raise ValueError("groups must be whole numbers from 0")
    size = groups if groups is not None else (1 if group is None else int(where.max(initial=-1)) + 1)
    if where.size and where.max() >= size:
        raise ValueError(f"a person is in group {where.max()}, but there are only {size}, numbered from 0")

    def sums(weights: Floats) -> Floats:
        return np.bincount(where, weights, minlength=size).astype(float)

    return Grouped(sums(each), sums((each > 0).astype(float)), sums(each**2))


def crude_rate(
    count: ArrayLike, squares: ArrayLike, population: ArrayLike, per: float = 100_000, confidence: float = 0.95
) -> Estimate:
    """Events per so many people, with limits that allow for people who are harmed more than once.

    The exact or Byar limits of ``rates.crude_rate`` are drawn away from the rate by the square root of squares / count.

    Parameters
    ----------
    count, population, per, confidence
        As of ``rates.crude_rate``.
    squares : array >= count
        Sum of the squares of each person's events, as of ``grouped``.

    Raises
    ------
    ValueError
        As ``rates.crude_rate``, or the squares are below the count, which no whole numbers can give.

    References
    ----------
    Stukel et al. (1994) Stat Med 13:1781 (recurrent events as a compound Poisson process); Glynn et al. (1993)
    J Clin Epidemiol 46:779. The same step as Dobson et al. (1991) take from a count to a weighted sum.

    Examples
    --------
    >>> rate = crude_rate(450, 750, 30_000, per=1000)
    >>> print(f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})")
    15.00 (13.25 to 16.87)
    """
    return _widened(rates.crude_rate(count, population, per, confidence), _widening(count, squares))


def indirectly_standardised_ratio(
    observed: ArrayLike, squares: ArrayLike, expected: ArrayLike, per: float = 100, confidence: float = 0.95
) -> Estimate:
    """Observed events over those expected, with limits that allow for people who are harmed more than once.

    Parameters, errors and reference are those of ``crude_rate`` and ``rates.indirectly_standardised_ratio``.

    Examples
    --------
    >>> ratio = indirectly_standardised_ratio(38, 76, 33.166)
    >>> print(f"{ratio.value:.1f} ({ratio.lower:.1f} to {ratio.upper:.1f})")
    114.6 (67.2 to 175.0)
    """
    plain = rates.indirectly_standardised_ratio(observed, expected, per, confidence)
    return _widened(plain, _widening(observed, squares))


def directly_standardised_rate(
    counts: ArrayLike,
    squares: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """The directly standardised rate, with Dobson's limits on the variance of events that come in groups.

    Parameters
    ----------
    counts, populations, standard, per, confidence
        As of ``rates.directly_standardised_rate``.
    squares : array (..., bands)
        Sum of the squares of each person's events, in each age band.

    Raises
    ------
    ValueError
        As ``rates.directly_standardised_rate``, or squares are below their counts.

    References
    ----------
    Dobson et al. (1991) Stat Med 10:457, equation 4, with the variance of Stukel et al. (1994) Stat Med 13:1781.
    Answers to ``PHEindicatormethods::calculate_dsr(independent_events = FALSE)``.

    Examples
    --------
    >>> rate = directly_standardised_rate([10, 20], [16, 20], [1000, 1000], [3, 1], per=1000)
    >>> print(f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})")
    12.50 (6.79 to 20.00)
    """
    plain = rates.directly_standardised_rate(counts, populations, standard, per, confidence)
    events, square = np.asarray(counts, float), np.asarray(squares, float)
    _widening(events, square)
    weight = (np.asarray(standard, float) / np.asarray(populations, float)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        wider = (weight * square).sum(axis=-1) / (weight * events).sum(axis=-1)
    return _widened(plain, wider)


def proportion(
    count: ArrayLike, total: ArrayLike, squares: ArrayLike, per: float = 100, confidence: float = 0.95
) -> Estimate:
    """A share of events, with Wilson's limits at the number of events that would tell as much if independent.

    That number is total² / squares, as if all of a person's events were alike (Kish's design effect at its largest), so
    that the limits are wide enough, and may be wider than they need be.

    Parameters
    ----------
    count, total, per, confidence
        As of ``rates.proportion``.
    squares : array >= total
        Sum of the squares of each person's events, of all those in ``total``.

    Raises
    ------
    ValueError
        As ``rates.proportion``, or the squares are below the total.

    References
    ----------
    Kish (1965) Survey Sampling, section 5.4; Wilson (1927) J Am Stat Assoc 22:209.

    Examples
    --------
    >>> share = proportion(104, 190, 380)
    >>> print(f"{share.value:.1f} ({share.lower:.1f} to {share.upper:.1f})")
    54.7 (44.7 to 64.4)
    """
    wider = _widening(total, squares)
    return rates.proportion(np.asarray(count, float) / wider, np.asarray(total, float) / wider, per, confidence)


def _widening(count: ArrayLike, squares: ArrayLike) -> Floats:
    events, square = np.asarray(count, float), np.asarray(squares, float)
    if np.any(events < 0):
        raise ValueError("a count cannot be negative")
    if np.any(square < events):
        raise ValueError("the sum of squares cannot be below the count: each person has a whole number of events")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(events > 0, square / events, 1.0)


def _widened(plain: Estimate, by: Floats) -> Estimate:
    """The limits drawn away from the value, never below nought."""
    reach = np.sqrt(by)
    lower = np.fmax(plain.value - reach * (plain.value - plain.lower), 0.0)
    return Estimate(
        plain.value,
        np.where(np.isnan(plain.lower), np.nan, lower),
        plain.value + reach * (plain.upper - plain.value),
    )
