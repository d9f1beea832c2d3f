"""Densities as maps with north up: a surface in shades, and streets that are darker and wider the denser they are."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import CLASSES, INK, LINE, NARROW, QUIET, WIDE, Paper, data, drawing, finished
from commonground.report.charts.scale import round_figures
from commonground.report.maps import collection, scale_bar

ROWS = 20  # of the table beside the map
MOST = 120  # cells drawn along a side: a screen shows no more
WIDTHS = (0.8, 2.0, 3.2, 4.6, 6.2)  # of streets, in pixels, from the least dense

Floats = NDArray[np.float64]


def surface(
    key: str, title: str, x: Floats, y: Floats, values: Floats, *, what: str, unit: str, source: Text = ()
) -> Chart:
    """A grid of densities in five even classes up to the highest; cells without a value are left white.

    ``values`` (rows, columns) has its first row in the south; ``x`` and ``y`` are the middles of cells in metres.
    """
    edges = _edges(float(np.nanmax(values)) if np.isfinite(values).any() else 0.0)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _surface(x, y, values, edges, f"{what}, {unit}", paper)

    order = [int(i) for i in np.argsort(-np.nan_to_num(values.ravel(), nan=-1.0), kind="stable")[:ROWS]]
    named = [f"{x[i % x.size]:,.0f}, {y[i // x.size]:,.0f}" for i in order]
    body = Table(
        title, ("Middle of cell", alternative.opening(unit)),
        tuple(((name,), (_short(values.flat[i]),)) for name, i in zip(named, order, strict=True)),
        note=(f"The {len(order):,} highest of {values.size:,} cells.",),
    )  # fmt: skip
    said = f"A map of {what}. It is highest round {named[0]}: {_short(values.flat[order[0]])} {unit}."
    above = float(np.nansum(values >= edges[-1]) / max(1, np.isfinite(values).sum()))
    said += f" {above:.1%} of the map is in the highest class, {_short(edges[-1])} or more."
    return Chart(key, title, said, draw(WIDE), body, source, is_map=True, narrow=draw(NARROW))


def streets(
    key: str,
    title: str,
    lines: Floats,
    names: Sequence[str],
    values: Floats,
    *,
    what: str,
    unit: str,
    source: Text = (),
) -> Chart:
    """Pieces of street, ``lines`` (pieces, 4) from x, y to x, y in metres, in five even classes up to the densest."""
    edges = _edges(float(values.max()))

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _streets(lines, values, edges, f"{what}, {unit}", paper)

    order = [int(i) for i in np.argsort(-values, kind="stable")[:ROWS]]
    rows = tuple(((names[i],), (_short(values[i]),)) for i in order)
    body = Table(
        title, ("Piece of street", alternative.opening(unit)), rows,
        note=(f"The {len(order):,} densest of {values.size:,} pieces.",),
    )  # fmt: skip
    dense = float((values >= edges[-1]).mean())
    said = (
        f"A map of {what}, street by street. Densest is {names[order[0]]}: {_short(values[order[0]])} {unit}. "
        f"{dense:.1%} of the pieces are in the highest class, {_short(edges[-1])} or more."
    )
    return Chart(key, title, said, draw(WIDE), body, source, is_map=True, narrow=draw(NARROW))


def _edges(highest: float) -> list[float]:
    """Four edges between five even classes, rounded so that they can be read aloud."""
    return [round_figures(highest * share / 5, False) for share in range(1, 5)]


def _labels(edges: Sequence[float]) -> list[str]:
    said = [_short(edge) for edge in edges]
    between = [f"{a} to {b}" for a, b in pairwise(said)]
    return [f"under {said[0]}", *between, f"{said[-1]} or more"]


def _surface(x, y, values, edges, above, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    side = float(x[1] - x[0]) if x.size > 1 else float(y[1] - y[0]) if y.size > 1 else 1.0
    bounds = float(x[0] - side / 2), float(y[0] - side / 2), float(x[-1] + side / 2), float(y[-1] + side / 2)
    times = max(1, -(-max(values.shape) // MOST))
    shown = _coarser(values, times) if times > 1 else values
    classed = np.where(np.isfinite(shown), np.searchsorted(edges, np.nan_to_num(shown), "right"), -1)
    labels, features = _labels(edges), []
    for row in range(shown.shape[0]):
        south, north = bounds[1] + row * side * times, min(bounds[1] + (row + 1) * side * times, bounds[3])
        column = 0
        for level, run in groupby(classed[row].tolist()):  # cells of one class beside each other are one shape
            until = column + len(list(run))
            west, east = bounds[0] + column * side * times, min(bounds[0] + until * side * times, bounds[2])
            if level >= 0:
                features.append(_rectangle(west, south, east, north, labels[level]))
            column = until
    held = [label for label in labels if any(f["properties"]["class"] == label for f in features)]
    colours = [CLASSES[labels.index(label)] for label in held]
    fill = alt.Fill("properties.class:N", scale=alt.Scale(domain=held, range=colours), legend=_legend(paper))
    shade = alt.Chart(collection(features)).mark_geoshape(strokeWidth=0.3).encode(fill=fill, stroke=fill)
    edge = [_rectangle(*bounds, "")]
    frame = alt.Chart(collection(edge)).mark_geoshape(filled=False, stroke=LINE, strokeWidth=1)
    top = np.unravel_index(int(np.nanargmax(values)), values.shape) if np.isfinite(values).any() else None
    layers = [shade, frame]
    if top is not None:
        spot = data([{"x": round(float(x[top[1]]), 1), "y": round(float(y[top[0]]), 1)}])
        ring = alt.Chart(spot).encode(longitude="x:Q", latitude="y:Q")
        layers += [
            ring.mark_point(shape="circle", size=220, filled=False, stroke="white", strokeWidth=4),
            ring.mark_point(shape="circle", size=220, filled=False, stroke=INK, strokeWidth=1.8),
        ]
    return _mapped(layers, bounds, len(held), f"{above}. Ringed: the highest", paper)


def _coarser(values: Floats, times: int) -> Floats:
    """The mean of every so many cells each way; one of no values has none."""
    rows, columns = (-(-size // times) * times for size in values.shape)
    whole = np.full((rows, columns), np.nan)
    whole[: values.shape[0], : values.shape[1]] = values
    blocks = whole.reshape(rows // times, times, columns // times, times)
    number = np.isfinite(blocks).sum(axis=(1, 3))
    return np.where(number > 0, np.nansum(blocks, axis=(1, 3)) / np.maximum(number, 1), np.nan)


def _streets(lines, values, edges, above, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    labels = _labels(edges)
    level = np.searchsorted(edges, values, "right")
    held = [i for i in range(len(labels)) if (level == i).any()]
    margin = 0.02 * max(float(np.ptp(lines[:, ::2])), float(np.ptp(lines[:, 1::2])), 1.0)
    bounds = (float(lines[:, ::2].min()) - margin, float(lines[:, 1::2].min()) - margin,
              float(lines[:, ::2].max()) + margin, float(lines[:, 1::2].max()) + margin)  # fmt: skip
    scale = alt.Scale(domain=[labels[i] for i in held], range=[LINE if i == 0 else CLASSES[i] for i in held])
    stroke = alt.Stroke("properties.class:N", scale=scale, legend=_legend(paper, "stroke"))
    layers = [
        alt.Chart(collection([_lines(lines[level == i], labels[i])]))
        .mark_geoshape(filled=False, strokeCap="round", strokeWidth=WIDTHS[i])
        .encode(stroke=stroke)
        for i in held
    ]
    return _mapped(layers, bounds, len(held), f"{above}: the denser, the darker and wider", paper)


def _mapped(layers, bounds, classes, above, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    west, south, east, north = bounds
    wide = paper.width - (0 if paper.narrow else 170)
    height = min(560, int((north - south) / (east - west) * wide)) + 60 + (26 * classes if paper.narrow else 0)
    chart = alt.layer(*layers, *scale_bar(west, south, east, paper)).project(type="identity", reflectY=True)
    return finished(chart, paper, height, alternative.opening(above))


def _lines(lines: Floats, label: str) -> dict[str, Any]:
    ends = [[[round(a, 1), round(b, 1)], [round(c, 1), round(d, 1)]] for a, b, c, d in lines.tolist()]
    return {
        "type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": ends}, "properties": {"class": label}
    }  # fmt: skip


def _legend(paper: Paper, symbol: str = "square") -> alt.Legend:
    drawn: dict[str, Any] = {"symbolStrokeWidth": 4}
    if symbol == "square":
        drawn = {"symbolStrokeWidth": 1, "symbolStrokeColor": QUIET}
    return alt.Legend(
        title=None, orient="bottom" if paper.narrow else "right", direction="vertical", columns=1, symbolSize=260,
        symbolType=symbol, **drawn,
    )  # fmt: skip


def _rectangle(west: float, south: float, east: float, north: float, label: str) -> dict[str, Any]:
    """A feature whose ring runs clockwise, as Vega wants it."""
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[round(a, 1), round(b, 1)] for a, b in ring]]},
        "properties": {"class": label},
    }


def _short(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
