"""Outlines: the boundaries of areas from whatever boundary files are loaded, the least generalised first.

Wards of 2022 are published here only as a rough sketch; where the neighbourhoods (LSOAs) that fit each ward best are
known and have better boundaries, a ward is drawn as those together.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.evidence.edition import Edition
from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence
from commonground.report.maps import Shape, shapes

COLUMNS = ["area_code", "wkb", "crs", "usable_for_points"]
LOOKUP, LSOA, WARD = "lookup_lsoa21_ward24_ltla24", "lsoa21_code", "ward24_code"


@dataclass(frozen=True)
class Outlines:
    """The shapes of areas, and what must be said of them."""

    shapes: tuple[Shape, ...] = ()
    note: str = ""


def outlines(evidence: Evidence, areas: Sequence[Area]) -> Outlines:
    """The shapes of these areas, all of one type; none unless every one of them can be drawn alike."""
    wanted = tuple(e for e in evidence.editions if e.source in ("boundaries", LOOKUP))
    return _read(wanted, tuple(areas)) if areas else Outlines()


@lru_cache(maxsize=8)
def _read(editions: tuple[Edition, ...], areas: tuple[Area, ...]) -> Outlines:
    """Read once, although a report is built twice."""
    named = {area.code: area.name for area in areas}
    table = _boundaries(editions, areas[0].type, frozenset(named))
    rough = table is None or not table["usable_for_points"][0].as_py()
    if rough and areas[0].type == "ward" and (drawn := _together(editions, named)):
        return Outlines(tuple(drawn), "Ward outlines are put together from the neighbourhoods that fit them best.")
    if table is None:
        return Outlines()
    codes = table["area_code"].to_pylist()
    return Outlines(tuple(shapes(codes, [named[c] for c in codes], table["wkb"].to_pylist(), table["crs"].to_pylist())))


def _boundaries(editions: Sequence[Edition], area_type: str, codes: frozenset[str]) -> pa.Table | None:
    """The boundaries of all these areas from one file; None where no file has them all."""
    held = [e for e in editions if e.source == "boundaries" and area_type in e.area_types]
    tables = [pq.read_table(e.rows, columns=COLUMNS, filters=[("area_code", "in", codes)]) for e in held]
    whole = [table for table in tables if set(table["area_code"].to_pylist()) == codes]
    return max(whole, key=lambda table: bool(table["usable_for_points"][0].as_py()), default=None)


def _together(editions: Sequence[Edition], wards: dict[str, str]) -> list[Shape]:
    """Each ward as the union of its neighbourhoods; empty where one of them has no good boundary."""
    import shapely

    inside: dict[str, list[str]] = defaultdict(list)
    for edition in [e for e in editions if e.source == LOOKUP][-1:]:
        pairs = pq.read_table(edition.rows, columns=[WARD, LSOA], filters=[(WARD, "in", set(wards))])
        for ward, lsoa in zip(pairs[WARD].to_pylist(), pairs[LSOA].to_pylist(), strict=True):
            inside[ward].append(lsoa)
    table = _boundaries(editions, "lsoa", frozenset(code for lsoas in inside.values() for code in lsoas))
    if inside.keys() != wards.keys() or table is None or not table["usable_for_points"][0].as_py():
        return []
    pieces = dict(zip(table["area_code"].to_pylist(), shapely.from_wkb(table["wkb"].to_pylist()), strict=True))
    whole = {ward: shapely.union_all([pieces[code] for code in lsoas]) for ward, lsoas in inside.items()}
    crs = [table["crs"][0].as_py()] * len(whole)
    return shapes(list(whole), [wards[code] for code in whole], [shapely.to_wkb(g) for g in whole.values()], crs)
