"""A forest of answers: one line for each model, from its lower to its upper limit, on a scale of ratios."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    NARROW,
    QUIET,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
)  # fmt: skip
from commonground.report.charts.values import Value, number, reason, table, written

BAND = "#dbe6f1"
REACH = 1.6  # how far beyond the range of answers the axis goes at most; a line that is longer ends in an arrow
NONE = "no finite estimate"


@dataclass(frozen=True)
class Answer:
    """One model's answer: what it is called, the estimate and its limits; None or nan where there is none."""

    title: str
    estimate: Value
    lower: Value
    upper: Value


def forest(
    key: str,
    title: str,
    answers: Sequence[Answer],
    *,
    seen: Value,
    lowest: Value,
    highest: Value,
    what: str,
    source: Text = (),
) -> Chart:
    """The answers beneath each other, those seen as a stroke, and the range of answers behind them all."""
    said = " ".join([
        f"{alternative.opening(what)}, by {len(answers)} models. Seen: {_said(seen)}. The answers run from "
        f"{_said(lowest)} to {_said(highest)}.",
        *(f"{one.title}: {_words(one)}." for one in answers),
    ])  # fmt: skip

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _forest(answers, seen, lowest, highest, what, paper)

    columns = [[_whole(getattr(one, name)) for one in answers] for name in ("estimate", "lower", "upper")]
    body = table(title, ("Model", "Estimate", "Lower limit", "Upper limit"), [one.title for one in answers], columns)
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _whole(value: Value) -> Value | str:
    """People are whole; a guarded figure says itself."""
    plain = _known(value)
    if isinstance(value, int | float) or value is None:
        return NONE if plain is None else round(plain)
    return value


def _known(value: Value) -> float | None:
    plain = number(value)
    return plain if plain is not None and isfinite(plain) else None


def _said(value: Value) -> str:
    plain = _known(value)
    return (reason(value) or NONE) if plain is None else written(round(plain))


def _words(one: Answer) -> str:
    if _known(one.estimate) is None:
        return _said(one.estimate)
    if _known(one.lower) is None or _known(one.upper) is None:
        return _said(one.estimate)
    return f"{_said(one.estimate)} ({_said(one.lower)} to {_said(one.upper)})"


def _forest(answers, seen, lowest, highest, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [_row(place, one, lowest, highest) for place, one in enumerate(answers)]
    drawn = [row for row in rows if "estimate" in row]
    known = [n for n in (_known(seen), _known(lowest)) if n] + [row["lower"] for row in drawn]
    ends = [n for n in (_known(highest),) if n] + [row["upper"] for row in drawn]
    low, high = min(known, default=1) / 1.08, max(ends, default=10) * 1.04
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    ticks = _ticks(low, high, 4 if paper.narrow else 7)
    axis = alt.Axis(title=None, values=ticks, format=",~f", labelFlush=False, grid=False)

    def x(column: str) -> alt.X:
        return alt.X(column, scale=scale, axis=axis)

    y = alt.Y("place:Q", scale=alt.Scale(domain=[len(rows) - 0.55, -0.8], nice=False), axis=None)
    layers = [*_behind(lowest, highest, x), *_seen(rows, seen, x, y), *_lines(drawn, x, y), *_written(rows, y, paper)]
    above = f"{alternative.opening(what)}, seen and unseen; equal steps are equal multiples"
    return finished(alt.layer(*layers), paper, 40 + len(rows) * (58 if paper.narrow else 46), above, {"right": 16})


def _lines(drawn: list[dict[str, Any]], x: Callable[[str], alt.X], y: alt.Y) -> list[Any]:
    line = alt.Chart(data(drawn)).encode(y=y)
    point = line.mark_point(filled=True, size=80, color=ACCENT, opacity=1)
    layers = [
        line.mark_rule(strokeWidth=2.5, color=ACCENT).encode(x=x("lower:Q"), x2="upper:Q"),
        point.encode(x=x("estimate:Q")),
    ]
    if cut := [row for row in drawn if row["cut"]]:
        arrow = alt.Chart(data(cut)).mark_point(filled=True, shape="triangle-right", size=90, color=ACCENT, opacity=1)
        layers.append(arrow.encode(x=x("upper:Q"), y=y))
    return layers


def _written(rows: list[dict[str, Any]], y: alt.Y, paper: Paper) -> list[Any]:
    """Above each line its name and its numbers: beside each other, or on a phone beneath."""
    words = alt.Chart(data(rows)).encode(y=y)
    names = words.encode(x=alt.value(0), text="title:N")
    numbers = words.encode(x=alt.value(0 if paper.narrow else "width"), text="words:N")
    align, lift = ("left", -14) if paper.narrow else ("right", -19)
    return [
        *lettered(names, align="left", dy=-31 if paper.narrow else lift),
        *lettered(numbers, align=align, dy=lift, fontWeight=600),
    ]


def _row(place: int, one: Answer, lowest: Value, highest: Value) -> dict[str, Any]:
    """What is drawn of an answer; limits far beyond all answers are cut, and the words tell them whole."""
    row: dict[str, Any] = {"place": place, "title": one.title, "words": _words(one)}
    estimate, lower, upper = (_known(value) for value in (one.estimate, one.lower, one.upper))
    if estimate is None:
        return row
    most = max(_known(highest) or estimate, estimate) * REACH
    ends = {"lower": lower or estimate, "upper": min(upper or estimate, most)}
    return row | ends | {"estimate": estimate, "cut": upper is not None and upper > most}


def _behind(lowest: Value, highest: Value, x: Callable[[str], alt.X]) -> list[Any]:
    layers: list[Any] = []
    if (low := _known(lowest)) and (high := _known(highest)):
        label = f"range of answers, {_said(lowest)} to {_said(highest)}"
        layers.append(
            alt.Chart(data([{"low": low, "high": high, "band": label}])).mark_rect(opacity=1).encode(
                x=x("low:Q"), x2="high:Q",
                fill=alt.Fill("band:N", scale=alt.Scale(domain=[label], range=[BAND]), legend=alt.Legend(
                    title=None, symbolType="square", symbolSize=220, symbolStrokeWidth=0)),
            )
        )  # fmt: skip
    return layers


def _seen(rows: list[dict[str, Any]], seen: Value, x: Callable[[str], alt.X], y: alt.Y) -> list[Any]:
    """A stroke on each line where those seen are: nobody is fewer."""
    if (met := _known(seen)) is None:
        return []
    label = f"seen, {_said(seen)}"
    strokes = alt.Chart(data([{"place": row["place"], "at": met, "seen": label} for row in rows]))
    legend = alt.Legend(title=None, symbolSize=220, symbolStrokeColor=QUIET, symbolStrokeWidth=2)
    shape = alt.Shape("seen:N", scale=alt.Scale(domain=[label], range=["M0,-0.6L0,0.6"]), legend=legend)
    return [
        strokes.mark_point(size=220, filled=False, stroke=QUIET, strokeWidth=2, opacity=1).encode(
            x=x("at:Q"), y=y, shape=shape
        )
    ]


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers on a scale of ratios, no more than can be read."""
    for steps in ((1, 1.5, 2, 3, 4, 5, 6, 8), (1, 2, 3, 5), (1, 2, 5), (1, 3), (1,)):
        ticks = [
            round(step * 10**power, 6)
            for power in range(floor(log10(low)) - 1, floor(log10(high)) + 1)
            for step in steps
        ]
        ticks = [tick for tick in ticks if low <= tick <= high]
        if len(ticks) <= most:
            return ticks
    return ticks
