"""Observations are what a slow reading of the same table, row by row, would count."""

from collections import defaultdict
from datetime import date

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.evidence import observe
from commonground.evidence.measure import Between, Condition, Contains, Count, Is, IsNot

JUNE, JULY = (date(2018, 6, 1), date(2018, 6, 30)), (date(2018, 7, 1), date(2018, 7, 31))
SCHEMA = pa.schema(
    [
        ("area_type", pa.string()),
        ("area_code", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("minor", pa.string()),
        ("sex", pa.string()),
        ("age", pa.int64()),
        ("count", pa.int64()),
        ("value", pa.float64()),
    ]
)


def rows():
    one = st.fixed_dictionaries(
        {
            "area_type": st.sampled_from(["local_authority", "ward"]),
            "area_code": st.sampled_from(["E09000023", "E09000012", None]),
            "period": st.sampled_from([JUNE, JULY]),
            "minor": st.sampled_from(["Homicide", "HOMICIDE", "Violence with Injury", "", None]),
            "sex": st.sampled_from(["Female", "Male", None]),
            "age": st.none() | st.integers(0, 99),
            "count": st.none() | st.integers(0, 2000),
        }
    )
    return st.lists(one, max_size=40)


def conditions() -> st.SearchStrategy[tuple[Condition, ...]]:
    ends = st.none() | st.integers(0, 99)
    one = st.one_of(
        st.builds(
            Is, st.just("minor"), st.sampled_from([("homicide",), ("Homicide", "Violence with injury")])
        ),
        st.builds(IsNot, st.just("minor"), st.sampled_from([(), ("HOMICIDE",)])),
        st.builds(Between, st.just("age"), ends, ends),
        st.builds(Contains, st.just("minor"), st.sampled_from([("with injury", "CIDE"), ("x",)])),
        st.builds(Is, st.just("sex"), st.just(("female",))),
    )
    return st.lists(one, max_size=2).map(tuple)


def frame(rows):
    plain = [
        {
            **{k: v for k, v in r.items() if k != "period"},
            "start": r["period"][0],
            "end": r["period"][1],
            "value": None if r["count"] is None else r["count"] / 2,
        }
        for r in rows
    ]
    return nw.from_native(duckdb.connect().from_arrow(pa.Table.from_pylist(plain, SCHEMA)))


def met(condition, row):
    cell = row[condition.column]
    if isinstance(condition, Between):
        low = condition.lowest is None or (cell is not None and cell >= condition.lowest)
        return cell is not None and low and (condition.highest is None or cell <= condition.highest)
    if isinstance(condition, Contains):
        return cell is not None and any(word.lower() in cell.lower() for word in condition.words)
    if isinstance(condition, IsNot):
        return bool(cell) and cell.lower() not in {v.lower() for v in condition.values}
    return cell is not None and cell.lower() in {v.lower() for v in condition.values}


def slowly(rows, count, area_type, by):
    sums = defaultdict(lambda: {"count": None, "withheld": 0, "of": None})
    for row in rows:
        if row["area_type"] != area_type or not all(met(c, row) for c in count.of or count.where):
            continue
        cell = {"count": row["count"], None: 1, "value": None if row["count"] is None else row["count"] / 2}[
            count.value
        ]
        into = sums[(row["area_code"], *row["period"], *(row[c] for c in by))]
        if cell is None:
            into["withheld"] += 1
            continue
        into["count"] = (into["count"] or 0) + (cell if all(met(c, row) for c in count.where) else 0)
        into["of"] = (into["of"] or 0) + cell
    return {k: tuple(v.values()) if count.of else (v["count"], v["withheld"]) for k, v in sums.items()}


@settings(max_examples=60, deadline=None)
@given(
    rows(),
    conditions(),
    conditions(),
    st.sampled_from(["count", "value", None]),
    st.sampled_from([(), ("sex",), ("minor", "sex")]),
    st.sampled_from(["local_authority", "ward"]),
)
def test_fast_and_slow_agree(rows, where, of, value, by, area_type):
    count = Count(source="any", where=where, of=of, value=value)
    other = Count(source="any", where=of, value="value")
    both = observe.together(observe.in_areas(frame(rows), area_type, placed=False), (other, count), by)
    table = observe.apart(both.collect("pyarrow").to_native(), 1, by)
    assert table.column_names == [
        "area_code",
        "start",
        "end",
        *by,
        "count",
        "withheld",
        *(["of"] if of else []),
    ]
    keys = 3 + len(by)
    found = {tuple(r.values())[:keys]: tuple(r.values())[keys:] for r in table.to_pylist()}
    assert len(found) == table.num_rows
    assert found == slowly(rows, count, area_type, by)


@pytest.mark.parametrize(
    ("value", "kind"), [("count", pa.int64()), ("value", pa.float64()), (None, pa.int64())]
)
def test_counts_are_whole_numbers_and_rates_are_not(value, kind):
    seen = observe.together(frame([]), (Count(source="any", value=value),))
    assert seen.collect("pyarrow").to_native().schema.field("count 0").type == kind


def test_events_are_counted_where_they_were_placed():
    table = pa.table(
        {
            "local_authority_code": ["E09000023", "E09000023", None],
            "start": [JUNE[0]] * 3,
            "end": [JUNE[1]] * 3,
        }
    )
    events = nw.from_native(duckdb.connect().from_arrow(table))
    seen = observe.together(
        observe.in_areas(events, "local_authority", placed=True), (Count(source="any", value=None),)
    )
    counted = {r["area_code"]: r["count 0"] for r in seen.collect("pyarrow").to_native().to_pylist()}
    assert counted == {"E09000023": 2, None: 1}


def test_rows_of_some_periods_only():
    rows = [
        {
            "area_type": "ward",
            "area_code": "x",
            "period": p,
            "minor": None,
            "sex": None,
            "age": None,
            "count": 1,
        }
        for p in (JUNE, JULY)
    ]
    kept = observe.within(frame(rows), {"": [JULY[0]]}).collect("pyarrow").to_native()
    assert kept["start"].to_pylist() == [JULY[0]]
    kept = observe.within(frame(rows), {"ward": [JULY[0]], "local_authority": [JUNE[0]]}, "area_type")
    assert kept.collect("pyarrow").to_native()["start"].to_pylist() == [JULY[0]]
