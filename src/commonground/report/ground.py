"""The ground of a map: the wards of a borough as paths of a picture, and where a point or a drawn area lies on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from commonground.evidence.areas import UnknownArea
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.report.maps import ATTRIBUTION, NATIONAL_GRID
from commonground.report.outlines import outlines

WIDTH, EDGE = 640, 10
WORLD = "EPSG:4326"
AROUND = (-0.6, 51.2, 0.4, 51.8)  # the degrees that are drawn where no boundary is loaded: London
Spot = tuple[float, float]


@dataclass(frozen=True)
class Field:
    """One area of the ground, and a spot within it where its number stands."""

    code: str
    name: str
    path: str
    at: Spot


@dataclass(frozen=True)
class Ground:
    """A picture, north up: ``west`` and ``north`` are metres of the National Grid, ``unit`` so much of it is a metre.

    ``small`` is a spot within each ward and neighbourhood, by its code.
    """

    fields: tuple[Field, ...]
    height: int
    west: float
    north: float
    unit: float
    small: dict[str, Spot]
    width: int = WIDTH
    attribution: str = f"{ATTRIBUTION}."

    def spots(self, places: Sequence[Spot]) -> list[Spot]:
        """Where on the picture these longitudes and latitudes lie."""
        if not places:
            return []
        found = zip(*to_metres()([x for x, _ in places], [y for _, y in places]), strict=True)
        return [
            (round(float(x - self.west) * self.unit, 1), round(float(self.north - y) * self.unit, 1)) for x, y in found
        ]

    def holds(self, spot: Spot) -> bool:
        """Whether a spot is on the picture."""
        return 0 <= spot[0] <= self.width and 0 <= spot[1] <= self.height

    def path(self, polygon: dict[str, Any]) -> str:
        """A polygon of GeoJSON as a path of the picture."""
        rings = (self.spots([(x, y) for x, y, *_ in ring]) for ring in polygon["coordinates"])
        return "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in ring) + "Z" for ring in rings)

    def degrees(self, spot: Spot) -> Spot:
        """The longitude and latitude of a spot of the picture."""
        x, y = to_degrees()(self.west + spot[0] / self.unit, self.north - spot[1] / self.unit)
        return round(float(x), 6), round(float(y), 6)


def ground(evidence: Evidence, code: str) -> Ground:
    """The ground of the area with this code: its wards, or every borough where it is no borough. Made once."""
    return evidence.once(("ground", code), lambda: _ground(evidence, code))


def _ground(evidence: Evidence, code: str) -> Ground:
    areas, small = _areas(evidence, code)
    shapes = outlines(evidence, areas).shapes
    if not shapes:
        return _bare()
    import shapely

    west, south, east, north = shapely.total_bounds([shape.geometry for shape in shapes])
    unit = (WIDTH - 2 * EDGE) / (east - west)
    west, north = west - EDGE / unit, north + EDGE / unit
    seat = _seat(west, north, unit)
    lesser = outlines(evidence, small).shapes if small else ()
    return Ground(
        fields=tuple(Field(s.code, s.name, _path(s.geometry, seat), _middle(s.geometry, seat)) for s in shapes),
        height=round((north - south) * unit) + EDGE, west=west, north=north, unit=unit,
        small={shape.code: _middle(shape.geometry, seat) for shape in (*lesser, *shapes)},
    )  # fmt: skip


def _areas(evidence: Evidence, code: str) -> tuple[list[Area], list[Area]]:
    """The areas that are drawn, and the smaller ones that an entry may name."""
    try:
        area = evidence.area(code) if code else None
        if area is not None and area.type == "local_authority":
            within = evidence.gazetteer.within
            return within(area, "ward"), within(area, "lsoa")
        return evidence.areas("london-boroughs"), []
    except UnknownArea:
        return [], []


def _bare() -> Ground:
    """An empty sheet, where no boundary is loaded: points are still where they are."""
    (west, east), (south, north) = to_metres()(AROUND[::2], AROUND[1::2])
    unit = WIDTH / (east - west)
    return Ground((), round((north - south) * unit), west, north, unit, {}, attribution="")


def _seat(west: float, north: float, unit: float) -> Callable[[float, float], tuple[int, int]]:
    return lambda x, y: (round((x - west) * unit), round((north - y) * unit))


def _middle(geometry: Any, seat: Callable[[float, float], tuple[int, int]]) -> Spot:
    spot = geometry.representative_point()
    return seat(spot.x, spot.y)


def _path(geometry: Any, seat: Callable[[float, float], tuple[int, int]]) -> str:
    rings: Iterable[Any] = (
        ring for part in getattr(geometry, "geoms", [geometry]) for ring in (part.exterior, *part.interiors)
    )
    points = (list(dict.fromkeys(seat(x, y) for x, y, *_ in ring.coords)) for ring in rings)
    return "".join("M" + "L".join(f"{x},{y}" for x, y in ring) + "Z" for ring in points if len(ring) > 2)


@cache
def to_metres() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(WORLD, NATIONAL_GRID, always_xy=True).transform


@cache
def to_degrees() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(NATIONAL_GRID, WORLD, always_xy=True).transform
