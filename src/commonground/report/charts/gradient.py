"""A chart of the social gradient: each group where it lies among all people, with the line fitted through them."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, NARROW, QUIET, WIDE, Paper, data, drawing, finished
from commonground.report.charts.values import table


def gradient(
    key: str,
    title: str,
    names: Sequence[str],
    middle: Sequence[float],
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    line: Sequence[float],
    *,
    what: str,
    source: Text = (),
) -> Chart:
    """Groups from the most to the least deprived. ``middle`` is the share of all people more deprived, to the middle of
    each group; ``line`` the fitted values at 0, 1/40, ... 1 of the people."""
    said = alternative.series(what, list(names), list(values))
    said += f" The fitted line goes from {line[0]:,.3g} at the most deprived end to {line[-1]:,.3g} at the least."

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _gradient(middle, values, lower, upper, line, what, paper)

    head = ("Group", "Value", "Lower end of interval", "Upper end of interval")
    columns = [[round(v, 3) for v in column] for column in (values, lower, upper)]
    return Chart(key, title, said, draw(WIDE), table(title, head, names, columns), source, narrow=draw(NARROW))


def _gradient(middle, values, lower, upper, line, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [
        {"at": m, "value": v, "lower": low, "upper": high}
        for m, v, low, high in zip(middle, values, lower, upper, strict=True)
    ]
    fitted = [{"at": i / (len(line) - 1), "value": v} for i, v in enumerate(line)]
    ends = "datum.value == 0 ? 'most deprived' : datum.value == 1 ? 'least deprived' : ''"
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(
            title="All people, by deprivation", values=[0, 1], labelExpr=ends, labelFlush=True, tickCount=2, grid=False
        ),
    )
    top = max([*upper, *line])
    y = alt.Y(
        "value:Q", scale=alt.Scale(domain=[0, top * 1.06], nice=False),
        axis=alt.Axis(title=None, tickCount=5, format=",~f"),
    )  # fmt: skip
    base = alt.Chart(data(rows)).encode(x=x)
    layers = [
        alt.Chart(data(fitted)).mark_line(color=QUIET, strokeDash=[6, 4], strokeWidth=1.6).encode(x=x, y=y),
        base.mark_rule(color=ACCENT, strokeWidth=2.5).encode(y=alt.Y("lower:Q", title=None), y2="upper:Q"),
        base.mark_point(filled=True, size=90, color=ACCENT, opacity=1).encode(y=y),
    ]
    return finished(alt.layer(*layers), paper, 320, f"{alternative.opening(what)}. Dashed: the fitted line")
