"""Power before the start: how big a fall could be seen?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from commonground.methods.evaluation import design, placebo_dates
from commonground.methods.evaluation.counts import above_nought, known, share
from commonground.methods.evaluation.interrupted import ratio_of_totals

Floats = NDArray[np.float64]
Plan = Literal["series", "totals", "comparison"]
PLANS: tuple[str, ...] = get_args(Plan)

FALLS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
AT_A_TIME = 250  # simulated series in one stack, to bound memory


@dataclass(frozen=True, eq=False)
class Power:
    """How likely a fall of each size is to be seen as clear: by formula, and by simulation where it was asked for.

    ``smallest`` is the smallest fall that is seen with the power wanted, as a share; nan where there is none.
    """

    falls: Floats
    formula: Floats
    simulated: Floats
    simulation_error: Floats
    smallest: float
    wanted: float
    confidence: float
    before: int
    after: int
    per_month: float
    dispersion: float
    plan: str

    def __str__(self) -> str:
        what = f"With about {self.per_month:,.1f} events a month, {self.before} months before and {self.after} after"
        if np.isnan(self.smallest):
            return f"{what}, no fall of any size would be seen as clear {self.wanted:.0%} of the time by this method."
        return (
            f"{what}, a true fall of {self.smallest:.0%} or more would be seen as clear {self.wanted:.0%} of the time "
            f"({self.confidence:.0%} limits); a smaller one would often look like no clear change."
        )

    def table(self) -> dict[str, list[float]]:
        """One row for each fall."""
        return {
            "fall": self.falls.tolist(), "power_by_formula": self.formula.tolist(),
            "power_by_simulation": self.simulated.tolist(), "simulation_error": self.simulation_error.tolist(),
        }  # fmt: skip


def power(
    per_month: float | ArrayLike,
    before: int,
    after: int = 12,
    *,
    plan: Plan = "series",
    comparison_per_month: float | None = None,
    dispersion: float = 1.0,
    falls: ArrayLike = FALLS,
    wanted: float = 0.8,
    confidence: float = 0.95,
    period: int = 12,
    harmonics: int = 2,
    simulations: int = 0,
    generator: np.random.Generator | None = None,
    step: Callable[[int, int], object] | None = None,
) -> Power:
    """How likely is a fall of a given size to be seen, and how small a fall can be seen at all?

    Parameters
    ----------
    per_month : float > 0, or array (before + after,)
        Events expected each month if nothing changes.
    before, after : int
        Months before and after the start.
    plan : {"series", "totals", "comparison"}
        What will be done with the counts: an interrupted series, two totals, or a comparison with another area.
    comparison_per_month : float > 0
        Events each month in the comparison area.
    dispersion : float >= 1
        Variance of a month's count over its mean; 1 for Poisson counts. Monthly violence has 1.5 to 4.
    falls : array, each between 0 and 1
    wanted, confidence : float between 0 and 1
    period, harmonics
        Season of the interrupted series, as ``interrupted``.
    simulations : int
        Series to simulate for each fall; 0 for the formula alone.
    generator : numpy.random.Generator
        For the simulations.
    step : function of (done, all), optional

    Returns
    -------
    Power
        Of the two-sided test, a fall being counted as seen only when it is seen as a fall.

    Raises
    ------
    ValueError
        An input is missing, infinite or out of its range, or simulations are wanted without a generator.

    References
    ----------
    Zhang, Wagner & Ross-Degnan (2011) J Clin Epidemiol 64:1252, power of interrupted series by simulation. The
    formula: a fall is seen when its log exceeds z standard errors, these from the expected information.

    Examples
    --------
    >>> print(power(40, 36, 12, plan="totals"))
    With about 40.0 events a month, 36 months before and 12 after, a true fall of 15% or more would be seen as clear \
