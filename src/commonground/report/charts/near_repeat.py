"""Charts of near repeats: how many more pairs than chance gives, by distance and by time."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    CLASSES,
    INK,
    LINE,
    NARROW,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
)  # fmt: skip
from commonground.report.charts.values import Value, cell, number, written

STEPS = ("fewer than chance", "about chance", "1.2 times or more", "2 times or more", "4 times or more")
BOUNDS = (0.8, 1.2, 2.0, 4.0)
WHITE_FROM = 4  # the darkest colour carries white numbers
RAISED = "clearly raised"


def ratios(
    key: str,
    title: str,
    distances: Sequence[str],
    times: Sequence[str],
    values: Sequence[Sequence[Value]],
    raised: Sequence[Sequence[bool]],
    observed: Sequence[Sequence[Value]] = (),
    expected: Sequence[Sequence[Value]] = (),
    *,
    what: str,
    source: Text = (),
) -> Chart:
    """A row for each band of distance, nearest first, a column for each band of time; what is clearly raised is
    outlined and marked. ``observed`` and ``expected`` pairs stand in the table where they are given."""
    cells = [
        {"distance": far, "time": long, "i": i, "j": j, "value": values[i][j], "raised": raised[i][j]}
        for i, far in enumerate(distances)
        for j, long in enumerate(times)
    ]

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _grid(cells, distances, times, what, paper)

    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            (f"{far}, {long}",),
            *((cell(observed[i][j]), cell(expected[i][j])) if observed else ()),
            cell(_known(values[i][j])),
            ("yes" if raised[i][j] else "no",),
        )
        for i, far in enumerate(distances)
        for j, long in enumerate(times)
    )
    head = (
        "Distance, time",
        *(("Pairs", "Expected by chance") if observed else ()),
        "Times what chance gives",
        "Clearly raised",
    )
    return Chart(key, title, _said(cells, what), draw(WIDE), Table(title, head, rows), source, narrow=draw(NARROW))


def _known(value: Value) -> Value:
    """A ratio to one decimal; none where nothing could be expected."""
    if isinstance(value, float):
        return round(value, 1) if isfinite(value) else None
    return value


def _step(value: float) -> str:
    return STEPS[sum(value >= bound for bound in BOUNDS)]


def _said(cells: list[dict[str, Any]], what: str) -> str:
    high = [
        f"{c['distance']} and {c['time']}, {written(round(number(c['value']) or 0, 1))} times"
        for c in cells
        if c["raised"] and number(c["value"]) is not None
    ]
    if not high:
        return f"{alternative.opening(what)}: clearly raised in none of {len(cells)} bands."
    return f"{alternative.opening(what)}: clearly raised in {len(high)} of {len(cells)} bands: {'; '.join(high)}."


def _grid(cells, distances, times, what, paper: Paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = []
    for c in cells:
        value = number(_known(c["value"]))
        rows.append(
            {
                "distance": c["distance"], "time": c["time"], "raised": c["raised"],
                "step": "too few to say" if value is None else _step(value),
                "label": "–" if value is None else f"{round(value, 1):,.1f}×",
                "light": value is not None and STEPS.index(_step(value)) >= WHITE_FROM,
                "mark": "▲" if c["raised"] else "",
            }
        )  # fmt: skip
    used = [step for step in (*STEPS, "too few to say") if any(row["step"] == step for row in rows)]
    colours = dict(zip((*STEPS, "too few to say"), ("#ffffff", *CLASSES[:1], *CLASSES[1:4], "#f3f2f1"), strict=True))
    base = alt.Chart(data(rows)).encode(
        x=alt.X(
            "time:N", sort=list(times),
            axis=alt.Axis(
                title="Days apart", labelExpr="replace(datum.label, ' days', '')", labelAngle=0, ticks=False,
                domain=False, orient="top",
            ),
        ),
        y=alt.Y("distance:N", sort=list(distances), axis=alt.Axis(title=None, labelLimit=110)),
    )  # fmt: skip
    squares = base.mark_rect(stroke=LINE, strokeWidth=1).encode(
        color=alt.Color(
            "step:N",
            scale=alt.Scale(domain=used, range=[colours[step] for step in used]),
            legend=alt.Legend(
                title=f"▲ {RAISED}" if paper.narrow else f"Times what chance gives (▲ {RAISED})",
                symbolType="square", symbolSize=220, symbolStrokeColor=LINE,
                symbolStrokeWidth=1, orient="bottom", columns=1 if paper.narrow else 3,
            ),
        )
    )  # fmt: skip
    outline = base.transform_filter("datum.raised").mark_rect(filled=False, stroke=INK, strokeWidth=2.5)
    colour = alt.condition("datum.light", alt.value("white"), alt.value(INK))
    ratio = base.mark_text(fontSize=paper.text, fontWeight=600).encode(text="label:N", color=colour)
    mark = base.mark_text(fontSize=paper.text - 3, dy=-15).encode(text="mark:N", color=colour)
    height = 150 + 52 * len(distances) + (26 * len(used) if paper.narrow else 30)
    return finished(alt.layer(squares, outline, ratio, mark), paper, height, alternative.opening(what))
