"""Outlines of boroughs, wards, MSOAs, LSOAs and police force areas, as GeoJSON or zipped shapefiles."""

from typing import TYPE_CHECKING

from commonground.sources import OGL3, Column, Source

if TYPE_CHECKING:
    import pyarrow as pa

    from commonground.sources.readers.delivery import Delivery

COLUMNS = {
    "area_type": "VARCHAR",
    "area_vintage": "VARCHAR",
    "area_code": "VARCHAR",
    "area_name": "VARCHAR",
    "parent_code": "VARCHAR",
    "wkb": "BLOB",
    "crs": "VARCHAR",
    "generalisation": "VARCHAR",
    "usable_for_points": "BOOLEAN",
}


def _unfold(delivery: "Delivery") -> "pa.Table":
    from commonground.sources.readers import shapes  # geometry is slow to import, and seldom needed

    return shapes.unfold(delivery)


def _recognises(delivery: "Delivery") -> bool:
    from commonground.sources.readers import shapes

    return shapes.recognises(delivery)


SOURCE = Source(
    key="boundaries",
    title="Boundaries of areas",
    publisher="Office for National Statistics; Greater London Authority (wards of 2018)",
    licence=OGL3,
    attribution=(
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. Contains "
        "OS data © Crown copyright and database right."
    ),
    about="One row an area with its outline, keyed by code and the year of the code set.",
    delivery=tuple(
        Column(name, (name,), blank=name in ("area_vintage", "area_name", "parent_code"))
        for name in COLUMNS
    ),
    unfold=_unfold,
    recognises=_recognises,
    holds="reference",
    columns=COLUMNS,
    tidy="""
        select area_type, area_vintage, area_code, area_name, parent_code, unhex(wkb) as wkb, crs,
               generalisation,
               usable_for_points = 'true' as usable_for_points
        from delivered
    """,
    absent="unknown",
    caveats=(
        "Strongly generalised outlines leave gaps and overlaps of tens of metres: they are for pictures, and "
        "not for telling which area a point is in.",
        "Most London boroughs changed their wards in May 2022; wards of 2018 and 2022 share names with "
        "different shapes.",
    ),
)
