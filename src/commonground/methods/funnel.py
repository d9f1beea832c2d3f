"""Funnels: which places differ from the rest by more than their size explains?

The plain funnels assume that nothing but chance sets places apart. Boroughs differ in a hundred ways that
no funnel knows, so for them ``overdispersed`` widens the limits until most of the spread is within them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from commonground.methods.rates import poisson_limits

Floats = NDArray[np.float64]
Text = NDArray[np.str_]

INNER, OUTER = 0.95, 0.998  # two and three standard errors
LABELS = ("Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)", "High (0.001)")


@dataclass(frozen=True, eq=False)
class Limits:
    """Lower and upper control limits, arrays of one shape."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class RateCurve:
    """Control limits of a rate as curves: at each population the rate that is just on the limit."""

    lower_population: Floats
    lower: Floats
    upper_population: Floats
    upper: Floats


def rate_curve(
    events: ArrayLike, baseline: float, per: float = 100_000, confidence: float = INNER
) -> RateCurve:
    """Where so many events would be just significant: the two arms of a funnel of rates.

    Parameters
    ----------
    events : array > 0
        The counts at which to place points.
    baseline : float > 0
        Rate of all places together, per ``per`` people.
    per : float
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        The baseline or a count of events is not above nought, or the confidence is not between 0 and 1.

    References
    ----------
    Garwood's exact limits, turned round. Answers to ``PHEindicatormethods::calculate_funnel_limits``.

    Examples
    --------
    >>> curve = rate_curve([10], baseline=100)
    >>> print(round(float(curve.lower_population[0])), round(float(curve.lower[0]), 1))
    18390 54.4
    """
    count = np.asarray(events, float)
    if baseline <= 0 or np.any(count <= 0):
        raise ValueError("a baseline rate and the events on its curve must be above nought")
    fewest, most = poisson_limits(count, confidence)
    low, high = most / baseline * per, fewest / baseline * per
    return RateCurve(low, per * count / low, high, per * count / high)


def rate_labels(count: ArrayLike, population: ArrayLike, baseline: float, per: float = 100_000) -> Text:
    """How each rate stands to the baseline by its exact limits: one of ``LABELS``.

    Parameters
    ----------
    count, population : arrays >= 0
    baseline : float
        Rate of all places together, per ``per`` people.
    per : float

    Raises
    ------
    ValueError
        A count is negative.

    References
    ----------
    Answers to ``PHEindicatormethods::assign_funnel_significance``.

    Examples
    --------
    >>> print(rate_labels([8, 9], [64_280, 5_040], baseline=124.2))
    ['Low (0.001)' 'Not significant']
    """
    expected = np.asarray(population, float) * baseline / per
    inner, outer = poisson_limits(count, INNER), poisson_limits(count, OUTER)
    return _labels(expected > outer[1], expected > inner[1], expected < inner[0], expected < outer[0])


def proportion_limits(total: ArrayLike, baseline: float, confidence: float = INNER) -> Limits:
    """Control limits of a share at each total, between 0 and 1.

    Parameters
    ----------
    total : array > 0
    baseline : float between 0 and 1
        Share over all places together.
    confidence : float between 0 and 1

    Raises
    ------
    ValueError
        The baseline is not between 0 and 1, or a total is not above nought.

    References
    ----------
    Wilson's score limits, turned round: baseline +/- z sqrt(baseline (1 - baseline) / total). Answers to
    ``PHEindicatormethods::calculate_funnel_limits``.

    Examples
    --------
    >>> limits = proportion_limits([100], baseline=0.5)
    >>> print(round(float(limits.lower[0]), 3), round(float(limits.upper[0]), 3))
    0.402 0.598
    """
    n = np.asarray(total, float)
    if not 0 <= baseline <= 1 or np.any(n <= 0):
        raise ValueError("a baseline share must be between 0 and 1, and each total above nought")
    reach = _z(confidence) * np.sqrt(baseline * (1 - baseline) / n)
    return Limits(np.clip(baseline - reach, 0, 1), np.clip(baseline + reach, 0, 1))


