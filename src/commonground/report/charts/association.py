"""Each place against the mean of its neighbours: a cloud that rises is a map where like lies beside like."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, MUTED, NARROW, QUIET, WIDE, Paper, data, drawing, finished, lettered

ROWS = 100  # of the table
MOST = 4_000  # dots; of more, every so-manieth
QUARTERS = ("high beside high", "high beside low", "low beside high", "low beside low")

Column = Sequence[Any] | NDArray[Any]


def beside_neighbours(
    key: str,
    title: str,
    names: Column,
    values: NDArray[np.float64],
    around: NDArray[np.float64],
    *,
    what: str,
    of: str = "Area",
    source: Text = (),
) -> Chart:
    """A dot for each place: its value across, the mean of its neighbours up, with the means of both as lines."""
    middle = float(np.mean(values)), float(np.nanmean(around))
    quarter = [f"{_side(v, middle[0])} beside {_side(a, middle[0])}" for v, a in zip(values, around, strict=True)]
    number = {q: quarter.count(q) for q in QUARTERS}

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _dots(values, around, middle[0], number, what, paper)

    said = (
        f"{alternative.opening(what)} of {len(values):,} {of.lower()}s against the mean of their neighbours: "
        + ", ".join(f"{n:,} {q}" for q, n in number.items())
        + "."
    )
    order = np.argsort(-np.asarray(values), kind="stable")[:ROWS]
    rows = tuple(((str(names[i]),), (f"{values[i]:,.4g}",), (f"{around[i]:,.4g}",)) for i in order)
    more = len(values) - len(rows)
    body = Table(
        title, (of, alternative.opening(what), "Mean of its neighbours"), rows,
        note=(f"The other {more:,} are not listed.",) if more else (),
    )  # fmt: skip
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _side(value: float, middle: float) -> str:
    return "high" if value > middle else "low"


def _with_margin(values: NDArray[np.float64], share: float) -> tuple[float, float]:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return low - share * (high - low), high + share * (high - low)


def _dots(
    values: NDArray[np.float64],
    around: NDArray[np.float64],
    middle: float,
    number: dict[str, int],
    what: str,
    paper: Paper,
) -> dict[str, Any]:
    step = -(-len(values) // MOST)
    rows = [{"x": float(v), "y": float(a)} for v, a in zip(values[::step], around[::step], strict=True) if a == a]
    (left, right), (low, high) = _with_margin(values, 0.02), _with_margin(around, 0.12)
    axis: dict[str, Any] = {"tickCount": 5, "format": "~g"}
    x = alt.X(
        "x:Q", axis=alt.Axis(title=alternative.opening(what), **axis), scale=alt.Scale(domain=[left, right], nice=False)
    )
    y = alt.Y("y:Q", axis=alt.Axis(title=None, **axis), scale=alt.Scale(domain=[low, high], nice=False))
    corners: list[dict[str, Any]] = [
        {"x": float(x0), "y": float(y0), "label": f"{number[q]:,} {q}", "align": align}
        for q, x0, y0, align in (
            ("high beside high", right, high, "right"), ("low beside high", left, high, "left"),
            ("high beside low", right, low, "right"), ("low beside low", left, low, "left"),
        )
    ]  # fmt: skip
    dots = alt.Chart(data(rows)).mark_circle(size=26 if not paper.narrow else 16, color=ACCENT, opacity=0.5)
    layers: list[Any] = [
        alt.Chart(data([{"x": middle}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="x:Q"),
        alt.Chart(data([{"y": middle}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(y="y:Q"),
        dots.encode(x=x, y=y),
    ]
    for corner in corners:
        base = alt.Chart(data([corner])).encode(x="x:Q", y="y:Q", text="label:N")
        up = corner["label"].endswith("high")
        layers += lettered(
            base, align=corner["align"], dy=10 if up else -10, color=QUIET, fontSize=paper.text - 1, fontWeight=600
        )
    return finished(alt.layer(*layers), paper, 380 if not paper.narrow else 300, "Mean of the neighbours")