80% of the time (95% limits); a smaller one would often look like no clear change.
    """
    mean, falls_given = _checked(per_month, before, after, plan, comparison_per_month, dispersion, falls)
    z = float(special.ndtri((1 + share(confidence, "the confidence")) / 2))
    share(wanted, "the power wanted")
    season = harmonics if before >= 2 * period else 0
    beside = None if comparison_per_month is None else np.full(mean.size, float(comparison_per_month))

    def seen(fall: float) -> float:
        error = np.sqrt(dispersion) * _error(plan, mean, before, fall, period, season, beside)
        return float(special.ndtr(-np.log1p(-fall) / error - z))

    simulated = np.full(falls_given.size, np.nan)
    if simulations:
        if generator is None:
            raise ValueError("simulations need a generator: pass numpy.random.default_rng(seed)")
        for at, fall in enumerate(falls_given):
            simulated[at] = _simulated(
                plan, mean, before, fall, dispersion, z, period, season, beside, simulations, generator
            )
            if step:
                step(at + 1, falls_given.size)
    error = np.sqrt(simulated * (1 - simulated) / simulations) if simulations else simulated
    return Power(
        falls_given, np.array([seen(f) for f in falls_given]), simulated, error, _smallest(seen, wanted), wanted,
        confidence, int(before), int(after), float(mean.mean()), float(dispersion), plan,
    )  # fmt: skip


def _smallest(seen: Callable[[float], float], wanted: float) -> float:
    """The first fall with the power wanted. Power sinks again near a fall to nought, where hardly an event is left."""
    tried = np.linspace(0.005, 0.995, 199)
    enough = np.flatnonzero([seen(fall) >= wanted for fall in tried])
    if not enough.size:
        return np.nan
    below = tried[enough[0] - 1] if enough[0] else 1e-6
    return float(optimize.brentq(lambda fall: seen(fall) - wanted, below, tried[enough[0]], xtol=1e-6))


def _error(
    plan: str, mean: Floats, before: int, fall: float, period: int, season: int, beside: Floats | None
) -> float:
    """Standard error of the log ratio at this fall, for Poisson counts."""
    after = slice(before, None)
    later = mean.copy()
    later[after] *= 1 - fall
    if plan == "series":
        slope = mean.size - before >= 3
        x = design.columns(mean.size, np.array([before]), period, season, slope)[0]
        bare = design.without(x[None], slope)[0]
        covariance = np.linalg.inv((x * later[:, None]).T @ x)
        return ratio_of_totals(x[after], bare[after], later[after], mean[after], covariance)[1]
    variance = 1 / later[:before].sum() + 1 / later[after].sum()
    if beside is not None and plan == "comparison":
        variance += 1 / beside[:before].sum() + 1 / beside[after].sum()
    return float(np.sqrt(variance))


def _simulated(plan, mean, before, fall, dispersion, z, period, season, beside, number, generator) -> float:  # type: ignore[no-untyped-def]
    """The share of simulated series in which the fall is clear."""
    later = mean.copy()
    later[before:] *= 1 - fall
    clear = 0
    for first in range(0, number, AT_A_TIME):
        rows = min(AT_A_TIME, number - first)
        counts = _thrown(later, dispersion, rows, generator)
        if plan == "series":
            clear += _clear_series(counts, before, z, period, season)
            continue
        totals = [counts[:, :before].sum(1), counts[:, before:].sum(1)]
        expected = before / (mean.size - before)
        if plan == "comparison":
            others = _thrown(beside, dispersion, rows, generator)
            totals += [others[:, :before].sum(1), others[:, before:].sum(1)]
            expected = totals[2] / totals[3]
        sizes = np.fmax(totals, 0.5)  # a nought has no log; half an event is the usual stand-in
        error = np.sqrt(dispersion * (1 / sizes).sum(0))
        clear += int((np.log(sizes[1] / sizes[0] * expected) < -z * error).sum())
    return clear / number


def _clear_series(counts: Floats, before: int, z: float, period: int, season: int) -> int:
    """Series that the interrupted model calls clear; one without an event after is not judged by it."""
    judged = counts[(counts[:, before:].sum(1) > 0) & (counts[:, :before].sum(1) > 0)]
    if not len(judged):
        return 0
    slope = counts.shape[1] - before >= 3
    starts = np.full(len(judged), before)
    ratio, error = placebo_dates.gaps(judged, starts, np.ones_like(judged), period, season, slope, 0)
    return int((ratio < -z * error).sum())


def _thrown(mean: Floats, dispersion: float, rows: int, generator: np.random.Generator) -> Floats:
    """Counts with this mean, and a variance that is so many times as large."""
    if dispersion == 1:
        return generator.poisson(mean, (rows, mean.size)).astype(float)
    size = np.fmax(mean, 1e-12) / (dispersion - 1)
    return generator.negative_binomial(size, 1 / dispersion, (rows, mean.size)).astype(float)


def _checked(  # type: ignore[no-untyped-def]
    per_month, before, after, plan, comparison_per_month, dispersion, falls
) -> tuple[Floats, Floats]:
    if int(before) != before or int(after) != after or before < 1 or after < 1:
        raise ValueError("the months before and after must be whole numbers, 1 or more")
    if plan not in PLANS:
        raise ValueError(f"there is no plan called {plan!r}; there are {', '.join(PLANS)}")
    if (plan == "comparison") != (comparison_per_month is not None):
        raise ValueError("a comparison needs the number of events a month in the other area, and nothing else does")
    if comparison_per_month is not None:
        above_nought(comparison_per_month, "the events a month of the comparison")
    if not (np.isfinite(dispersion) and dispersion >= 1):
        raise ValueError("the dispersion must be 1 or more: 1 is that of Poisson counts")
    mean = above_nought(per_month, "the events a month")
    if mean.ndim == 0:
        mean = np.full(before + after, float(mean))
    if mean.shape != (before + after,):
        raise ValueError(f"events a month must be one number, or {before + after} of them, not {mean.size}")
    if plan == "series" and before < 8:
        raise ValueError("an interrupted series needs 8 months or more before the start; compare totals instead")
    found = known(falls, "the falls")
    if found.ndim != 1 or ((found <= 0) | (found >= 1)).any():
        raise ValueError("each fall must be a share between 0 and 1, such as 0.2")
    return mean, found