def proportion_labels(count: ArrayLike, total: ArrayLike, baseline: float) -> Text:
    """How each share stands to the baseline: one of ``LABELS``.

    Parameters and errors are those of ``proportion_limits``, with ``count`` an array >= 0.

    References
    ----------
    Answers to ``PHEindicatormethods::assign_funnel_significance``.

    Examples
    --------
    >>> print(proportion_labels([0, 52], [5, 100], baseline=0.445))
    ['Low (0.025)' 'Not significant']
    """
    share = np.asarray(count, float) / np.asarray(total, float)
    inner, outer = (proportion_limits(total, baseline, confidence) for confidence in (INNER, OUTER))
    return _labels(share < outer.lower, share < inner.lower, share > inner.upper, share > outer.upper)


@dataclass(frozen=True, eq=False)
class Overdispersed:
    """A funnel widened by the spread between places that chance does not explain.

    ``value``, ``score``, ``trimmed``, ``error`` and the limits have one element a place. ``target``,
    ``score`` and ``error`` are on the transformed scale; ``trimmed`` are the scores that set the spread
    (nan: left out). ``phi`` is their mean square (1 = chance alone) and ``tau2`` the variance between
    places, nought if chance explains all. ``inner`` and ``outer`` are the 95 and 99.8 % limits, on the
    scale of ``value``.
    """

    value: Floats
    target: float
    score: Floats
    trimmed: Floats
    error: Floats
    phi: float
    tau2: float
    inner: Limits
    outer: Limits

    @property
    def outliers(self) -> NDArray[np.bool_]:
        """Places outside the 99.8 % limits even so."""
        return (self.value < self.outer.lower) | (self.value > self.outer.upper)


Kind = Literal["ratio", "square-root ratio", "proportion", "count ratio"]
Trim = Literal["winsorise", "truncate"]


def overdispersed(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: Kind = "ratio",
    trim: Trim = "winsorise",
    by: float = 0.1,
) -> Overdispersed:
    """A funnel with additive random effects, trimmed so that the odd places do not set their own limits.

    Parameters
    ----------
    numerator, denominator : arrays (places,) > 0 and >= 0
        Observed and expected counts (kinds ``ratio`` and ``square-root ratio``, target 1), events and
        trials (``proportion``), or two counts (``count ratio``); for these two the target is that of all
        places together.
    kind : how the value is transformed
        ``ratio`` takes logarithms, for which an observed count must be above nought.
    trim : {'winsorise', 'truncate'}
        Draw the extreme scores in to the quantiles ``by`` and 1 - ``by``, or leave the places beyond them
        out.
    by : float, at least 0 and under 0.5
        Share trimmed at each end.

    Raises
    ------
    ValueError
        Fewer than three places, a denominator not above nought, a negative or unknown numerator, nought
        under a logarithm, or a share to trim outside its range.

    References
    ----------
    Spiegelhalter (2005) Stat Med 24:1185, sections 3 and 4 and the appendix; Spiegelhalter et al. (2012) J
    R Stat Soc A 175:1; DerSimonian & Laird (1986) Control Clin Trials 7:177 (tau squared). Answers to
    ``FunnelPlotR::funnel_plot`` in scores, phi, tau squared and log or proportion limits. It differs on
    purpose in two: limits of square-root ratios are squared back to ratios, and limits of count ratios use
    the standard error that their scores have.

    Examples
    --------
    >>> funnel = overdispersed([90, 110, 130, 60, 100], [100, 100, 100, 100, 100])
    >>> print(round(funnel.phi, 2), round(funnel.tau2, 3), funnel.outliers.any())
    3.6 0.035 False
    """
    events, below = np.asarray(numerator, float), np.asarray(denominator, float)
    if events.size < 3:
        raise ValueError("a funnel needs three places or more")
    if not (np.all(below > 0) and np.all(events > 0 if kind == "ratio" else events >= 0)):
        raise ValueError("a funnel needs a known count of every place, above nought")
    if not 0 <= by < 0.5:
        raise ValueError("the share to trim must be at least 0 and under 0.5")
    scale = SCALES[kind]
    y, error, target = scale.transform(events, below)
    score = (y - target) / error
    trimmed = (_winsorised if trim == "winsorise" else _truncated)(score, by)
    used = ~np.isnan(trimmed)
    phi = float(np.mean(trimmed[used] ** 2))
    tau2 = between(phi, error[used])
    inner, outer = (limits(target, error, tau2, kind, confidence) for confidence in (INNER, OUTER))
    return Overdispersed(events / below, target, score, trimmed, error, phi, tau2, inner, outer)


