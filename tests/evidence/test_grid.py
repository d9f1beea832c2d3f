"""A grid gives what a slow reading of the same cells, one by one, would add up."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_editions import month

from commonground.evidence.choice import UNKNOWN, Tally
from commonground.evidence.grid import Grid

SPANS = tuple(month(2018, number) for number in range(1, 6))
AREAS = ("E09000023", "E09000012", "E09000006")
CELLS = st.lists(
    st.fixed_dictionaries(
        {
            "area": st.sampled_from([*AREAS[:2], None]),  # of the third nothing is reported
            "span": st.sampled_from([*SPANS, month(2019, 1)]),  # and the last period is not one of the choice
            "sex": st.sampled_from(["Female", "FEMALE", "male", None]),
            "count": st.none() | st.integers(0, 9),
            "withheld": st.integers(0, 2),
        }
    ),
    max_size=25,
)


def counted(cells, share):
    columns = {
        "area_code": pa.array([c["area"] for c in cells], pa.string()),
        "start": pa.array([c["span"][0] for c in cells], pa.date32()),
        "end": pa.array([c["span"][1] for c in cells], pa.date32()),
        "sex": pa.array([c["sex"] for c in cells], pa.string()),
        "count 0": pa.array([c["count"] for c in cells], pa.int64()),
        "withheld 0": pa.array([c["withheld"] for c in cells], pa.int64()),
    }
    below = pa.array([None if c["count"] is None else 2 * c["count"] for c in cells], pa.int64())
    return pa.table(columns | ({"of 0": below} if share else {}))


def slowly(cells, area, spans, sex, share, nought, complete):
    if area not in {c["area"] for c in cells}:
        return UNKNOWN
    found = []
    for span in spans:
        here = [
            c for c in cells
            if (c["area"], c["span"]) == (area, span) and (sex is None or (c["sex"] or "").lower() == sex)
            and (c["count"] is not None or c["withheld"])
        ]  # fmt: skip
        if not here and not nought:
            return UNKNOWN
        found += here or [{"count": 0, "withheld": 0}]
    counts = [c["count"] for c in found if c["count"] is not None]
    withheld = sum(c["withheld"] for c in found)
    if not counts:
        return Tally(None, withheld, False)
    return Tally(sum(counts), withheld, complete and not withheld, 2 * sum(counts) if share else None)


@settings(max_examples=200, deadline=None)
@given(
    CELLS,
    st.lists(st.sampled_from(SPANS), min_size=1, unique=True),
    st.sampled_from([None, "female"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_any_sum_is_that_of_its_cells(cells, spans, sex, share, nought, complete):
    where = {"sex": "Female"} if sex else {}
    grid = Grid(counted(cells, share), 0, SPANS, where, nought)
    assert grid.tallies(AREAS, spans, complete) == {
        area: slowly(cells, area, spans, sex, share, nought, complete) for area in AREAS
    }
