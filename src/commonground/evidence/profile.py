"""The profile of a place: its ethnic groups and the deprivation of its neighbourhoods, from tables by LSOA."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonground.evidence.finding import Area

if TYPE_CHECKING:
    from commonground.evidence.edition import Edition
    from commonground.evidence.run import Evidence


def ethnic_groups(evidence: "Evidence", area: Area, editions: Sequence[str] = ()) -> dict[str, int]:
    """Residents by ethnic group at the Census of 2021; empty where the table or the look-up is not loaded."""
    return _summed(_held(evidence, "census_ethnicity", editions), _inside(evidence, area))


def deciles(evidence: "Evidence", area: Area, editions: Sequence[str] = ()) -> dict[int, int]:
    """How many LSOAs lie in each tenth of England by deprivation (2025), 1 the most deprived; empty as above."""
    return _ranked(_held(evidence, "imd_2025", editions), _inside(evidence, area))


def edition_of(evidence: "Evidence", source: str) -> str | None:
    """The id of the latest edition of a source."""
    held = _held(evidence, source, ())
    return None if held is None else held.id


def _held(evidence: "Evidence", source: str, editions: Sequence[str]) -> "Edition | None":
    held = [e for e in evidence.editions if e.source == source and (not editions or e.id in editions)]
    return held[-1] if held else None


def _inside(evidence: "Evidence", area: Area) -> frozenset[str]:
    return frozenset(lsoa.code for lsoa in evidence.gazetteer.within(area, "lsoa", "2021"))


@cache
def _summed(edition: "Edition | None", lsoas: frozenset[str]) -> dict[str, int]:
    if edition is None or not lsoas:
        return {}
    table = pq.read_table(
        edition.rows, columns=["area_code", "ethnicity", "count"], filters=[("area_code", "in", lsoas)]
    )
    added = table.group_by("ethnicity").aggregate([("count", "sum")])
    return dict(zip(added["ethnicity"].to_pylist(), added["count_sum"].to_pylist(), strict=True))


@cache
def _ranked(edition: "Edition | None", lsoas: frozenset[str]) -> dict[int, int]:
    if edition is None or not lsoas:
        return {}
    inside = [("area_code", "in", lsoas), ("domain", "=", "overall")]
    counted = pc.value_counts(pq.read_table(edition.rows, columns=["decile"], filters=inside)["decile"])
    found = {row["values"]: row["counts"] for row in counted.to_pylist()}
    return {decile: found.get(decile, 0) for decile in range(1, 11)}
