"""Areas with their outlines, from GeoJSON and zipped shapefiles, as a table of text cells.

The attribute that names the areas tells what they are: ``LSOA21CD`` and ``lsoa21_code`` are LSOAs of 2021,
``WD22CD`` and ``ward22_code`` wards of 2022, ``LAD22CD`` and ``ltla24_code`` local authorities, ``MSOA21CD``
MSOAs, ``pfa20_code`` police force areas. A bare ``GSS_CODE`` tells the kind by its letters; its year stands
in the file's name.
"""

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import shapefile
import shapely
from pyproj import CRS, Geod
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.refusal import Refusal

COLUMNS = (
    "area_type",
    "area_vintage",
    "area_code",
    "area_name",
    "parent_code",
    "wkb",
    "crs",
    "generalisation",
    "usable_for_points",
)

AREA_TYPES = {
    "lsoa": "lsoa", "msoa": "msoa", "wd": "ward", "ward": "ward", "lad": "local_authority",
    "ltla": "local_authority", "pfa": "force", "rgn": "region", "ctry": "country",
}  # fmt: skip
CODES = {
    "lsoa": r"[EW]01\d{6}", "msoa": r"[EW]02\d{6}", "ward": r"[EW]05\d{6}",
    "local_authority": r"(E0[6789]|W06)\d{6}", "force": r"(E23|W15)\d{6}",
    "region": r"E12\d{6}", "country": r"[EW]92\d{6}",
}  # fmt: skip
WITH_VINTAGE = ("lsoa", "msoa", "ward")  # the other codes keep their meaning from year to year

COARSE = 300.0
"""Metres between neighbouring points of an outline, the median of a file's areas, from which it is for
pictures only.

Of the London files carried here those generalised to 20 m have a point every 33 to 122 m, the
ultra-generalised ones every 726 m or more, with gaps and overlaps along every border.
"""


@dataclass(frozen=True)
class Key:
    """The attributes of a file that name its areas."""

    area_type: str
    vintage: str | None
    code: str
    name: str | None
    parent: str | None


def recognises(delivery: Delivery) -> bool:
    """Whether the delivery is of shapes, one of whose attributes is a code of areas."""
    if delivery.format not in ("geojson", "shapefile"):
        return False
    return any(_kind(header) or header.lower() == "gss_code" for header in delivery.header)


def unfold(delivery: Delivery) -> pa.Table:
    """One row an area, in text: COLUMNS, the outline as hexadecimal WKB.

    Raises Refusal for shapes that cannot be read, are not areas, lie in no known coordinates, or whose codes
    are not of one kind and each there once.
    """
    rows, shapes, crs = _shapefile(delivery) if delivery.format == "shapefile" else _geojson(delivery)
    if not rows:
        raise Refusal(delivery.name, "has no areas in it.")
    key = _key(delivery, rows)
    for place, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1):
        if not re.fullmatch(CODES[key.area_type], str(row.get(key.code) or "")):
            raise Refusal(
                delivery.name,
                f"area {place} has no code of a {key.area_type.replace('_', ' ')} in “{key.code}”.",
            )
        if shapely.get_type_id(shape) not in (3, 6) or shapely.is_empty(shape):
            raise Refusal(delivery.name, f"area {place} ({row[key.code]}) has no outline.")
    spacing = _spacing(shapes, crs)
    fit = spacing < COARSE
    said = f"a point every {spacing:.0f} m" + ("" if fit else ", for pictures only")
    whole = [shape if shapely.is_valid(shape) else _areas_of(shapely.make_valid(shape)) for shape in shapes]
    return pa.table(
        {
            "area_type": [key.area_type] * len(rows),
            "area_vintage": pa.array([key.vintage] * len(rows), pa.string()),
            "area_code": [str(row[key.code]) for row in rows],
            "area_name": pa.array([_text(row.get(key.name or "")) for row in rows], pa.string()),
            "parent_code": pa.array([_text(row.get(key.parent or "")) for row in rows], pa.string()),
            "wkb": [shapely.to_wkb(shape, hex=True, byte_order=1) for shape in whole],
            "crs": [crs] * len(rows),
            "generalisation": [said] * len(rows),
            "usable_for_points": ["true" if fit else "false"] * len(rows),
        }
    )


def _kind(header: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"([a-z]+)(\d\d)(?:cd|_code)", header.lower())
    return (AREA_TYPES[found[1]], f"20{found[2]}") if found and found[1] in AREA_TYPES else None


def _key(delivery: Delivery, rows: Sequence[dict[str, Any]]) -> Key:
    """The first attribute of codes that differ from area to area: a ward's borough stands after the ward."""
    headers = list(rows[0])
    order = {h: min(i, _place(headers, _name_of(h))) for i, h in enumerate(headers)}
    coded = {h: _kind(h) for h in sorted(headers, key=lambda h: order[h])}
    for header, kind in coded.items():
        if header.lower() == "gss_code":
            kind = _by_letters(delivery, str(rows[0][header]))
        if kind is None or len({row.get(header) for row in rows}) < len(rows):
            continue
        area_type, year = kind
        parents = [h for h, k in coded.items() if k and k[0] == "local_authority" and h != header]
        parents += [h for h in headers if h.lower() == "lagsscode"]
        name = _name_of(header)
        return Key(
            area_type, year if area_type in WITH_VINTAGE else None, header,
            next((h for h in headers if h.lower() == name), None), parents[0] if parents else None,
        )  # fmt: skip
    raise Refusal(
        delivery.name,
        "has no attribute with a code of its own for each area, such as LSOA21CD or ward22_code.",
    )


