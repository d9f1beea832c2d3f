"""Process control: against plain counting, and what holds of any series."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import slowly
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.methods.process_control import limits, signals

counts = st.integers(0, 60)
known = st.lists(counts, min_size=2, max_size=40)
with_gaps = st.lists(st.one_of(counts, st.none()), min_size=2, max_size=40)


def floats(values: list[int | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], float)


@given(with_gaps, st.booleans())
def test_limits_by_fractions(values: list[int | None], screen: bool) -> None:
    assume(any(None not in pair for pair in pairwise(values)))
    found = limits(floats(values), screen)
    expected = slowly.process_limits(values, screen)
    assert (found.lower, found.mean, found.upper) == pytest.approx([float(part) for part in expected])


@given(st.lists(st.one_of(st.integers(0, 9), st.none()), min_size=8, max_size=40), st.sampled_from([6, 7, 8]))
def test_a_shift_by_walking_both_ways(values: list[int | None], points) -> None:
    assume(any(None not in pair for pair in pairwise(values)))
    around = limits(floats(values))
    middle = [value for value in values if value is not None]
    mean = Fraction(sum(middle), len(middle))
    assume(all(value == mean or abs(value - mean) > 1e-9 for value in middle) and float(mean) == around.mean)
    assert signals(floats(values), around, points).shift.tolist() == slowly.in_a_shift(values, mean, points)


@given(known, st.integers(-50, 50), st.sampled_from([2, 4, 0.5]))
def test_moved_and_stretched_the_limits_move_and_stretch(values: list[int], by: int, times: float) -> None:
    found, moved = limits(values), limits([times * value + by for value in values])
    assert (moved.mean, moved.lower, moved.upper) == pytest.approx(
        (times * found.mean + by, times * found.lower + by, times * found.upper + by)
    )


@given(known)
def test_backwards_the_same_points_are_unusual(values: list[int]) -> None:
    around = limits(values)
    there, back = signals(values, around), signals(values[::-1], around)
    for rule in ("outside", "trend", "two_of_three", "shift"):
        assert getattr(there, rule).tolist() == getattr(back, rule).tolist()[::-1]


@given(known)
def test_a_longer_shift_is_rarer(values: list[int]) -> None:
    around = limits(values)
    six, seven, eight = (signals(values, around, points).shift for points in (6, 7, 8))
    assert not (eight & ~seven).any() and not (seven & ~six).any()


@given(with_gaps)
def test_what_is_not_known_is_never_unusual(values: list[int | None]) -> None:
    assume(any(None not in pair for pair in pairwise(values)))
    marked = signals(floats(values), limits(floats(values)))
    for value, label in zip(values, marked.labels, strict=True):
        assert value is not None or label == ""


@pytest.mark.parametrize(
    ("values", "rule", "expected"),
    [([5, 5, 1, 2, 3, 4, 5, 6, 7, 7], "trend", [0, 0, 1, 1, 1, 1, 1, 1, 1, 0]),
     ([1, 2, 3, 4, 4, 5, 6, 7], "trend", [0] * 8),
     ([6, 4, 6, 4, 20, 6, 4, 6, 4, 5], "outside", [0, 0, 0, 0, 1, 0, 0, 0, 0, 0])],
)  # fmt: skip
def test_a_worked_case(values: list[int], rule: str, expected: list[int]) -> None:
    assert getattr(signals(values, limits(values)), rule).tolist() == [bool(each) for each in expected]


def test_a_peak_belongs_to_the_trend_before_and_to_the_one_after() -> None:
    values = [1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]
    found = signals(values, limits(values))
    assert [(run.first, run.last, run.up) for run in found.trends] == [(0, 6, True), (6, 12, False)]


def test_one_wild_point_does_not_widen_the_limits_that_show_it() -> None:
    values = [10, 11, 10, 11, 10, 11, 40, 11, 10, 11, 10, 11]
    assert limits(values).upper < 20 < limits(values, screen=False).upper


def test_points_that_never_differ_have_no_width() -> None:
    assert (limits([4, 4, 4]).lower, limits([4, 4, 4]).upper) == (4, 4)


def test_no_two_known_points_in_a_row_are_refused() -> None:
    for values in ([], [3], [3, float("nan"), 4]):
        with pytest.raises(ValueError, match="two known points that follow one another"):
            limits(values)


def test_another_shift_is_refused() -> None:
    with pytest.raises(ValueError, match="6, 7 or 8"):
        signals([1, 2], limits([1, 2]), 9)  # type: ignore[arg-type]
