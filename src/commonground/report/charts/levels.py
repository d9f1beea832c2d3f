"""A chart of levels over time: a stair for each area, on a scale whose ends are named."""

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, HAIR, NARROW, WIDE, Paper, data, drawing, frame, wrapped

Judged = tuple[date, str]
"""The day of a judgement, and its level."""


def levels(
    key: str,
    title: str,
    scale: Sequence[str],
    areas: Mapping[str, Sequence[Judged]],
    until: date,
    *,
    what: str,
    above: str,
    source: Text = (),
) -> Chart:
    """A stair for each area, each level in force until the next judgement. ``scale`` are the levels, the highest first.

    ``above`` says which end is high, and is drawn over the picture: no such chart goes without it.
    """
    rows = [(area, day, level) for area, judged in areas.items() for day, level in judged]
    table = Table(
        title, ("Area", "Day", "Level"), tuple(((area,), (f"{day:%-d %B %Y}",), (level,)) for area, day, level in rows),
        note=source, numeric=False,
    )  # fmt: skip

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _levels(scale, areas, until, above, paper)

    return Chart(key, title, f"{_said(areas, what)} {above}", draw(WIDE), table, source, narrow=draw(NARROW))


def _said(areas: Mapping[str, Sequence[Judged]], what: str) -> str:
    said = []
    for area, judged in areas.items():
        (first, start), (last, end) = judged[0], judged[-1]
        if first == last:
            said.append(f"{area}, {start} on {first:%-d %B %Y}")
        else:
            said.append(f"{area}, {start} on {first:%-d %B %Y} and {end} on {last:%-d %B %Y}")
    return f"{alternative.opening(what)}: {'; '.join(said)}."


def _levels(
    scale: Sequence[str], areas: Mapping[str, Sequence[Judged]], until: date, above: str, paper: Paper
) -> dict[str, Any]:
    lines = {area: "|".join(wrap(area, 24 if paper.narrow else 60)) for area in areas}
    rows = [
        {"area": lines[area], "day": day.isoformat(), "level": level, "judged": judged}
        for area, held in areas.items()
        for day, level, judged in [*((day, level, True) for day, level in held), (until, held[-1][1], False)]
    ]
    x = alt.X(
        "day:T", scale=alt.Scale(type="utc", nice=False),
        axis=alt.Axis(title=None, format="%b %Y", tickCount=3 if paper.narrow else 7, labelOverlap=True),
    )  # fmt: skip
    y = alt.Y(
        "level:O", scale=alt.Scale(domain=list(scale)),
        axis=alt.Axis(title=None, grid=True, gridColor=HAIR, labelFontSize=paper.text - 2),
    )  # fmt: skip
    base = alt.Chart().encode(x=x, y=y)
    layers = [
        base.mark_line(interpolate="step-after", strokeWidth=2.4, color=ACCENT),
        base.transform_filter("datum.judged").mark_point(filled=True, size=55, color=ACCENT, opacity=1),
    ]
    width = paper.width - max(map(len, scale)) * (6 if paper.narrow else 7) - 44
    spec = alt.layer(*layers, data=data(rows)).properties(width=width, height=118).facet(
        facet=alt.Facet(
            "area:N", sort=list(lines.values()), title=None,
            header=alt.Header(
                labelAnchor="start", labelFontWeight=600, labelPadding=4, labelExpr="split(datum.label, '|')"
            ),
        ),
        columns=1, spacing={"row": 16},
    ).to_dict()  # fmt: skip
    framed = frame(spec, paper)
    framed["autosize"] = {"type": "pad"}
    framed["title"] = {"text": wrapped(above, paper), "anchor": "start", "offset": 12}
    return framed
