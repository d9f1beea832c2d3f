"""Charts of forecasts: what was, what may come, and how wide the limits are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, MUTED, NARROW, WIDE, Paper, data, drawing, finished
from commonground.report.charts.series import count_axis, time_axis
from commonground.report.charts.values import month, table, written

WIDER, NARROWER = "#dbe6f1", "#b3d0ea"


def ahead(
    key: str,
    title: str,
    months: Sequence[date],
    values: Sequence[float],
    coming: Sequence[date],
    mean: Sequence[float],
    limits: Sequence[tuple[float, Sequence[float], Sequence[float]]],
    *,
    what: str,
    by: str,
    source: Text = (),
) -> Chart:
    """Months that are known, then the months to come with their limits (level, lower, upper), widest last.

    ``by`` says by which method.
    """
    names = [month(day) for day in coming]
    level, low, high = limits[-1]
    said = (
        f"{alternative.series(what, [month(day) for day in months], list(values))} Forecast by {by}, {names[0]} to "
        f"{names[-1]}: {written(round(sum(mean)))} in all; in {names[0]} {written(round(mean[0]))}, with {level:.0%} "
        f"limits {written(round(low[0]))} to {written(round(high[0]))}."
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _ahead(months, values, coming, mean, limits, what, by, paper)

    head = ["Month", "Expected"]
    columns: list[list[float]] = [[round(v, 1) for v in mean]]
    for share, lower, upper in limits:
        head += [f"Lower, {share:.0%}", f"Upper, {share:.0%}"]
        columns += [[round(v, 1) for v in lower], [round(v, 1) for v in upper]]
    return Chart(key, title, said, draw(WIDE), table(title, head, names, columns), source, narrow=draw(NARROW))


def _ahead(months, values, coming, mean, limits, what, by, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    shown = slice(-36 if paper.narrow else -84, None)
    months, values = list(months[shown]), list(values[shown])
    known, expected = "recorded", f"expected ({by})"
    rows = [{"at": d.isoformat(), "number": v, "series": known} for d, v in zip(months, values, strict=True)]
    # The line of what is expected begins at the last month known, so that it is not torn off.
    ahead = [(months[-1], values[-1]), *zip(coming, mean, strict=True)]
    rows += [{"at": d.isoformat(), "number": v, "series": expected} for d, v in ahead]
    bands = [f"{share:.0%} limits" for share, *_ in limits]
    ranges = [
        {"at": d.isoformat(), "lower": a, "upper": b, "band": name}
        for name, (_, low, high) in zip(bands, limits, strict=True)
        for d, a, b in zip(coming, low, high, strict=True)
    ]
    top = max([r["number"] for r in rows] + [r["upper"] for r in ranges])
    x = alt.X("at:T", scale=alt.Scale(type="utc", nice=False), axis=time_axis([*months, *coming], paper))
    scale = alt.Scale(domain=[0, top * 1.05 or 1], nice=False)
    colours = [NARROWER, WIDER][: len(bands)]
    fill = alt.Fill(
        "band:N",
        scale=alt.Scale(domain=bands, range=colours),
        legend=alt.Legend(title=None, symbolType="square", symbolSize=220, symbolStrokeWidth=0),
    )
    legend = alt.Legend(title=None, symbolType="stroke", symbolSize=400)
    layers: list[Any] = [
        alt.Chart(data([r for r in ranges if r["band"] == name]))
        .mark_area(opacity=1)
        .encode(x=x, y=alt.Y("lower:Q", scale=scale, axis=count_axis(top)), y2="upper:Q", fill=fill)
        for name in reversed(bands)
    ]
    layers.append(
        alt.Chart(data(rows))
        .mark_line()
        .encode(
            x=x,
            y=alt.Y("number:Q", scale=scale, title=None),
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=[known, expected], range=[MUTED, ACCENT]),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "series:N", scale=alt.Scale(domain=[known, expected], range=[[1, 0], [6, 3]]), legend=legend
            ),
            strokeWidth=alt.value(2.2),
        )
    )
    return finished(alt.layer(*layers), paper, 400 if paper.narrow else 360, alternative.opening(what), {"right": 16})
