"""A chart of how much closer than even scatter events lie, distance by distance, with the band that chance keeps to."""

from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import ACCENT, HAIR, INK, NARROW, QUIET, WIDE, Paper, data, drawing, finished
from commonground.report.charts.values import table

Floats = NDArray[np.float64]


def closeness(
    key: str, title: str, r: Floats, excess: Floats, centre: Floats, band: float, *, source: Text = ()
) -> Chart:
    """L less the distance against the distance; ``centre`` is the mean of the simulations, nan without any.

    Above the band events lie closer together than 95 in 100 simulated patterns do anywhere, below it farther apart.
    """
    said = alternative.series(
        "L less the distance", [f"{at:,.0f} m" for at in r], [round(float(v), 1) for v in excess], " m"
    )
    known = bool(np.isfinite(band))
    if known:
        above = r[excess > centre + band]
        said += (
            f" It is above the band of chance at {above.size:,} of {r.size:,} distances, the first {above[0]:,.0f} m."
            if above.size
            else " It is nowhere above the band of chance."
        )

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _closeness(r, excess, centre, band, known, paper)

    head = ("Distance, m", "L less the distance, m", "Lower end of band", "Upper end of band")
    low, high = (centre + side * band if known else [None] * r.size for side in (-1, 1))
    columns = [[None if v is None else round(float(v), 1) for v in column] for column in (excess, low, high)]
    body = table(title, head, [f"{at:,.0f}" for at in r], columns)
    return Chart(key, title, said, draw(WIDE), body, source, narrow=draw(NARROW))


def _closeness(r, excess, centre, band, known, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    rows = [
        {"r": float(at), "excess": float(v), "low": float(c - band), "high": float(c + band), "even": float(c)}
        for at, v, c in zip(r, excess, np.nan_to_num(centre), strict=True)
    ]
    x = alt.X("r:Q", axis=alt.Axis(title="Distance, metres", format=",~f", tickCount=4 if paper.narrow else 8),
              scale=alt.Scale(domain=[0, float(r[-1])], nice=False))  # fmt: skip
    axis = alt.Axis(title=None, tickCount=5, format=",~f")
    base = alt.Chart(data(rows if known else [{k: row[k] for k in ("r", "excess")} for row in rows])).encode(x=x)
    layers: list[Any] = []
    if known:
        layers = [
            base.mark_area(color=HAIR).encode(y=alt.Y("low:Q", axis=axis), y2="high:Q"),
            base.mark_line(color=QUIET, strokeDash=[6, 4], strokeWidth=1.5).encode(y=alt.Y("even:Q", axis=axis)),
        ]
    else:
        layers = [alt.Chart(data([{"zero": 0}])).mark_rule(color=QUIET, strokeDash=[6, 4]).encode(y="zero:Q")]
    layers.append(base.mark_line(color=ACCENT, strokeWidth=2.5).encode(y=alt.Y("excess:Q", axis=axis)))
    layers.append(base.mark_point(filled=True, color=ACCENT, stroke=INK, strokeWidth=0, size=30, opacity=1)
                  .encode(y=alt.Y("excess:Q", axis=axis)))  # fmt: skip
    shade = ". Grey: where 95 in 100 even scatters keep; dashed: their mean" if known else ". Dashed: even scatter"
    return finished(alt.layer(*layers), paper, 320, f"L less the distance, metres{shade}")
