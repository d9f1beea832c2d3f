"""Forecasts side by side: what comes, by each method, and how each would have done in the months already known.

No forecast is shown without its score, and last year's month is always among them: where nothing does clearly better,
that is the verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.methods.forecast.models import PATHS, counts, exponential_smoothing
from commonground.methods.forecast.simple import LEVELS, SIMPLE, YEAR, Ahead, monthly

Floats = NDArray[np.float64]
Step = Callable[[int, int], object]
Method = Callable[[Floats, int, Sequence[float]], Ahead]

SMOOTHING, COUNTED, LAST_YEAR = "exponential smoothing", "count model", "seasonal naive"
METHODS = (*SIMPLE, SMOOTHING, COUNTED)
LEARNT = 3 * YEAR  # months that a method must have seen before it is tried on the next
CLEARLY = 0.95  # a method is better than last year's month if it loses at most this share of what that loses


@dataclass(frozen=True, eq=False)
class Scores:
    """How each method did (methods, series), over the months that followed each of ``origins`` starting points.

    ``mase`` is the mean absolute error over that of last year's month within the months learnt from; ``loss`` the mean
    pinball loss over the same, which counts the limits too; ``covered`` (levels, methods, series) the share of months
    within the limits. nan where a series never varies.
    """

    methods: tuple[str, ...]
    mase: Floats
    loss: Floats
    covered: Floats
    levels: tuple[float, ...]
    origins: int
    months: int


@dataclass(frozen=True, eq=False)
class Forecasts:
    """The coming months by each method, with the scores. ``forms`` names the model of each series that was chosen."""

    ahead: dict[str, Ahead]
    forms: dict[str, tuple[str, ...]]
    scores: Scores

    @property
    def best(self) -> tuple[str, ...]:
        """For each series the method that lost least, or last year's month where none is clearly better than it."""
        loss = self.scores.loss
        plain = loss[self.scores.methods.index(LAST_YEAR)]
        found = []
        for series in range(loss.shape[1]):
            own = loss[:, series]
            clear = not np.isnan(own).any() and own.min() < CLEARLY * plain[series]
            found.append(self.scores.methods[int(own.argmin())] if clear else LAST_YEAR)
        return tuple(found)

    def __str__(self) -> str:
        best, scores = self.best, self.scores
        months = f"{scores.months * scores.origins} months tried from {scores.origins} starting points"
        if len(best) > 1:
            better = sum(name != LAST_YEAR for name in best)
            return (
                f"In {better} of {len(best)} series another method forecasts clearly better than the same month of the "
                f"year before; in the others that does as well ({months})."
            )
        (name,) = best
        mase = {method: row[0] for method, row in zip(scores.methods, scores.mase, strict=True)}
        ahead = self.ahead[name]
        total = f"{ahead.mean[0].sum():,.0f} events expected in the next {ahead.mean.shape[1]} months"
        limits = f"between {ahead.lower[-1, 0, 0]:,.0f} and {ahead.upper[-1, 0, 0]:,.0f} in the first of them"
        if name == LAST_YEAR:
            return (
                f"The seasonal naive does as well: no method forecasts clearly better than the same month of the year "
                f"before; {total}, {limits} (mean absolute scaled error {mase[name]:.2f}; {months})."
            )
        return (
            f"By the {name}, {total}, {limits} (mean absolute scaled error {mase[name]:.2f}, seasonal naive "
            f"{mase[LAST_YEAR]:.2f}; {months})."
        )

    def table(self) -> dict[str, list[str] | list[int] | list[float]]:
        """One row for each series and method: its scores, and whether it is the one to show."""
        scores, best = self.scores, self.best
        pairs = [(s, m) for s in range(scores.mase.shape[1]) for m in range(len(scores.methods))]
        columns: dict[str, list[str] | list[int] | list[float]] = {
            "series": [s for s, _ in pairs],
            "method": [scores.methods[m] for _, m in pairs],
            "mase": [float(scores.mase[m, s]) for s, m in pairs],
            "loss": [float(scores.loss[m, s]) for s, m in pairs],
        }
        for i, level in enumerate(scores.levels):
            columns[f"within_{level:.0%}".rstrip("%")] = [float(scores.covered[i, m, s]) for s, m in pairs]
        return columns | {"shown": ["yes" if best[s] == scores.methods[m] else "" for s, m in pairs]}


