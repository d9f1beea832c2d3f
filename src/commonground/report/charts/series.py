"""Charts of time: months with their average and usual range, quarters beside last year's, small multiples."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.evidence.periods import MONTHS
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    HAIR,
    MUTED,
    NARROW,
    QUIET,
    SOFT,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    frame,
    lettered,
    wrapped,
)  # fmt: skip
from commonground.report.charts.usual import USUAL, Usual, across, along, columns_of, named, tops
from commonground.report.charts.values import Value, month, number, reason, table, written


@dataclass(frozen=True)
class Break:
    """A day from which a series is counted otherwise; the label is two or three words."""

    day: date
    label: str


@dataclass(frozen=True)
class Band:
    """A range around a series, one lower and one upper end for each month, such as control limits."""

    lower: Sequence[float | None]
    upper: Sequence[float | None]
    label: str = "usual range"


def monthly(
    key: str,
    title: str,
    months: Sequence[date],
    values: Sequence[Value],
    *,
    what: str,
    average: Sequence[Value] | None = None,
    band: Band | None = None,
    usual: Sequence[Usual] = (),
    breaks: Sequence[Break] = (),
    average_label: str = "12-month average",
    source: Text = (),
) -> Chart:
    """A line by month, with its rolling average, a band of usual variation, its limits and the breaks in the series.

    ``what`` says what the numbers count: "offences of violence against the person recorded each month".
    """
    inside = [b for b in breaks if months[0] <= b.day <= months[-1]]
    names = [month(day) for day in months]
    said = alternative.series(what, names, values)
    if inside:
        said += " Counted otherwise from " + "; ".join(f"{month(b.day)} ({b.label})" for b in inside) + "."
    said = " ".join([said, *(side.said(names) for side in usual), *named(usual)])
    beside: list[tuple[str, Sequence[Value]]] = [(average_label, average)] if average else []
    if band:
        beside += [(f"{band.label}, lower", band.lower), (f"{band.label}, upper", band.upper)]
    head = ["Month", "Number", *(alternative.opening(label) for label, _ in beside), *(USUAL if usual else ())]
    columns = [values, *([_beside(v) for v in column] for _, column in beside)]
    columns += columns_of(usual, len(months))

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _monthly(months, values, what, average, band, usual, inside, average_label, paper)

    return Chart(
        key, title, said, draw(WIDE), table(title, head, names, columns), source, narrow=draw(NARROW)
    )


def _beside(value: Value) -> Value | str:
    """An average in the table: one decimal, and a dash where there are not yet months enough for one."""
    return f"{value:,.1f}" if isinstance(value, int | float) else "–" if value is None else value


def _monthly(months, values, what, average, band, usual, breaks, average_label, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    time = alt.X(
        "month:T",
        scale=alt.Scale(type="utc", nice=False),
        axis=time_axis(months, paper),
    )
    names = ["each month"] + ([average_label] if average else [])
    rows = [
        {"month": day.isoformat(), "number": number(v), "series": "each month"}
        for day, v in zip(months, values, strict=True)
    ]
    rows += [
        {"month": day.isoformat(), "number": number(v), "series": average_label}
        for day, v in zip(months, average or [], strict=bool(average))
    ]
    top = max([r["number"] for r in rows if r["number"] is not None] + _ends(band) + tops(usual) + [1])
    scale = alt.Scale(domain=[0, top * (1.04 + 0.08 * min(len(breaks), 3))], nice=not breaks)
    count = alt.Y("number:Q", scale=scale, axis=count_axis(top))
    several = len(names) > 1
    lines = alt.Chart(data(rows)).encode(
        x=time,
        y=count,
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=names, range=[MUTED if several else ACCENT, ACCENT]),
            legend=alt.Legend(title=None, symbolType="stroke", symbolSize=400) if several else None,
        ),
        strokeWidth=alt.StrokeWidth(
            "series:N", scale=alt.Scale(domain=names, range=[1.4 if several else 2.2, 3]), legend=None
        ),
    )
    layers: list[Any] = []
    if band:
        layers.append(_band(months, band, time, scale))
    if usual:
        layers += along(months, usual, time, scale)
    layers.append(lines.mark_line(invalid="break-paths-show-path-domains"))
    layers += _break_marks(months, breaks, time, paper)
    layers += _last(months, values, time, count, paper)
    layers += _not_shown(months, values, time, count)
    chart = alt.layer(*layers).resolve_scale(fill="independent", shape="independent")
    reasons = len({r for v in values if (r := reason(v))})
    height = (
        270 + 24 * (len(names) * several + bool(band) + 2 * bool(usual) + reasons)
        if paper.narrow
        else 330 + 24 * (bool(reasons) + bool(usual))
    )
    above = ". ".join([alternative.opening(what), *named(usual)])
    return finished(chart, paper, height, above, {"right": 16})


def count_axis(top: float, ticks: int = 5) -> alt.Axis:
    """An axis of counts, which are whole."""
    return alt.Axis(
        title=None, tickCount=ticks if top >= ticks else max(1, int(top)), tickMinStep=1, format=",~f"
    )


def _ends(band: Band | None) -> list[float]:
    return [n for n in band.upper if n is not None] if band else []


def time_axis(months: Sequence[date], paper: Paper) -> alt.Axis:
    """Years where there are several of them, else months; only as many as can be read."""
    if len(months) > 30:
        every = -(-len(months) // 12 // (3 if paper.narrow else 8)) or 1
        ticks = [date(y, 1, 1) for y in range(months[0].year, months[-1].year + 1, every)]
        return alt.Axis(
            title=None,
            format="%Y",
            values=[t.isoformat() for t in ticks if months[0] <= t <= months[-1]],
            labelOverlap=False,
            labelFlush=False,
        )
    every = -(-len(months) // (2 if paper.narrow else 8))
    return alt.Axis(
        title=None,
        format="%b %Y",
        values=[day.isoformat() for day in months[::every]],
        labelOverlap=False,
        labelFlush=False,
    )


def _band(months: Sequence[date], band: Band, time: alt.X, scale: alt.Scale) -> Any:
    rows = [
        {"month": day.isoformat(), "lower": low, "upper": high, "band": band.label}
        for day, low, high in zip(months, band.lower, band.upper, strict=True)
        if low is not None and high is not None
    ]
    return (
        alt.Chart(data(rows))
        .mark_area(opacity=1)
        .encode(
            x=time,
            y=alt.Y("lower:Q", scale=scale, title=None),
            y2="upper:Q",
            fill=alt.Fill(
                "band:N",
                scale=alt.Scale(domain=[band.label], range=["#dbe6f1"]),
                legend=alt.Legend(title=None, symbolType="square", symbolSize=220, symbolStrokeWidth=0),
            ),
        )
    )


def _break_marks(months: Sequence[date], breaks: Sequence[Break], time: alt.X, paper: Paper) -> list[Any]:
    """A dashed rule for each break, its label on a line of its own so that near ones do not collide."""
    layers: list[Any] = []
    middle = months[len(months) // 2]
    for i, b in enumerate(breaks):
        left = b.day <= middle
        base = alt.Chart(data([{"month": b.day.isoformat(), "label": b.label}]))
        layers.append(base.mark_rule(strokeDash=[4, 3], color=QUIET).encode(x=time))
        layers += lettered(
            base.encode(x=time, y=alt.value(1 + (i % 3) * (paper.text + 3)), text="label:N"),
            align="left" if left else "right",
            dx=5 if left else -5,
            color=QUIET,
            baseline="top",
            fontSize=paper.text - 1,
        )
    return layers


def _last(
    months: Sequence[date], values: Sequence[Value], time: alt.X, count: alt.Y, paper: Paper
) -> list[Any]:
    """The latest number, written beside its point."""
    known = [(day, n) for day, v in zip(months, values, strict=True) if (n := number(v)) is not None]
    if not known:
        return []
    day, n = known[-1]
    base = alt.Chart(data([{"month": day.isoformat(), "number": n, "label": written(n)}])).encode(
        x=time, y=count
    )
    return [
        base.mark_point(filled=True, size=45, color=ACCENT, opacity=1),
        *lettered(base.encode(text="label:N"), dy=-11, dx=10, align="right", fontWeight=600),
    ]


def _not_shown(months: Sequence[date], values: Sequence[Value], time: alt.X, count: alt.Y) -> list[Any]:
    """A cross on the axis for each month without a number, with its reason in the legend."""
    rows = [
        {"month": day.isoformat(), "number": 0, "reason": why}
        for day, v in zip(months, values, strict=True)
        if (why := reason(v))
    ]
    return [not_shown(rows, x=time, y=count)] if rows else []


SHAPES = ("M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7", "circle", "diamond", "triangle-up", "square")


def not_shown(rows: list[dict[str, Any]], **where: Any) -> Any:
    """Crosses where numbers are not shown; a different shape for each reason, named in the legend."""
    reasons = list(dict.fromkeys(row["reason"] for row in rows))
    return (
        alt.Chart(data(rows))
        .mark_point(size=90, filled=False, stroke=QUIET, strokeWidth=2, opacity=1)
        .encode(
            **where,
            shape=alt.Shape(
                "reason:N",
                scale=alt.Scale(domain=reasons, range=[SHAPES[i % len(SHAPES)] for i in range(len(reasons))]),
                legend=alt.Legend(title=None, orient="bottom", symbolStrokeColor=QUIET, symbolStrokeWidth=2),
            ),
        )
    )


def quarterly(
    key: str,
    title: str,
    quarters: Sequence[str],
    values: Sequence[Value],
    before: Sequence[Value],
    *,
    what: str,
    now: str = "this year",
    then: str = "same quarter a year before",
    usual: Sequence[Usual] = (),
    source: Text = (),
) -> Chart:
    """Bars by quarter, each beside the same quarter of the year before."""
    said = alternative.series(what, quarters, values) + " The year before: "
    said += alternative.listed(then, quarters, before)
    said = " ".join([said, *(side.said(quarters) for side in usual), *named(usual)])

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _quarterly(quarters, values, before, what, now, then, usual, paper)

    return Chart(
        key,
        title,
        said,
        draw(WIDE),
        table(
            title,
            ("Quarter", alternative.opening(then), alternative.opening(now)),
            quarters,
            [before, values],
        ),
        source,
        narrow=draw(NARROW),
    )


def _quarterly(quarters, values, before, what, now, then, usual, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows, gaps = [], []
    for series, column in ((then, before), (now, values)):
        for quarter, value in zip(quarters, column, strict=True):
            row = {"quarter": quarter, "series": series}
            if (n := number(value)) is None:
                gaps.append(row | {"number": 0, "reason": reason(value)})
            else:
                rows.append(row | {"number": n, "label": written(n)})
    every = 1 if len(quarters) <= 6 else -(-len(quarters) // (3 if paper.narrow else 6))  # names that can be read
    lines = {q: [] if i % every else _lines(q, paper) for i, q in enumerate(quarters)}
    names = json.dumps(lines, ensure_ascii=False)
    x = alt.X(
        "quarter:N",
        sort=list(quarters),
        axis=alt.Axis(
            title=None,
            labelAngle=0,
            labelExpr=f"{names}[datum.label]",
        ),
        scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
    )
    offset = alt.XOffset("series:N", sort=[then, now])
    top = max([row["number"] for row in rows] + tops(usual), default=1)
    scale = alt.Scale(domain=[0, top * 1.1], nice=False)
    y = alt.Y("number:Q", scale=scale, axis=count_axis(top))
    base = alt.Chart(data(rows)).encode(x=x, xOffset=offset, y=y)
    layers = [
        *across(usual, scale),
        base.mark_bar(stroke=ACCENT, strokeWidth=1).encode(
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=[then, now], range=[SOFT, ACCENT]),
                legend=alt.Legend(title=None, symbolType="square", symbolSize=220),
            )
        ),
    ]
    if len(quarters) <= (2 if paper.narrow else 6):
        layers.append(base.mark_text(dy=-8, fontSize=paper.text - 1).encode(text="label:N"))
    if gaps:
        layers.append(not_shown(gaps, x=x, xOffset=offset, y=y))
    chart = alt.layer(*layers).resolve_scale(fill="independent")
    height = 300 + 24 * bool(usual) * (2 if paper.narrow else 1)
    return finished(chart, paper, height, ". ".join([alternative.opening(what), *named(usual)]))


def _lines(quarter: str, paper: Paper) -> list[str]:
    """A quarter's name in lines that fit beneath its bars: "Apr to Jun", "2023"."""
    short = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda m: m[0][:3], quarter.replace(",", ""))
    if re.search(r"\d{4} to ", short):  # it runs over the end of a year
        return short.replace(" to ", "|to ").split("|")
    lines = re.sub(r" (?=\d{4})", "|", short)
    return (lines.replace(" to ", "–") if paper.narrow else lines).split("|")


