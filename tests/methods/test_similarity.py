"""Nearest areas and quantiles: against plain counting."""

import pytest
import slowly
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import inequality, similarity

tables = st.integers(1, 3).flatmap(
    lambda columns: st.lists(st.tuples(*[st.integers(0, 50)] * columns), min_size=2, max_size=20)
)


@given(tables, st.data())
def test_nearest_first(rows: list[tuple[int, ...]], data: st.DataObject) -> None:
    of = data.draw(st.integers(0, len(rows) - 1))
    distance = slowly.distances(rows, of)
    others = [i for i in range(len(rows)) if i != of]
    assert similarity.nearest(rows, of, len(rows)).tolist() == sorted(others, key=lambda i: (distance[i], i))


def test_areas_at_the_same_distance_come_in_their_own_order() -> None:
    assert similarity.nearest([[1, 5], [2, 5], [0, 5], [2, 5]], of=0, number=2).tolist() == [1, 2]


def test_a_characteristic_without_spread_tells_nothing() -> None:
    assert similarity.nearest([[0.1, 1], [0.1, 9], [0.1, 2]], of=0, number=5).tolist() == [2, 1]


def test_an_unknown_characteristic_is_refused() -> None:
    with pytest.raises(ValueError, match="every characteristic of every area"):
        similarity.nearest([[1, float("nan")], [1, 2]], of=0, number=1)


@given(st.lists(st.integers(0, 30), min_size=5, max_size=60), st.sampled_from([2, 4, 5]))
def test_quantiles_by_counting_who_is_ahead(values: list[int], number: int) -> None:
    assert inequality.quantiles(values, number).tolist() == slowly.quantile(values, number)
    lowest_first = inequality.quantiles(values, number, highest_first=False)
    assert lowest_first.tolist() == slowly.quantile([-v for v in values], number)


def test_fewer_places_than_quantiles_are_refused() -> None:
    with pytest.raises(ValueError, match="as many places as quantiles"):
        inequality.quantiles([1, 2, 3])
