"""A chart of ranges: for each name the lowest and highest that a number can be, and the likelier value between."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    INK,
    NARROW,
    SOFT,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
)
from commonground.report.charts.values import written

MOST = 30
"""Names in one chart; the table has them all."""


def ranges(
    key: str,
    title: str,
    names: Sequence[str],
    low: Sequence[float],
    high: Sequence[float | None],
    middle: Sequence[float] | None = None,
    *,
    what: str,
    of: str,
    source: Text = (),
) -> Chart:
    """A bar from the lowest to the highest; ``high`` None means that there is no limit. ``of`` heads the names."""
    said = [_said(at, to) for at, to in zip(low, high, strict=True)]
    between = [written(value) for value in middle] if middle is not None else None
    head = (of, *(["Likelier"] if between else []), "Lowest", "Highest")
    rows = [
        (
            (name,), *([(between[i],)] if between else []), (written(low[i]),),
            ("no limit" if high[i] is None else written(high[i] or 0),),
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    shown = f"; the first {MOST} of {len(names):,} are drawn" if len(names) > MOST else ""
    words = "; ".join(
        f"{name}, {between[i] + ', ' if between else ''}{said[i]}" for i, name in enumerate(names[:MOST])
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _ranges(names[:MOST], low, high, middle, said, what, paper)

    words = f"{alternative.opening(what)}{shown}: {words}."
    return Chart(key, title, words, draw(WIDE), Table(title, head, tuple(rows)), source, narrow=draw(NARROW))


def _said(low: float, high: float | None) -> str:
    if high is None:
        return f"{written(low)} or more"
    return f"exactly {written(low)}" if low == high else f"{written(low)} to {written(high)}"


def _ranges(names, low, high, middle, said, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    top = max([float(value) for value in (*low, *(h for h in high if h is not None))] + [1.0])
    lines = ["|".join(wrap(name, 16 if paper.narrow else 34)) for name in names]
    rows = [
        {
            "name": lines[i], "low": low[i], "high": top * 1.05 if high[i] is None else high[i],
            "middle": middle[i] if middle is not None else None, "exact": low[i] == high[i],
            "said": f"{written(middle[i])} ({said[i]})" if middle is not None and low[i] != high[i] else said[i],
        }
        for i in range(len(names))
    ]  # fmt: skip
    room = (2.6 if paper.narrow else 1.5) if middle is not None else (1.9 if paper.narrow else 1.35)

    def at(end: str) -> alt.X:
        return alt.X(f"{end}:Q", scale=alt.Scale(domain=[0, top * room], nice=False), axis=None)

    y = alt.Y(
        "name:N", sort=None, scale=alt.Scale(paddingInner=0.4),
        axis=alt.Axis(title=None, labelFontSize=paper.text, labelLimit=400, labelExpr="split(datum.label, '|')"),
    )  # fmt: skip
    base = alt.Chart(data(rows)).encode(y=y, x=at("low"))
    if middle is not None:
        layers = [
            base.mark_bar(color=SOFT, size=20).encode(x=at("middle")),
            base.mark_rule(strokeWidth=2, color=INK).encode(x2="high:Q"),
            *(base.mark_tick(thickness=2, size=12, color=INK).encode(x=at(end)) for end in ("low", "high")),
        ]
    else:
        layers = [
            base.mark_bar(color=SOFT, stroke=ACCENT, strokeWidth=1, size=16).encode(x2="high:Q"),
            base.transform_filter("datum.exact").mark_tick(thickness=4, size=18, color=ACCENT),
        ]
    labels = base.encode(x=at("high"), text="said:N")
    layers += lettered(labels, align="left", dx=8, fontSize=paper.text - 1, color=INK)
    each = max(30, 8 + (paper.text + 4) * max((line.count("|") + 1 for line in lines), default=1))
    return finished(alt.layer(*layers), paper, 40 + len(names) * each, alternative.opening(what))
