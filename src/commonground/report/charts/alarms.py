"""The chart of alarms: a series, what its own past led one to expect, the upper bound, and the points above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, INK, MUTED, NARROW, WIDE, Paper, data, drawing, finished, lettered
from commonground.report.charts.series import count_axis, not_shown, time_axis
from commonground.report.charts.values import Value, month, number, reason, table, written

ALARM, FILLING = "above the upper bound", "may still fill up"
SHAPES = {ALARM: "triangle-up", FILLING: "circle"}
SIZES = {ALARM: 90, FILLING: 260}  # a point that is both is a triangle in a circle
LINES = ("recorded", "expected", "upper bound")


@dataclass(frozen=True)
class Judged:
    """What is said of one point: expected count and upper bound, None where it is not judged; and how it is marked."""

    expected: Value = None
    upper: Value = None
    alarm: bool = False
    filling: bool = False


def alarms(
    key: str,
    title: str,
    days: Sequence[date],
    values: Sequence[Value],
    judged: Sequence[Judged],
    *,
    what: str,
    names: Sequence[str] | None = None,
    source: Text = (),
) -> Chart:
    """A line by time; beside the points judged, what was expected (dashed) and the upper bound (dotted).

    Points above it are triangles with their number; those that may still fill up, hollow circles. ``what`` says what
    is counted, ``names`` call the points (the months of the days, if left out).
    """
    names = list(names or [month(day) for day in days])
    high = [(name, value, j) for name, value, j in zip(names, values, judged, strict=True) if j.alarm]
    said = [alternative.series(what, names, values)]
    said.append(
        "Above the upper bound: " + "; ".join(_above(*one) for one in high) + "."
        if high
        else "No point is above its bound."
    )
    if growing := [name for name, j in zip(names, judged, strict=True) if j.filling]:
        said.append(f"May still fill up: {', '.join(growing)}.")
    marks = [_mark(j) for j in judged]

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _drawn(days, values, judged, what, paper)

    columns = [values, [_cell(j.expected) for j in judged], [_cell(j.upper) for j in judged], marks]
    head = ("Time", "Number", "Expected", "Upper bound", "Mark")
    return Chart(
        key, title, " ".join(said), draw(WIDE), table(title, head, names, columns), source, narrow=draw(NARROW)
    )


def _above(name: str, value: Value, judged: Judged) -> str:
    seen, bound = number(value), number(judged.upper)
    if seen is None or bound is None:
        return f"{name}, {reason(value) or 'not shown'}"
    return f"{name}, {written(seen)} (upper bound {written(bound)})"


def _cell(value: Value) -> Value | str:
    return "–" if value is None else value


def _mark(judged: Judged) -> str:
    return "; ".join(word for word, holds in ((ALARM, judged.alarm), (FILLING, judged.filling)) if holds) or "–"


def _drawn(
    days: Sequence[date], values: Sequence[Value], judged: Sequence[Judged], what: str, paper: Paper
) -> dict[str, Any]:
    kinds = {
        LINES[0]: values, LINES[1]: [j.expected for j in judged], LINES[2]: [j.upper for j in judged],
    }  # fmt: skip
    rows = [
        {"month": day.isoformat(), "number": number(value), "line": kind}
        for kind, column in kinds.items()
        for day, value in zip(days, column, strict=True)
    ]
    top = max([n for column in kinds.values() for value in column if (n := number(value)) is not None] + [1.0])
    x = alt.X("month:T", scale=alt.Scale(type="utc", nice=False), axis=time_axis(days, paper))
    y = alt.Y("number:Q", scale=alt.Scale(domain=[0, top * 1.1], nice=False), axis=count_axis(top))
    lines = (
        alt.Chart(data(rows))
        .mark_line(invalid="break-paths-show-path-domains")
        .encode(
            x=x,
            y=y,
            color=alt.Color("line:N", scale=alt.Scale(domain=LINES, range=[ACCENT, MUTED, INK]), legend=_legend()),
            strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=LINES, range=[[1, 0], [6, 4], [2, 3]])),
            strokeWidth=alt.StrokeWidth("line:N", scale=alt.Scale(domain=LINES, range=[2, 2, 1.6]), legend=None),
        )
    )
    gaps = [
        {"month": day.isoformat(), "number": 0, "reason": why}
        for day, value in zip(days, values, strict=True)
        if (why := reason(value))
    ]
    layers = [lines, *_marked(days, values, judged, x, y, paper), *([not_shown(gaps, x=x, y=y)] if gaps else [])]
    chart = alt.layer(*layers).resolve_scale(shape="independent")
    height = 340 if paper.narrow else 330
    return finished(chart, paper, height, alternative.opening(what), {"right": 16})


def _legend() -> alt.Legend:
    return alt.Legend(title=None, symbolType="stroke", symbolSize=400)


def _marked(
    days: Sequence[date], values: Sequence[Value], judged: Sequence[Judged], x: alt.X, y: alt.Y, paper: Paper
) -> list[Any]:
    """A triangle, and its number, for each alarm; a hollow circle for a point that may still fill up."""
    rows = [
        {"month": day.isoformat(), "number": seen, "mark": mark, "label": written(seen) if mark == ALARM else ""}
        for day, value, j in zip(days, values, judged, strict=True)
        if (seen := number(value)) is not None
        for mark, holds in ((ALARM, j.alarm), (FILLING, j.filling))
        if holds
    ]
    if not rows:
        return []
    there = [mark for mark in SHAPES if any(row["mark"] == mark for row in rows)]
    base = alt.Chart(data(rows)).encode(x=x, y=y)
    shape = alt.Shape(
        "mark:N",
        scale=alt.Scale(domain=there, range=[SHAPES[mark] for mark in there]),
        legend=alt.Legend(title=None, orient="bottom", symbolStrokeColor=INK, symbolStrokeWidth=2),
    )
    sizes = alt.Scale(domain=there, range=[SIZES[mark] for mark in there])
    size = alt.Size("mark:N", scale=sizes, legend=None)
    found = [
        base.mark_point(filled=True, size=110, color="white", opacity=1),
        base.mark_point(filled=False, stroke=INK, strokeWidth=2, opacity=1).encode(shape=shape, size=size),
    ]
    labelled = (
        [] if paper.narrow else [row for row in rows if row["label"]]
    )  # on a phone they would stand on each other
    if labelled:
        numbered = alt.Chart(data(labelled)).encode(x=x, y=y, text="label:N")
        found += lettered(numbered, dy=-18, fontWeight=600)
    return found
