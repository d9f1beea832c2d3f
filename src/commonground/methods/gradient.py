"""The social gradient: how much worse is it at the most deprived end than at the least deprived?

The slope index of inequality (SII) is the difference between the two ends of a line fitted through all the places from
the most to the least deprived, and the relative index (RII) their ratio. Unlike a comparison of the top and bottom
tenth they use everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.rates import Estimate

Floats = NDArray[np.float64]
Kind = Literal["value", "rate", "proportion"]
Step = Callable[[int, int], object]

KINDS: tuple[Kind, ...] = ("value", "rate", "proportion")


@dataclass(frozen=True, eq=False)
class Gradient:
    """Slope and relative index of each area, with the two ends of the fitted line.

    ``slope`` is the value at the least deprived end less that at the most deprived end, ``relative`` the first over the
    second. ``most`` and ``least`` are the ends themselves.
    """

    slope: Estimate
    relative: Estimate
    most: Floats
    least: Floats
    confidence: float

    def __str__(self) -> str:
        slope, relative = self.slope, self.relative
        if slope.value.size != 1:
            clear = int(((slope.lower > 0) | (slope.upper < 0)).sum())
            return (
                f"In {clear} of {slope.value.size} areas the most and the least deprived differ by more than chance "
                "alone would give."
            )
        fell, level = (np.ravel(x)[0] for x in (slope.value, relative.value))
        limits = [float(np.ravel(x)[0]) for x in (slope.lower, slope.upper, relative.lower, relative.upper)]
        ends = f"{np.ravel(self.most)[0]:,.4g} at the most deprived end and {np.ravel(self.least)[0]:,.4g} at the least"
        if limits[0] <= 0 <= limits[1]:
            return (
                f"No clear gradient by deprivation: {ends}, slope index {fell:,.3g} "
                f"({limits[0]:,.3g} to {limits[1]:,.3g})."
            )
        return (
            f"A gradient by deprivation: {ends}, slope index {fell:,.3g} ({limits[0]:,.3g} to {limits[1]:,.3g}), "
            f"relative index {level:.2f} ({limits[2]:.2f} to {limits[3]:.2f})."
        )

    def table(self) -> dict[str, Floats]:
        """One row for each area."""
        named = {"slope": self.slope, "relative": self.relative}
        columns = {"most_deprived": self.most, "least_deprived": self.least}
        for name, index in named.items():
            columns |= {name: index.value, f"{name}_lower": index.lower, f"{name}_upper": index.upper}
        return {name: np.atleast_1d(column) for name, column in columns.items()}


def standard_error(lower: ArrayLike, upper: ArrayLike, kind: Kind = "value", confidence: float = 0.95) -> Floats:
    """Standard errors from confidence limits, on the scale on which they are about symmetric.

    Parameters
    ----------
    lower, upper : arrays of one shape
        Above nought for a rate, between 0 and 1 for a proportion.
    kind : {'value', 'rate', 'proportion'}
        The scale: as it is, its logarithm, or its log odds.
    confidence : float between 0 and 1
        Of those limits.

    Raises
    ------
    ValueError
        A limit is outside the range of its kind, or a lower one above its upper one.

    References
    ----------
    Half the distance of the limits over the normal quantile. Answers to the errors that
    ``PHEindicatormethods::phe_sii`` works out from limits.

    Examples
    --------
    >>> print(np.round(standard_error([10], [20], "rate"), 4))
    [0.1768]
    """
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    low, high = np.asarray(lower, float), np.asarray(upper, float)
    if np.any(low > high):
        raise ValueError("a lower limit is above its upper limit")
    return (_onto(high, kind) - _onto(low, kind)) / 2 / special.ndtri((1 + confidence) / 2)


def ridit(populations: ArrayLike) -> Floats:
    """Where the middle of each place lies among all people, from 0 to 1, the places being in order.

    Parameters
    ----------
    populations : array (..., places) > 0
        From the most to the least deprived.

    Returns
    -------
    array (..., places)

    Raises
    ------
    ValueError
        A population is not a known number above nought.

    References
    ----------
    Bross (1958) Biometrics 14:18.

    Examples
    --------
    >>> print(ridit([1, 2, 1]))
    [0.125 0.5   0.875]
    """
    people = np.asarray(populations, float)
    if not np.all(np.isfinite(people) & (people > 0)):
        raise ValueError("each place needs a population above nought")
    share = people / people.sum(axis=-1, keepdims=True)
    return np.cumsum(share, axis=-1) - share / 2


def gradient(
    values: ArrayLike,
    populations: ArrayLike,
    error: ArrayLike,
    generator: np.random.Generator,
    kind: Kind = "value",
    transform: bool = False,
    confidence: float = 0.95,
    draws: int = 100_000,
    step: Step | None = None,
) -> Gradient:
    """Slope and relative index of inequality by a line weighted by population, with simulated limits.

    Parameters
    ----------
    values : array (places,) or (areas, places)
        From the most to the least deprived: tenths of an area by deprivation, for instance.
    populations : array of the same shape > 0
    error : array of the same shape >= 0
        Standard errors: of the values for kind ``value``; of their logarithms for ``rate`` and of their log odds for
        ``proportion``, as ``standard_error`` gives them.
    generator : numpy.random.Generator
    kind : {'value', 'rate', 'proportion'}
        How the values vary by chance: normally, as the logarithm does, or as the log odds do (shares from 0 to 1).
    transform : bool
        Fit the line to the logarithms, or log odds, and turn its ends back; for a gradient that is a curve.
    confidence : float between 0 and 1
    draws : int
        Simulations, 1,000 or more. Where the two ends of the line are normal on its scale (always but for a rate or
        proportion that is not transformed) the ends are drawn, one from each of as many equal cells of the plane: the
        limits then hardly differ from one generator to the next.
    step : callable (done, all), optional
        Told after each area.

    Returns
    -------
    Gradient, each part of shape () or (areas,)

    Raises
    ------
    ValueError
        Shapes differ, fewer than three places, a value or error unknown or outside the range of its kind, a
        population not above nought, or a transformation of kind ``value``.

    References
    ----------
    Mackenbach & Kunst (1997) Soc Sci Med 44:757; Low & Low (2004) J Public Health 26:159 (the limits). Answers to
    ``PHEindicatormethods::phe_sii``.

    Examples
    --------
    >>> found = gradient([30, 20, 12], [100, 100, 100], [1, 1, 1], np.random.default_rng(1))
    >>> print(round(float(found.slope.value), 2), round(float(found.relative.value), 3))
    -27.0 0.21
    """
    y, people, spread = (np.asarray(x, float) for x in (values, populations, error))
    if not y.shape == people.shape == spread.shape or y.ndim not in (1, 2) or not y.size:
        raise ValueError("values, populations and errors must be lists of one length, or tables of one shape")
    if y.shape[-1] < 3:
        raise ValueError("a gradient needs three places or more")
    if transform and kind == "value":
        raise ValueError("only a rate or a proportion can be transformed")
    if not np.all(np.isfinite(spread) & (spread >= 0)):
        raise ValueError("a standard error must be a known number, nought or more")
    if not 0 < confidence < 1 or draws < 1000:
        raise ValueError("the confidence must be between 0 and 1, and the draws 1,000 or more")
    centre, line = _onto(y, kind), _fit(ridit(people), people)
    direct = transform or kind == "value"
    normal = _cells(draws, generator) if direct else generator.standard_normal((y.shape[-1], draws))
    scale = kind if transform else "value"
    rows = []
    areas = [x if y.ndim == 2 else x[None] for x in (y, centre, spread, line)]
    for i, (value, mean, deviation, fit) in enumerate(zip(*areas, strict=True)):
        ends = fit @ (mean if transform else value)
        if direct:
            simulated = ends[:, None] + _root((fit * deviation**2) @ fit.T) @ normal
        else:
            simulated = fit @ _back(mean[:, None] + deviation[:, None] * normal, kind)
        rows.append(_indices(_back(ends, scale), _back(simulated, scale), confidence))
        if step:
            step(i + 1, len(areas[0]))
    most, least, *rest = (column if y.ndim == 2 else column[0] for column in np.array(rows).T)
    return Gradient(Estimate(*rest[:3]), Estimate(*rest[3:]), most, least, confidence)


def _fit(middle: Floats, people: Floats) -> Floats:
    """The two ends of the weighted least-squares line as weights of the values, shape (..., 2, places)."""
    weight = people / people.sum(axis=-1, keepdims=True)
    centre = (weight * middle).sum(axis=-1, keepdims=True)
    slope = weight * (middle - centre) / (weight * (middle - centre) ** 2).sum(axis=-1, keepdims=True)
    start = weight - centre * slope
    return np.stack([start, start + slope], axis=-2)


def _indices(ends: Floats, simulated: Floats, confidence: float) -> list[float]:
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes, ratios = simulated[1] - simulated[0], simulated[1] / simulated[0]
        ratio = ends[1] / ends[0]
    return [
        *ends,
        ends[1] - ends[0], *np.quantile(slopes, tails),
        ratio, *np.quantile(ratios, tails),
    ]  # fmt: skip


def _cells(draws: int, generator: np.random.Generator) -> Floats:
    """Two independent standard normal numbers (2, about draws), one pair from each cell of a square grid."""
    side = round(draws**0.5)
    corner = np.indices((side, side)).reshape(2, -1)
    return special.ndtri((corner + generator.uniform(1e-12, 1 - 1e-12, corner.shape)) / side)


def _root(covariance: Floats) -> Floats:
    """A matrix that turns two independent standard normal numbers into two of this covariance, which may be nought."""
    first = np.sqrt(covariance[0, 0])
    across = covariance[0, 1] / first if first else 0.0
    return np.array([[first, 0.0], [across, np.sqrt(max(covariance[1, 1] - across**2, 0.0))]])


def _onto(values: Floats, kind: Kind) -> Floats:
    """The values on the scale on which chance is about normal."""
    if kind not in KINDS:
        raise ValueError(f"a kind is one of {', '.join(KINDS)}")
    if not np.all(np.isfinite(values)):
        raise ValueError("every place needs a known value")
    if kind == "rate":
        if np.any(values <= 0):
            raise ValueError("a rate must be above nought in every place: add places or years together")
        return np.log(values)
    if kind == "proportion":
        if np.any((values <= 0) | (values >= 1)):
            raise ValueError("a proportion must be above 0 and below 1 in every place: add places or years together")
        return special.logit(values)
    return values


def _back(values: Floats, kind: Kind) -> Floats:
    if kind == "rate":
        return np.exp(values)
    return special.expit(values) if kind == "proportion" else values
