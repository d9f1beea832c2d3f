"""Places that stand out, as a map of cells or of points: dark where there is more than chance would put there, crossed
where there is less."""

from collections.abc import Sequence
from math import cos, radians
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from commonground.evidence.figure import Text
from commonground.methods.local_association import HIGH, LOW
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    CLASSES,
    INK,
    LINE,
    NARROW,
    QUIET,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
)
from commonground.report.charts.values import written
from commonground.report.maps import collection, scale_bar

CLEARLY, MORE, LESS, OTHER = (
    "far more than chance (1%)",
    "more than chance (5%)",
    "less than chance (crosses)",
    "no clear difference",
)
SHADES = {CLEARLY: ACCENT, MORE: CLASSES[2], OTHER: CLASSES[0], LESS: "#ffffff"}
WORDS = tuple(SHADES)
ROWS = 100  # of the table beside the map
EARTH = 6_371_000.0  # metres

Ring = Sequence[tuple[float, float]]
Column = Sequence[Any] | NDArray[Any]


def classes(adjusted: Column, kind: Column) -> list[str]:
    """What is said of each place, from its adjusted p value and whether it is high or low."""
    at = np.nan_to_num(np.asarray(adjusted, float), nan=1)
    kinds = np.asarray(kind)
    rules = [(kinds == HIGH) & (at < 0.01), (kinds == HIGH) & (at < 0.05), (kinds == LOW) & (at < 0.05)]
    return [str(word) for word in np.select(rules, [CLEARLY, MORE, LESS], OTHER)]


def cells(
    key: str,
    title: str,
    rings: Sequence[Ring],
    names: Column,
    counts: Column,
    said: Column,
    *,
    what: str = "events",
    of: str = "Cell",
    source: Text = (),
) -> Chart:
    """A map of cells, each a ring in metres with north up; those without an event and without a finding are left white.

    ``said`` is the class of each cell (``classes``).
    """
    shown = [i for i, word in enumerate(said) if counts[i] or word != OTHER]

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _cells(rings, said, shown, paper)

    return Chart(
        key, title, _words(said, counts, what, of), draw(WIDE), _table(title, of, names, counts, said, what), source,
        is_map=True, narrow=draw(NARROW),
    )  # fmt: skip


def points(
    key: str,
    title: str,
    x: Column,
    y: Column,
    names: Column,
    counts: Column,
    said: Column,
    *,
    what: str = "events",
    of: str = "Area",
    source: Text = (),
) -> Chart:
    """A map of areas of which only the centres are known: a disc or, where there is less than chance, a cross."""

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _points(x, y, said, paper)

    return Chart(
        key, title, _words(said, counts, what, of), draw(WIDE), _table(title, of, names, counts, said, what), source,
        is_map=True, narrow=draw(NARROW),
    )  # fmt: skip


def square(x: float, y: float, side: float) -> Ring:
    """The corners of a square cell about its centre."""
    half = side / 2
    return [(x - half, y - half), (x - half, y + half), (x + half, y + half), (x + half, y - half)]


def flat(longitude: Any, latitude: Any, middle: float) -> tuple[Any, Any]:
    """Degrees as metres on a flat map that is true along this latitude: near enough for a city."""
    scale = EARTH * np.pi / 180
    return np.asarray(longitude) * scale * cos(radians(middle)), np.asarray(latitude) * scale


def hexagon(cell: str, middle: float) -> Ring:
    """The corners of an H3 cell in metres."""
    import h3

    latitude, longitude = np.array(h3.cell_to_boundary(cell)).T
    x, y = flat(longitude, latitude, middle)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _words(said: Column, counts: Column, what: str, of: str) -> str:
    number = {word: sum(one == word for one in said) for word in SHADES}
    inside = sum(count for count, word in zip(counts, said, strict=True) if word in (CLEARLY, MORE))
    share = f" They hold {inside / sum(counts):.0%} of {written(sum(counts))} {what}." if inside else ""
    return (
        f"A map of {len(said):,} {of.lower()}s. With those around them {number[CLEARLY] + number[MORE]:,} have more "
        f"{what} than chance alone would put there, {number[LESS]:,} have less.{share}"
    )


def _table(title: str, of: str, names: Column, counts: Column, said: Column, what: str) -> Table:
    order = sorted(range(len(said)), key=lambda i: (WORDS.index(str(said[i])), -counts[i]))
    kept = [i for i in order if said[i] in (CLEARLY, MORE)] or order
    rows = tuple(((names[i],), (written(counts[i]),), (said[i],)) for i in kept[:ROWS])
    more = len(said) - len(rows)
    note: Text = (f"The other {more:,} are not listed.",) if more else ()
    return Table(title, (of, alternative.opening(what), "With those around it"), rows, note=note)


