"""The shapes of a map page: in classes, as paths for a still picture, and as features for a live map."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.report.charts.scale import Classes, classes, place
from commonground.report.charts.values import number, reason, written
from commonground.report.maps import ATTRIBUTION, NATIONAL_GRID, Shape
from commonground.report.outlines import outlines
from commonground.report.pages.mapped import MapPage, Place

WIDTH = 640
WORLD = "EPSG:4326"


@dataclass(frozen=True)
class Outline:
    """One area of a still picture: its class (0 none, 1 the lightest) and the path of its edge."""

    place: Place
    shade: int
    path: str


@dataclass(frozen=True)
class Atlas:
    """The areas of a map in their classes, what each class is in words, and the size of the picture."""

    labels: tuple[str, ...]
    outlines: tuple[Outline, ...]
    width: int
    height: int
    attribution: str
    features: tuple[dict[str, Any], ...]


def atlas(evidence: Evidence, page: MapPage) -> Atlas | None:
    """The shapes of the page's places; None where no map of them is drawn."""
    if not page.charts:
        return None
    places = {p.area.code: p for p in page.places}
    areas = tuple(p.area for p in sorted(page.places, key=lambda p: (p.area.name, p.area.code)))
    sheet = evidence.once(("sheet", areas), lambda: _sheet(evidence, areas))
    if not sheet.edges:
        return None
    scale = classes([n for p in page.places if (n := number(p.figure)) is not None])
    shades = {code: _shade(scale, number(p.figure)) for code, p in places.items()}
    return Atlas(
        labels=scale.labels,
        outlines=tuple(Outline(places[e.code], shades[e.code], e.path) for e in sheet.edges),
        width=WIDTH,
        height=sheet.height,
        attribution=f"{ATTRIBUTION}.",
        features=tuple(_feature(e, places[e.code], shades[e.code]) for e in sheet.edges),
    )


def _shade(scale: Classes, value: float | None) -> int:
    return 0 if value is None else 1 + place(scale, value)


def said(place: Place) -> str:
    """The number of a place in words, or why there is none."""
    value = number(place.figure)
    return (reason(place.figure) or "") if value is None else written(value)


# The shapes without their numbers, which are the same for every measure: worked out once.


@dataclass(frozen=True)
class Edge:
    """The edge of an area: as a path of the picture, and as a geometry of GeoJSON."""

    code: str
    path: str
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The edges of areas that are drawn together, and how high the picture is."""

    edges: tuple[Edge, ...]
    height: int


def _feature(edge: Edge, place: Place, shade: int) -> dict[str, Any]:
    properties = {"key": edge.code, "name": place.area.name, "shown": said(place), "class": shade}
    return {"type": "Feature", "geometry": edge.geometry, "properties": properties}


def _sheet(evidence: Evidence, areas: Sequence[Area]) -> Sheet:
    import shapely

    drawn = outlines(evidence, list(areas)).shapes
    if not drawn:
        return Sheet((), 0)
    west, south, east, north = shapely.total_bounds([shape.geometry for shape in drawn])
    unit = WIDTH / (east - west)
    edges = (Edge(s.code, _path(s.geometry, west, north, unit), _in_degrees(s)) for s in drawn)
    return Sheet(tuple(edges), round((north - south) * unit))


def _rings(geometry: Any) -> Iterator[Any]:
    for part in getattr(geometry, "geoms", [geometry]):
        yield part.exterior
        yield from part.interiors


def _path(geometry: Any, west: float, north: float, unit: float) -> str:
    """The edge in the picture's own units, in whole ones, the first of each ring in full."""
    parts = []
    for ring in _rings(geometry):
        points = dict.fromkeys((round((x - west) * unit), round((north - y) * unit)) for x, y, *_ in ring.coords)
        if len(points) > 2:
            parts.append("M" + "L".join(f"{x},{y}" for x, y in points) + "Z")
    return "".join(parts)


@cache
def _to_degrees() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(NATIONAL_GRID, WORLD, always_xy=True).transform


def _in_degrees(shape: Shape) -> dict[str, Any]:
    """The geometry in degrees, five decimals of them: about a metre."""
    import shapely
    from numpy import column_stack

    def turned(points: Any) -> Any:
        return column_stack(_to_degrees()(points[:, 0], points[:, 1])).round(5)

    found: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(shape.geometry, turned)))
    return found
