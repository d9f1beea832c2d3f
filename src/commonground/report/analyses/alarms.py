"""Which counts of the newest months stand above what their own past led one to expect, over many series at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from commonground.report.analysis import Analysis, Asked, Column, Option, Outcome
from commonground.report.blocks import Block, Bullets, Heading

if TYPE_CHECKING:
    from commonground.methods.alarms import Alarms, FirstLook

DRAWN = 3
BEFORE = 4  # years of a series drawn before the first point judged
MOST_SERIES = 20_000
YEARS = {"month": (12, 4, 2, 4, 3), "week": (52, 5, 3, 10, 26), "quarter": (4, 4, 0, 4, 1)}
"""Of each step: steps in a year; and years back, window, season levels and steps left out."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What was judged, and what to look at first; ``look`` is None for a method without p values."""

    alarms: "Alarms"
    look: "FirstLook | None"
    names: tuple[str, ...]
    days: tuple[date, ...]
    points: tuple[str, ...]  # what each step is called

    def __str__(self) -> str:
        said = str(self.alarms if self.look is None else self.look)
        if self.look is None or not self.look.why:
            return said
        why, *_ = self.look.why[0].split(";")
        return f"{said.removesuffix('.')}; look first at {why.removesuffix('.')}."

    def table(self) -> dict[str, Sequence[Any] | np.ndarray]:
        """Every point judged, the surest alarm first."""
        listed = set() if self.look is None else set(zip(self.look.series.tolist(), self.look.at.tolist(), strict=True))
        every = {name: np.asarray(column) for name, column in self.alarms.table().items()}
        near, likely = np.nan_to_num(every["score"], nan=-1e9), np.nan_to_num(every["cautious"], nan=2)
        order = np.lexsort((-near, likely, ~every["alarm"]))
        every = {name: column[order] for name, column in every.items()}
        where = list(zip(every["series"].tolist(), every["at"].tolist(), strict=True))
        marks = [_mark(pair in listed, *of) for pair, *of in zip(where, every["alarm"], every["filling"], strict=True)]
        return {
            "series": [self.names[s] for s, _ in where],
            "time": [_short(self.points[t], self.days[t]) for _, t in where],
            "observed": every["observed"], "expected": every["expected"].round(1), "upper": every["upper"].round(1),
            "score": every["score"].round(2), "p_value": [_rounded(p) for p in every["cautious"]], "mark": marks,
        }  # fmt: skip


def _mark(first: bool, alarm: bool, filling: bool) -> str:
    said = "look first" if first else "above bound" if alarm else ""
    return "; ".join(word for word in (said, "still filling" if filling else "") if word)


def _short(name: str, day: date) -> str:
    return f"{day:%Y-%m}" if name == f"{day:%B %Y}" else f"{day:%Y-%m-%d}"


def _rounded(p_value: float) -> float:
    return float(f"{p_value:.2g}")


def work(asked: Asked) -> Outcome:
    from commonground.methods.alarms import first_look

    names, days, counts, filled = _table_of(asked)
    points = tuple(_called(day, asked["every"]) for day in days)
    last = min(int(asked["last"]), len(days))
    if last < 1:
        raise ValueError("--last must be 1 or more: how many of the newest points to judge")
    at = np.arange(len(days) - last, len(days))
    found = _judge(asked, counts, at)
    look = None
    if not np.isnan(found.cautious).all():
        look = first_look(found, names, [points[t] for t in at], rate=asked["rate"])
    result = Looked(found, look, names, days, points)
    return Outcome(result, lambda: _blocks(result, counts, asked), tuple(_cautions(asked, filled, found)))


def _table_of(asked: Asked) -> tuple[tuple[str, ...], tuple[date, ...], np.ndarray, int]:
    """The file as series by steps, and how many of the counts have no row in it."""
    table, every = asked.table, asked["every"]
    if not len(table):
        raise ValueError("there are no rows")
    when = _steps(table["date"], every)
    named = table["series"] if "series" in table else np.full(len(table), "all", object)
    names, which = np.unique(named.astype(str), return_inverse=True)
    if names.size > MOST_SERIES:
        raise ValueError(
            f"there are {names.size:,} series and at most {MOST_SERIES:,} are taken: is ‘series’ the right column?"
        )
    first, steps = when.min(), int((when.max() - when.min()) + 1)
    cell = which * steps + (when - first)
    rows = np.bincount(cell, minlength=names.size * steps)
    amount = table["count"] if "count" in table else np.ones(len(table))
    counts = np.bincount(cell, amount, minlength=names.size * steps)
    missing = int((rows == 0).sum())
    if asked["missing"] == "unknown":
        counts[rows == 0] = np.nan
    days = tuple(_day(int(first) + step, every) for step in range(steps))
    return tuple(names.tolist()), days, counts.reshape(names.size, steps), missing


