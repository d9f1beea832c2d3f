"""DuckDB and Spark count the same: every measure, every way to count it, every type of area, in the carried
data.
"""

import shutil
from importlib.util import find_spec

import pyarrow as pa
import pytest

from commonground.evidence.engines import Spark
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence

AREA_TYPES = ("local_authority", "ward", "lsoa", "force", "region")
WHY_NOT = (
    "Spark needs Java, which is not on this machine" if shutil.which("java") is None
    else "pyspark is not installed: uv sync --extra spark" if find_spec("pyspark") is None
    else ""
)  # fmt: skip


def rows(table: pa.Table, by: tuple[str, ...]) -> set[tuple[object, ...]]:
    found = [
        tuple(row.values())
        for row in table.select(["area_code", "start", "end", *by, "count", "withheld"]).to_pylist()
    ]
    assert len(set(found)) == len(found)
    return set(found)


@pytest.fixture(scope="module")
def on_spark(london_store):
    return Evidence(london_store, Spark())


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize("key", sorted(measures()))
def test_both_engines_give_the_same_answer(london, on_spark, key):
    measure = measures()[key]
    for area_type in AREA_TYPES:
        for choice in london.choices(measure, area_type):
            by = choice.count.by[:1]
            first, second = (e.table(measure, choice, area_type, by) for e in (london, on_spark))
            assert first.schema.field("count").type == second.schema.field("count").type
            assert first.column_names == second.column_names
            assert rows(first, by) == rows(second, by), (
                area_type,
                choice.count.source,
                choice.classification,
            )
            if choice.count.of:
                assert sorted(first["of"].to_pylist()) == sorted(second["of"].to_pylist())
