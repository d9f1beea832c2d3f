"""Deprivation of a local authority: the mean of its LSOAs, each weighted by the people who live there."""

from collections.abc import Sequence

import narwhals as nw

from commonground.evidence.edition import Edition
from commonground.evidence.engines import Engine

LATEST = ("imd_2025", "score", "lookup_lsoa21_ward24_ltla24", "lsoa21_code", "ons_population_lsoa")
BEFORE = ("imd_2019", "rank", "lookup_lsoa11_lsoa21_ltla22", "lsoa11_code", "ons_population_single_year")


def by_local_authority(editions: Sequence[Edition], engine: Engine) -> dict[str, float]:
    """The mean, by code, larger being more deprived: of the score of 2025, or of the rank of 2019 turned
    round.

    Empty where the index, the look-up or the population is not loaded. The scale is of use for telling which
    areas are alike, not for publication.
    """
    for source, column, lookup, code, population in (LATEST, BEFORE):
        index, pairs, people = (_latest(editions, each) for each in (source, lookup, population))
        if index and pairs and people:
            rows = engine.scan([index.rows]).filter(nw.col("domain") == "overall")
            rows = rows.select(
                "area_code", depth=nw.col(column).cast(nw.Float64) * (1 if column == "score" else -1)
            )
            lived = engine.scan([people.rows]).filter(
                (nw.col("area_type") == "lsoa") & ~nw.col("count").is_null()
            )
            lived = lived.filter(nw.col("start") == people.periods[-1][0])
            lived = lived.group_by("area_code").agg(nw.col("count").sum())
            within = engine.scan([pairs.rows]).select(code, "local_authority_code").unique()
            rows = rows.join(lived, on="area_code", how="inner")
            rows = rows.join(within, left_on="area_code", right_on=code, how="inner")
            rows = rows.with_columns(weighted=nw.col("depth") * nw.col("count"))
            sums = rows.group_by("local_authority_code").agg(nw.col("weighted").sum(), nw.col("count").sum())
            table = engine.collect(
                sums.select("local_authority_code", mean=nw.col("weighted") / nw.col("count"))
            )
            return dict(
                zip(table["local_authority_code"].to_pylist(), table["mean"].to_pylist(), strict=True)
            )
    return {}


def _latest(editions: Sequence[Edition], source: str) -> Edition | None:
    """The edition with the latest year, of those about LSOAs or about no type of area."""
    held = [e for e in editions if e.source == source and (not e.area_types or "lsoa" in e.area_types)]
    return max(held, key=lambda e: (e.periods[-1:], e.published or "", e.id), default=None)
