"""Outlines: the boundaries of areas from whatever boundary files are loaded, the least generalised first."""

from collections.abc import Sequence
from functools import lru_cache

import pyarrow.parquet as pq

from commonground.evidence.edition import Edition
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.report.maps import Shape, shapes

COLUMNS = ["area_code", "area_name", "wkb", "crs", "usable_for_points"]


def outlines(evidence: Evidence, areas: Sequence[Area]) -> list[Shape]:
    """The shapes of these areas; empty unless every one of them has a boundary in one file."""
    return list(_read(tuple(e for e in evidence.editions if e.source == "boundaries"), tuple(areas)))


@lru_cache(maxsize=8)
def _read(editions: tuple[Edition, ...], areas: tuple[Area, ...]) -> Sequence[Shape]:
    """Read once, although a report is built twice."""
    if not areas:
        return []
    named = {area.code: area.name for area in areas}
    held = [e for e in editions if areas[0].type in e.area_types]
    tables = [pq.read_table(e.rows, columns=COLUMNS, filters=[("area_code", "in", set(named))]) for e in held]
    whole = [table for table in tables if set(table["area_code"].to_pylist()) == named.keys()]
    if not whole:
        return []
    best = max(whole, key=lambda table: bool(table["usable_for_points"][0].as_py()))
    codes, _, wkb, crs, _ = (best[column].to_pylist() for column in COLUMNS)
    return shapes(codes, [named[code] for code in codes], wkb, crs)