def _cells(rings: Sequence[Ring], said: Column, shown: Sequence[int], paper: Paper) -> dict[str, Any]:
    every = np.concatenate([np.asarray(ring) for ring in rings])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    held = [word for word in SHADES if any(said[i] == word for i in shown)]
    features = [_cell(rings[i], {"class": said[i]}) for i in shown]
    shape = alt.Chart(collection(features)).mark_geoshape(stroke=LINE, strokeWidth=0.4 if len(shown) < 2000 else 0)
    layers = [
        _frame(west, south, east, north),
        shape.encode(
            fill=alt.Fill("properties.class:N", scale=_scale(held), legend=_legend(paper, symbolType="square"))
        ),
    ]
    if crossed := [np.mean(rings[i], axis=0) for i in shown if said[i] == LESS]:
        spots = data([{"x": round(float(x), 1), "y": round(float(y), 1)} for x, y in crossed])
        size = max(3.0, (paper.width * 0.55 * _span(rings[shown[0]]) / (east - west)) ** 2 * 0.15)
        layers.append(
            alt.Chart(spots)
            .mark_point(shape="cross", filled=True, size=size, color=QUIET, opacity=0.9)
            .encode(longitude="x:Q", latitude="y:Q")
        )
    edge = [_cell(rings[i], {}) for i in shown if said[i] in (CLEARLY, MORE)]
    if edge:
        layers.append(alt.Chart(collection(edge)).mark_geoshape(filled=False, stroke=INK, strokeWidth=0.8))
    return _mapped(layers, (west, south, east, north), len(held), paper)


def _points(x: Column, y: Column, said: Column, paper: Paper) -> dict[str, Any]:
    margin = 0.04 * max(max(x) - min(x), max(y) - min(y), 1)
    bounds = (min(x) - margin, min(y) - margin, max(x) + margin, max(y) + margin)
    held = [word for word in SHADES if word in said]
    shapes = ["cross" if word == LESS else "circle" for word in held]
    order = sorted(range(len(said)), key=lambda i: -WORDS.index(str(said[i])))  # what stands out lies on top
    rows = [{"x": round(x[i], 1), "y": round(y[i], 1), "class": said[i]} for i in order]
    marks = alt.Chart(data(rows)).mark_point(
        filled=True, size=max(12, 30_000 / len(rows)) if not paper.narrow else max(8, 8_000 / len(rows)), opacity=1,
        stroke=QUIET, strokeWidth=0.6,
    ).encode(
        longitude="x:Q", latitude="y:Q",
        fill=alt.Fill("class:N", scale=_scale(held), legend=_legend(paper)),
        shape=alt.Shape("class:N", scale=alt.Scale(domain=held, range=shapes)),
    )  # fmt: skip
    return _mapped([_frame(*bounds), marks], bounds, len(held), paper)


def _mapped(layers: list[Any], bounds: tuple[float, float, float, float], classes: int, paper: Paper) -> dict[str, Any]:
    west, south, east, north = bounds
    layers = [*layers, *scale_bar(west, south, east, paper)]
    wide = paper.width - (0 if paper.narrow else 230)
    height = min(560, int((north - south) / max(east - west, 1) * wide)) + 60 + (26 * classes if paper.narrow else 0)
    chart = alt.layer(*layers).project(type="identity", reflectY=True)
    return finished(chart, paper, height, "Each place with those around it")


def _frame(west: float, south: float, east: float, north: float) -> Any:
    ring = [(west, south), (west, north), (east, north), (east, south)]
    return alt.Chart(collection([_cell(ring, {})])).mark_geoshape(filled=False, stroke=LINE, strokeWidth=1)


def _scale(held: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(held), range=[SHADES[word] for word in held])


def _legend(paper: Paper, **symbol: Any) -> alt.Legend:
    return alt.Legend(
        title=None, orient="bottom" if paper.narrow else "right", direction="vertical", columns=1, symbolSize=260,
        symbolStrokeColor=QUIET, symbolStrokeWidth=1, labelLimit=260, **symbol,
    )  # fmt: skip


def _cell(ring: Ring, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature in tenths of a metre; Vega wants the outer ring clockwise."""
    points = [[round(x, 1), round(y, 1)] for x, y in ring]
    turning = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(points, points[1:] + points[:1], strict=True))
    around = points if turning > 0 else points[::-1]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*around, around[0]]]},
        "properties": properties,
    }


def _span(ring: Ring) -> float:
    return float(np.ptp(np.asarray(ring)[:, 0]))
