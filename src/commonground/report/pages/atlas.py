"""The shapes of a map page: in classes, as paths for a still picture, and as features for a live map."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonground.evidence.run import Evidence
from commonground.report.charts.scale import classes, place
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
    drawn = outlines(evidence, [p.area for p in sorted(page.places, key=lambda p: (p.area.name, p.area.code))])
    if not drawn.shapes:
        return None
    scale = classes([n for p in page.places if (n := number(p.figure)) is not None])

    def shade(p: Place) -> int:
        value = number(p.figure)
        return 0 if value is None else 1 + place(scale, value)

    import shapely

    west, south, east, north = shapely.total_bounds([shape.geometry for shape in drawn.shapes])
    unit = WIDTH / (east - west)
    return Atlas(
        labels=scale.labels,
        outlines=tuple(
            Outline(places[s.code], shade(places[s.code]), _path(s.geometry, west, north, unit)) for s in drawn.shapes
        ),
        width=WIDTH,
        height=round((north - south) * unit),
        attribution=f"{ATTRIBUTION}.",
        features=tuple(_feature(s, places[s.code], shade(places[s.code])) for s in drawn.shapes),
    )


def said(place: Place) -> str:
    """The number of a place in words, or why there is none."""
    value = number(place.figure)
    return (reason(place.figure) or "") if value is None else written(value)


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


def _feature(shape: Shape, place: Place, shade: int) -> dict[str, Any]:
    """A feature of GeoJSON in degrees, five decimals of them: about a metre."""
    import json

    import shapely
    from pyproj import Transformer

    convert = Transformer.from_crs(NATIONAL_GRID, WORLD, always_xy=True).transform

    def turned(points: Any) -> Any:
        from numpy import column_stack

        return column_stack(convert(points[:, 0], points[:, 1])).round(5)

    geometry = json.loads(shapely.to_geojson(shapely.transform(shape.geometry, turned)))
    properties = {"key": shape.code, "name": shape.name, "shown": said(place), "class": shade}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