def _steps(days: np.ndarray, every: str) -> np.ndarray:
    """Each day as a number of steps since the start of 1970; weeks begin on Monday."""
    months = days.astype("datetime64[M]").astype(int)
    if every == "week":
        return (days.astype("datetime64[D]").astype(int) + 3) // 7
    return {"month": months, "quarter": months // 3, "day": days.astype("datetime64[D]").astype(int)}[every]


def _day(step: int, every: str) -> date:
    if every in ("month", "quarter"):
        months = step * (3 if every == "quarter" else 1)
        return date(1970 + months // 12, months % 12 + 1, 1)
    return date(1970, 1, 1) + timedelta(days=7 * step - 3 if every == "week" else step)


def _called(day: date, every: str) -> str:
    if every == "month":
        return f"{day:%B %Y}"
    if every == "quarter":
        return f"quarter {(day.month + 2) // 3} of {day.year}"
    return f"{'week of ' if every == 'week' else ''}{day.day} {day:%B %Y}"


def _judge(asked: Asked, counts: np.ndarray, at: np.ndarray) -> "Alarms":
    from commonground.methods import alarms

    method, every, level = asked["method"], asked["every"], asked["alpha"]
    how: dict[str, Any] = {} if level is None else {"alpha": level}
    near: dict[str, Callable[..., Alarms]] = {
        "ears-c1": alarms.ears_c1, "ears-c2": alarms.ears_c2, "ears-c3": alarms.ears_c3,
    }  # fmt: skip
    complete = _complete(asked, at.size)
    if method != "farrington-flexible" and asked["complete"]:
        raise ValueError("--complete is for the method farrington-flexible: leave it out, or take --held-back")
    if method in near:
        found = near[method](counts, at, **how)
    elif method == "cusum":
        found = alarms.cusum(counts, at)
    elif every not in YEARS:
        raise ValueError(f"{method} compares with the same season of years past: take --every month, week or quarter; "
                         "for days take --method ears-c1, ears-c2, ears-c3 or cusum")  # fmt: skip
    else:
        year, years, window, periods, left_out = YEARS[every]
        years = asked["years"] or years
        if int(at[0]) < (needed := years * year + window):
            raise ValueError(f"{needed} {every}s are needed before the first one judged, and there are {at[0]}: take a "
                             "smaller --last, fewer --years, or --method ears-c1, which needs no years")  # fmt: skip
        how |= {"frequency": year, "years": years}
        if method == "farrington-flexible":
            return alarms.farrington_flexible(
                counts, at, **how, window=window, periods=periods, left_out=left_out, bound=asked["bound"],
                complete=complete, step=asked.step,
            )  # fmt: skip
        if method == "rki":
            how.pop("alpha", None)
        far: dict[str, Callable[..., Alarms]] = {
            "farrington-1996": alarms.farrington_1996, "bayes": alarms.bayes, "rki": alarms.rki,
        }  # fmt: skip
        found = far[method](counts, at, window=window, **how)
    from dataclasses import replace

    return replace(found, complete=complete)


def _complete(asked: Asked, points: int) -> np.ndarray:
    """The share of each point reported by now: known, not known (nan), or all."""
    shares = [float(share) for share in asked["complete"] or ()]
    held = int(asked["held_back"])
    if held and shares:
        raise ValueError("say either --held-back or --complete: both tell how far the newest points are reported")
    if not 0 <= held <= points or len(shares) > points:
        raise ValueError(f"{points} points are judged, so no more than {points} of them can still fill up")
    newest = shares or [np.nan] * held
    return np.array([1.0] * (points - len(newest)) + newest)


def _cautions(asked: Asked, filled: int, found: "Alarms") -> list[str]:
    said = []
    if filled:
        taken = "taken as nought (--missing unknown leaves them out)" if asked["missing"] == "nought" else "left out"
        said.append(f"{filled:,} counts have no row in the file and are {taken}.")
    if found.filling.any():
        said.append(
            "Points marked as still filling up can only grow: an alarm there stands, silence there says nothing."
        )
    unjudged = int((~found.judged).sum())
    if unjudged and found.judged.any():
        said.append(f"{unjudged:,} of {found.observed.size:,} counts are not judged: too few events, or not known.")
    return said


def _blocks(result: Looked, counts: np.ndarray, asked: Asked) -> list[Block]:
    blocks: list[Block] = []
    if result.look is not None and result.look.why:
        blocks += [Heading("What to look at first, and why"), Bullets(tuple((why,) for why in result.look.why[:20]))]
    return [*blocks, *(_chart(result, counts, row, asked) for row in _rows_to_draw(result))]


def _rows_to_draw(result: Looked) -> list[int]:
    """The series of the surest alarms; without any, the one that comes closest to its bound."""
    if result.look is not None and result.look.why:
        return list(dict.fromkeys(result.look.series.tolist()))[:DRAWN]
    score = np.where(np.isnan(result.alarms.score), -np.inf, result.alarms.score)
    return [int(np.unravel_index(np.argmax(score), score.shape)[0])]


def _chart(result: Looked, counts: np.ndarray, row: int, asked: Asked) -> Block:
    from commonground.report.charts.alarms import Judged, alarms

    found, per_year = result.alarms, YEARS.get(asked["every"], (90,))[0]
    first = max(0, int(found.at[0]) - BEFORE * per_year)
    judged = {
        int(t): Judged(
            _known(found.expected[row, i]),
            _known(found.upper[row, i]),
            bool(found.alarm[row, i]),
            bool(found.filling[row, i]),
        )
        for i, t in enumerate(found.at)
    }
    steps = range(first, len(result.days))
    name = "" if result.names == ("all",) else f"{result.names[row]}: "
    return alarms(
        f"alarms-{row}",
        f"{name}counts by {asked['every']}, and what their own past led one to expect",
        [result.days[t] for t in steps],
        [_known(counts[row, t]) for t in steps],
        [judged.get(t, Judged()) for t in steps],
        what=f"events each {asked['every']}",
        names=[result.points[t] for t in steps],
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


METHODS = ("farrington-flexible", "farrington-1996", "ears-c1", "ears-c2", "ears-c3", "cusum", "bayes", "rki")

ANALYSIS = Analysis(
    key="alarms",
    title="Alarms",
    question="Which of many areas, or kinds of offence, stand higher now than their own past led one to expect?",
    method="Farrington’s algorithm in its improved form (Noufaily et al. 2013), or EARS, CUSUM, Bayes, RKI; the list "
    "of what to look at first allows for how many counts were looked at (Benjamini and Hochberg 1995).",
    cannot_say=(
        "Why a count is high: more harm, more reporting, more policing and a change of recording look alike.",
        "That nothing has changed where there is no alarm: small series hide all but large rises.",
        "What will happen next.",
    ),
    columns=(
        Column(key="date", about="a day within the month, week, quarter or day counted", kind="date"),
        Column(key="series", about="what is counted where, such as a ward; without it all rows are one series",
               kind="text", required=False),
        Column(key="count", about="events; without it each row is one event", kind="count", required=False),
    ),
    options=(
        Option(key="every", about="The step of the series.", kind="text", default="month",
               choices=("month", "week", "quarter", "day")),
        Option(key="last", about="How many of the newest steps to judge.", kind="whole", default=12),
        Option(key="method", about="How to judge; the default needs four years and more.", kind="text",
               default="farrington-flexible", choices=METHODS),
        Option(key="bound", about="Upper bound of farrington-flexible.", kind="text", default="nbPlugin",
               choices=("nbPlugin", "muan", "delta")),
        Option(key="alpha", about="How often a count may be above its bound by chance; each method has its own."),
        Option(key="years", about="How many years back to compare with; each step has its own.", kind="whole"),
        Option(key="rate", about="The share of the list of what to look at first that may be chance.", default=0.05),
        Option(key="missing", about="What a step without a row is.", kind="text", default="nought",
               choices=("nought", "unknown")),
        Option(key="held_back", about="So many of the newest steps may still fill up: they are marked.", kind="whole",
               default=0),
        Option(key="complete", about="Share reported by now of the newest steps, oldest first, such as 0.95,0.8.",
               kind="numbers"),
    ),
    example="docs/examples/alarms.csv --column series=ward --column count=offences --column date=month",
    work=work,
)  # fmt: skip