def forecasts(
    values: ArrayLike,
    generator: np.random.Generator,
    months: int = 12,
    levels: Sequence[float] = LEVELS,
    origins: int = 6,
    paths: int = PATHS,
    also: Mapping[str, Method] | None = None,
    step: Step | None = None,
) -> Forecasts:
    """Every method on every series, with scores from a rolling origin.

    Parameters
    ----------
    values : array (months,) or (series, months) of numbers >= 0
        48 months or more; monthly totals of whole areas.
    generator : numpy.random.Generator
    months : int
        How many to forecast, up to 24.
    levels : sequence of floats between 0 and 1
    origins : int
        Starting points in the past, two months apart, the last one leaving ``months`` to be tried on; fewer where there
        are not three years before the first.
    paths : int
        Draws of each model.
    also : mapping of names to functions of (series by months, months ahead, levels), optional
        Further methods, tried and scored like the others: ``by_library.auto_ets``.
    step : callable (done, all), optional

    Returns
    -------
    Forecasts

    Raises
    ------
    ValueError
        As ``simple.monthly``; fewer than 36 months and those to be tried on; months or origins outside their range.

    References
    ----------
    Hyndman & Koehler (2006) Int J Forecast 22:679 (MASE); Gneiting & Raftery (2007) J Am Stat Assoc 102:359 (pinball
    loss); Tashman (2000) Int J Forecast 16:437 (rolling origin).

    Examples
    --------
    >>> y = np.random.default_rng(1).poisson(40, 60)
    >>> found = forecasts(y, np.random.default_rng(2), origins=2, paths=200)
    >>> print(found.scores.mase.shape, found.ahead["count model"].lower.min() >= 0)
    (6, 1) True
    """
    if not 1 <= months <= 2 * YEAR:
        raise ValueError("the months to forecast must be between 1 and 24")
    if origins < 1:
        raise ValueError("a forecast is shown with its score: it needs one starting point or more")
    y = monthly(values, LEARNT + months)
    starts = [end for i in range(origins) if (end := y.shape[1] - months - 2 * i) >= LEARNT]
    # All that was known at any starting point, and all that is known now, are fitted in one go.
    known = [y[:, :end] for end in (*starts, y.shape[1])]
    every = [series for part in known for series in part]
    smoothed = exponential_smoothing(every, generator, months, levels=levels, paths=paths, step=step)
    counted = counts(every, generator, months, levels, paths=paths)
    found = [
        {name: method(part, months, levels) for name, method in SIMPLE.items()}
        | {SMOOTHING: _part(smoothed.ahead, i, len(y)), COUNTED: _part(counted.ahead, i, len(y))}
        | {name: method(part, months, levels) for name, method in (also or {}).items()}
        for i, part in enumerate(known)
    ]
    tried = [_scored(y[:, :end], y[:, end : end + months], found[i]) for i, end in enumerate(starts)]
    forms = {
        name: tuple(map(str, chosen.best[-len(y) :])) for name, chosen in ((SMOOTHING, smoothed), (COUNTED, counted))
    }
    mase, loss, covered = (np.mean(part, axis=0) for part in zip(*tried, strict=True))
    scores = Scores(tuple(found[-1]), mase, loss, covered, tuple(levels), len(starts), months)
    return Forecasts(found[-1], forms, scores)


def _part(ahead: Ahead, number: int, series: int) -> Ahead:
    """What was forecast from one starting point."""
    own = slice(number * series, (number + 1) * series)
    return Ahead(ahead.mean[own], ahead.lower[:, own], ahead.upper[:, own], ahead.levels)


def _scored(learnt: Floats, seen: Floats, found: dict[str, Ahead]) -> tuple[Floats, Floats, Floats]:
    """Scaled error and pinball loss (methods, series), and the share covered (levels, methods, series)."""
    scale = np.abs(learnt[:, YEAR:] - learnt[:, :-YEAR]).mean(axis=1)
    scale = np.where(scale > 0, scale, np.nan)
    error = [np.abs(seen - ahead.mean).mean(axis=1) / scale for ahead in found.values()]
    loss = [pinball(seen, ahead).mean(axis=1) / scale for ahead in found.values()]
    covered = [((ahead.lower <= seen) & (seen <= ahead.upper)).mean(axis=2) for ahead in found.values()]
    return np.array(error), np.array(loss), np.stack(covered, axis=1)


def pinball(seen: ArrayLike, ahead: Ahead) -> Floats:
    """Mean pinball loss (series, months) over limits and middle: what is lost by being wrong, and by being vague.

    Parameters
    ----------
    seen : array (series, months)
    ahead : Ahead
        Its mean stands for the median.

    References
    ----------
    Gneiting & Raftery (2007) J Am Stat Assoc 102:359, section 6.1.

    Examples
    --------
    >>> one = Ahead(np.array([[10.0]]), np.array([[[8.0]]]), np.array([[[12.0]]]), (0.8,))
    >>> print(pinball([[13]], one).round(2))
    [[0.97]]
    """
    y = np.asarray(seen, float)
    quantiles = [(0.5, ahead.mean)]
    for level, low, high in zip(ahead.levels, ahead.lower, ahead.upper, strict=True):
        quantiles += [((1 - level) / 2, low), ((1 + level) / 2, high)]
    return np.mean([np.maximum(p * (y - q), (p - 1) * (y - q)) for p, q in quantiles], axis=0)
