"""Local association: which places stand out together with their neighbours?

Gi* asks whether a place and those around it have more (or less) than so many places drawn at random; local Moran and
Geary whether a place is like its neighbours. Every p value is two-sided, for a place may stand out either way. They
describe what was counted where: not why, and not what comes next.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.many_tests import among_neighbours, bonferroni, false_discovery
from commonground.methods.neighbours import Floats, Neighbours

Statistic = Literal["Gi*", "Gi", "local Moran", "local Geary"]
Adjustment = Literal["false discovery", "Bonferroni", "neighbours", "none"]

HIGH, LOW, NEITHER = "high", "low", "neither"


@dataclass(frozen=True, eq=False)
class LocalAssociation:
    """One number for each place, how far it is from what chance would give, and a two-sided p value.

    All arrays have the shape of the values, (places,) or (series, places). ``z`` is the number of standard errors from
    ``expected``; for Gi and Gi* it is the statistic itself. ``kind`` says what lies together: for Gi* and Gi ``high``
    or ``low``; for the others how a place and its neighbours lie to the mean, as ``high beside low``. nan where a
    place has no neighbours, or all places of a series have the same.
    """

    statistic: Statistic
    value: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p_value: Floats
    kind: NDArray[np.str_]
    numbers: NDArray[np.int64]

    def adjusted(self, adjustment: Adjustment = "false discovery") -> Floats:
        """The p values with allowance for how many places were asked (each series by itself)."""
        if adjustment == "false discovery":
            return false_discovery(self.p_value)
        if adjustment == "Bonferroni":
            return bonferroni(self.p_value)
        if adjustment == "neighbours":
            return among_neighbours(self.p_value, self.numbers)
        if adjustment == "none":
            return self.p_value
        raise ValueError(f"there is no adjustment called {adjustment!r}: take {', '.join(ADJUSTMENTS)}")

    def standing(self, level: float = 0.05, adjustment: Adjustment = "false discovery") -> NDArray[np.str_]:
        """The kind of each place that stands out at this level, and ``neither`` for the rest."""
        with np.errstate(invalid="ignore"):
            return np.where(self.adjusted(adjustment) < _between(level), self.kind, NEITHER)

    def with_p_values(self, p_value: Floats) -> "LocalAssociation":
        """The same with other p values, such as those of permutation."""
        return replace(self, p_value=p_value)

    def table(self) -> dict[str, NDArray[np.generic]]:
        """Columns, one row for each place (of several series, one after the other)."""
        columns = {"value": self.value, "z": self.z, "p_value": self.p_value, "adjusted_p_value": self.adjusted()}
        return {name: column.ravel() for name, column in columns.items()} | {"standing": self.standing().ravel()}

    def __str__(self) -> str:
        standing = self.standing()
        kinds = [kind for kind in np.unique(standing) if kind != NEITHER]
        of = f"of {self.z.shape[-1]:,} places" + (f" in {len(self.z)} series" if self.z.ndim == 2 else "")
        name = self.statistic[0].upper() + self.statistic[1:]
        if not kinds:
            return f"{name}: {of} none stands out more than chance alone would give (allowing for so many)."
        counted = [f"{int((standing == kind).sum()):,} {kind}" for kind in kinds]
        return (
            f"{name}: {of} these stand out together with their neighbours: {', '.join(counted)} "
            "(two-sided; at most about 5% of them expected by chance)."
        )


ADJUSTMENTS: tuple[Adjustment, ...] = ("false discovery", "Bonferroni", "neighbours", "none")


def gi_star(values: ArrayLike, neighbours: Neighbours) -> LocalAssociation:
    """Getis and Ord's Gi*: do a place and its neighbours together have more, or less, than chance would give?

    Parameters
    ----------
    values : array (places,) or (series, places)
        Counts or rates; every place, the empty ones too.
    neighbours : Neighbours of as many places
        A place is added to its own neighbours with a weight of 1 unless it has been already.

    Returns
    -------
    LocalAssociation whose ``value`` and ``z`` are the Gi* of 1995, a standard normal deviate where there are many
    neighbours.

    Raises
    ------
    ValueError
        Values are unknown, infinite or too few, or all places have the same in every series.

    References
    ----------
    Ord & Getis (1995) Geographical Analysis 27:286, equation 14 (Gi*) . Answers to ``spdep::localG`` over
    ``include.self`` and to ``sfhotspot::hotspot_gistar``.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> found = gi_star([0, 1, 8, 9, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6))
    >>> print(found.z.round(2).tolist())
    [-1.11, -0.1, 1.67, 1.67, 0.1, -1.11]
    """
    around = neighbours if neighbours.own.any() else neighbours.with_self()
    x = _varied(around.checked(values), least=2)
    n = around.places
    mean, spread = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    total, squares = around.total, around.squares
    with np.errstate(divide="ignore", invalid="ignore"):
        error = spread * np.sqrt((n * squares - total**2) / (n - 1))
        z = (around.sums(x) - total * mean) / np.where(error > _dust(total * spread), error, np.nan)
    return _getis("Gi*", z, around)


def gi(values: ArrayLike, neighbours: Neighbours) -> LocalAssociation:
    """Getis and Ord's Gi: do the neighbours of a place have more, or less, than chance would give? The place's own
    value does not count.

    Parameters, result and errors are those of ``gi_star``; a place must not be among its own neighbours, and there must
    be three places or more.

    References
    ----------
    Ord & Getis (1995), equation 13 (Gi): mean and spread are those of the other places.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> found = gi([0, 1, 8, 9, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6))
    >>> print(found.z.round(2).tolist())
    [-0.72, 0.16, 1.33, 1.35, 0.36, -0.72]
    """
    if neighbours.own.any():
        raise ValueError("Gi leaves a place itself out: give neighbours without the place itself, or ask for Gi*")
    x = _varied(neighbours.checked(values), least=3)
    others = neighbours.places - 1
    mean = (x.sum(axis=-1, keepdims=True) - x) / others
    centred = x - x.mean(axis=-1, keepdims=True)  # the variance below is the same, with less lost to rounding
    about = -centred / others
    variance = (np.square(centred).sum(axis=-1, keepdims=True) - centred**2) / others - about**2
    total, squares = neighbours.total, neighbours.squares
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.where(variance > _dust(x.var(axis=-1, keepdims=True)), variance, np.nan))
        error = spread * np.sqrt((others * squares - total**2) / (others - 1))
        z = (neighbours.sums(x) - total * mean) / np.where(error > _dust(total * spread), error, np.nan)
    return _getis("Gi", z, neighbours)


def _getis(statistic: Statistic, z: Floats, neighbours: Neighbours) -> LocalAssociation:
    kind = np.where(z > 0, HIGH, np.where(z < 0, LOW, NEITHER))
    return LocalAssociation(
        statistic, z, np.zeros(z.shape), np.ones(z.shape), z, _two_sided(z), kind, neighbours.numbers
    )


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    moments: Literal["conditional", "total"] = "conditional",
    divisor: Literal["n", "n - 1"] = "n",
) -> LocalAssociation:
    """Anselin's local Moran: is a place like its neighbours (both high, both low), or unlike them?

    Parameters
    ----------
    values : array (places,) or (series, places)
    neighbours : Neighbours of as many places, none its own; most often ``in_shares()``
    moments : "conditional" or "total"
        Whether chance moves the other places' values while this place keeps its own (the question of permutation), or
        moves all of them.
    divisor : "n" or "n - 1"
        What the variance of the values is divided by: n in spdep and GeoDa's papers, n - 1 in PySAL. The statistic
        differs by the factor (n - 1) / n; z and p do not.

    Raises
    ------
    ValueError
        As ``gi_star``, fewer than three places, a place among its own neighbours, or no such moments or divisor.

    References
    ----------
    Anselin (1995) Geographical Analysis 27:93, equations 12 to 14 (total moments); Sokal, Oden & Thomson (1998)
    Geographical Analysis 30:331, appendix (conditional moments). Answers to ``spdep::localmoran(conditional = TRUE)``.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> line = from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6).in_shares()
    >>> found = local_moran([0, 1, 8, 9, 1, 0], line)
    >>> print(found.value.round(2).tolist(), found.kind[2])
    [0.47, -0.12, 0.61, 0.54, -0.2, 0.47] high beside high
    """
    if moments not in ("conditional", "total") or divisor not in ("n", "n - 1"):
        raise ValueError('the moments are "conditional" or "total", and the divisor "n" or "n - 1"')
    x, n = _beside(values, neighbours), neighbours.places
    z = x - x.mean(axis=-1, keepdims=True)
    m2 = np.square(z).mean(axis=-1, keepdims=True)
    lag, total, squares = neighbours.sums(z), neighbours.total, neighbours.squares
    with np.errstate(divide="ignore", invalid="ignore"):
        share = z**2 / m2
        if moments == "conditional":
            expected = -share * total / (n - 1)
            variance = share * n / (n - 2) * (squares - total**2 / (n - 1)) * (1 - share / (n - 1))
        else:
            b2 = (z**4).mean(axis=-1, keepdims=True) / m2**2
            expected = np.broadcast_to(-total / (n - 1), z.shape)
            crossed = (total**2 - squares) * (2 * b2 - n) / ((n - 1) * (n - 2))
            variance = squares * (n - b2) / (n - 1) + crossed - (total / (n - 1)) ** 2
        value = np.where(neighbours.numbers > 0, z * lag / m2, np.nan)
    scale = 1.0 if divisor == "n" else (n - 1) / n
    return _alike("local Moran", value, expected, variance, scale, z, lag, neighbours)


def local_geary(values: ArrayLike, neighbours: Neighbours) -> LocalAssociation:
    """Anselin's local Geary: how far is a place from its neighbours, in squared standard deviations? Small is alike.

    Parameters and errors are those of ``local_moran``. The moments are those of chance moving the other places' values
    while this one keeps its own; a p value by permutation does without the normal curve, which fits this statistic
    badly.

    References
    ----------
    Anselin (1995), equation 17; (2019) Geographical Analysis 51:133, equation 6. Standard deviations divide by n - 1,
    as ``spdep::localC`` and PySAL do.

    Examples
    --------
    >>> from commonground.methods.neighbours import from_pairs
    >>> line = from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6).in_shares()
    >>> print(local_geary([0, 1, 8, 9, 1, 0], line).value.round(2).tolist())
    [0.06, 1.44, 1.44, 1.87, 1.87, 0.06]
    """
    x, n = _beside(values, neighbours), neighbours.places
    centred = x - x.mean(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = centred / np.sqrt(np.square(centred).sum(axis=-1, keepdims=True) / (n - 1))
        total, squares = neighbours.total, neighbours.squares
        value = z**2 * total - 2 * z * neighbours.sums(z) + neighbours.sums(z**2)
        mean, variance = _others_apart(z)
        expected = total * mean
        spread = variance * (squares - (total**2 - squares) / (n - 2))
    value = np.where(neighbours.numbers > 0, value, np.nan)
    return _alike("local Geary", value, expected, spread, 1.0, z, neighbours.sums(z), neighbours)


def _others_apart(z: Floats) -> tuple[Floats, Floats]:
    """Mean and variance (over the other places) of the squared difference from a place, for each place."""
    others = z.shape[-1] - 1
    second, third, fourth = ((z**power).sum(axis=-1, keepdims=True) for power in (2, 3, 4))
    # Sums of z, z², z³ and z⁴ over the others, the sum of z over all being nought.
    one, two, three, four = -z, second - z**2, third - z**3, fourth - z**4
    mean = (two - 2 * z * one) / others + z**2
    squared = (four - 4 * z * three + 6 * z**2 * two - 4 * z**3 * one) / others + z**4
    return mean, squared - mean**2


def _alike(
    statistic: Statistic,
    value: Floats,
    expected: Floats,
    variance: Floats,
    scale: float,
    z: Floats,
    lag: Floats,
    neighbours: Neighbours,
) -> LocalAssociation:
    """The result of a statistic that asks whether a place is like its neighbours."""
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.where(variance > 1e-14 * np.fmax(1, expected**2), variance, np.nan)
        deviate = (value - expected) / np.sqrt(known)
    kind = np.where(z > 0, "high beside ", "low beside ").astype("U16")
    kind = np.where(np.isnan(value), NEITHER, np.char.add(kind, np.where(lag > 0, HIGH, LOW)))
    return LocalAssociation(
        statistic, value * scale, expected * scale, variance * scale**2, deviate, _two_sided(deviate), kind,
        neighbours.numbers,
    )  # fmt: skip


def _beside(values: ArrayLike, neighbours: Neighbours) -> Floats:
    if neighbours.own.any():
        raise ValueError("a place is not compared with itself: give neighbours without the place itself")
    return _varied(neighbours.checked(values), least=3)


def _varied(x: Floats, least: int) -> Floats:
    """The values, a series with the same in all places made unknown: it has no pattern."""
    if x.shape[-1] < least:
        raise ValueError(f"a pattern over places needs at least {least} of them")
    same = np.ptp(x, axis=-1, keepdims=True) == 0
    if same.all():
        raise ValueError("all places have the same value: there is no pattern to ask about")
    return np.where(same, np.nan, x)


def _two_sided(z: Floats) -> Floats:
    return 2 * special.ndtr(-np.abs(z))


def _dust(size: Floats) -> Floats:
    """What is rounding beside a number of this size."""
    return 1e-12 * np.abs(size)


def _between(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("a level must be between 0 and 1, such as 0.05")
    return level
