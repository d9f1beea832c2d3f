"""Which areas border on each other, from the boundary files that are loaded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from commonground.evidence.edition import Edition

if TYPE_CHECKING:
    from commonground.methods.neighbours import Neighbours

LOOKUP, LSOA, WARD = "lookup_lsoa21_ward24_ltla24", "lsoa21_code", "ward24_code"
GAP = 1.0
"""Metres between boundaries that are taken to be one: they are published to the metre or less."""


@dataclass(frozen=True, eq=False)
class Borders:
    """Who borders on whom, in the order of the codes asked for, and the editions that say so."""

    neighbours: "Neighbours"
    editions: tuple[str, ...]


def borders(editions: Sequence[Edition], area_type: str, codes: Sequence[str]) -> Borders | None:
    """The borders among these areas; None where no loaded file has them all, or none of them has a neighbour.

    Wards border on each other where neighbourhoods that fit them best do.
    """
    if area_type == "ward":
        return _of_wards(editions, codes)
    held = _outlined(editions, area_type, codes)
    if held is None:
        return None
    from commonground.methods.neighbours import from_pairs

    edition, first, second = held
    found = from_pairs(first, second, len(codes))
    return Borders(found, (edition.id,)) if found.others.size else None


def _of_wards(editions: Sequence[Edition], codes: Sequence[str]) -> Borders | None:
    lookups = [e for e in editions if e.source == LOOKUP]
    if not lookups:
        return None
    table = pq.read_table(lookups[-1].rows, columns=[WARD, LSOA], filters=[(WARD, "in", set(codes))])
    ward_of = dict(zip(table[LSOA].to_pylist(), table[WARD].to_pylist(), strict=True))
    lsoas = sorted(ward_of)
    held = _outlined(editions, "lsoa", lsoas) if set(ward_of.values()) == set(codes) else None
    if held is None:
        return None
    from commonground.methods.neighbours import from_pairs

    edition, *ends = held
    number = {code: at for at, code in enumerate(codes)}
    first, second = ([number[ward_of[lsoas[at]]] for at in end] for end in ends)
    found = from_pairs(first, second, len(codes))
    return Borders(found, (lookups[-1].id, edition.id)) if found.others.size else None


def _outlined(
    editions: Sequence[Edition], area_type: str, codes: Collection[str]
) -> tuple[Edition, Sequence[int], Sequence[int]] | None:
    """Pairs of areas that touch, by their place in the codes, from one file that has them all on the National Grid."""
    import shapely

    for edition in [e for e in editions if e.source == "boundaries" and area_type in e.area_types]:
        table = pq.read_table(
            edition.rows, columns=["area_code", "wkb"],
            filters=[("area_code", "in", set(codes)), ("usable_for_points", "=", True), ("crs", "=", "EPSG:27700")],
        )  # fmt: skip
        outlines = dict(zip(table["area_code"].to_pylist(), table["wkb"].to_pylist(), strict=True))
        if codes and outlines.keys() == set(codes):
            shapes = shapely.from_wkb([outlines[code] for code in codes])
            first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=GAP)
            return edition, first.tolist(), second.tolist()
    return None
