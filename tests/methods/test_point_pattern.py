"""Point patterns: against a slow count of every pair, and what must hold of any events."""

import math

import numpy as np
import pytest
import slowly_points as slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import point_pattern
from commonground.methods.window import Window

WINDOW = Window(100, 200, 50, 110)
tenths = st.tuples(st.integers(1000, 2000), st.integers(500, 1100)).map(lambda at: (at[0] / 10, at[1] / 10))
events = st.lists(tenths, min_size=2, max_size=12)
CORRECTIONS = ["none", "isotropic", "border", "translate"]


def columns(some: list) -> tuple[np.ndarray, np.ndarray]:
    x, y = zip(*some, strict=True)
    return np.array(x), np.array(y)


@settings(max_examples=40, deadline=None)
@given(events, st.sampled_from(["none", "border", "translate"]))
def test_k_is_what_counting_every_pair_gives(some: list, correction: point_pattern.Correction) -> None:
    r = [0, 5, 10, 29.9]
    found = point_pattern.ripley_k(*columns(some), WINDOW, r, correction).k
    slow = [slowly.k(some, WINDOW, at, correction) for at in r]
    np.testing.assert_allclose(found, slow, rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.lists(tenths, min_size=2, max_size=5))
def test_circles_over_the_edge(some: list) -> None:
    r = [5, 20, 55]
    found = point_pattern.ripley_k(*columns(some), WINDOW, r).k
    slow = [slowly.k(some, WINDOW, at, "isotropic") for at in r]
    np.testing.assert_allclose(found, slow, rtol=0.01)


@given(events, st.sampled_from(CORRECTIONS))
def test_order_and_units_do_not_matter(some: list, correction: point_pattern.Correction) -> None:
    x, y = columns(some)
    found = point_pattern.ripley_k(x, y, WINDOW, [7.05, 20.05], correction).k
    turned = point_pattern.ripley_k(x[::-1], y[::-1], WINDOW, [7.05, 20.05], correction).k
    km = Window(0.1, 0.2, 0.05, 0.11)
    small = point_pattern.ripley_k(x / 1000, y / 1000, km, [0.00705, 0.02005], correction).k
    np.testing.assert_allclose(turned, found)
    np.testing.assert_allclose(small * 1e6, found, rtol=1e-6)


def test_pieces_make_the_whole(monkeypatch) -> None:
    chance = np.random.default_rng(3)
    x, y = chance.uniform(100, 200, 80), chance.uniform(50, 110, 80)
    whole = point_pattern.ripley_k(x, y, WINDOW, [5, 25], "isotropic").k
    monkeypatch.setattr(point_pattern, "CHUNK", 50)
    np.testing.assert_allclose(point_pattern.ripley_k(x, y, WINDOW, [5, 25], "isotropic").k, whole)


@pytest.mark.parametrize("correction", CORRECTIONS[1:])
def test_corrected_k_of_even_scatter_is_that_of_circles(correction: point_pattern.Correction) -> None:
    chance, r = np.random.default_rng(9), np.array([10.0, 20.0])
    found = [
        point_pattern.ripley_k(chance.uniform(100, 200, 60), chance.uniform(50, 110, 60), WINDOW, r, correction).k
        for _ in range(150)
    ]
    np.testing.assert_allclose(np.nanmean(found, axis=0), np.pi * r**2, rtol=0.06)


def test_the_p_value_is_even_where_scatter_is_even() -> None:
    chance = np.random.default_rng(10)
    found = [
        point_pattern.ripley_k(
            chance.uniform(100, 200, 15), chance.uniform(50, 110, 15), WINDOW, [5, 10, 20], "isotropic", 19, chance
        ).p_value
        for _ in range(150)
    ]
    assert 1 <= sum(p <= 0.05 for p in found) <= 16 and 50 <= sum(p <= 0.5 for p in found) <= 100


def test_gathered_spread_out_and_even_are_told_apart() -> None:
    chance, done = np.random.default_rng(11), []
    gathered = chance.normal(150, 5, 60), chance.normal(80, 5, 60)
    asked = {"r": [2, 5, 10], "simulations": 39, "generator": chance}
    found = point_pattern.ripley_k(*gathered, WINDOW, **asked, step=lambda now, of: done.append((now, of)))
    assert found.clustered.all() and "closer together" in str(found) and done[-1] == (39, 39)
    grid = [side.ravel() for side in np.meshgrid(np.arange(105, 200, 10.0), np.arange(55, 110, 10.0))]
    apart = point_pattern.ripley_k(*grid, WINDOW, **asked)
    assert apart.p_value == 1 / 40 and "farther apart" in str(apart)
    even = point_pattern.ripley_k(chance.uniform(100, 200, 60), chance.uniform(50, 110, 60), WINDOW, **asked)
    assert even.p_value > 0.05 and "no clear departure" in str(even)
    assert {len(column) for column in even.table().values()} == {3}
    assert "chance cannot be told" in str(point_pattern.ripley_k(*gathered, WINDOW, [2, 5]))
    for some, said, ratio in ((gathered, "closer together", 1), (grid, "farther apart", 3)):
        nearest = point_pattern.clark_evans(*some, WINDOW)
        assert said in str(nearest) and (nearest.ratio < 1) == (ratio == 1)
    parts = [str(point_pattern.quadrat_test(*some, WINDOW, 5, 3)) for some in (gathered, grid)]
    assert "more unevenly" in parts[0] and "more evenly" in parts[1]


def test_p_values_of_nearest_distance_and_quadrats_are_even_where_scatter_is_even() -> None:
    chance, near, parts = np.random.default_rng(12), 0, 0
    for _ in range(400):
        x, y = chance.uniform(100, 200, 80), chance.uniform(50, 110, 80)
        near += point_pattern.clark_evans(x, y, WINDOW).p_value < 0.05
        parts += point_pattern.quadrat_test(x, y, WINDOW, 4, 3).p_value < 0.05
    assert 9 <= near <= 34 and 9 <= parts <= 34  # of 400, at 5 %


def test_quadrats_keep_the_total() -> None:
    found = point_pattern.quadrat_test([100, 200, 150], [50, 110, 80], WINDOW, 2, 2)
    assert found.counts.tolist() == [[1, 0], [0, 2]] and "p is rough" in str(found)
    assert sum(found.table()["events"]) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x": [110.0]}, "1 x and 2 y"),
        ({"x": [110.0, 90.0]}, "1 of 2 events lie outside the window"),
        ({"r": [5, 2]}, "ascending"),
        ({"r": [-1, 2]}, "ascending"),
        ({"r": []}, "ascending"),
        ({"r": [1, 59]}, "must not exceed 58"),
        ({"r": [1, 30], "correction": "border"}, "must not exceed 30"),
        ({"correction": "some"}, "the correction is"),
        ({"simulations": 9}, "need a generator"),
        ({"simulations": -1}, "nought or more"),
    ],
)
def test_what_has_no_pattern_is_refused(change: dict, said: str) -> None:
    asked = {"x": [110.0, 120.0], "y": [60.0, 70.0], "window": WINDOW, "r": [1, 2]} | change
    with pytest.raises(ValueError, match=said):
        point_pattern.ripley_k(**asked)


def test_too_few() -> None:
    with pytest.raises(ValueError, match="2 events are needed, and there is 1"):
        point_pattern.clark_evans([110], [60], WINDOW)
    with pytest.raises(ValueError, match="two parts or more"):
        point_pattern.quadrat_test([110], [60], WINDOW, 1, 1)
    same = point_pattern.clark_evans([110, 110], [60, 60], WINDOW)
    assert same.ratio == 0 and not math.isnan(same.p_value)
