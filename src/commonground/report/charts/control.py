"""Control charts: points within and outside their usual limits, each kind with a shape and a word of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
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
from commonground.report.charts.series import time_axis
from commonground.report.charts.values import Value, month, number, table

WARM = "#a34f00"  # with ACCENT it can be told apart by any eyes; the shapes tell it again
BAND = "#e8eff6"
LOOKS: dict[str, tuple[str, str, str]] = {
    "common cause": ("circle", MUTED, "usual variation"),
    "improvement": ("diamond", ACCENT, "special cause: improvement"),
    "concern": ("triangle-up", WARM, "special cause: concern"),
    "high": ("triangle-up", ACCENT, "special cause: high"),
    "low": ("triangle-down", ACCENT, "special cause: low"),
    "outside": ("diamond", ACCENT, "outside the limits"),
}
"""Shape, colour and words of each kind of point."""


@dataclass(frozen=True)
class Lines:
    """Centre and limits at each point; ``stage`` counts up where they are worked out anew, for the reason given."""

    centre: Sequence[Value]
    lower: Sequence[Value]
    upper: Sequence[Value]
    stage: Sequence[int]
    reasons: Sequence[tuple[int, str]] = ()


def control(
    key: str,
    title: str,
    when: Sequence[date] | Sequence[int],
    values: Sequence[Value],
    kinds: Sequence[str],
    lines: Lines,
    *,
    what: str,
    rules: str,
    verdict: str,
    target: float | None = None,
    notes: Sequence[str] = (),
    source: Text = (),
) -> Chart:
    """Points with centre and limits. ``kinds`` are keys of ``LOOKS``; ``notes`` say what is unusual of each point.

    ``rules`` names the rules that the kinds follow, and ``verdict`` says in words what an icon would.
    """
    names = [month(w) if isinstance(w, date) else f"point {w}" for w in when]
    unusual = [f"{n} ({LOOKS[kind][2]})" for n, kind in zip(names, kinds, strict=True) if kind != "common cause"]
    said = f"{alternative.series(what, names, values)} {verdict} Rules: {rules}. "
    said += f"Unusual points: {'; '.join(unusual)}." if unusual else "No point is unusual."
    said += "".join(f" Limits worked out anew from {names[at]}: {reason}." for at, reason in lines.reasons)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _control(when, values, kinds, lines, what, rules, target, paper)

    words = notes or [LOOKS[kind][2] for kind in kinds]
    head = ("Month" if isinstance(when[0], date) else "Point", "Number", "Centre", "Lower limit", "Upper limit")
    rows = table(title, head, names, [values, lines.centre, lines.lower, lines.upper])
    marked = tuple((*row, (word,)) for row, word in zip(rows.rows, words, strict=True))
    return Chart(
        key, title, said, draw(WIDE), Table(title, (*head, "Reading"), marked, (f"Rules: {rules}.",)), source,
        narrow=draw(NARROW),
    )  # fmt: skip


def _control(when, values, kinds, lines, what, rules, target, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    timed = isinstance(when[0], date)
    rows = [
        {
            "at": w.isoformat() if timed else w, "number": number(v), "kind": LOOKS[kind][2], "stage": stage,
            "centre": number(c), "lower": number(low), "upper": number(high),
        }
        for w, v, kind, c, low, high, stage in zip(
            when, values, kinds, lines.centre, lines.lower, lines.upper, lines.stage, strict=True
        )
    ]  # fmt: skip
    x = (
        alt.X("at:T", scale=alt.Scale(type="utc", nice=False), axis=time_axis(when, paper))
        if timed
        else alt.X("at:Q", scale=alt.Scale(nice=False), axis=alt.Axis(title=None, tickMinStep=1, format="d"))
    )
    known = [n for row in rows for n in (row["number"], row["upper"], row["lower"]) if n is not None]
    top = max([*known, *([target] if target is not None else [])])
    floor = min([0.0, *known])
    y = alt.Y(
        "number:Q", scale=alt.Scale(domain=[floor, top * (1.16 if lines.reasons else 1.06) or 1], nice=False),
        axis=alt.Axis(title=None, tickCount=5, format=",~f"),
    )  # fmt: skip
    base = alt.Chart(data(rows)).encode(x=x)
    layers: list[Any] = []
    if any(row["upper"] is not None for row in rows):
        layers.append(
            base.mark_area(color=BAND, opacity=1, interpolate="step").encode(
                y=alt.Y("lower:Q", title=None), y2="upper:Q", detail="stage:N"
            )
        )
        for edge in ("lower", "upper"):
            layers.append(
                base.mark_line(color=QUIET, strokeWidth=1.2, strokeDash=[5, 4], interpolate="step").encode(
                    y=f"{edge}:Q", detail="stage:N"
                )
            )
    layers.append(
        base.mark_line(color=QUIET, strokeWidth=1.4, interpolate="step").encode(y="centre:Q", detail="stage:N")
    )
    layers += _marked(when, lines, target, x, y, timed, paper)
    layers.append(base.mark_line(color=MUTED, strokeWidth=1.5).encode(y=y))
    seen = list(dict.fromkeys(["common cause", *kinds]))
    words = [LOOKS[kind][2] for kind in seen]
    size = 55 if paper.narrow else 75
    layers.append(
        base.mark_point(filled=True, opacity=1, size=size, stroke="white", strokeWidth=0.6).encode(
            y=y,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(domain=words, range=[LOOKS[kind][0] for kind in seen]),
                legend=alt.Legend(title=None),
            ),
            color=alt.Color("kind:N", scale=alt.Scale(domain=words, range=[LOOKS[kind][1] for kind in seen])),
        )
    )
    height = (300 + 22 * len(seen)) if paper.narrow else 270
    above = f"{alternative.opening(what)}. {rules}. Line: centre; band: usual limits"
    return finished(alt.layer(*layers), paper, height, above, {"right": 16})


def _marked(  # type: ignore[no-untyped-def]
    when, lines, target, x, y, timed, paper
) -> list[Any]:
    """The target across the chart, and a rule where limits are worked out anew, with its reason."""
    found: list[Any] = []
    if target is not None:
        one = alt.Chart(data([{"number": target, "label": f"target {target:,.6g}"}]))
        found.append(one.mark_rule(color=WARM, strokeWidth=1.6, strokeDash=[2, 2]).encode(y=y))
        found += lettered(
            one.encode(y=y, x=alt.value(4), text="label:N"), align="left", dy=-8, color=WARM, fontSize=paper.text - 1
        )
    for at, reason in lines.reasons:
        day = when[at].isoformat() if timed else when[at]
        short = reason if len(reason) <= (24 if paper.narrow else 48) else reason[: 22 if paper.narrow else 46] + "…"
        one = alt.Chart(data([{"at": day, "label": short}]))
        left = at <= len(when) / 2
        found.append(one.mark_rule(strokeDash=[4, 3], color=QUIET).encode(x=x))
        found += lettered(
            one.encode(x=x, y=alt.value(2), text="label:N"),
            align="left" if left else "right",
            dx=5 if left else -5,
            baseline="top",
            color=QUIET,
            fontSize=paper.text - 1,
        )
    return found
