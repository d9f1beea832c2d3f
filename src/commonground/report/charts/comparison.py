"""Charts of areas side by side: a ranking with intervals, and a funnel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    LINE,
    MUTED,
    NARROW,
    QUIET,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
)  # fmt: skip
from commonground.report.charts.values import Value, number, reason, table

NUMBERS = ",~f"
INNER, OUTER = "inner limits (95%)", "outer limits (99.8%)"
# Long names, for a phone.
_SHORT = (
    "replace(replace(replace(datum.label, 'Hammersmith', 'H’smith'), "
    "'Kensington', 'Kens.'), 'upon Thames', '')"
)  # fmt: skip
_SIGN = "replace(datum.label, '-', '−')"


def ranking(
    key: str,
    title: str,
    names: Sequence[str],
    values: Sequence[Value],
    lower: Sequence[Value],
    upper: Sequence[Value],
    *,
    what: str,
    highlight: str,
    unit: str = "",
    reference: tuple[float, str] | None = (0, "no change"),
    source: Text = (),
) -> Chart:
    """A dot with its interval for each area, lowest first, the area in question in bold and colour.

    ``reference`` is a value with its label, drawn as a line across: nought for changes, a rate
    for rates.
    """
    order = sorted(
        range(len(names)), key=lambda i: (number(values[i]) is None, number(values[i]) or 0, names[i])
    )
    ordered = [names[i] for i in order]
    columns = [[column[i] for i in order] for column in (values, lower, upper)]
    said = alternative.extremes(what, names, values, highlight, unit)
    at = names.index(highlight) if highlight in names else None
    if at is not None and number(lower[at]) is not None and number(upper[at]) is not None:
        said += " " + alternative.interval(number(lower[at]) or 0, number(upper[at]) or 0, unit)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _ranking(ordered, columns, what, highlight, reference, paper)

    head = ("Area", "Value", "Lower end of interval", "Upper end of interval")
    return Chart(
        key, title, said, draw(WIDE), table(title, head, ordered, columns), source, narrow=draw(NARROW)
    )


def _ranking(names, columns, what, highlight, reference, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows, gaps = [], []
    for name, value, low, high in zip(names, *columns, strict=True):
        if (n := number(value)) is None:
            gaps.append({"area": name, "value": reference[0] if reference else 0, "reason": reason(value)})
        else:
            rows.append({"area": name, "value": n, "lower": number(low), "upper": number(high)})
    ours = f"datum.area === {highlight!r}"
    bold = f"datum.value === {highlight!r}"
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelFontWeight=alt.condition(bold, alt.value(600), alt.value(400)),
        labelColor=alt.condition(bold, alt.value(ACCENT), alt.value(QUIET)),
        labelFontSize=paper.text - 1,
        labelExpr=_SHORT if paper.narrow else "datum.label",
    )
    y = alt.Y("area:N", sort=list(names), axis=axis)
    x = alt.X(
        "value:Q",
        scale=alt.Scale(zero=reference is not None and reference[0] == 0, nice=True),
        axis=alt.Axis(
            title=None, grid=True, tickCount=4 if paper.narrow else 7, format=NUMBERS, labelExpr=_SIGN
        ),
    )
    base = alt.Chart(data(rows)).encode(y=y)
    colour = alt.condition(ours, alt.value(ACCENT), alt.value(MUTED))
    layers: list[Any] = []
    if reference:
        mark = alt.Chart(data([{"value": reference[0], "label": reference[1]}]))
        layers.append(mark.mark_rule(color=QUIET, strokeWidth=1.5).encode(x=x))
        layers += lettered(
            mark.encode(x=x, y=alt.value(-8), text="label:N"), color=QUIET, fontSize=paper.text - 1
        )
    layers += [
        base.mark_rule().encode(
            x=alt.X("lower:Q", title=None),
            x2="upper:Q",
            color=colour,
            strokeWidth=alt.condition(ours, alt.value(4), alt.value(2)),
        ),
        base.mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1).encode(
            x=x,
            color=colour,
            size=alt.condition(ours, alt.value(150), alt.value(70)),
            shape=alt.condition(ours, alt.value("diamond"), alt.value("circle")),
        ),
    ]
    if gaps:
        words = "split(datum.reason, ':')[0]" if paper.narrow else "datum.reason"
        missing = alt.Chart(data(gaps)).transform_calculate(said=f"'× ' + {words}")
        layers += lettered(
            missing.encode(x=alt.value(4), y=y, text="said:N"),
            align="left",
            color=QUIET,
            fontSize=paper.text - 1,
        )
    height = 90 + 19 * len(names)
    return finished(alt.layer(*layers), paper, height, alternative.opening(what), {"top": 8})


@dataclass(frozen=True)
class Limits:
    """The edges of a funnel: what chance alone would give at each size, inner (95 %) and outer (99.8 %)."""

    size: Sequence[float]
    inner_lower: Sequence[float]
    inner_upper: Sequence[float]
    outer_lower: Sequence[float]
    outer_upper: Sequence[float]
    centre: float
    centre_label: str = "London"


def funnel(
    key: str,
    title: str,
    names: Sequence[str],
    sizes: Sequence[float],
    values: Sequence[Value],
    limits: Limits,
    *,
    what: str,
    size_label: str,
    highlight: str,
    outside: Sequence[str] = (),
    source: Text = (),
) -> Chart:
    """Areas by size and rate, with the limits of chance. ``outside`` names those beyond the outer limits."""
    said = alternative.extremes(what, names, values, highlight)
    said += (
        f" Beyond the outer limits: {', '.join(outside)}."
        if outside
        else " No area is beyond the outer limits."
    )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _funnel(names, sizes, values, limits, what, size_label, highlight, outside, paper)

    head = ("Area", alternative.opening(size_label), "Rate", "Beyond the outer limits")
    rows = table(title, head[:3], names, [sizes, values])
    marked = tuple(
        (*row, ("yes" if name in outside else "no",)) for name, row in zip(names, rows.rows, strict=True)
    )
    return Chart(key, title, said, draw(WIDE), type(rows)(title, head, marked), source, narrow=draw(NARROW))


def _funnel(names, sizes, values, limits, what, size_label, highlight, outside, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [
        {"area": name, "size": size, "value": n}
        for name, size, value in zip(names, sizes, values, strict=True)
        if (n := number(value)) is not None
    ]
    curves = [
        {"size": size, "value": v, "edge": edge, "kind": kind}
        for edge, kind, curve in (
            ("a", OUTER, limits.outer_lower), ("b", OUTER, limits.outer_upper),
            ("c", INNER, limits.inner_lower), ("d", INNER, limits.inner_upper),
        )
        for size, v in zip(limits.size, curve, strict=True)
    ]  # fmt: skip
    kinds = [INNER, OUTER]
    x = alt.X(
        "size:Q",
        scale=alt.Scale(zero=False, nice=True, domain=[min(limits.size), max(limits.size)]),
        axis=alt.Axis(
            title=alternative.opening(size_label), format=NUMBERS, tickCount=3 if paper.narrow else 7
        ),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(title=None, format=NUMBERS, tickCount=6, labelExpr=_SIGN),
    )
    ours = f"datum.area === {highlight!r}"
    base = alt.Chart(data(rows)).encode(x=x, y=y)
    centre = alt.Chart(
        data([{"value": limits.centre, "size": max(limits.size), "label": limits.centre_label}])
    )
    named = alt.Chart(data([r for r in rows if r["area"] == highlight or r["area"] in outside])).encode(
        x=x, y=y
    )
    quiet = {"color": QUIET, "fontSize": paper.text - 1}
    layers: list[Any] = [
        alt.Chart(data(curves)).mark_line(color=QUIET).encode(
            x=x,
            y=y,
            detail="edge:N",
            strokeDash=alt.StrokeDash(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=[[2, 3], [1, 0]]),
                legend=alt.Legend(title=None, symbolType="stroke", symbolSize=400),
            ),
        ),
        centre.mark_rule(color=LINE, strokeWidth=1.5).encode(y=y),
        *lettered(centre.encode(x=x, y=y, text="label:N"), align="right", dy=-9, **quiet),
        base.mark_point(filled=True, opacity=1, stroke="white", strokeWidth=0.8).encode(
            color=alt.condition(ours, alt.value(ACCENT), alt.value(MUTED)),
            size=alt.condition(ours, alt.value(160), alt.value(70)),
            shape=alt.condition(ours, alt.value("diamond"), alt.value("circle")),
        ),
    ]  # fmt: skip
    middle = (min(limits.size) + max(limits.size)) / 2
    for side, test, dx in (("left", f"datum.size <= {middle}", 9), ("right", f"datum.size > {middle}", -9)):
        # On a phone only the area in question is named: the table has the rest.
        shown = f"{test} && ({ours} || {str(not paper.narrow).lower()})"
        layers += lettered(
            named.transform_filter(shown).encode(text="area:N"), align=side, dx=dx, fontSize=paper.text - 1
        )
    return finished(alt.layer(*layers), paper, 420 if not paper.narrow else 340, alternative.opening(what))
