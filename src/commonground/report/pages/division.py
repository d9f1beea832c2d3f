"""How a borough is divided into wards and neighbourhoods, which lie in one another."""

from collections import defaultdict
from dataclasses import dataclass

import pyarrow.parquet as pq

from commonground.evidence.finding import Area
from commonground.evidence.run import Evidence

LOOKUP, WARD, LSOA = "lookup_lsoa21_ward24_ltla24", "ward24_code", "lsoa21_code"
VINTAGES = ((("ward", "2024"), ("lsoa", "2021")), (("lsoa", "2011"),), (("ward", "2021"),))
"""The divisions that pages tell of: the wards and neighbourhoods of now, and those that older files are coded in."""


@dataclass(frozen=True)
class Division:
    """A borough and all that it is divided into by the codes of one time; ``made_of`` says what makes up what."""

    key: str
    areas: tuple[Area, ...]
    made_of: tuple[tuple[str, tuple[str, ...]], ...]


def division_of(evidence: Evidence, area: Area) -> Division | None:
    """The division that a ward or neighbourhood belongs to; None where no look-up knows it."""
    parent = evidence.once(("parent", area.code), lambda: evidence.gazetteer.parent(area))
    if parent is None:
        return None
    divisions = evidence.once(("divisions", parent.code), lambda: _divisions(evidence, parent))
    return divisions.get(area.code)


def _divisions(evidence: Evidence, parent: Area) -> dict[str, Division]:
    found: dict[str, Division] = {}
    for vintages in VINTAGES:
        inside = [tuple(evidence.gazetteer.within(parent, kind, year)) for kind, year in vintages]
        made_of = [(parent.code, tuple(area.code for area in areas)) for areas in inside if areas]
        made_of += _wards(evidence, {area.code for areas in inside for area in areas}) if len(inside) > 1 else []
        areas = (parent, *(area for areas in inside for area in areas))
        division = Division(f"{parent.code} {vintages[0]}", areas, tuple(made_of))
        found |= {area.code: division for area in areas[1:] if area.code not in found}
    return found


def _wards(evidence: Evidence, known: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The wards of these areas, each with the neighbourhoods that fit it best."""
    held = [edition for edition in evidence.editions if edition.source == LOOKUP]
    if not held:
        return []
    table = pq.read_table(held[-1].rows, columns=[WARD, LSOA], filters=[(WARD, "in", known)])
    inside: dict[str, list[str]] = defaultdict(list)
    for ward, lsoa in zip(table[WARD].to_pylist(), table[LSOA].to_pylist(), strict=True):
        inside[ward].append(lsoa)
    return [(ward, tuple(sorted(lsoas))) for ward, lsoas in sorted(inside.items())]
