"""A chart of when in the week: stretches of hours by days, each with its number in it where there is room."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.distribution import DAYS, heat_map
from commonground.report.charts.look import CLASSES, HATCH, INK, NARROW, WIDE, Paper, data, drawing, finished
from commonground.report.charts.scale import classes, place
from commonground.report.charts.values import Value, number, reason, table, written


def week(key: str, title: str, counts: Sequence[Sequence[Value]], *, what: str, source: Text = ()) -> Chart:
    """Seven rows (Monday first) of equal stretches of the day; 24 of them are single hours."""
    if len(counts[0]) == 24:
        return heat_map(key, title, counts, what=what, source=source)
    length = 24 // len(counts[0])
    names = [f"{first:02d}:00 to {first + length:02d}:00" for first in range(0, 24, length)]
    flat = [value for row in counts for value in row]
    said = alternative.extremes_of(what, [f"{day} {name}" for day in DAYS for name in names], flat)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _week(counts, length, what, paper)

    body = table(title, ("Hours", *DAYS), names, counts)
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _week(counts, length, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    edges = classes([n for row in counts for v in row if (n := number(v)) is not None])
    colours = list(CLASSES[-len(edges.labels) :]) if edges.labels else []
    rows = []
    for day, values in zip(DAYS, counts, strict=True):
        for at, value in enumerate(values):
            n = number(value)
            level = None if n is None else place(edges, n)
            rows.append({
                "day": day[:3], "from": f"{at * length:02d}:00",
                "class": reason(value) if level is None else edges.labels[level],
                "label": "" if n is None else written(n), "light": level is not None and colours[level] in CLASSES[3:],
            })  # fmt: skip
    gaps = list(dict.fromkeys(row["class"] for row in rows if row["class"] not in edges.labels))
    scale = alt.Scale(domain=[*edges.labels, *gaps], range=[*colours, *[HATCH] * len(gaps)])
    hours = alt.Axis(title=f"Hours from, {length} at a time", labelAngle=0, ticks=False, domain=False)
    base = alt.Chart(data(rows)).encode(
        x=alt.X("from:O", axis=hours),
        y=alt.Y("day:O", sort=[day[:3] for day in DAYS], axis=alt.Axis(title=None)),
    )  # fmt: skip
    cells = base.mark_rect(stroke="white", strokeWidth=1).encode(color=alt.Color("class:N", scale=scale, legend=None))
    ink = alt.condition("datum.light", alt.value("white"), alt.value(INK))
    words = base.mark_text(fontSize=paper.text - 1).encode(text="label:N", color=ink)
    hidden = ". Hatched: too few to show, or hidden to protect those" if gaps else ""
    return finished(alt.layer(cells, words), paper, 320, f"{alternative.opening(what)}{hidden}")