def between(phi: float, error: ArrayLike) -> float:
    """Variance between places (tau squared) by the method of moments; nought if chance explains the spread.

    Parameters
    ----------
    phi : float
        Mean squared score of the places.
    error : array (places,) > 0
        Standard error of each on the transformed scale.

    References
    ----------
    DerSimonian & Laird (1986), as in Spiegelhalter (2005), section 4.

    Examples
    --------
    >>> print(round(between(3.0, [0.1, 0.1, 0.1]), 3))
    0.035
    """
    weight = np.asarray(error, float) ** -2.0
    n = weight.size
    excess = n * phi - (n - 1)
    return float(max(0.0, excess / (weight.sum() - (weight**2).sum() / weight.sum())))


def limits(target: float, error: ArrayLike, tau2: float, kind: Kind, confidence: float = INNER) -> Limits:
    """Control limits on the scale of the values, from a target and errors on the transformed scale.

    Parameters
    ----------
    target, tau2 : float
    error : array >= 0
    kind : as of ``overdispersed``
    confidence : float between 0 and 1

    Examples
    --------
    >>> found = limits(0.0, [0.1], 0.0, "ratio")
    >>> print(round(float(found.lower[0]), 3), round(float(found.upper[0]), 3))
    0.822 1.217
    """
    reach = _z(confidence) * np.sqrt(np.asarray(error, float) ** 2 + tau2)
    back, lowest, highest = SCALES[kind].back, SCALES[kind].lowest, SCALES[kind].highest
    return Limits(back(np.maximum(target - reach, lowest)), back(np.minimum(target + reach, highest)))


@dataclass(frozen=True)
class Scale:
    """A transformation that makes the spread of chance nearly normal, and the way back."""

    transform: Callable[[Floats, Floats], tuple[Floats, Floats, float]]  # values, errors, target
    back: Callable[[Floats], Floats]
    lowest: float = -np.inf  # of the transformed scale
    highest: float = np.inf


def _log_ratio(observed: Floats, expected: Floats) -> tuple[Floats, Floats, float]:
    return np.log(observed / expected), expected**-0.5, 0.0


def _root_ratio(observed: Floats, expected: Floats) -> tuple[Floats, Floats, float]:
    return np.sqrt(observed / expected), expected**-0.5 / 2, 1.0


def _arcsine(events: Floats, trials: Floats) -> tuple[Floats, Floats, float]:
    if np.any(events > trials):
        raise ValueError("a count cannot be above its total")
    return (
        np.arcsin(np.sqrt(events / trials)),
        trials**-0.5 / 2,
        float(np.arcsin(np.sqrt(events.sum() / trials.sum()))),
    )


def _log_counts(first: Floats, second: Floats) -> tuple[Floats, Floats, float]:
    # Half an event is added so that nought has a logarithm (Spiegelhalter 2005, appendix A.3).
    error = np.sqrt(first / (first + 0.5) ** 2 + second / (second + 0.5) ** 2)
    return np.log((first + 0.5) / (second + 0.5)), error, float(np.log(first.sum() / second.sum()))


SCALES: dict[Kind, Scale] = {
    "ratio": Scale(_log_ratio, np.exp),
    "square-root ratio": Scale(_root_ratio, np.square, lowest=0.0),
    "proportion": Scale(_arcsine, lambda y: np.sin(y) ** 2, 0.0, np.pi / 2),
    "count ratio": Scale(_log_counts, np.exp),
}


def _winsorised(score: Floats, by: float) -> Floats:
    return np.clip(score, *np.quantile(score, [by, 1 - by]))


def _truncated(score: Floats, by: float) -> Floats:
    """Scores with the lowest and highest share left out, ranked as i / (n + 1), ties in order."""
    rank = np.empty(score.size)
    rank[np.argsort(score, kind="stable")] = np.arange(1, score.size + 1)
    place = rank / (score.size + 1)
    return np.where((place < by) | (place >= 1 - by), np.nan, score)


def _labels(lowest: NDArray, low: NDArray, high: NDArray, highest: NDArray) -> Text:
    return np.select([lowest, low, highest, high], [LABELS[0], LABELS[1], LABELS[4], LABELS[3]], LABELS[2])


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("the confidence must be between 0 and 1")
    return float(special.ndtri((1 + confidence) / 2))
