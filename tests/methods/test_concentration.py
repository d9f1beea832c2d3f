"""Concentration and stability: against plain counting, and what must hold of any places."""

import math
from fractions import Fraction

import numpy as np
import pytest
import slowly
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import concentration, stability

places = st.lists(st.integers(0, 40), min_size=1, max_size=60)
busy = places.filter(any)


@given(busy)
def test_gini_is_the_mean_difference(counts: list[int]) -> None:
    assert math.isclose(concentration.gini(counts), slowly.gini(counts), rel_tol=1e-9, abs_tol=1e-12)


@given(busy, st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(1, 10), Fraction(1)]))
def test_places_that_hold_a_share(counts: list[int], share: Fraction) -> None:
    assert concentration.places_that_hold(counts, float(share)) == slowly.fewest(counts, share)


@given(busy, st.integers(0, 100))
def test_share_in_the_fullest_places(counts: list[int], percent: int) -> None:
    top = slowly.half_to_even(Fraction(len(counts) * percent, 100))
    expected = Fraction(sum(sorted(counts, reverse=True)[:top]), sum(counts))
    assert math.isclose(concentration.share_in_top(counts, percent), expected, rel_tol=1e-12)


@given(busy)
def test_generalised_gini_never_exceeds_gini_and_equals_it_where_events_abound(counts: list[int]) -> None:
    plain, general = concentration.gini(counts), concentration.generalised_gini(counts)
    assert general <= plain + 1e-12
    if sum(counts) >= len(counts):
        assert general == plain


@given(busy)
def test_order_and_scale_do_not_matter(counts: list[int]) -> None:
    assert concentration.gini(counts) == concentration.gini(counts[::-1])
    assert math.isclose(
        concentration.gini(counts), concentration.gini([3 * c for c in counts]), abs_tol=1e-12
    )


@given(busy)
def test_twice_the_area_under_the_curve_and_gini_make_one(counts: list[int]) -> None:
    curve = concentration.lorenz(counts)
    assert math.isclose(2 * np.trapezoid(curve.events, curve.places) + concentration.gini(counts), 1)
    assert (np.diff(curve.events) >= 0).all()


def test_one_event_each_is_as_even_as_can_be() -> None:
    assert concentration.generalised_gini([1, 1, 1, 0, 0, 0, 0, 0]) == 0
    assert concentration.gini([0, 0, 7], corrected=True) == 1


def test_no_events_have_no_concentration() -> None:
    assert math.isnan(concentration.gini([0, 0])) and math.isnan(concentration.share_in_top([0, 0], 50))
    assert concentration.places_that_hold([0, 0]) == 0


@pytest.mark.parametrize("counts", [[], [1, -1], [1, float("nan")]])
def test_places_without_a_count_are_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="concentration needs a"):
        concentration.gini(counts)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=50))
def test_stability_counts_the_places_in_both_years(years: list[tuple[int, int]]) -> None:
    before, after = zip(*years, strict=True)
    found = stability.stability(before, after)

    def holding(counts: tuple[int, ...]) -> set[int]:
        fullest = sorted(range(len(counts)), key=lambda i: (-counts[i], i))
        return set(fullest[: slowly.fewest(counts, Fraction(1, 2))])

    first, second = holding(before), holding(after)
    assert (found.first, found.second, found.both) == (len(first), len(second), len(first & second))
    if first and second:
        assert found.kept == len(first & second) / len(first)
        assert found.still_held == sum(after[i] for i in first) / sum(after)
        assert found.expected == len(second) / len(years)
    else:
        assert math.isnan(found.kept)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=40))
def test_rank_correlation_is_that_of_the_ranks(years: list[tuple[int, int]]) -> None:
    before, after = zip(*years, strict=True)
    found = stability.rank_correlation(before, after)
    if len(set(before)) == 1 or len(set(after)) == 1:
        assert math.isnan(found)
        return
    x, y = slowly.ranks(before), slowly.ranks(after)
    middle = Fraction(len(years) + 1, 2)
    product = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    spreads = sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y)
    assert math.isclose(found, product / math.sqrt(spreads), rel_tol=1e-9, abs_tol=1e-12)


def test_two_years_need_the_same_places() -> None:
    with pytest.raises(ValueError, match="two years need the same places"):
        stability.stability([1, 2], [1, 2, 3])
