"""Maps of areas in shades, from their boundaries: never points. North is up."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart
from commonground.report.charts import alternative
from commonground.report.charts.look import (
    ACCENT,
    CLASSES,
    HATCH,
    INK,
    LINE,
    NARROW,
    QUIET,
    WIDE,
    Paper,
    data,
    drawing,
    finished,
    lettered,
)  # fmt: skip
from commonground.report.charts.scale import Classes, classes, place
from commonground.report.charts.values import NO_DATA, Value, number, reason, table

NATIONAL_GRID = "EPSG:27700"  # metres, with north very nearly up all over London
OGL = "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
ATTRIBUTION = OGL + "Contains OS data © Crown copyright and database right"


@dataclass(frozen=True)
class Shape:
    """An area with its boundary, as a shapely geometry in metres of the National Grid."""

    code: str
    name: str
    geometry: Any


def shapes(
    codes: Iterable[str], names: Iterable[str], boundaries: Iterable[bytes], crs: Iterable[str]
) -> list[Shape]:
    """Areas from well-known binary, brought to the National Grid and made lighter for drawing.

    Neighbours keep a common border. Raises ValueError when there is none, or one is not an area.
    """
    import shapely

    codes, names = list(codes), list(names)
    if not codes:
        raise ValueError("a map needs at least one area")
    read = [_to_grid(shapely.from_wkb(wkb), system) for wkb, system in zip(boundaries, crs, strict=True)]
    if not all(geometry.geom_type in ("Polygon", "MultiPolygon") for geometry in read):
        raise ValueError("a map is drawn from areas: one of the boundaries is not a polygon")
    west, south, east, north = shapely.total_bounds(read)
    # A triangle of this area would be about a pixel and a half across on the page.
    tolerance = hypot(east - west, north - south) / 550
    lighter = shapely.coverage_simplify(read, tolerance)
    return [
        Shape(code, name, shapely.set_precision(geometry, 1) if geometry.is_valid else geometry)
        for code, name, geometry in zip(codes, names, lighter, strict=True)
    ]


def _to_grid(geometry: Any, crs: str) -> Any:
    if crs == NATIONAL_GRID:
        return geometry
    from pyproj import Transformer
    from shapely import transform

    convert = Transformer.from_crs(crs, NATIONAL_GRID, always_xy=True).transform
    return transform(geometry, lambda points: _pairs(*convert(points[:, 0], points[:, 1])))


def _pairs(x: Any, y: Any) -> Any:
    from numpy import column_stack

    return column_stack([x, y])


def choropleth(
    key: str,
    title: str,
    areas: Sequence[Shape],
    values: Mapping[str, Value],
    *,
    what: str,
    outline: Sequence[Shape] = (),
    labelled: int = 5,
    of: str = "Area",
    year: int | None = None,
    source: Text = (),
    scale: Classes | None = None,
) -> Chart:
    """Areas shaded by value in about five round classes; hatched where a value is withheld or not known.

    ``values`` is by area code; an area without one has no data. The names of the ``labelled`` highest are
    written on the map. The outer edge is drawn heavier, or the ``outline`` in its place. ``year`` is
    that of the boundaries' copyright line. ``scale`` is the classes, where round ones would not do.
    """
    column = [values.get(area.code) for area in areas]
    names = [area.name for area in areas]
    said = alternative.extremes(what, names, column, None)

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        most = labelled if not paper.narrow else min(labelled, 3)
        return _choropleth(areas, column, what, outline, most, paper, scale)

    order = sorted(
        range(len(areas)), key=lambda i: (number(column[i]) is None, -(number(column[i]) or 0), names[i])
    )
    body = table(title, (of, "Value"), [names[i] for i in order], [[column[i] for i in order]])
    credit = f"{ATTRIBUTION} {year}." if year else f"{ATTRIBUTION}."
    text = (*source, " ", credit) if source else (credit,)
    return Chart(key, title, said, draw(WIDE), body, text, is_map=True, narrow=draw(NARROW))


def _choropleth(areas, column, what, outline, labelled, paper, scale) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    import shapely

    known = [n for v in column if (n := number(v)) is not None]
    scale = scale or classes(known)
    colours = list(CLASSES[-len(scale.labels) :]) if scale.labels else []
    gaps = sorted({r for v in column if (r := reason(v))}, key=lambda r: r == NO_DATA)
    shaded = [
        feature(a.geometry, {"class": reason(v) or scale.labels[place(scale, number(v) or 0)]})
        for a, v in zip(areas, column, strict=True)
    ]
    west, south, east, north = shapely.total_bounds([a.geometry for a in areas])
    legend = alt.Legend(
        title=None,
        orient="bottom" if paper.narrow else "right",
        direction="vertical",
        columns=(1 if gaps else 2) if paper.narrow else 1,
        symbolType="square",
        symbolSize=260,
        symbolStrokeColor=LINE,
        symbolStrokeWidth=1,
    )
    few = len(areas) <= 60
    layers: list[Any] = [
        alt.Chart(collection(shaded))
        .mark_geoshape(stroke=QUIET if few else LINE, strokeWidth=0.7 if few else 0.5, strokeJoin="round")
        .encode(
            fill=alt.Fill(
                "properties.class:N",
                scale=alt.Scale(domain=[*scale.labels, *gaps], range=[*colours, *[HATCH] * len(gaps)]),
                legend=legend,
            )
        ),
    ]
    # The areas' own outer edge, unless another is asked for: an edition apart would not lie on it.
    edges = [o.geometry for o in outline] or [shapely.union_all([a.geometry for a in areas], grid_size=1)]
    layers.append(
        alt.Chart(collection([feature(edge, {}) for edge in edges])).mark_geoshape(
            filled=False, stroke=INK, strokeWidth=1.8
        )
    )
    top = sorted(
        (i for i, v in enumerate(column) if number(v) is not None), key=lambda i: -(number(column[i]) or 0)
    )[:labelled]
    across = paper.width * (1 if paper.narrow else 0.6)  # about what the map has of the width
    marks = _apart([areas[i] for i in top], (east - west) / across * paper.text)
    if marks:
        base = alt.Chart(data(marks)).encode(longitude="x:Q", latitude="y:Q", text="label:N")
        layers += lettered(base, fontSize=paper.text - 1, fontWeight=600, color=INK)
    layers += scale_bar(west, south, east, paper)
    height = (
        min(560, int((north - south) / (east - west) * (paper.width - (170 if not paper.narrow else 0)))) + 70
    )
    if paper.narrow:
        height += 24 * (len(scale.labels) + len(gaps))
    chart = alt.layer(*layers).project(type="identity", reflectY=True)
    return finished(chart, paper, height, alternative.opening(what))


def _apart(areas: Sequence[Shape], em: float) -> list[dict[str, Any]]:
    """Where the names go, the first areas first; a name that would lie on another is left to the table.

    ``em`` is the height of a letter in metres on the ground.
    """
    marks: list[dict[str, Any]] = []
    for area in areas:
        spot, half = area.geometry.representative_point(), len(area.name) * em * 0.28
        near = (m for m in marks if abs(m["y"] - spot.y) < 1.2 * em)
        if all(abs(m["x"] - spot.x) > half + len(m["label"]) * em * 0.28 for m in near):
            marks.append({"x": spot.x, "y": spot.y, "label": area.name})
    return marks


def feature(geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature in metres, whole ones. Vega wants outer rings clockwise, as shapely's GeoJSON does not."""
    import shapely

    plain = json.loads(shapely.to_geojson(shapely.orient_polygons(geometry, exterior_cw=True)))
    plain["coordinates"] = _whole(plain["coordinates"])
    return {"type": "Feature", "geometry": plain, "properties": properties}


