"""Grids, classes through time and predictive accuracy: against plain counting, and what must hold of any events."""

import math

import numpy as np
import pytest
import slowly_places as slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import emerging, grids
from commonground.methods.predictive_accuracy import predictive_accuracy

points = st.lists(st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000)), min_size=1, max_size=40)


@given(points, st.sampled_from([100, 250, 333.3]))
def test_every_point_is_in_the_square_around_it(spots: list[tuple[int, int]], side: float) -> None:
    x, y = np.array(spots, float).T
    grid = grids.squares(x, y, side)
    assert grid.counts.sum() == len(spots) and (np.bincount(grid.cell, minlength=grid.places) == grid.counts).all()
    assert (np.abs(grid.x[grid.cell] - x) <= side / 2 + 1e-9).all()
    assert (np.abs(grid.y[grid.cell] - y) <= side / 2 + 1e-9).all()
    assert grid.counted(x > 0).sum() == (x > 0).sum()


@given(points)
def test_squares_near_events_keep_every_event(spots: list[tuple[int, int]]) -> None:
    x, y = np.array(spots, float).T
    near, every = grids.squares(x, y, 250, reach=300), grids.squares(x, y, 250)
    assert near.counts.sum() == len(spots) and near.places <= every.places
    empty = near.counts == 0
    away = [min(math.dist((a, b), spot) for spot in spots) for a, b in zip(near.x[empty], near.y[empty], strict=True)]
    assert all(distance <= 300 for distance in away)


def test_bounds_leave_out_what_lies_beyond_and_keep_the_edge() -> None:
    grid = grids.squares([0, 500, 501, -1], [0, 500, 10, 10], 250, bounds=(0, 0, 500, 500))
    assert grid.cell.tolist() == [0, 3, -1, -1] and grid.places == 4
    assert str(grid) == "2 events in 4 squares of 250 m, 2 of them empty."


def test_hexagons_touch_six_others_and_keep_every_event() -> None:
    generator = np.random.default_rng(1)
    longitude, latitude = generator.normal(-0.02, 0.01, 200), generator.normal(51.45, 0.01, 200)
    grid = grids.hexagons(longitude, latitude, 9, rings=2)
    assert grid.counts.sum() == 200 and grid.neighbours.numbers.max() == 6
    assert (grid.neighbours.numbers[grid.counts > 0] == 6).all()
    assert grids.hexagons(longitude[::-1], latitude[::-1], 9, rings=2).counts.tolist() == grid.counts.tolist()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: grids.squares([], [], 250), "at least one point"),
        (lambda: grids.squares([1], [float("nan")], 250), "unknown"),
        (lambda: grids.squares([1], [1], 0), "side of a cell"),
        (lambda: grids.squares([0, 1e9], [0, 1e9], 1), "take a longer side"),
        (lambda: grids.squares([1], [1], 250, bounds=(5, 5, 0, 0)), "in this order"),
        (lambda: grids.squares([1], [1], 250, bounds=(500, 500, 900, 900)), "no point lies inside"),
        (lambda: grids.squares([1], [1], 250, reach=-1), "reach around events"),
        (lambda: grids.hexagons([200], [0], 8), "not on the globe"),
        (lambda: grids.hexagons([0], [0], 99), "0 to 15"),
        (lambda: emerging.mann_kendall([1, 2]), "three periods or more"),
        (lambda: emerging.mann_kendall([1, 2, float("inf")]), "infinite"),
        (lambda: emerging.emerging([[1.0]], [[True, False]]), "for each period"),
        (lambda: emerging.emerging(np.zeros((4, 2)), np.zeros((4, 2)), nearly=2), "share up to 1"),
        (lambda: predictive_accuracy([], []), "at least one place"),
        (lambda: predictive_accuracy([1.5], [1]), "whole number"),
        (lambda: predictive_accuracy([-1], [1]), "whole number"),
        (lambda: predictive_accuracy([1], [-1]), "score must be"),
        (lambda: predictive_accuracy([1], [float("nan")]), "score must be"),
        (lambda: predictive_accuracy([1], [1], [0]), "above nought"),
        (lambda: predictive_accuracy([1, 2], [1, 2], identity=[3, 3]), "same identity"),
        (lambda: predictive_accuracy([1], [1], confidence=2), "confidence"),
        (lambda: predictive_accuracy([1], [1]).at(0), "share of the area"),
    ],
)
def test_what_is_refused(call, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        call()


@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=9), min_size=1, max_size=4))
def test_the_trend_is_its_definition(series: list[list[int]]) -> None:
    for values in series:
        found = emerging.mann_kendall(values)
        s, variance = slowly.kendall(values)
        assert found.s == s
        expected = (s - (s > 0) + (s < 0)) / math.sqrt(variance) if variance else 0
        assert math.isclose(found.z, expected, rel_tol=1e-12, abs_tol=1e-12)
        again = emerging.mann_kendall(values[::-1])
        assert again.p_value == found.p_value and again.s == -s


