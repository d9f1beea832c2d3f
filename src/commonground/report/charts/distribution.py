"""Charts of shares: who is harmed, when it happens, and how much of it few places hold."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    CLASSES,
    HATCH,
    INK,
    LINE,
    MUTED,
    NARROW,
    QUIET,
    SOFT,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
)  # fmt: skip
from commonground.report.charts.scale import classes, place
from commonground.report.charts.values import Value, number, reason, table, written

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def breakdown(
    key: str,
    title: str,
    names: Sequence[str],
    groups: Mapping[str, Sequence[Value]],
    *,
    what: str,
    of: str = "Group",
    source: Text = (),
) -> Chart:
    """Bars by age, sex or another grouping, each with its number; one bar or two (sexes) for a name."""
    said = " ".join(
        alternative.listed(f"{what}, {group}" if len(groups) > 1 else what, names, values)
        for group, values in groups.items()
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _breakdown(names, groups, what, paper)

    head = (of, *(map(alternative.opening, groups) if len(groups) > 1 else ["Number"]))
    return Chart(
        key,
        title,
        said,
        draw(WIDE),
        table(title, head, names, list(groups.values())),
        source,
        narrow=draw(NARROW),
    )


def _breakdown(names, groups, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [
        {
            "name": name, "group": group, "number": number(value) or 0, "shown": number(value) is not None,
            "label": reason(value) or written(number(value) or 0),
        }
        for group, values in groups.items()
        for name, value in zip(names, values, strict=True)
    ]  # fmt: skip
    top = max([row["number"] for row in rows] + [1])
    several = len(groups) > 1
    y = alt.Y(
        "name:N",
        sort=list(names),
        axis=alt.Axis(title=None, labelFontSize=paper.text, labelLimit=110 if paper.narrow else 260),
        scale=alt.Scale(paddingInner=0.3),
    )
    x = alt.X(
        "number:Q", scale=alt.Scale(domain=[0, top * (1.35 if paper.narrow else 1.18)], nice=False), axis=None
    )
    base = alt.Chart(data(rows)).encode(y=y, x=x)
    if several:
        base = base.encode(yOffset=alt.YOffset("group:N", sort=list(groups)))
    bars = base.transform_filter("datum.shown").mark_bar(stroke=ACCENT, strokeWidth=1)
    if several:
        bars = bars.encode(
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=list(groups), range=[ACCENT, SOFT, "#ffffff"][: len(groups)]),
                legend=alt.Legend(title=None, symbolType="square", symbolSize=220),
            )
        )
    else:
        bars = bars.encode(color=alt.value(ACCENT))
    words = base.mark_text(align="left", dx=6).encode(
        text="label:N", color=alt.condition("datum.shown", alt.value(INK), alt.value(QUIET))
    )
    each = (20 if several else 30) if not paper.narrow else (18 if several else 26)
    height = 60 + len(names) * (each * len(groups) + (8 if several else 0)) + (20 if several else 0)
    return finished(alt.layer(bars, words), paper, height, alternative.opening(what))


def heat_map(
    key: str, title: str, counts: Sequence[Sequence[Value]], *, what: str, source: Text = ()
) -> Chart:
    """Hours by days: ``counts`` has seven rows (Monday first) of 24 hours. Hatched where not shown."""
    flat = [value for row in counts for value in row]
    known = [n for v in flat if (n := number(v)) is not None]
    edges = classes(known)
    hours = [(day, hour, counts[d][hour]) for d, day in enumerate(DAYS) for hour in range(24)]
    named = [f"{day} {hour:02d}:00" for day, hour, _ in hours]
    said = alternative.extremes_of(what, named, flat)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _heat_map(hours, edges, what, paper)

    body = table(
        title,
        ("Hour beginning", *DAYS),
        [f"{hour:02d}:00" for hour in range(24)],
        [[counts[d][hour] for hour in range(24)] for d in range(7)],
    )
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _heat_map(hours, edges, what, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    labels = edges.labels
    colours = list(CLASSES[-len(labels) :]) if labels else []
    rows = [
        {"day": day[:3], "hour": hour, "class": reason(v) or labels[place(edges, number(v) or 0)]}
        for day, hour, v in hours
    ]
    gaps = list(dict.fromkeys(reason(v) for *_, v in hours if reason(v)))
    legend = alt.Legend(
        title=None, symbolType="square", symbolSize=220, symbolStrokeColor=LINE, symbolStrokeWidth=1,
        columns=(1 if gaps else 2) if paper.narrow else 4,
    )  # fmt: skip
    chart = (
        alt.Chart(data(rows))
        .mark_rect(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "hour:O",
                axis=alt.Axis(
                    title="Hour of the day",
                    labelAngle=0,
                    ticks=False,
                    domain=False,
                    values=list(range(0, 24, 6 if paper.narrow else 3)),
                    labelExpr="format(datum.value, '02') + ':00'",
                    labelAlign="left",
                    labelOffset=-8,
                ),
            ),
            y=alt.Y(
                "day:O",
                sort=[d[:3] for d in DAYS],
                axis=alt.Axis(title=None, labelExpr="datum.label"),
            ),
            color=alt.Color(
                "class:N",
                scale=alt.Scale(domain=[*labels, *gaps], range=[*colours, *[HATCH] * len(gaps)]),
                legend=legend,
            ),
        )
    )
    return finished(
        chart, paper, 360 if not paper.narrow else 320 + 80 * bool(gaps), alternative.opening(what)
    )


def concentration(
    key: str,
    title: str,
    places: Sequence[float],
    harm: Sequence[float],
    *,
    what: str,
    of: str = "places",
    half: float | None = None,
    source: Text = (),
) -> Chart:
    """How much of the whole the worst places hold: shares from 0 to 1, worst first, against an even spread.

    ``half`` is the share of places that holds half of the whole, marked on the curve.
    """
    tenths = [i / 10 for i in range(1, 11)]
    at = [_at(places, harm, share) for share in tenths]
    said = f"{alternative.opening(what)}: the worst tenth of {of} hold {at[0]:.0%} of the whole"
    said += f", the worst quarter {_at(places, harm, 0.25):.0%}."
    said += f" Half of the whole is in {half:.1%} of {of}." if half is not None else ""

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _concentration(places, harm, what, of, half, paper)

    body = Table(
        title,
        (f"Share of {of}, worst first", "Share of the whole"),
        tuple(((f"{share:.0%}",), (f"{held:.0%}",)) for share, held in zip(tenths, at, strict=True)),
    )
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _at(places: Sequence[float], harm: Sequence[float], share: float) -> float:
    from numpy import interp

    return float(interp(share, places, harm))


def _concentration(places, harm, what, of, half, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    step = max(1, len(places) // 200)  # a curve of 200 points looks the same as one of 5,000
    kept = sorted({*range(0, len(places), step), len(places) - 1})
    rows = [{"places": float(places[i]), "harm": float(harm[i])} for i in kept]
    percent: dict[str, Any] = {"format": ".0%", "tickCount": 5, "values": [0, 0.25, 0.5, 0.75, 1]}
    x = alt.X(
        "places:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title=f"Share of {of}, worst first", **percent),
    )
    y = alt.Y("harm:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=None, **percent))
    even = alt.Chart(data([{"places": 0, "harm": 0}, {"places": 1, "harm": 1}])).encode(x=x, y=y)
    label = alt.Chart(data([{"places": 0.7, "harm": 0.7, "label": "if spread evenly"}])).encode(
        x=x, y=y, text="label:N"
    )
    layers = [
        even.mark_line(strokeDash=[4, 3], color=MUTED),
        alt.Chart(data(rows)).mark_line(strokeWidth=3, color=ACCENT).encode(x=x, y=y),
        *lettered(label, align="left", dx=8, dy=12, color=QUIET, fontSize=paper.text - 1),
    ]
    if half is not None:
        words = f"half, in {half:.0%} of {of}" if half >= 0.005 else f"half, in under 1% of {of}"
        mark = alt.Chart(data([{"places": half, "harm": 0.5, "label": words}])).encode(x=x, y=y)
        layers.append(mark.mark_point(filled=True, size=110, color=ACCENT, opacity=1))
        layers += lettered(mark.encode(text="label:N"), align="left", dx=12, dy=6, fontWeight=600)
    return finished(alt.layer(*layers), paper, 400 if not paper.narrow else 300, alternative.opening(what))
