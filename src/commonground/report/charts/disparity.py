"""Charts of stop and search: each group beside another, with what chance alone leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import altair as alt

from commonground.evidence.figure import Text, plain
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    INK,
    NARROW,
    QUIET,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
    wrapped,
)
from commonground.report.charts.values import Value, cell, number, reason, written


@dataclass(frozen=True)
class Row:
    """A group, its number, the limits of that, and the verdict in words."""

    name: str
    value: Value
    lower: Value
    upper: Value
    verdict: str


def forest(
    key: str,
    title: str,
    rows: Sequence[Row],
    *,
    what: str,
    even: str | None,
    source: Text,
) -> Chart:
    """A point with its 95% interval for each row; ``even`` names the line at 1, where ratios are drawn on a scale of
    multiples. ``source`` carries the caution, which is drawn into the picture too: no such chart goes without one."""
    if not source:
        raise ValueError("a chart of disparity needs its caution")

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _forest(rows, f"{alternative.opening(what)}. {plain(source)}", even, paper)

    head = ("Group", alternative.opening(what), "95% interval", *(("Reading",) if even else ()))
    body = tuple(
        (
            (row.name,),
            cell(_rounded(row.value)),
            _between(row),
            *(((row.verdict,),) if even else ()),
        )
        for row in rows
    )
    return Chart(
        key, title, _said(rows, what), draw(WIDE), Table(title, head, body, note=source), source, narrow=draw(NARROW)
    )


def _between(row: Row) -> Text:
    if number(row.value) is None:
        return ("",)
    return (*cell(_rounded(row.lower)), " to ", *cell(_rounded(row.upper)))


def _rounded(value: Value) -> Value:
    if isinstance(value, float):
        return round(value, 1) if isfinite(value) else None
    return value


def _said(rows: Sequence[Row], what: str) -> str:
    said = []
    for row in rows:
        middle, low, high = _finite(row.value), number(row.lower) or 0.0, number(row.upper)
        if middle is not None:
            end = "no upper limit" if high is None or not isfinite(high) else written(round(high, 1))
            said.append(f"{row.name}, {written(round(middle, 1))} ({written(round(low, 1))} to {end})")
    left = len(rows) - len(said)
    more = f" Not shown: {left}." if left else ""
    return f"{alternative.opening(what)}, with 95% intervals: {'; '.join(said) or 'nothing can be shown'}.{more}"


def _finite(value: Value) -> float | None:
    found = number(value)
    return found if found is not None and isfinite(found) and found > 0 else None


def _forest(rows: Sequence[Row], above: str, even: str | None, paper: Paper) -> dict[str, Any]:
    points: list[dict[str, Any]] = [
        {"name": row.name, "value": n, "lower": _finite(row.lower) or n, "upper": _finite(row.upper) or n,
         "label": f"{n:.1f}"}
        for row in rows if (n := _finite(row.value)) is not None
    ]  # fmt: skip
    names = [row.name for row in rows]
    ends = [p[end] for p in points for end in ("lower", "upper")] + ([1.0] if even else [0.0])
    low, high = min(ends, default=1.0), max(ends, default=1.0)
    ticks = [t for t in (0.1, 0.2, 0.5, 1, 2, 4, 8, 16, 32) if low / 1.2 <= t <= high * 1.2]
    scale = (
        alt.Scale(type="log", domain=[low / 1.1, high * 1.25], nice=False)
        if even
        else alt.Scale(domain=[0, high * 1.15], nice=False)
    )
    axis = alt.Axis(title=None, grid=True, **({"values": ticks, "format": "~g"} if even else {"tickCount": 5}))
    y = alt.Y(
        "name:N", sort=names, scale=alt.Scale(domain=names),
        axis=alt.Axis(title=None, labelLimit=130 if paper.narrow else 260),
    )  # fmt: skip
    base = alt.Chart(data(points)).encode(y=y)
    words = base.encode(x=alt.X("value:Q", scale=scale), text="label:N")
    layers = [
        base.mark_rule(strokeWidth=3, color=ACCENT).encode(x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q"),
        base.mark_point(filled=True, size=90, color=ACCENT, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
        *lettered(words, dy=-12, fontSize=paper.text - 1, color=INK),
    ]
    if even:
        line = alt.Chart(data([{"at": 1, "label": even}])).encode(x=alt.X("at:Q", scale=scale))
        layers.insert(0, line.mark_rule(strokeDash=[4, 3], color=QUIET))
        layers += lettered(
            line.encode(y=alt.value(0), text="label:N"), align="left", dx=4, dy=-6, color=QUIET, fontSize=paper.text - 1
        )
    gaps = [row.name for row in rows if reason(row.value) or _finite(row.value) is None]
    if gaps:
        none = alt.Chart(data([{"name": name, "label": "not shown"} for name in gaps])).encode(y=y, x=alt.value(0))
        layers += lettered(none.encode(text="label:N"), align="left", dx=6, color=QUIET, fontSize=paper.text - 1)
    return finished(alt.layer(*layers), paper, 90 + 34 * len(rows) + 20 * len(wrapped(above, paper)), above)
