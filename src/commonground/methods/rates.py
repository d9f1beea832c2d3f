"""Rates, proportions and standardised rates, with the limits that English public-health indicators carry.

Every function takes arrays of any shapes that broadcast and gives an ``Estimate`` of the broadcast shape.
An unknown (nan) count or an unknown or empty denominator gives nan, never nought.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

BYAR_FROM = 10  # events: below it Byar's approximation is not close enough, and no rate is standardised


@dataclass(frozen=True, eq=False)
class Estimate:
    """A value with its lower and upper confidence limits, each an array of one shape."""

    value: Floats
    lower: Floats
    upper: Floats


def poisson_limits(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of the mean of which a count was seen.

    Parameters
    ----------
    count : array >= 0
    confidence : float between 0 and 1

    Returns
    -------
    lower, upper : arrays of the shape of ``count``

    Raises
    ------
    ValueError
        A count is negative, or the confidence is not between 0 and 1.

    References
    ----------
    Garwood (1936) Biometrika 28:437. Answers to R's ``poisson.test``.

    Examples
    --------
    >>> lower, upper = poisson_limits(4)
    >>> print(round(float(lower), 3), round(float(upper), 3))
    1.09 10.242
    """
    events, tail = _events(count), _tail(confidence)
    lower = np.where(events == 0, 0.0, special.gammaincinv(np.fmax(events, 0.5), tail))
    return np.where(np.isnan(events), np.nan, lower), special.gammainccinv(events + 1, tail)


