"""Comparisons of two counts: against exact fractions, and what must hold of any of them."""

import math
from fractions import Fraction

import numpy as np
import pytest
import slowly
from hypothesis import example, given
from hypothesis import strategies as st

from commonground.methods import two_counts

few = st.integers(0, 60)
many = st.integers(0, 20_000)
exposures = st.integers(1, 1000)

TINY = 1e-30  # of probabilities smaller than this the first digits are right, not the first nine


@given(few, few, exposures, exposures)
@example(0, 0, 1, 1)
@example(0, 5, 1, 1)
@example(5, 0, 1, 1)
def test_p_value_equals_that_of_exact_fractions(x: int, y: int, time: int, baseline_time: int) -> None:
    found = float(two_counts.exact(x, y, time, baseline_time).p_value)
    expected = slowly.central_p(x, y, Fraction(time, time + baseline_time))
    assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=TINY)


@given(few, few, exposures, exposures)
def test_limits_leave_a_fortieth_in_each_tail(x: int, y: int, time: int, baseline_time: int) -> None:
    found = two_counts.exact(x, y, time, baseline_time)

    def share(ratio: float) -> Fraction:
        odds = Fraction(ratio) * time / baseline_time
        return odds / (1 + odds)

    if x:
        above = 1 - slowly.binomial_at_most(x - 1, x + y, share(float(found.lower)))
        assert math.isclose(above, 0.025, rel_tol=1e-9)
    if y:
        below = slowly.binomial_at_most(x, x + y, share(float(found.upper)))
        assert math.isclose(below, 0.025, rel_tol=1e-9)


@given(few, few.filter(bool), exposures, exposures)
def test_mid_p_limits_leave_a_fortieth_in_each_tail(x: int, y: int, time: int, baseline_time: int) -> None:
    found = two_counts.mid_p(x, y, time, baseline_time)
    for limit, tail in ((found.lower, 0.025), (found.upper, 0.975), (found.ratio, 0.5)):
        if limit > 0:
            odds = Fraction(float(limit)) * time / baseline_time
            assert math.isclose(slowly.mid_tail(x, y, odds / (1 + odds)), tail, rel_tol=1e-9)


@given(many, many, exposures, exposures)
def test_significant_exactly_when_the_interval_excludes_one(x: int, y: int, time: int, baseline_time: int) -> None:
    found = two_counts.exact(x, y, time, baseline_time)
    assert (found.p_value < 0.05) == (found.lower > 1 or found.upper < 1)


@given(many.filter(bool), many.filter(bool), exposures, exposures)
def test_swapping_the_counts_turns_the_ratio_over(x: int, y: int, time: int, baseline_time: int) -> None:
    one, other = two_counts.exact(x, y, time, baseline_time), two_counts.exact(y, x, baseline_time, time)
    for found, turned in ((one.ratio, other.ratio), (one.lower, other.upper), (one.upper, other.lower)):
        assert math.isclose(found, 1 / turned, rel_tol=1e-9)
    assert math.isclose(one.p_value, other.p_value, rel_tol=1e-9, abs_tol=TINY)


@given(many, many, exposures, exposures)
def test_the_interval_holds_the_ratio_and_the_narrower_methods(x: int, y: int, time: int, baseline_time: int) -> None:
    exact, mid = (compare(x, y, time, baseline_time) for compare in (two_counts.exact, two_counts.mid_p))
    if x or y:
        assert exact.lower <= exact.ratio <= exact.upper
    assert exact.lower <= mid.lower and mid.upper <= exact.upper
    assert mid.p_value <= exact.p_value


@given(st.integers(1, 2000), st.integers(1, 2000), st.integers(2, 9))
def test_more_of_the_same_narrows_the_interval(x: int, y: int, times: int) -> None:
    one, more = two_counts.exact(x, y), two_counts.exact(times * x, times * y)
    assert one.lower < more.lower and more.upper < one.upper


def test_nought_and_nought_says_nothing() -> None:
    found = two_counts.exact(0, 0)
    assert (np.isnan(found.ratio), found.lower, found.upper, found.p_value) == (True, 0, np.inf, 1)


def test_nought_leaves_one_end_open() -> None:
    found = two_counts.exact([0, 8], [8, 0])
    assert found.ratio.tolist() == [0, np.inf]
    assert found.lower[0] == 0 and found.upper[1] == np.inf
    assert 0 < found.upper[0] < 1 < found.lower[1]
    assert found.p_value.tolist() == [2 / 2**8] * 2


@pytest.mark.parametrize("compare", [two_counts.exact, two_counts.mid_p, two_counts.wald])
def test_the_unknown_stays_unknown(compare) -> None:
    found = compare([np.nan, 3, 4], [3, np.nan, 4])
    for values in (found.ratio, found.lower, found.upper, found.p_value):
        assert np.isnan(values).tolist() == [True, True, False]


def test_many_at_once_are_each_as_if_alone() -> None:
    x, y = np.arange(6)[:, None], np.arange(7)[None, :]
    together = two_counts.exact(x, y, 2, 3)
    assert together.p_value.shape == (6, 7)
    for i in range(6):
        for j in range(7):
            assert together.upper[i, j] == two_counts.exact(i, j, 2, 3).upper


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 2), "a count must be a whole number, nought or more"),
        ((1.5, 2), "a count must be a whole number, nought or more"),
        ((1, 2, 0), "an exposure must be above nought"),
        ((1, 2, 1, 1, 95), "the confidence must be between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        two_counts.exact(*arguments)


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="a share cannot be above 1"):
        two_counts.risk_ratio(3, 2, 1, 2)


# Newcombe (1998) Statistics in Medicine 17:873, table II: method 10, of x of n beside y of m.
@pytest.mark.parametrize(
    ("x", "n", "y", "m", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_the_difference_of_two_shares_as_newcombe_has_it(x, n, y, m, lower, upper) -> None:
    found = two_counts.difference_of_shares(x, n, y, m)
    assert (round(float(found.lower), 4), round(float(found.upper), 4)) == (lower, upper)
    other = two_counts.difference_of_shares(y, m, x, n)
    assert float(other.lower) == pytest.approx(-float(found.upper)) and float(other.value) == -float(found.value)


def test_the_difference_of_shares_of_nothing_is_not_known() -> None:
    found = two_counts.difference_of_shares(0, 0, 1, 2)
    assert np.isnan([found.value, found.lower, found.upper]).all()
