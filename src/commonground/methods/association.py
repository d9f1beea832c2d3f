"""Association over a whole map: does like lie beside like, taken all in all?

One number for a map, with what chance would give if the values were shuffled over the places. It says that there is a
pattern, not where: for that see ``local_association``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from commonground.methods.neighbours import Floats, Neighbours
from commonground.methods.smoothed_rates import deviates

Step = Callable[[int, int], object]

AT_ONCE = 2_000_000  # shuffled values held at a time


@dataclass(frozen=True)
class Association:
    """A statistic, its mean and variance if values were shuffled, how many standard errors apart, and two-sided p.

    ``z`` is above nought where like lies beside like, whichever way the statistic itself runs. ``normal_variance`` is
    the variance if the values were drawn from a normal curve instead (nan where none is known).
    """

    statistic: str
    value: float
    expected: float
    variance: float
    z: float
    p_value: float
    places: int
    normal_variance: float = float("nan")

    def table(self) -> dict[str, list[str] | list[float]]:
        """One row."""
        return {
            "statistic": [self.statistic], "value": [self.value], "expected": [self.expected],
            "variance": [self.variance], "z": [self.z], "p_value": [self.p_value],
        }  # fmt: skip

    def __str__(self) -> str:
        said = f"p {_said(self.p_value)}, two-sided"
        opening = (
            f"{self.statistic} over {self.places:,} places is {self.value:.3g}, "
            f"where chance would give {self.expected:.3g}"
        ).replace(" -", " −")
        if not self.p_value < 0.05:
            return f"{opening}: no clear pattern ({said})."
        if "global G" in self.statistic:
            lies = "high places lie beside high ones" if self.z > 0 else "high places lie apart from each other"
        else:
            lies = "like lies beside like" if self.z > 0 else "unlike lies beside unlike"
        return f"{opening}: {lies}, more than chance alone would give ({said})."


def moran(values: ArrayLike, neighbours: Neighbours) -> Association:
    """Moran's I: above its expected value where like lies beside like; about 1 at most.

    Parameters
    ----------
    values : array (places,)
    neighbours : Neighbours of as many places, none its own; most often ``in_shares()``

    Raises
    ------
    ValueError
        Values are unknown, infinite, too few (four places are needed) or all the same, or no place has a neighbour.

    References
    ----------
    Cliff & Ord (1981) Spatial Processes, equations 1.44 (value), 2.9 and 2.26 (variances). Answers to
    ``spdep::moran.test``.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> print(round(moran([9, 8, 7, 2, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6)).value, 2))
    0.66
    """
    return _moran("Moran’s I", _asked(values, neighbours), neighbours)


def _moran(statistic: str, x: Floats, neighbours: Neighbours) -> Association:
    n = x.size
    s0, s1, s2 = _weighed(neighbours)
    z = x - x.mean()
    value = n / s0 * float(z @ neighbours.sums(z)) / float(z @ z)
    expected = -1 / (n - 1)
    kurtosis = _kurtosis(z)
    shuffled = (
        n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) - kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    ) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - expected**2
    return _found(statistic, value, expected, shuffled, 1, n, normal)


def geary(values: ArrayLike, neighbours: Neighbours) -> Association:
    """Geary's C: below 1 where like lies beside like, above 1 where unlike does.

    Parameters and errors are those of ``moran``.

    References
    ----------
    Cliff & Ord (1981), equations 1.46, 2.11 and 2.27. Answers to ``spdep::geary.test``, whose z has the same sign.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> print(round(geary([9, 8, 7, 2, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6)).value, 2))
    0.19
    """
    x = _asked(values, neighbours)
    n = x.size
    s0, s1, s2 = _weighed(neighbours)
    z = x - x.mean()
    apart = float(neighbours.weights @ (z[neighbours.of] - z[neighbours.others]) ** 2)
    value = (n - 1) * apart / (2 * s0 * float(z @ z))
    kurtosis = _kurtosis(z)
    shuffled = (
        (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * kurtosis)
        - (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * kurtosis) / 4
        + s0**2 * (n**2 - 3 - (n - 1) ** 2 * kurtosis)
    ) / (n * (n - 2) * (n - 3) * s0**2)
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    return _found("Geary’s C", value, 1.0, shuffled, -1, n, normal)


def global_g(values: ArrayLike, neighbours: Neighbours) -> Association:
    """Getis and Ord's global G: do the high values lie beside each other (above its expected value), or the low ones?

    Parameters
    ----------
    values : array (places,) >= 0
    neighbours : Neighbours of as many places, none its own

    Raises
    ------
    ValueError
        As ``moran``, or a value is below nought.

    References
    ----------
    Getis & Ord (1992) Geographical Analysis 24:189, equations 5 and 6. Answers to ``spdep::globalG.test``.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> found = global_g([9, 8, 7, 2, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6))
    >>> print(round(found.value, 2), round(found.expected, 2))
    0.54 0.33
    """
    x = _asked(values, neighbours)
    if (x < 0).any():
        raise ValueError("global G asks about counts or rates: a value is below nought")
    n = x.size
    s0, s1, s2 = _weighed(neighbours)
    x = x / x.mean()  # the same answer, without fourth powers of large numbers
    m1, m2, m3, m4 = (float((x**power).sum()) for power in (1, 2, 3, 4))
    value = float(x @ neighbours.sums(x)) / (m1**2 - m2)
    expected = s0 / (n * (n - 1))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    square = (b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4) / (
        (m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)
    )
    return _found("Getis and Ord’s global G", value, expected, square - expected**2, 1, n)


def empirical_bayes_index(counts: ArrayLike, population: ArrayLike, neighbours: Neighbours) -> Association:
    """Moran's I of rates that have each been measured against how far so small a population would stray by chance.

    A plain Moran's I of rates takes the noise of small places for pattern; this does not.

    Parameters
    ----------
    counts : array (places,) of whole numbers >= 0
    population : array (places,) > 0
    neighbours : Neighbours of as many places, none its own; most often ``in_shares()``

    Raises
    ------
    ValueError
        As ``moran``, a count is negative or not whole, or a population is not above nought.

    References
    ----------
    Assunção & Reis (1999) Statistics in Medicine 18:2147, equation 9. Answers to the statistic of
    ``spdep::EBImoran.mc``; mean and variance are those of Moran's I of the deviates.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> line = from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6)
    >>> print(round(empirical_bayes_index([9, 8, 7, 2, 1, 0], [100, 120, 90, 100, 110, 80], line).value, 2))
    0.55
    """
    x = _asked(deviates(counts, population), neighbours)
    return _moran("The empirical Bayes index", x, neighbours)


def shuffled(
    values: ArrayLike,
    neighbours: Neighbours,
    generator: np.random.Generator,
    draws: int = 9_999,
    statistic: Literal["moran", "geary", "global G"] = "moran",
    step: Step | None = None,
) -> float:
    """The two-sided p value of a statistic by shuffling all the values over the map.

    Parameters
    ----------
    values, neighbours
        As for the statistic; for the empirical Bayes index give its ``deviates``.
    generator : numpy.random.Generator
    draws : int from 1
    statistic : "moran", "geary" or "global G"
    step : callable (done, all), optional

    Raises
    ------
    ValueError
        As for the statistic; there are no draws, or no such statistic.

    References
    ----------
    Davison & Hinkley (1997) Bootstrap Methods and their Application, equation 4.11. Twice the smaller tail; a draw that
    equals the value seen counts half on each side.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> line = from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6)
    >>> print(0.02 < shuffled([9, 8, 7, 2, 1, 0], line, np.random.default_rng(1), draws=999) < 0.2)
    True
    """
    x = _asked(values, neighbours)
    if draws < 1 or statistic not in ("moran", "geary", "global G"):
        raise ValueError('shuffling needs at least one draw, and the statistic "moran", "geary" or "global G"')
    if statistic != "global G":
        x = x - x.mean()
    # What is left when all that shuffling cannot change is taken away: the sum over pairs of a product, and for Geary
    # that of squares weighed by the weights that reach or leave a place.
    reach = (neighbours.total + np.bincount(neighbours.others, neighbours.weights, x.size)) / 2
    own = reach if statistic == "geary" else None

    def measured(rows: Floats) -> Floats:
        crossed = np.einsum("ij,ij->i", rows, neighbours.sums(rows))
        return crossed if own is None else crossed - rows**2 @ own

    seen = measured(x[None])[0]
    dust = 1e-12 * float(neighbours.weights @ np.abs(x[neighbours.of] * x[neighbours.others]) + x @ x)
    above = below = done = 0
    while done < draws:
        rows = min(max(1, AT_ONCE // x.size), draws - done)
        found = measured(generator.permuted(np.broadcast_to(x, (rows, x.size)).copy(), axis=1))
        above += int((found > seen + dust).sum())
        below += int((found < seen - dust).sum())
        done += rows
        if step:
            step(done, draws)
    tail = min(above, below) + (draws - above - below) / 2
    return min(1.0, 2 * (tail + 1) / (draws + 1))


def _asked(values: ArrayLike, neighbours: Neighbours) -> Floats:
    x = neighbours.checked(values)
    if x.ndim != 1 or x.size < 4:
        raise ValueError("association over a map needs one value for each of at least four places")
    if neighbours.own.any():
        raise ValueError("a place is not compared with itself: give neighbours without the place itself")
    if not neighbours.others.size:
        raise ValueError("no place has a neighbour: there is nothing to compare")
    if np.ptp(x) == 0:
        raise ValueError("all places have the same value: there is no pattern to ask about")
    return x


def _weighed(neighbours: Neighbours) -> tuple[float, float, float]:
    """S0, S1 and S2 of Cliff and Ord: sums of the weights, of them both ways squared, and of each place's squared."""
    matrix = neighbours.matrix()
    both = matrix + matrix.T
    reach = neighbours.total + np.bincount(neighbours.others, neighbours.weights, neighbours.places)
    return float(neighbours.weights.sum()), float((both.multiply(both)).sum() / 2), float((reach**2).sum())


def _kurtosis(z: Floats) -> float:
    return float(z.size * (z**4).sum() / (z**2).sum() ** 2)


def _found(
    statistic: str, value: float, expected: float, variance: float, sign: int, n: int, normal: float = float("nan")
) -> Association:
    z = sign * (value - expected) / variance**0.5 if variance > 0 else float("nan")
    return Association(statistic, value, expected, variance, z, float(2 * special.ndtr(-abs(z))), n, normal)


def _said(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"= {p:.3f}"
