"""An estimate of one method, on the scale that all of them share: counted over expected, with its limits."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from commonground.methods.evaluation import placebo_dates
from commonground.methods.evaluation.comparison import _change
from commonground.methods.evaluation.differences import differences
from commonground.methods.evaluation.interrupted import Model, interrupted
from commonground.methods.evaluation.placebo_dates import PlaceboDates, history
from commonground.methods.evaluation.synthetic import Placebos
from commonground.methods.evaluation.two_rates import two_rates

Floats = NDArray[np.float64]

Verdict = Literal["consistent with no effect", "contribution possible", "harm possible", "cannot be told"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
SEASON = 12


@dataclass(frozen=True)
class Estimate:
    """``ratio``: what was counted over what was expected. ``se`` is of its log, nan where limits come otherwise."""

    method: str
    ratio: float
    lower: float
    upper: float
    p_value: float
    se: float = np.nan
    expected: float = np.nan

    @property
    def is_clear(self) -> bool:
        return self.upper < 1 or self.lower > 1

    @property
    def detectable(self) -> float:
        """The fall that such limits would show as clear four times in five, as a share; nan where it is not known."""
        if np.isnan(self.se) or not self.ratio > 0:
            return np.nan
        return float(1 - self.lower / self.ratio * np.exp(-special.ndtri(0.8) * self.se))


def judged(estimate: Estimate, expected: Literal["fewer", "more"]) -> Verdict:
    """The verdict of one estimate alone.

    Examples
    --------
    >>> judged(Estimate("totals", 0.8, 0.7, 0.9, 0.01), "fewer")
    'contribution possible'
    """
    if not estimate.is_clear:
        return "consistent with no effect"
    return "contribution possible" if (estimate.ratio < 1) == (expected == "fewer") else "harm possible"


def on_log_scale(
    method: str, log_ratio: float, se: float, freedom: float, confidence: float, expected: float = np.nan
) -> Estimate:
    """Limits by Student's t around the log of a ratio.

    Examples
    --------
    >>> round(on_log_scale("totals", 0.0, 0.1, np.inf, 0.95).upper, 3)
    1.217
    """
    reach = stats.t.ppf((1 + confidence) / 2, freedom) * se
    low, high = np.exp([log_ratio - reach, log_ratio + reach])
    p = 2 * stats.t.sf(abs(log_ratio) / se, freedom)
    return Estimate(method, float(np.exp(log_ratio)), float(low), float(high), float(p), float(se), float(expected))


def of_series(
    counts: Floats, start: int, confidence: float, dates: PlaceboDates, without_year: bool = False
) -> Estimate:
    """The interrupted series of the last years before the start, its limits widened by what placebo dates show.

    ``without_year`` leaves out the year before the start.

    Examples
    --------
    >>> from commonground.methods.evaluation.placebo_dates import NO_DATES
    >>> y = np.array(3 * [20, 24, 22, 27, 25, 30, 29, 24, 23, 21, 19, 18] + [12, 14, 13, 17, 14, 19.0])
    >>> round(of_series(y, 36, 0.95, NO_DATES).ratio, 2)
    0.61
    """
    used = recent(counts.size, start, without_year)
    slope = counts.size - start >= 3
    log_ratio, error = placebo_dates.gaps(counts[None], np.array([start]), used, SEASON, 2, slope, 3)
    total = float(counts[start:].sum())
    freedom = min(float(used.sum()) - 7 - slope, dates.freedom)
    method = "interrupted series" + (", without the year before" if without_year else "")
    return on_log_scale(method, log_ratio[0], error[0] * dates.widening, freedom, confidence,
                        total / float(np.exp(log_ratio[0])))  # fmt: skip


def recent(months: int, start: int, without_year: bool = False) -> Floats:
    """Which months count: those after the start, and the last years before it, or before the year before it.

    Examples
    --------
    >>> int(recent(72, 60).sum()), int(recent(72, 60, without_year=True).sum())
    (48, 48)
    """
    end = start - SEASON if without_year else start
    month = np.arange(months)
    first = end - history(end)
    return (((month >= first) & (month < end)) | (month >= start)).astype(float)[None]


def of_model(counts: Floats, start: int, model: Model, confidence: float) -> Estimate:
    """The interrupted series with another error.

    Examples
    --------
    >>> from commonground.methods.evaluation.placebo_dates import NO_DATES
    >>> y = np.array(3 * [20, 24, 22, 27, 25, 30, 29, 24, 23, 21, 19, 18] + [12, 14, 13, 17, 14, 19.0])
    >>> of_model(y, 36, "negative binomial", 0.95).method
    'interrupted series, negative binomial'
    """
    first = start - history(start)
    found = interrupted(counts[first:], start - first, model=model, confidence=confidence)
    return Estimate(f"interrupted series, {model}", found.ratio, found.ratio_lower, found.ratio_upper, found.p_value,
                    found.log_ratio_se, found.counterfactual_total)  # fmt: skip


def of_pair(
    counts: Floats,
    comparison: Floats,
    start: int,
    confidence: float,
    dates: PlaceboDates,
    without_year: bool = False,
) -> Estimate:
    """The area beside the sum of its comparison, its limits widened by what placebo dates show.

    Examples
    --------
    >>> from commonground.methods.evaluation.placebo_dates import NO_DATES
    >>> area, other = np.array([20, 22, 21, 23, 12, 11, 13, 10.0]), np.array([30, 31, 33, 32, 30, 34, 31, 33.0])
    >>> round(of_pair(area, other, 4, 0.95, NO_DATES).ratio, 2)
    0.53
    """
    used = recent(counts.size, start, without_year)
    method = "beside the comparison" + (", without the year before" if without_year else "")
    log_ratio, error = _change(counts[None], comparison[None], np.array([start]), used, 3)
    total = float(counts[start:].sum())
    return on_log_scale(method, log_ratio[0], error[0] * dates.widening,
                        min(float(used.sum()) - 2, dates.freedom), confidence,
                        total / float(np.exp(log_ratio[0])))  # fmt: skip


def of_areas(placebos: Placebos, scale: float) -> Estimate:
    """The synthetic control of an index, as a ratio; ``scale`` makes the index a count.

    Examples
    --------
    >>> from commonground.methods.evaluation.synthetic import placebo_areas
    >>> rows = np.random.default_rng(1).poisson(30, (6, 20)) / 30
    >>> found = of_areas(placebo_areas(rows[0], rows[1:], 15), 30)
    >>> found.lower, found.upper
    (0.0, inf)
    """
    after = placebos.main.synthetic[placebos.main.before :]
    level = float(after.mean())
    low, high = placebos.limits
    return Estimate(
        "synthetic control", 1 + placebos.main.mean_gap / level, max(0.0, 1 + low / level), 1 + high / level,
        placebos.p_value, np.nan, float(after.sum()) * scale,
    )  # fmt: skip


def of_panel(treated: Floats, comparison: Floats, start: int, confidence: float, dates: PlaceboDates) -> Estimate:
    """Difference in differences over many areas, its limits widened by what placebo dates show.

    Examples
    --------
    >>> from commonground.methods.evaluation.placebo_dates import NO_DATES
    >>> found = of_panel(np.array([[9, 8, 4, 5.0]]), np.array([[7, 9, 8, 8], [5, 6, 5, 7.0]]), 2, 0.95, NO_DATES)
    >>> round(found.ratio, 2)
    0.51
    """
    when = np.zeros((len(treated) + len(comparison), treated.shape[1]))
    when[: len(treated), start:] = 1
    found = differences(np.vstack([treated, comparison]), when, confidence=confidence)
    total = float(treated[:, start:].sum())
    return on_log_scale("difference in differences", found.estimate, found.se * dates.widening, found.areas - 1,
                        confidence, total / found.ratio)  # fmt: skip


def of_totals(after: float, before: float, months: tuple[float, float], confidence: float) -> Estimate:
    """Two totals by the exact limits.

    Examples
    --------
    >>> round(of_totals(13, 5, (12, 12), 0.95).upper, 2)
    9.31
    """
    found = two_rates(after, before, months[0], months[1], confidence)
    ratio, lower, upper, p = (float(getattr(found, name)[0]) for name in ("ratio", "lower", "upper", "p_central"))
    error = float(np.sqrt(1 / max(after, 0.5) + 1 / max(before, 0.5)))
    return Estimate("two totals", ratio, lower, upper, p, error, before * months[0] / months[1])


def of_four_totals(area: Floats, comparison: Floats, months: tuple[int, int], confidence: float) -> Estimate:
    """The change of an area over that of its comparison; each (before, after), with an event at least.

    Examples
    --------
    >>> round(of_four_totals(np.array([207, 110.0]), np.array([308, 318.0]), (12, 12), 0.95).ratio, 2)
    0.51
    """
    ratio = (area[1] / area[0]) / (comparison[1] / comparison[0])
    error = float(np.sqrt((1 / area).sum() + (1 / comparison).sum()))
    return on_log_scale("beside the comparison", float(np.log(ratio)), error, np.inf, confidence, area[1] / ratio)
