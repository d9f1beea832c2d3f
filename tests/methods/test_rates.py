"""Rates and proportions: against plain sums, and what must hold of any of them."""

import math
from statistics import NormalDist

import numpy as np
import pytest
import slowly
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import rates

counts = st.integers(0, 5000)


@given(st.integers(0, 150), st.sampled_from([0.95, 0.998]))
def test_exact_limits_leave_equal_tails(count: int, confidence: float) -> None:
    lower, upper = rates.poisson_limits(count, confidence)
    tail = (1 - confidence) / 2
    assert math.isclose(slowly.poisson_at_most(count, float(upper)), tail, rel_tol=1e-6)
    if count:
        assert math.isclose(1 - slowly.poisson_at_most(count - 1, float(lower)), tail, rel_tol=1e-6)
    else:
        assert lower == 0


@given(counts)
def test_byar_is_close_to_exact_from_ten_on(count: int) -> None:
    exact, byar = rates.poisson_limits(count), rates.byar_limits(count)
    if count >= rates.BYAR_FROM:
        assert np.allclose(exact, byar, rtol=0.002)
    expected = byar if count >= rates.BYAR_FROM else exact
    assert [float(x) for x in rates.count_limits(count)] == [float(x) for x in expected]


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_solves_its_quadratic(pair: tuple[int, int]) -> None:
    x, n = pair
    found = rates.proportion(x, n, per=1)
    lower, upper = slowly.wilson(x, n, NormalDist().inv_cdf(0.975))
    assert math.isclose(found.lower, lower, rel_tol=1e-6, abs_tol=1e-9)
    assert math.isclose(found.upper, upper, rel_tol=1e-6, abs_tol=1e-9)


@given(counts, st.integers(1, 10**7))
def test_the_interval_holds_the_rate_and_widens_with_confidence(count: int, population: int) -> None:
    usual, wide = (rates.crude_rate(count, population, confidence=c) for c in (0.95, 0.998))
    assert usual.lower <= usual.value <= usual.upper
    assert (wide.lower, wide.upper) == (usual.lower, wide.upper) or wide.lower < usual.lower
    assert wide.upper > usual.upper


@given(counts, st.integers(1, 10**6), st.integers(2, 50))
def test_more_people_narrow_the_interval(count: int, population: int, times: int) -> None:
    one, more = rates.crude_rate(count, population), rates.crude_rate(times * count, times * population)
    assert more.upper - more.lower < one.upper - one.lower


@given(st.integers(1, 50), st.integers(1, 50), st.integers(2, 20))
def test_equal_rates_in_every_band_need_no_standard(few: int, rate: int, weight: int) -> None:
    found = rates.directly_standardised_rate(
        [10 * few, 20 * few], [few * 10 * rate, few * 20 * rate], [1, weight]
    )
    assert math.isclose(found.value, 100_000 / rate, rel_tol=1e-12)


@given(st.lists(st.tuples(counts, st.integers(1, 10**6)), min_size=1, max_size=8))
def test_an_area_that_is_its_own_reference_scores_a_hundred(bands: list[tuple[int, int]]) -> None:
    observed, people = zip(*bands, strict=True)
    expected = rates.expected_count(people, observed, people)
    ratio = rates.indirectly_standardised_ratio(sum(observed), expected)
    assert math.isclose(ratio.value, 100) if sum(observed) else np.isnan(ratio.value)


def test_nobody_has_no_rate() -> None:
    assert np.isnan(rates.crude_rate([0, 3], [0, 0]).upper).all()
    assert np.isnan(rates.proportion(0, 0).value)


def test_the_unknown_stays_unknown() -> None:
    found = rates.crude_rate([np.nan, 5, 5], [100, np.nan, 100])
    for values in (found.value, found.lower, found.upper):
        assert np.isnan(values).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: rates.crude_rate(-1, 10), "a count cannot be negative"),
        (lambda: rates.crude_rate(1, -10), "a population cannot be negative"),
        (lambda: rates.crude_rate(1, 10, confidence=95), "the confidence must be between 0 and 1"),
        (lambda: rates.proportion(3, 2), "a count cannot be above its total"),
        (lambda: rates.directly_standardised_rate([9, 9], [5, 0], [1, 1]), "above nought in every band"),
        (lambda: rates.expected_count([5], [1], [0]), "above nought in every band"),
        (lambda: rates.indirectly_standardised_rate(1, 1, 1, 0), "reference population must be above nought"),
    ],
)
def test_what_has_no_rate_is_refused(mistake, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mistake()