def test_a_period_that_is_not_known_is_left_out_of_a_trend() -> None:
    with_gap = emerging.mann_kendall(np.array([[1.0, 1], [np.nan, 2], [3, 3], [4, 4], [2, 2]]))
    assert with_gap.s.tolist() == [emerging.mann_kendall([1, 3, 4, 2]).s, emerging.mann_kendall([1, 2, 3, 4, 2]).s]


@pytest.mark.parametrize(
    ("periods", "scores", "kind"),
    [
        ("....#", "11115", "new"), ("..###", "11555", "consecutive"), ("#####", "34567", "intensifying"),
        ("#####", "76543", "diminishing"), ("#####", "55555", "persistent"), ("#...#", "51115", "sporadic"),
        (".###.", "15551", "former"), ("#####....", "555551111", "former"), (".....", "11111", "no pattern"),
        ("##...", "55111", "no pattern"), ("#.##.#.##", "515515155", "sporadic"),
    ],
)  # fmt: skip
def test_each_class_by_its_periods(periods: str, scores: str, kind: str) -> None:
    out = np.array([[mark == "#"] for mark in periods])
    found = emerging.emerging(np.array([[float(score)] for score in scores]), out)
    assert found.kind.tolist() == [kind] and kind in emerging.MEANINGS
    assert found.stood_out.tolist() == [periods.count("#")]


def test_classes_are_said_in_a_sentence() -> None:
    out = np.array([[0, 1], [0, 1], [1, 1]], bool)
    assert str(emerging.emerging(np.ones((3, 2)), out)) == "Of 2 places over 3 periods: 1 new, 1 persistent."


# Predictive accuracy.

places = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=20)


@settings(deadline=None)
@given(places.filter(lambda rows: any(count for count, *_ in rows)))
def test_pai_is_its_definition(rows: list[tuple[int, int, int]]) -> None:
    count, score, area = zip(*rows, strict=True)
    found = predictive_accuracy(count, score, area)
    np.testing.assert_allclose(found.pai, slowly.accuracy(count, score, area))
    assert found.found[-1] == sum(count) and math.isclose(found.pai[-1], 1)
    assert (found.lower <= found.pai + 1e-12).all() and (found.pai <= found.upper + 1e-12).all()
    assert sorted(found.order.tolist()) == list(range(len(rows)))
    even = predictive_accuracy(count, score)
    assert (even.pei[: len(rows)] <= 1 + 1e-12).all()


@given(places.filter(lambda rows: any(count for count, *_ in rows)), st.randoms(use_true_random=False))
def test_identity_settles_ties_whatever_the_order_of_the_rows(rows: list[tuple[int, int, int]], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(rows)))
    random.shuffle(order)
    count, score, area = (np.array(column) for column in zip(*rows, strict=True))
    first = predictive_accuracy(count, score, area, np.arange(len(rows)))
    moved = predictive_accuracy(count[order], score[order], area[order], np.array(order))
    assert np.array(order)[moved.order].tolist() == first.order.tolist()
    np.testing.assert_allclose(moved.pei, first.pei)


def test_nothing_counted_is_said_and_a_share_is_found() -> None:
    nothing = predictive_accuracy([0, 0], [1, 2])
    assert str(nothing) == "Nothing was counted in any of 2 places." and np.isnan(nothing.pai).all()
    found = predictive_accuracy([4, 3, 2, 1], [4, 3, 2, 1])
    assert found.at(0.5) == 1 and found.at(0.1) == -1 and found.at(1) == 3
    assert "40.0% of 10 events" in str(found)