def _whole(part: Any) -> Any:
    return [_whole(p) for p in part] if isinstance(part, list) else round(part)


def collection(features: list[dict[str, Any]]) -> alt.InlineData:
    """Features inside a specification."""
    return alt.InlineData(
        values={"type": "FeatureCollection", "features": features},
        format=alt.JsonDataFormat(type="json", property="features"),
    )


def scale_bar(west: float, south: float, east: float, paper: Paper) -> list[Any]:
    """A line of a round length beneath the map, with its length in words."""
    length = max(
        n for n in (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000) if n == 200 or n <= (east - west) / 4
    )
    drop = south - (east - west) * 0.03
    line = {
        "type": "LineString",
        "coordinates": [[round(west), round(drop)], [round(west + length), round(drop)]],
    }
    words = f"{length / 1000:g} km; north is up" if length >= 1000 else f"{length} m; north is up"
    return [
        alt.Chart(collection([{"type": "Feature", "geometry": line, "properties": {}}])).mark_geoshape(
            filled=False, stroke=ACCENT, strokeWidth=3
        ),
        alt.Chart(data([{"x": round(west + length), "y": round(drop), "label": words}]))
        .mark_text(align="left", dx=8, color=QUIET, fontSize=paper.text - 1)
        .encode(longitude="x:Q", latitude="y:Q", text="label:N"),
    ]
