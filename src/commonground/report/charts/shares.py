"""A chart of shares: for each name a point between 0% and 100% with what chance leaves open, and the counts beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.methods.rates import proportion
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, INK, NARROW, SOFT, WIDE, Paper, data, drawing, finished
from commonground.report.charts.values import written


@dataclass(frozen=True)
class Share:
    """So many of so many, under a name. ``said`` is the share with its 95% interval (Wilson), in words."""

    name: str
    count: int
    of: int

    @property
    def limits(self) -> tuple[float, float, float]:
        """The share and its limits in per cent; of nothing there is none."""
        found = proportion(self.count, self.of)
        return float(found.value), float(found.lower), float(found.upper)

    @property
    def counted(self) -> str:
        return f"{written(self.count)} of {written(self.of)}"

    @property
    def said(self) -> str:
        if not self.of:
            return "none to count"
        value, lower, upper = self.limits
        return f"{value:.0f}% ({lower:.0f}% to {upper:.0f}%)"


def shares(
    key: str, title: str, rows: Sequence[Share], *, what: str, of: str, counted: str, source: Text = ()
) -> Chart:
    """A point and its interval for each row. ``of`` heads the names, ``counted`` the counts: “Sold, of tests”."""
    known = [row for row in rows if row.of]
    said = "; ".join(f"{row.name}, {row.counted}, {row.said}" for row in known) or "nothing can be shown"

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _shares(known, what, paper)

    head = (of, counted, f"{alternative.opening(what)} with 95% interval")
    body = tuple(((row.name,), (row.counted,), (row.said,)) for row in rows)
    words = f"{alternative.opening(what)}, with 95% intervals: {said}."
    return Chart(key, title, words, draw(WIDE), Table(title, head, body), source, narrow=draw(NARROW))


def _shares(rows: Sequence[Share], what: str, paper: Paper) -> dict[str, Any]:
    lines = ["|".join(wrap(row.name, 14 if paper.narrow else 34)) for row in rows]
    points = [
        {"name": line, "value": value, "lower": lower, "upper": upper, "label": f"{row.counted}, {value:.0f}%"}
        for line, row in zip(lines, rows, strict=True)
        for value, lower, upper in [row.limits]
    ]
    axis = alt.Axis(title=None, grid=True, values=[0, 25, 50, 75, 100], labelExpr="datum.value + '%'")
    scale = alt.Scale(domain=[0, 100], nice=False)
    y = alt.Y(
        "name:N", sort=None, scale=alt.Scale(paddingInner=0.2),
        axis=alt.Axis(title=None, labelFontSize=paper.text, labelLimit=400, labelExpr="split(datum.label, '|')"),
    )  # fmt: skip
    base = alt.Chart(data(points)).encode(y=y)
    layers = [
        base.mark_bar(size=10, color=SOFT).encode(x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q"),
        base.mark_point(filled=True, size=90, color=ACCENT, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
        base.mark_text(align="left", dy=-16, fontSize=paper.text - 1, color=INK).encode(x=alt.value(0), text="label:N"),
    ]
    each = max(54, 20 + (paper.text + 4) * max((line.count("|") + 1 for line in lines), default=1))
    height = 60 + each * max(len(rows), 1)
    return finished(alt.layer(*layers), paper, height, f"{alternative.opening(what)}, with 95% intervals")