def _by_letters(delivery: Delivery, code: str) -> tuple[str, str] | None:
    area_type = next((kind for kind, pattern in CODES.items() if re.fullmatch(pattern, code)), None)
    if area_type is None:
        return None
    year = re.search(r"(?<!\d)20[012]\d(?!\d)", delivery.name.replace("\\", "/").rpartition("/")[2])
    if year is None and area_type in WITH_VINTAGE:
        raise Refusal(
            delivery.name,
            f"does not say of which year its {area_type}s are: their codes are in “GSS_CODE”. Put the year "
            f"in the file's name.",
        )
    return area_type, year[0] if year else ""


def _name_of(header: str) -> str:
    if header.lower() == "gss_code":
        return "name"
    return re.sub(r"_code$", "_name", re.sub(r"cd$", "nm", header.lower()))


def _place(headers: Sequence[str], name: str) -> int:
    return next((i for i, h in enumerate(headers) if h.lower() == name), len(headers))


def _text(value: Any) -> str | None:
    return None if value is None or str(value).strip() == "" else str(value).strip()


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [p for p in shapely.get_parts(shape) if shapely.get_type_id(p) in (3, 6)]
    return shapely.union_all(parts)


def _shapefile(delivery: Delivery) -> tuple[list[dict[str, Any]], list[shapely.Geometry], str]:
    try:
        with warnings.catch_warnings(action="ignore"), shapefile.Reader(str(delivery.path)) as reader:
            crs = _crs(delivery, reader)
            rows = [record.as_dict() for record in reader.iterRecords()]
            shapes = [shapely.geometry.shape(s.__geo_interface__) for s in reader.iterShapes()]
    except Refusal:
        raise
    except Exception as fault:  # pyshp lets struct, Unicode, zip and value errors through
        raise Refusal(
            delivery.name, f"is a shapefile that cannot be read to its end ({type(fault).__name__})."
        ) from fault
    if len(rows) != len(shapes):
        raise Refusal(delivery.name, f"has {len(rows)} rows of attributes for {len(shapes)} outlines.")
    return rows, shapes, crs


def _crs(delivery: Delivery, reader: shapefile.Reader) -> str:
    with ZipFile(delivery.path) as archive:
        said = [
            archive.read(n).decode("utf-8", "replace")
            for n in archive.namelist()
            if n.lower().endswith(".prj")
        ]
    west, south, east, north = reader.bbox
    try:
        name = CRS.from_wkt(said[0]).name.replace("_", " ").lower() if said else ""
    except CRSError:
        name = ""
    if (
        "british national grid" in name
        and -10_000 < west <= east < 800_000
        and -10_000 < south <= north < 1_300_000
    ):
        return "EPSG:27700"
    if ("wgs" in name or "etrs" in name) and -10 < west <= east < 4 and 49 < south <= north < 62:
        return "OGC:CRS84"
    raise Refusal(
        delivery.name,
        "is neither in British National Grid (EPSG:27700) nor in WGS 84, or its .prj is missing.",
    )


def _geojson(delivery: Delivery) -> tuple[list[dict[str, Any]], list[shapely.Geometry], str]:
    try:
        read = json.loads(delivery.path.read_text("utf-8-sig"))
        features = read["features"]
        rows = [dict(feature["properties"]) for feature in features]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
        named = str((read.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ShapelyError) as fault:
        raise Refusal(
            delivery.name, f"is GeoJSON that cannot be read to its end ({type(fault).__name__})."
        ) from fault
    grid = "27700" in named
    if not grid and not re.search(r"CRS:?84|4326", named):
        raise Refusal(
            delivery.name, "has coordinates that are neither WGS 84 nor British National Grid (EPSG:27700)."
        )
    limits = (-10_000, -10_000, 800_000, 1_300_000) if grid else (-10, 49, 4, 62)
    west, south, east, north = shapely.total_bounds(np.array(shapes)) if shapes else limits
    if not (limits[0] <= west and limits[1] <= south and east <= limits[2] and north <= limits[3]):
        raise Refusal(
            delivery.name, f"has coordinates outside Great Britain for {'EPSG:27700' if grid else 'WGS 84'}."
        )
    return rows, shapes, "EPSG:27700" if grid else "OGC:CRS84"


def _spacing(shapes: Sequence[shapely.Geometry], crs: str) -> float:
    """Metres between neighbouring points: the length of an outline over its points, of the middle area."""
    if crs == "EPSG:27700":
        lengths = shapely.length(np.array(shapes))
    else:
        lengths = np.array([Geod(ellps="WGS84").geometry_length(shapely.boundary(s)) for s in shapes])
    return float(np.median(lengths / shapely.get_num_coordinates(np.array(shapes))))
