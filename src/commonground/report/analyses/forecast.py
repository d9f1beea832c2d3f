"""What the coming months may bring to whole areas, and how far such forecasts can be relied on."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome

if TYPE_CHECKING:
    from commonground.methods.forecast.compared import Forecasts

MOST, LEAST = 60, 5  # series in one table; events a month on average, below which an area is too small
DRAWN = 6
SHORT = {"exponential smoothing": "smoothing", "count model": "count", "seasonal naive": "last year"}


@dataclass(frozen=True, eq=False)
class Coming:
    """The forecasts of each area, with the scores of every method."""

    found: "Forecasts"
    names: tuple[str, ...]
    months: tuple[date, ...]

    def __str__(self) -> str:
        return str(self.found)

    def table(self) -> dict[str, list[str] | list[float]]:
        """One row for each area and month to come, by the method that is shown of it, with its score."""
        best, scores = self.found.best, self.found.scores
        pairs = [(s, m) for s in range(len(self.names)) for m in range(len(self.months))]
        ahead = [self.found.ahead[name] for name in best]
        rows: dict[str, list[str] | list[float]] = {
            "area": [self.names[s] for s, _ in pairs],
            "month": [f"{self.months[m]:%Y-%m}" for _, m in pairs],
            "expected": [round(float(ahead[s].mean[s, m]), 1) for s, m in pairs],
        }
        for i, level in enumerate(scores.levels):
            rows[f"low_{level * 100:.0f}"] = [float(np.floor(ahead[s].lower[i, s, m])) for s, m in pairs]
            rows[f"high_{level * 100:.0f}"] = [float(np.ceil(ahead[s].upper[i, s, m])) for s, m in pairs]
        mase = [float(scores.mase[scores.methods.index(name), s]) for s, name in enumerate(best)]
        by = [SHORT.get(best[s], best[s]) for s, _ in pairs]
        return rows | {"by": by, "mase": [round(mase[s], 3) for s, _ in pairs]}


def work(asked: Asked) -> Outcome:
    from commonground.methods.forecast import by_library
    from commonground.methods.forecast.compared import forecasts

    names, months, counts = _series(asked)
    also = {by_library.NAME: by_library.auto_ets} if asked["statsforecast"] else {}
    found = forecasts(
        counts, asked.generator, int(asked["months"]), origins=int(asked["origins"]), also=also, step=asked.step
    )
    last = np.datetime64(months[-1], "M")
    coming = tuple((last + 1 + i).astype("datetime64[D]").astype(date) for i in range(int(asked["months"])))
    result = Coming(found, names, coming)
    return Outcome(result, lambda: _drawn(result, months, counts, asked), _cautions(found))


def _series(asked: Asked) -> tuple[tuple[str, ...], tuple[date, ...], np.ndarray]:
    """Areas by months, whole: a table with a month missing, or of too many or too small areas, is refused."""
    table = asked.table
    if not len(table):
        raise ValueError("there are no rows")
    areas = table["area"].astype(str) if "area" in table else np.full(len(table), "all together")
    names, area = np.unique(areas, return_inverse=True)
    if names.size > MOST:
        raise ValueError(
            f"there are {names.size} series: a forecast is made of boroughs or larger areas, at most {MOST} at once, "
            "never of people or small places"
        )
    month = table["month"].astype("datetime64[M]").astype(int)
    first, size = int(month.min()), int(month.max() - month.min()) + 1
    at = area * size + month - first
    rows = np.bincount(at, minlength=names.size * size).reshape(names.size, size)
    if (rows != 1).any():
        which, when = (int(x[0]) for x in np.nonzero(rows != 1))
        wrong = "more than one row" if rows[which, when] else "no row"
        raise ValueError(
            f"{names[which]} has {wrong} for {np.datetime64(first + when, 'M')}: give one row for each area and month, "
            "with 0 where nothing was recorded"
        )
    counts = np.bincount(at, table["count"], minlength=names.size * size).reshape(names.size, size)
    if (small := counts.mean(axis=1) < LEAST).any():
        raise ValueError(
            f"{names[small][0]} has fewer than {LEAST} events a month on average: so small an area is not forecast; "
            "add areas or kinds of offence together"
        )
    months = (np.arange(size) + first).astype("datetime64[M]").astype("datetime64[D]").astype(date)
    return tuple(names.tolist()), tuple(months.tolist()), counts


def _cautions(found: "Forecasts") -> tuple[str, ...]:
    scores = found.scores
    shown = [scores.methods.index(name) for name in found.best]
    covered = np.array([scores.covered[:, m, s] for s, m in enumerate(shown)]).mean(axis=0)
    each = zip(scores.levels, covered, strict=True)
    said = "; ".join(f"{level:.0%} limits held {share:.0%}" for level, share in each)
    tried = scores.months * scores.origins
    return (
        f"When the forecasts shown were tried on {tried} months already known, their {said} of them.",
        "A forecast carries on what was: a change of recording, of law or of practice is not in it.",
    )


def _drawn(result: Coming, months: tuple[date, ...], counts: np.ndarray, asked: Asked):
    from commonground.report.blocks import Table
    from commonground.report.charts.ahead import ahead

    scores, blocks = result.found.scores, []
    for s, name in enumerate(result.names[:DRAWN]):
        by = result.found.best[s]
        of = result.found.ahead[by]
        limits = [
            (level, np.floor(of.lower[i, s]).tolist(), np.ceil(of.upper[i, s]).tolist())
            for i, level in enumerate(of.levels)
        ]
        blocks.append(ahead(
            f"forecast-{s + 1}", f"{asked['what'].capitalize()} by month, {name}, with a forecast", months,
            counts[s].tolist(), result.months, of.mean[s].tolist(), limits, what=f"{asked['what']} each month", by=by,
        ))  # fmt: skip
    rows = tuple(
        (
            (name,), (f"{np.nanmean(scores.mase[i]):.2f}",), (f"{np.nanmean(scores.loss[i]):.3f}",),
            *((f"{scores.covered[level, i].mean():.0%}",) for level in range(len(scores.levels))),
            (f"{sum(best == name for best in result.found.best)}",),
        )
        for i, name in enumerate(scores.methods)
    )  # fmt: skip
    within = tuple(f"Within {level:.0%} limits" for level in scores.levels)
    return [*blocks, Table(
        f"How each method did in {scores.months * scores.origins} months already known, mean of the areas",
        ("Method", "Scaled error", "Loss", *within, "Areas it is shown for"), rows,
    )]  # fmt: skip


ANALYSIS = Analysis(
    key="forecast",
    title="Forecast of monthly totals",
    question="What may the coming months bring to a borough, and is anything better than last year’s numbers?",
    method=(
        "Seasonal naive, naive, drift, mean, exponential smoothing (15 models, AICc) and a negative-binomial count "
        "model whose limits are whole numbers; each scored from rolling starting points (MASE, pinball loss, coverage)."
    ),
    cannot_say=(
        "Where or to whom anything will happen: it is made for whole boroughs or larger, never for people or patrol.",
        "What would happen if something were done: it carries on what was.",
        "That months outside the limits have a reason: one in twenty is outside the 95% limits by chance.",
    ),
    columns=(
        Column(key="month", about="any day of the month", kind="date"),
        Column(key="count", about="events in the month, 0 where none", kind="count"),
        Column(key="area", about="borough or larger; without it the file is one area", kind="text", required=False),
    ),
    options=(
        Option(key="months", about="how many to forecast, up to 24", kind="whole", default=12),
        Option(key="origins", about="starting points in the past to try the methods from", kind="whole", default=6),
        Option(
            key="statsforecast", about="try the AutoETS of statsforecast, too (the optional packages ‘forecast’)",
            kind="yes or no",
        ),
        Option(key="what", about="what is counted, for the charts", kind="text", default="events"),
    ),
    example="docs/examples/forecast.csv --column count=offences --what 'violence with injury'",
    random=True,
    work=work,
)  # fmt: skip