def small_multiples(
    key: str,
    title: str,
    months: Sequence[date],
    panels: Mapping[str, Sequence[Value]],
    *,
    what: str,
    highlight: str | None = None,
    source: Text = (),
) -> Chart:
    """One small line for each name, all on the same scales, so that shapes and sizes can be compared."""
    names = [month(day) for day in months]
    said = " ".join(alternative.series(name, names, values) for name, values in panels.items())

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _panels(months, panels, what, highlight, paper)

    return Chart(
        key,
        title,
        f"{alternative.opening(what)}. {said}",
        draw(WIDE),
        table(title, ("Month", *panels), names, list(panels.values())),
        source,
        narrow=draw(NARROW),
    )


_NAME_IN_LINES = "split(replace(replace(datum.label, ' and ', '|and '), ' upon ', '|upon '), '|')"


def _panels(months, panels, what, highlight, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    columns = 2 if paper.narrow else 3
    width = (
        paper.width - 78 - 18 * (columns - 1)
    ) // columns  # 78: the labels of the axis, and half of one at the end
    rows = [
        {"month": day.isoformat(), "number": number(v), "panel": name}
        for name, values in panels.items()
        for day, v in zip(months, values, strict=True)
    ]
    ends = [months[0], months[-1]]
    x = alt.X(
        "month:T",
        scale=alt.Scale(type="utc", nice=False),
        axis=alt.Axis(
            title=None,
            values=[e.isoformat() for e in ends],
            labelAlign=alt.condition(
                f"datum.value <= utc({months[0].year}, {months[0].month - 1})",
                alt.value("left"),
                alt.value("right"),
            ),
            format="%b %Y" if not paper.narrow else "%Y",
        ),
    )
    top = max([row["number"] for row in rows if row["number"] is not None], default=1)
    y = alt.Y("number:Q", scale=alt.Scale(zero=True), axis=count_axis(top, 3))
    base = alt.Chart().encode(x=x, y=y)
    strong = f"datum.panel === {highlight!r}"
    lines = base.mark_line(strokeWidth=1.6, invalid="break-paths-show-path-domains").encode(
        color=alt.condition(strong, alt.value(ACCENT), alt.value(ACCENT if not highlight else MUTED)),
        detail="panel:N",
    )
    layers = [lines]
    crosses = [
        {"month": day.isoformat(), "number": 0, "panel": name, "reason": why}
        for name, values in panels.items()
        for day, v in zip(months, values, strict=True)
        if (why := reason(v))
    ]
    inline = rows
    if crosses:
        inline = rows + crosses
        layers = [
            lines.transform_filter("!isValid(datum.reason)"),
            base.transform_filter("isValid(datum.reason)")
            .mark_point(filled=False, size=50, stroke=QUIET, strokeWidth=2, opacity=1)
            .encode(
                shape=alt.Shape(
                    "reason:N",
                    scale=alt.Scale(range=list(SHAPES)),
                    legend=alt.Legend(title=None, orient="bottom", symbolStrokeColor=QUIET),
                )
            ),
        ]
    chart = alt.layer(*layers, data=data(inline)).properties(
        width=width, height=110 if not paper.narrow else 95
    )
    spec = chart.facet(
        facet=alt.Facet(
            "panel:N", sort=list(panels), title=None,
            header=alt.Header(labelAnchor="start", labelLimit=width, labelFontWeight=600, labelPadding=2),
        ),
        columns=columns,
        spacing={"row": 14, "column": 18},
    ).to_dict()  # fmt: skip
    framed = frame(spec, paper)
    framed["autosize"] = {"type": "pad"}
    framed["title"] = {
        "text": wrapped(alternative.opening(what), paper), "anchor": "start", "offset": 12,
    }  # fmt: skip
    framed["config"]["axis"] |= {"labelFontSize": paper.text - 2}
    framed["config"]["view"] = {"stroke": HAIR}
    return framed
