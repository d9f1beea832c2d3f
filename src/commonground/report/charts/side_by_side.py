"""Two shares of each name side by side, with the name written above them, so that long names fit a phone."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, INK, NARROW, SOFT, WIDE, Paper, data, drawing, finished
from commonground.report.charts.values import Value, number, reason, table, written

NAME = " "
"""The lane of the name itself, above those of the two bars."""


def side_by_side(
    key: str,
    title: str,
    names: Sequence[str],
    values: Mapping[str, Sequence[Value]],
    *,
    what: str,
    of: str,
    unit: str = "",
    above: str = "",
    source: Text = (),
) -> Chart:
    """Two bars for each name: ``values`` has two series by what each is of. ``above`` is written over the drawing."""
    said = " ".join(
        alternative.listed(f"{what} {series}", names, column, unit) for series, column in values.items()
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _side_by_side(names, values, unit, above or alternative.opening(what), paper)

    head = (of, *(f"{alternative.opening(what)} {series}{f', {unit}' if unit else ''}" for series in values))
    body = table(title, head, names, list(values.values()))
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _side_by_side(names, values, unit, above, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [
        {
            "name": name, "lane": lane, "value": number(value) or 0,
            "label": reason(value) or written(number(value) or 0) + unit,
        }
        for lane, column in values.items()
        for name, value in zip(names, column, strict=True)
    ]  # fmt: skip
    top = max([row["value"] for row in rows] + [1])
    lanes = [NAME, *values]
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top * (1.25 if paper.narrow else 1.12)], nice=False), axis=None)
    y = alt.Y("name:N", sort=list(names), axis=None, scale=alt.Scale(paddingInner=0.15))
    lane = alt.YOffset("lane:N", sort=lanes, scale=alt.Scale(domain=lanes))
    bars = alt.Chart(data(rows)).encode(x=x, y=y, yOffset=lane)
    colour = alt.Color(
        "lane:N", scale=alt.Scale(domain=list(values), range=[ACCENT, SOFT]),
        legend=alt.Legend(title=None, symbolType="square", symbolSize=220),
    )  # fmt: skip
    written_above = alt.Chart(data([{"name": name, "lane": NAME, "value": 0} for name in names])).encode(
        x=x, y=y, yOffset=lane, text="name:N"
    )
    layers = [
        bars.mark_bar(stroke=ACCENT, strokeWidth=1).encode(color=colour),
        bars.mark_text(align="left", dx=6, color=INK).encode(text="label:N"),
        written_above.mark_text(align="left", color=INK, limit=paper.width - 10),
    ]
    return finished(alt.layer(*layers), paper, 70 + 66 * len(names), above)