def byar_limits(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's approximate limits of the mean of which a count was seen; good from 10 events on.

    Parameters, results and errors are those of ``poisson_limits``.

    References
    ----------
    Breslow & Day (1987) Statistical Methods in Cancer Research II, page 69.

    Examples
    --------
    >>> lower, upper = byar_limits(40)
    >>> print(round(float(lower), 3), round(float(upper), 3))
    28.573 54.47
    """
    events, z = _events(count), _z(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + z / (3 * np.sqrt(events + 1))) ** 3
    return np.where(events == 0, 0.0, lower), upper


def count_limits(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Limits of a count: exact below 10 events, Byar's from 10 on.

    Parameters, results and errors are those of ``poisson_limits``. Answers to
    ``PHEindicatormethods::phe_rate``.

    Examples
    --------
    >>> [round(float(x), 3) for x in count_limits([9, 10])[0]]
    [4.115, 4.787]
    """
    events = _events(count)
    pairs = zip(poisson_limits(events, confidence), byar_limits(events, confidence), strict=True)
    lower, upper = (np.where(events < BYAR_FROM, exact, byar) for exact, byar in pairs)
    return lower, upper


def crude_rate(
    count: ArrayLike, population: ArrayLike, per: float = 100_000, confidence: float = 0.95
) -> Estimate:
    """Events per so many people, with exact limits below 10 events and Byar's from 10 on.

    Parameters
    ----------
    count : array >= 0
        Events that are independent of each other; a person's repeats make the true limits wider.
    population : array >= 0
        People or person-years; nought gives nan.
    per : float
        The rate is per this many people.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count or population is negative, or the confidence is not between 0 and 1.

    References
    ----------
    Public Health England (2018) Technical guide: confidence intervals. Answers to
    ``PHEindicatormethods::phe_rate``.

    Examples
    --------
    >>> rate = crude_rate(450, 30_000, per=1000)
    >>> print(f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})")
    15.00 (13.65 to 16.45)
    """
    return _divided(count, _denominator(population, "population"), per, confidence)


def proportion(count: ArrayLike, total: ArrayLike, per: float = 100, confidence: float = 0.95) -> Estimate:
    """A share, with Wilson's score limits.

    Parameters
    ----------
    count : array >= 0
    total : array >= ``count``
        Nought gives nan.
    per : float
        100 for per cent.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is negative or above its total, or the confidence is not between 0 and 1.

    References
    ----------
    Wilson (1927) J Am Stat Assoc 22:209. Answers to ``PHEindicatormethods::phe_proportion``.

    Examples
    --------
    >>> share = proportion(104, 190)
    >>> print(f"{share.value:.1f} ({share.lower:.1f} to {share.upper:.1f})")
    54.7 (47.6 to 61.7)
    """
    x, n, z = _events(count), _denominator(total, "total"), _z(confidence)
    if np.any(x > n):
        raise ValueError("a count cannot be above its total")
    share = x / n
    centre = (x + z**2 / 2) / (n + z**2)
    reach = z / (n + z**2) * np.sqrt(x * (1 - share) + z**2 / 4)
    # At a share of nought or one the limit is that share; the subtraction would leave a trace of rounding.
    lower = np.where(share == 0, 0.0, centre - reach)
    upper = np.where(share == 1, 1.0, centre + reach)
    return Estimate(per * share, per * lower, per * upper)


def directly_standardised_rate(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """The rate an area would have with the standard's age structure, with Dobson's limits.

    Parameters
    ----------
    counts, populations : arrays (..., bands)
        Events and people in each age band, the bands along the last axis; each population above nought.
    standard : array (bands,)
        Standard population of each band.
    per : float
        The rate is per this many people.
    confidence : float between 0 and 1

    Returns
    -------
    Estimate of shape (...); nan where an area has fewer than 10 events in all.

    Raises
    ------
    ValueError
        A count is negative, a population is not above nought, or the confidence is not between 0 and 1.

    References
    ----------
    Dobson et al. (1991) Stat Med 10:457, equation 4. Answers to ``PHEindicatormethods::calculate_dsr``.

    Examples
    --------
    >>> rate = directly_standardised_rate([10, 20], [1000, 1000], [3, 1], per=1000)
    >>> print(f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})")
    12.50 (7.83 to 18.64)
    """
    events, people, weight = _events(counts), np.asarray(populations, float), np.asarray(standard, float)
    if np.any(people <= 0):
        raise ValueError("a population must be above nought in every band")
    weight = weight / weight.sum()
    total = events.sum(axis=-1)
    enough = np.where(total >= BYAR_FROM, total, np.nan)
    value = (weight * events / people).sum(axis=-1)
    scale = np.sqrt((weight**2 * events / people**2).sum(axis=-1) / enough)
    lower, upper = byar_limits(enough, confidence)
    return Estimate(*(per * (value + scale * (limit - enough)) for limit in (enough, lower, upper)))


def expected_count(
    populations: ArrayLike, reference_counts: ArrayLike, reference_populations: ArrayLike
) -> Floats:
    """Events an area would have if each age band had the reference's rate.

    Parameters
    ----------
    populations : array (..., bands)
    reference_counts, reference_populations : arrays (bands,)

    Returns
    -------
    array (...)

    Raises
    ------
    ValueError
        A reference count is negative, or a reference population is not above nought.

    Examples
    --------
    >>> print(expected_count([100, 300], [10, 10], [1000, 500]))
    7.0
    """
    reference = np.asarray(reference_populations, float)
    if np.any(reference <= 0):
        raise ValueError("a reference population must be above nought in every band")
    return (np.asarray(populations, float) * _events(reference_counts) / reference).sum(axis=-1)


def indirectly_standardised_ratio(
    observed: ArrayLike, expected: ArrayLike, per: float = 100, confidence: float = 0.95
) -> Estimate:
    """Observed events over those expected at the reference's rates, with exact or Byar's limits.

    Parameters
    ----------
    observed : array >= 0
    expected : array >= 0
        As of ``expected_count``; nought gives nan.
    per : float
        What the reference itself scores.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        A count is negative, or the confidence is not between 0 and 1.

    References
    ----------
    Breslow & Day (1987), as above. Answers to ``PHEindicatormethods::calculate_ISRatio``.

    Examples
    --------
    >>> ratio = indirectly_standardised_ratio(38, 33.166)
    >>> print(f"{ratio.value:.1f} ({ratio.lower:.1f} to {ratio.upper:.1f})")
    114.6 (81.1 to 157.3)
    """
    return _divided(observed, _denominator(expected, "expected count"), per, confidence)


def indirectly_standardised_rate(
    observed: ArrayLike,
    expected: ArrayLike,
    reference_count: float,
    reference_population: float,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Estimate:
    """The indirectly standardised ratio times the reference's crude rate.

    Parameters
    ----------
    observed, expected, confidence
        As ``indirectly_standardised_ratio``.
    reference_count, reference_population : float
        Of all the reference's bands together.
    per : float
        The rate is per this many people.

    Raises
    ------
    ValueError
        As ``indirectly_standardised_ratio``, or the reference population is not above nought.

    References
    ----------
    Answers to ``PHEindicatormethods::calculate_ISRate``.

    Examples
    --------
    >>> rate = indirectly_standardised_rate(38, 33.166, 500, 2_000_000)
    >>> print(f"{rate.value:.2f} ({rate.lower:.2f} to {rate.upper:.2f})")
    28.64 (20.27 to 39.32)
    """
    if reference_population <= 0:
        raise ValueError("a reference population must be above nought")
    return indirectly_standardised_ratio(
        observed, expected, per * reference_count / reference_population, confidence
    )


def _divided(count: ArrayLike, by: Floats, per: float, confidence: float) -> Estimate:
    events = _events(count)
    return Estimate(*(per * np.asarray(x) / by for x in (events, *count_limits(events, confidence))))


def _events(count: ArrayLike) -> Floats:
    events = np.asarray(count, float)
    if np.any(events < 0):
        raise ValueError("a count cannot be negative")
    return events


def _denominator(people: ArrayLike, what: str) -> Floats:
    below = np.asarray(people, float)
    if np.any(below < 0):
        raise ValueError(f"a {what} cannot be negative")
    return np.where(below == 0, np.nan, below)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    return (1 - confidence) / 2


def _z(confidence: float) -> float:
    return float(-special.ndtri(_tail(confidence)))
