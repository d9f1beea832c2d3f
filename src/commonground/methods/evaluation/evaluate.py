"""One call that runs what the design allows, and says in a sentence how sure one may be.

The estimate that decides is chosen by the design, before any number is seen: many areas on both sides, the difference
in differences; many comparison areas, a synthetic control with placebo areas; a few, the comparison with their sum;
none, the interrupted series; two totals, the exact comparison. The others are shown beside it. No verdict says more
than that a contribution is possible.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.evaluation import said
from commonground.methods.evaluation.comparison import Beside, beside
from commonground.methods.evaluation.counts import share, whole
from commonground.methods.evaluation.estimates import (
    Estimate,
    Verdict,
    judged,
    of_areas,
    of_four_totals,
    of_model,
    of_pair,
    of_panel,
    of_series,
    of_totals,
)
from commonground.methods.evaluation.interrupted import Interrupted, interrupted
from commonground.methods.evaluation.placebo_dates import (
    NO_DATES,
    PlaceboDates,
    gaps,
    history,
    placebo_dates_of_pair,
    placebo_dates_of_series,
)
from commonground.methods.evaluation.synthetic import Placebos, placebo_areas

Floats = NDArray[np.float64]
Whole = NDArray[np.int_]
Design = Literal["two totals", "one series", "with a comparison", "many comparisons", "many areas"]

YEAR = 12
LEAST_BEFORE = 24  # months before, of which a season can be known
FEWEST = 10  # events, before and expected after, below which nothing is said
MANY = 6  # areas on each side, from which errors clustered by area may be trusted
HIGH = 2.0  # standard errors by which the year before is unusually high


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The verdict with what it rests on; ``deciding`` is the estimate that the design chose.

    ``others`` stand beside it. ``series``, ``pair`` and ``areas`` are the fits behind them, where there are any.
    """

    design: Design
    verdict: Verdict
    deciding: Estimate | None
    others: tuple[Estimate, ...]
    reasons: tuple[str, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    observed: float
    months_before: int
    months_after: int
    confidence: float
    expected: Literal["fewer", "more"]
    dates: PlaceboDates
    series: Interrupted | None = None
    pair: Beside | None = None
    areas: Placebos | None = None

    def __str__(self) -> str:
        return said.sentence(
            self.verdict, self.deciding, self.observed, self.months_after, self.confidence, self.expected, self.reasons
        )

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        return (() if self.deciding is None else (self.deciding,)) + self.others

    def table(self) -> dict[str, list]:
        """One row for each estimate, that which decides first."""
        rows = self.estimates
        return {
            "method": [one.method for one in rows],
            "decides": [one is self.deciding for one in rows],
            "expected": [one.expected for one in rows],
            "ratio": [one.ratio for one in rows],
            "lower": [one.lower for one in rows],
            "upper": [one.upper for one in rows],
            "p_value": [one.p_value for one in rows],
        }


def evaluate(
    counts: ArrayLike,
    start: int,
    *,
    comparison: ArrayLike | None = None,
    nearby: ArrayLike | None = None,
    expected: Literal["fewer", "more"] = "fewer",
    chosen_for_peak: bool = False,
    looks: int = 1,
    months: tuple[int, int] = (YEAR, YEAR),
    confidence: float = 0.95,
    step: Callable[[int, int], object] | None = None,
) -> Evaluation:
    """Did the counts change from a month on by more than they would have?

    Parameters
    ----------
    counts : array (months,) or (areas, months) of whole numbers >= 0
        Where something was done. Two numbers, with ``start`` 1, are totals before and after.
    start : int
        How many months lie before; the same for all areas.
    comparison : array (months,) or (areas, months), optional
        Like areas where nothing of the kind was done.
    nearby : array (months,) or (areas, months), optional
        Where events could have moved to. Not with totals: ``weighted_displacement`` takes all eight numbers.
    expected : {"fewer", "more"}
        Which way the measure should move.
    chosen_for_peak : bool
        The area, or the time, was chosen because numbers were high: they would have fallen in any case.
    looks : int >= 1
        How many times the question is asked: over dates, measures and areas. Limits are widened for them.
    months : (int, int)
        With totals: how many months each covers, before and after.
    confidence : float between 0 and 1
    step : function of (done, all), optional

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        A count is missing, infinite, negative or not whole; series are not equally long; or the start is not inside.

    References
    ----------
    Abadie, Diamond & Hainmueller (2010); Bernal, Cummins & Gasparrini (2017); Bertrand, Duflo & Mullainathan (2004) on
    placebos; Mayne (2012) Evaluation 18:270 on what a contribution is; Barnett et al. (2005) Int J Epidemiol 34:215 on
    regression to the mean. Looks: Bonferroni.

    Examples
    --------
    >>> before = [20, 24, 22, 27, 25, 30, 29, 24, 23, 21, 19, 18]
    >>> print(evaluate([*6 * before, 12, 14, 13, 17, 14, 19], 72))
    In the 6 months after the start 89 were counted where 147 would be expected, 39% fewer (95% limits 60% fewer to \
7% fewer): a contribution is possible, beside whatever else changed then.
    """
    own, others, ring, start = _checked(counts, start, comparison, nearby, expected, looks, months)
    sure = 1 - (1 - share(confidence, "the confidence")) / looks
    y = own.sum(0)
    warnings = said.of_the_asking(chosen_for_peak, looks, others is None)
    if y.size == 2 and ring is not None:
        raise ValueError("totals of nearby areas are not taken here: use weighted_displacement, with their comparison")
    if y.size == 2:
        return _of_totals(y, None if others is None else others.sum(0), months, sure, expected, warnings,
                          chosen_for_peak)  # fmt: skip
    sizes = (start, y.size - start)
    if _too_few(y, start) or (others is not None and _too_few(others.sum(0), start)):
        return _untold(said.TOO_FEW, y, sizes, sure, expected, warnings,
                       others is not None)  # fmt: skip
    if others is not None and min(y[:start].sum(), y[start:].sum(), others[:, start:].sum()) == 0:
        return _emptied(y, others.sum(0), start, sure, expected, warnings, chosen_for_peak)
    if others is not None:
        return _compared(own, others, ring, start, sure, expected, warnings, chosen_for_peak)
    if start < LEAST_BEFORE or y[start:].sum() == 0:
        return _short(y, start, sure, expected, warnings, chosen_for_peak)
    return _alone(y, ring, start, sure, expected, warnings, chosen_for_peak, step)


def _alone(y, ring, start, sure, expected, warnings, peak, step) -> Evaluation:  # type: ignore[no-untyped-def]
    """One series: its own past is all there is to compare with."""
    dates = placebo_dates_of_series(y, start, step=step)
    deciding = of_series(y, start, sure, dates)
    others = [of_model(y, start, model, sure) for model in ("negative binomial", "newey-west", "log-linear")]
    verdict, reasons = judged(deciding, expected), [said.of_dates(dates)]
    warnings = [*warnings, *_of_the_year_before(y, start)]
    if peak and verdict == "contribution possible":
        without = of_series(y, start, sure, dates, without_year=True) if start >= LEAST_BEFORE + YEAR else None
        verdict, others, reasons = _peak(verdict, without, others, reasons, expected)
    if ring is not None and not _too_few(ring, start):
        near = of_series(ring, start, sure, placebo_dates_of_series(ring, start))
        both = of_series(y + ring, start, sure, placebo_dates_of_series(y + ring, start))
        verdict, others, reasons = _near(verdict, near, both, others, reasons, expected)
    return Evaluation(
        "one series", verdict, deciding, tuple(others), tuple(reasons), said.ASSUMPTIONS["one series"], tuple(warnings),
        float(y[start:].sum()), start, y.size - start, sure, expected, dates,
        series=_fitted(y, start, sure),
    )  # fmt: skip


def _compared(own, others, ring, start, sure, expected, warnings, peak) -> Evaluation:  # type: ignore[no-untyped-def]
    """With areas to compare with: how many there are decides which estimate does."""
    y, sums = own.sum(0), others.sum(0)
    dates = placebo_dates_of_pair(y, sums, start)
    pair = of_pair(y, sums, start, sure, dates)
    usable = others[(others[:, :start].sum(1) >= FEWEST)]
    areas = None
    if len(usable) >= 2:
        level = y[:start].mean()
        index = usable / usable[:, :start].mean(1, keepdims=True)
        areas = placebo_areas(y / level, index, start, confidence=sure)
    many = min(len(own), len(others)) >= MANY and (own.sum(1) > 0).all() and (others.sum(1) > 0).all()
    beside_it = [] if areas is None else [of_areas(areas, y[:start].mean())]
    design: Design = "with a comparison"
    deciding, also = pair, beside_it
    if many and (own.sum(0) + sums > 0).all():
        design, deciding, also = "many areas", of_panel(own, others, start, sure, dates), [pair, *beside_it]
    elif areas is not None and np.isfinite(areas.limits[0]):
        design, deciding, also = "many comparisons", beside_it[0], [pair]
    if start >= LEAST_BEFORE and y[start:].sum() > 0:
        also = [*also, of_series(y, start, sure, placebo_dates_of_series(y, start))]
    tried = said.of_areas(areas) if areas is not None and design == "many comparisons" else said.of_dates(dates)
    verdict, reasons = judged(deciding, expected), [tried]
    warnings = [*warnings, *(_of_the_year_before(y, start) if start >= LEAST_BEFORE else [])]
    if peak and verdict == "contribution possible":
        without = of_pair(y, sums, start, sure, dates, without_year=True) if start >= LEAST_BEFORE + YEAR else None
        verdict, also, reasons = _peak(verdict, without, also, reasons, expected)
    if ring is not None and not _too_few(ring, start):
        near = of_pair(ring, sums, start, sure, placebo_dates_of_pair(ring, sums, start))
        both = of_pair(y + ring, sums, start, sure, placebo_dates_of_pair(y + ring, sums, start))
        verdict, also, reasons = _near(verdict, near, both, also, reasons, expected)
    return Evaluation(
        design, verdict, deciding, tuple(also), tuple(reasons), said.ASSUMPTIONS[design], tuple(warnings),
        float(y[start:].sum()), start, y.size - start, sure, expected, dates,
        series=_fitted(y, start, sure) if start >= LEAST_BEFORE and y[start:].sum() > 0 else None,
        pair=beside(y, sums, start, confidence=sure), areas=areas,
    )  # fmt: skip


def _emptied(y, sums, start, sure, expected, warnings, peak) -> Evaluation:  # type: ignore[no-untyped-def]
    """No event on one side of the start, so that a ratio has no logarithm: exact limits, the comparison as exposure."""
    before, after = sums[:start].sum(), sums[start:].sum()
    if after == 0:
        return _untold(said.TOO_FEW, y, (start, y.size - start), sure, expected, warnings, True)
    found = of_totals(y[start:].sum(), y[:start].sum(), (after, before), sure)
    return _from_totals("with a comparison", replace(found, method="beside the comparison, as exposure"), (),
                        (start, y.size - start), y[start:].sum(), sure, expected, warnings, peak)  # fmt: skip


def _short(y, start, sure, expected, warnings, peak) -> Evaluation:  # type: ignore[no-untyped-def]
    """Too short, or too empty, for a model of the series: totals, of the same months a year before if there are any."""
    after = y.size - start
    same = start >= YEAR and after <= YEAR
    before = y[start - YEAR : start - YEAR + after] if same else y[:start]
    warnings = [*warnings, said.SAME_MONTHS if same else said.SEASONS_DIFFER]
    return _from_totals("two totals", of_totals(y[start:].sum(), before.sum(), (after, before.size), sure), (),
                        (start, after), y[start:].sum(), sure, expected, warnings, peak)  # fmt: skip


def _of_totals(y, sums, months, sure, expected, warnings, peak) -> Evaluation:  # type: ignore[no-untyped-def]
    alone = of_totals(y[1], y[0], (months[1], months[0]), sure)
    if sums is None:
        return _from_totals("two totals", alone, (), months, y[1], sure, expected, warnings, peak)
    if min(*y, *sums) == 0 or min(y[0], sums[0]) < FEWEST:
        return _untold(said.TOO_FEW, y, months, sure, expected, warnings, True)
    pair = of_four_totals(y, sums, months, sure)
    return _from_totals("with a comparison", pair, (alone,), months, y[1], sure, expected, warnings, peak)


def _from_totals(design, deciding, others, months, observed, sure, expected, warnings, peak) -> Evaluation:  # type: ignore[no-untyped-def]
    verdict, reasons = judged(deciding, expected), [said.TOTALS_ALONE]
    if deciding.expected < FEWEST:
        verdict, reasons = "cannot be told", [said.TOO_FEW]
    elif peak and verdict == "contribution possible":
        verdict, reasons = "cannot be told", [said.PEAK_UNCHECKED]
    return Evaluation(design, verdict, deciding, others, tuple(reasons), said.ASSUMPTIONS[design], tuple(warnings),
                      float(observed), months[0], months[1], sure, expected, NO_DATES)  # fmt: skip


def _untold(why, y, sizes, sure, expected, warnings, compared) -> Evaluation:  # type: ignore[no-untyped-def]
    design: Design = "with a comparison" if compared else "one series"
    observed = float(y[1:].sum() if y.size == 2 else y[sizes[0] :].sum())
    return Evaluation(design, "cannot be told", None, (), (why,), said.ASSUMPTIONS[design], tuple(warnings), observed,
                      sizes[0], sizes[1], sure, expected, NO_DATES)  # fmt: skip


def _fitted(y: Floats, start: int, sure: float) -> Interrupted:
    """The series that the estimate is of, for the chart: the last years before the start."""
    first = start - history(start)
    return interrupted(y[first:], start - first, confidence=sure)


def _peak(verdict, without, others, reasons, expected):  # type: ignore[no-untyped-def]
    """An area chosen for a peak: only a fall that is clear without the peak counts."""
    if without is None:
        return "cannot be told", others, [said.PEAK_UNCHECKED, *reasons]
    if judged(without, expected) != "contribution possible":
        return "cannot be told", [*others, without], [said.PEAK_GONE, *reasons]
    return verdict, [*others, without], [said.PEAK_STANDS, *reasons]


def _near(verdict, near, both, others, reasons, expected):  # type: ignore[no-untyped-def]
    """What happened nearby; a fall that is not clear with it counted in may have moved there."""
    named = [replace(near, method="nearby"), replace(both, method="area and nearby together")]
    moved = near.is_clear and (near.ratio > 1) == (expected == "fewer")
    reasons = [*reasons, said.of_nearby(near, expected)]
    if verdict == "contribution possible" and moved and judged(both, expected) != "contribution possible":
        return "cannot be told", [*others, *named], [said.MOVED, *reasons]
    return verdict, [*others, *named], reasons


def _of_the_year_before(y: Floats, start: int) -> list[str]:
    """Was the year before the start unusually high for the years before it? Then a fall is to be expected."""
    at = start - YEAR
    if at < YEAR or y[:at].sum() < FEWEST or y[at:start].sum() < FEWEST:
        return []
    log_ratio, error = gaps(y[None, :start], np.array([at]), np.ones((1, start)), YEAR, 0, False, 3)
    return [said.YEAR_BEFORE_HIGH] if log_ratio[0] > HIGH * error[0] else []


def _too_few(y: Floats, start: int) -> bool:
    before, after = y[:start].sum(), y[start:].sum()
    return before < FEWEST or max(after, before / start * (y.size - start)) < FEWEST


def _checked(  # type: ignore[no-untyped-def]
    counts, start, comparison, nearby, expected, looks, months
) -> tuple[Floats, Floats | None, Floats | None, int]:
    own = np.atleast_2d(whole(counts, "the counts", 2))
    length = own.shape[-1]
    if own.ndim != 2 or not len(own):
        raise ValueError("the counts must be one series, or a table with one row for each area")
    found: list[Floats | None] = []
    for given, what in ((comparison, "the counts of the comparison"), (nearby, "the counts nearby")):
        rows = None if given is None else np.atleast_2d(whole(given, what, 2))
        if rows is not None and (rows.ndim != 2 or rows.shape[1] != length):
            raise ValueError(f"{what} must have the same {length} months as the area, not {rows.shape[-1]}")
        found.append(rows if rows is not None and len(rows) else None)
    if int(start) != start or not 0 < start < length:
        raise ValueError(f"the start must lie inside the series: after 1 to {length - 1} months, not {start}")
    if found[0] is not None and length > 2 and not 1 < start < length - 1:
        raise ValueError("beside a comparison, two months or more are needed before the start and after it")
    if expected not in ("fewer", "more"):
        raise ValueError(f"expected must be fewer or more, not {expected!r}")
    if int(looks) != looks or looks < 1:
        raise ValueError("the looks must be a whole number, 1 or more")
    if len(months) != 2 or min(months) <= 0:
        raise ValueError("the months before and after must be two numbers above nought")
    ring = found[1]
    return own, found[0], None if ring is None else ring.sum(0), int(start)
