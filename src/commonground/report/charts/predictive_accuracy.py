"""How much of the harm the first places of an order hold, beside the best possible order and an even spread."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts.look import ACCENT, MUTED, NARROW, QUIET, WIDE, Paper, data, drawing, finished, lettered

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Shares of the area for which the table says what they hold."""


def found_in_the_first(
    key: str,
    title: str,
    curve: Sequence[tuple[float, float]],
    best: Sequence[tuple[float, float]],
    *,
    order: str,
    source: Text = (),
) -> Chart:
    """Two curves of pairs (share of area, share of events) from nought to all, and the even line between.

    ``curve`` is that of the given order, which ``order`` names; ``best`` that of the best possible one.
    """

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _curves(curve, best, order, paper)

    rows = tuple(((f"{s:.0%}",), (f"{at(curve, s):.0%}",), (f"{at(best, s):.0%}",)) for s in SHARES)
    said = "; ".join(f"the first {s:.0%} of the area held {at(curve, s):.0%} of the events" for s in (0.05, 0.1, 0.2))
    return Chart(
        key, title, f"Places in the order of {order}: {said}. The best would have held {at(best, 0.1):.0%} in 10%.",
        draw(WIDE), Table(title, ("First so much of the area", f"By {order}", "In the best order"), rows), source,
        narrow=draw(NARROW),
    )  # fmt: skip


def at(curve: Sequence[tuple[float, float]], share: float) -> float:
    """The share of events in this share of the area, a part of a place counting in part."""
    from numpy import interp

    return float(interp(share, [area for area, _ in curve], [events for _, events in curve]))


def _curves(
    curve: Sequence[tuple[float, float]], best: Sequence[tuple[float, float]], order: str, paper: Paper
) -> dict[str, Any]:
    percent: dict[str, Any] = {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title="Share of the area, first to last", **percent))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=None, **percent))

    def line(points: Sequence[tuple[float, float]], **mark: Any) -> Any:
        step = max(1, len(points) // 200)
        kept = sorted({*range(0, len(points), step), len(points) - 1})
        rows = [{"x": round(points[i][0], 4), "y": round(points[i][1], 4)} for i in kept]
        return alt.Chart(data(rows)).mark_line(**mark).encode(x=x, y=y)

    layers = [
        line([(0, 0), (1, 1)], strokeDash=[4, 3], color=MUTED),
        line(best, strokeWidth=1.5, strokeDash=[8, 3], color=QUIET),
        line(curve, strokeWidth=3, color=ACCENT),
    ]
    words = (
        (0.62, 0.62, "if spread evenly", 12), (0.3, at(curve, 0.3), f"by {order}", 18),
        (0.3, at(best, 0.3), "best", -16),
    )  # fmt: skip
    for across, up, label, down in words:
        base = alt.Chart(data([{"x": across, "y": up, "label": label}])).encode(x=x, y=y, text="label:N")
        side = {"align": "left", "dx": 8} if down > 0 else {"align": "right", "dx": -4}
        layers += lettered(base, **side, dy=down, color=QUIET, fontSize=paper.text - 1)
    return finished(alt.layer(*layers), paper, 400 if not paper.narrow else 300, "Share of the events")
