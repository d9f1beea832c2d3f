"""Charts of an evaluation: months with what would be expected, the estimates in a row, the other areas, the power."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
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
from commonground.report.charts.series import Band, Break, monthly
from commonground.report.charts.values import Value, month, number, table, written

FURTHEST = 4.0  # times more or fewer: a limit beyond is drawn to the edge, and written in the table


def counterfactual(
    key: str,
    title: str,
    months: Sequence[date],
    counts: Sequence[Value],
    expected: Sequence[Value],
    lower: Sequence[float | None],
    upper: Sequence[float | None],
    start: date,
    *,
    what: str,
    label: str = "expected",
    source: Text = (),
) -> Chart:
    """The months as counted, and from the start on what would be expected, with the range of single months."""
    after = [day >= start for day in months]

    def only_after(values: Sequence[Any]) -> list[Any]:
        return [value if later else None for value, later in zip(values, after, strict=True)]

    band = Band(only_after(lower), only_after(upper), "range of single months")
    drawn = monthly(
        key, title, months, counts, what=what, average=only_after(expected), average_label=label,
        band=band if any(n is not None for n in band.upper) else None, breaks=[Break(start, "start")], source=source,
    )  # fmt: skip
    later = [value for value, is_after in zip(expected, after, strict=True) if is_after]
    said = alternative.series(label, [month(day) for day in months if day >= start], later)
    begun = month(start)
    words = drawn.alternative.replace(f"Counted otherwise from {begun} (start).", f"The start is in {begun}.")
    return replace(drawn, alternative=f"{words} {said}")


def forest(
    key: str,
    title: str,
    names: Sequence[str],
    ratios: Sequence[Value],
    lower: Sequence[Value],
    upper: Sequence[Value],
    *,
    source: Text = (),
) -> Chart:
    """Each estimate as a point with its limits, on a scale of counted over expected; the first decides."""
    rows = zip(names, ratios, lower, upper, strict=True)
    points = [(name, number(r), number(lo), number(hi)) for name, r, lo, hi in rows]
    known = [(name, r, lo, hi) for name, r, lo, hi in points if r is not None and lo is not None and hi is not None]
    said = "; ".join(f"{name}, {r:.2f} ({lo:.2f} to {hi:.2f})" for name, r, lo, hi in known)
    shown = [[f"{n:.2f}" if (n := number(value)) is not None else "–" for value in column]
             for column in (ratios, lower, upper)]  # fmt: skip

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _forest(known, paper)

    head = ("Method", "Counted over expected", "Lower limit", "Upper limit")
    return Chart(
        key, title, f"Counted over expected by method, with limits; 1 is no difference: {said or 'none is known'}.",
        draw(WIDE), table(title, head, names, shown), source, narrow=draw(NARROW),
    )  # fmt: skip


def _forest(known: Sequence[tuple[str, float, float, float]], paper: Paper) -> dict[str, Any]:
    low = max(1 / FURTHEST, min([0.5, *(lo * 0.95 for _, _, lo, _ in known)]))
    high = min(FURTHEST, max([2.0, *(hi * 1.05 for _, _, _, hi in known)]))
    rows = [
        {"method": name, "ratio": min(max(r, low), high), "lower": max(lo, low), "upper": min(hi, high),
         "decides": "the estimate that decides" if at == 0 else "beside it"}
        for at, (name, r, lo, hi) in enumerate(known)
    ]  # fmt: skip
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    ticks = [t for t in (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4) if low <= t <= high]
    if paper.narrow:
        ticks = [t for t in ticks if t not in (0.75, 1.5, 3)]
    x = alt.X("ratio:Q", scale=scale, axis=alt.Axis(title=None, values=ticks, format=",~f", grid=False))
    y = alt.Y(
        "method:N", sort=[name for name, _, _, _ in known],
        axis=alt.Axis(title=None, orient="left", labelLimit=0) if not paper.narrow else None,
    )  # fmt: skip
    base = alt.Chart(data(rows)).encode(y=y)
    decides = ["the estimate that decides", "beside it"]
    colour = alt.Color("decides:N", scale=alt.Scale(domain=decides, range=[ACCENT, MUTED]), legend=None)
    shape = alt.Shape("decides:N", scale=alt.Scale(domain=decides, range=["square", "circle"]), legend=None)
    layers: list[Any] = [
        alt.Chart(data([{"one": 1}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=alt.X("one:Q", scale=scale)),
        base.mark_rule(strokeWidth=2.5).encode(x=alt.X("lower:Q", scale=scale, title=None), x2="upper:Q", color=colour),
        base.mark_point(filled=True, size=110, opacity=1).encode(x=x, color=colour, shape=shape),
    ]
    if paper.narrow:
        words = base.encode(x=alt.value(0), text="method:N")
        layers += lettered(words, align="left", dy=-17, fontSize=paper.text - 1, baseline="middle")
    height = len(rows) * (52 if paper.narrow else 36) + 60
    above = "Counted over expected (1: no difference), with limits" + ("; square: decides" if len(rows) > 1 else "")
    return finished(alt.layer(*layers), paper, height, above, {"right": 16})


def placebo_areas(
    key: str,
    title: str,
    names: Sequence[str],
    sizes: Sequence[float],
    *,
    area: str = "the area",
    source: Text = (),
) -> Chart:
    """Every area by the size of its gap for its fit before, as if it had begun there; the first is where it did."""
    rank = sum(size >= sizes[0] for size in sizes)
    said = (
        f"Of {len(sizes)} areas, each tried as if it had been the one, {area} has number {rank} by size: "
        f"{sizes[0]:.2f}, where the others run from {min(sizes[1:]):.2f} to {max(sizes[1:]):.2f}."
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        rows = [
            {"size": size, "which": area if at == 0 else "other areas", "place": (at * 7) % 4 if at else 4.5}
            for at, size in enumerate(sizes)
        ]
        which = [area, "other areas"]
        dots = alt.Chart(data(rows)).mark_point(filled=True, opacity=0.9, stroke="white", strokeWidth=1).encode(
            x=alt.X("size:Q", scale=alt.Scale(domain=[0, max(sizes) * 1.08], nice=False),
                    axis=alt.Axis(title=None, format=",~f", tickCount=5)),
            y=alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-1, 5.5])),
            color=alt.Color("which:N", scale=alt.Scale(domain=which, range=[ACCENT, MUTED]),
                            legend=alt.Legend(title=None, symbolSize=160)),
            shape=alt.Shape("which:N", scale=alt.Scale(domain=which, range=["square", "circle"])),
            size=alt.Size("which:N", scale=alt.Scale(domain=which, range=[220, 90]), legend=None),
        )  # fmt: skip
        above = "Gap after the start, over the fit before it"
        return finished(dots, paper, 150 + 40 * paper.narrow, above, {"right": 16})

    return Chart(key, title, said, draw(WIDE), table(title, ("Area", "Gap for its fit"), names,
                 [[f"{size:.2f}" for size in sizes]]), source, narrow=draw(NARROW))  # fmt: skip


def power_curve(
    key: str,
    title: str,
    falls: Sequence[float],
    formula: Sequence[float],
    simulated: Sequence[float | None],
    wanted: float,
    smallest: float | None,
    *,
    source: Text = (),
) -> Chart:
    """How likely a fall of each size is to be seen; the power wanted as a line, simulations as points."""
    seen = [round(100 * p, 1) for p in formula]
    again = [None if p is None else round(100 * p, 1) for p in simulated]
    said = "; ".join(f"a fall of {fall:.0%}, {p:.0f}%" for fall, p in zip(falls, seen, strict=True))
    if smallest is not None:
        said += f". {wanted:.0%} is reached at a fall of {smallest:.0%}"
    rows = [
        {"fall": 100 * fall, "power": p, "again": s} for fall, p, s in zip(falls, seen, again, strict=True)
    ]

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        x = alt.X("fall:Q", axis=alt.Axis(title="true fall in per cent", format=",~f", tickCount=6),
                  scale=alt.Scale(domain=[0, 100 * max(falls)], nice=False))  # fmt: skip
        y = alt.Y("power:Q", axis=alt.Axis(title=None, tickCount=5, format=",~f"), scale=alt.Scale(domain=[0, 100]))
        base = alt.Chart(data(rows)).encode(x=x)
        line = alt.Chart(data([{"power": 100 * wanted, "label": f"{wanted:.0%}"}])).encode(y=y)
        layers: list[Any] = [
            line.mark_rule(color=QUIET, strokeDash=[4, 3]),
            base.mark_line(color=ACCENT, strokeWidth=3, point=alt.OverlayMarkDef(color=ACCENT, size=40)).encode(y=y),
        ]
        if any(s is not None for s in again):
            layers.append(base.mark_point(shape="cross", size=90, color=INK, filled=False).encode(y="again:Q"))
        if smallest is not None:
            at = alt.Chart(data([{"fall": 100 * smallest, "power": 100 * wanted, "label": f"{smallest:.0%}"}]))
            layers.append(at.mark_point(size=130, filled=True, color=SOFT, stroke=ACCENT, opacity=1).encode(x=x, y=y))
            layers += lettered(at.encode(x=x, y=y, text="label:N"), dy=-14, dx=-4, align="right", fontWeight=600)
        layers.append(alt.Chart(data([{"fall": 0}])).mark_rule(color=LINE).encode(x=x))
        above = "Chance of seeing it as a clear fall, per cent" + (
            "; crosses: by simulation" if any(s is not None for s in again) else ""
        )
        return finished(alt.layer(*layers), paper, 300, above, {"right": 16})

    columns = [[f"{p:.0f}%" for p in seen], ["–" if s is None else f"{s:.0f}%" for s in again]]
    return Chart(
        key, title, alternative.opening(f"chance of seeing a fall: {said}."), draw(WIDE),
        table(title, ("True fall", "Seen, by formula", "Seen, by simulation"), [f"{f:.0%}" for f in falls], columns),
        source, narrow=draw(NARROW),
    )  # fmt: skip


def differences(
    key: str,
    title: str,
    names: Sequence[str],
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    *,
    source: Text = (),
) -> Chart:
    """Events more or fewer in the area, nearby and together, each with its limits; nought is as the comparison."""
    said = "; ".join(
        f"{name}, {written(round(v, 1))} ({written(round(lo, 1))} to {written(round(hi, 1))})"
        for name, v, lo, hi in zip(names, values, lower, upper, strict=True)
    )
    rows = [
        {"where": name, "value": v, "lower": lo, "upper": hi}
        for name, v, lo, hi in zip(names, values, lower, upper, strict=True)
    ]

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        base = alt.Chart(data(rows)).encode(y=alt.Y("where:N", sort=list(names), axis=alt.Axis(title=None)))
        ends = [min([0.0, *lower]), max([0.0, *upper])]
        reach = alt.Scale(domain=[ends[0] * 1.05, ends[1] * 1.05 or 1], nice=True)
        x = alt.X("value:Q", scale=reach, axis=alt.Axis(title=None, format=",~f", tickCount=5))
        none = alt.Chart(data([{"none": 0}])).mark_rule(color=INK, strokeDash=[4, 3])
        limits = base.mark_rule(color=ACCENT, strokeWidth=2.5)
        return finished(alt.layer(
            none.encode(x=alt.X("none:Q", scale=reach)),
            limits.encode(x=alt.X("lower:Q", scale=reach, title=None), x2="upper:Q"),
            base.mark_point(filled=True, size=110, color=ACCENT, opacity=1).encode(x=x),
        ), paper, 180, "Events more or fewer than the comparison areas would give", {"right": 16})  # fmt: skip

    columns = [[written(round(float(n), 1)) for n in column] for column in (values, lower, upper)]
    return Chart(key, title, f"Difference from what the comparison areas would give: {said}.", draw(WIDE),
                 table(title, ("Where", "Difference", "Lower limit", "Upper limit"), names, columns), source,
                 narrow=draw(NARROW))  # fmt: skip
