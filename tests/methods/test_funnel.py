"""Funnels: what must hold of any of them."""

import math

import numpy as np
import pytest
import slowly
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import funnel


@given(st.integers(1, 60), st.integers(1, 500))
def test_a_rate_on_the_curve_is_just_on_its_limit(events: int, baseline: int) -> None:
    curve = funnel.rate_curve([events], baseline)
    expected = float(curve.lower_population[0]) * baseline / 100_000
    assert math.isclose(slowly.poisson_at_most(events, expected), 0.025, rel_tol=1e-6)
    assert curve.lower[0] < baseline < curve.upper[0]


@given(st.lists(st.integers(1, 400), min_size=3, max_size=33), st.sampled_from(["winsorise", "truncate"]))
def test_the_wider_limits_hold_the_narrower_and_the_target(observed: list[int], trim: funnel.Trim) -> None:
    found = funnel.overdispersed(observed, [100] * len(observed), trim=trim)
    assert (found.outer.lower < found.inner.lower).all() and (found.inner.lower < 1).all()
    assert (found.inner.upper > 1).all() and (found.inner.upper < found.outer.upper).all()
    assert found.tau2 >= 0


@given(st.lists(st.integers(50, 150), min_size=3, max_size=33), st.randoms())
def test_the_order_of_places_does_not_matter(observed: list[int], chance) -> None:
    shuffled = list(observed)
    chance.shuffle(shuffled)
    one, other = (funnel.overdispersed(o, [100] * len(o)) for o in (observed, shuffled))
    assert math.isclose(one.phi, other.phi, abs_tol=1e-12) and math.isclose(
        one.tau2, other.tau2, abs_tol=1e-12
    )


def test_places_as_alike_as_chance_makes_them_need_no_widening() -> None:
    found = funnel.overdispersed([100, 103, 97, 110, 91, 99], [100] * 6)
    assert found.phi < 1 and found.tau2 == 0
    assert not found.outliers.any()


def test_one_odd_place_among_like_ones_is_an_outlier_and_does_not_set_its_own_limits() -> None:
    observed = [100, 103, 97, 110, 91, 99, 105, 96, 102, 98, 94, 106, 300]
    assert funnel.overdispersed(observed, [100] * 13).outliers.tolist() == [False] * 12 + [True]


def test_a_square_root_ratio_has_no_limit_below_nought() -> None:
    found = funnel.overdispersed([0, 1, 5, 0], [1, 1, 1, 2], "square-root ratio")
    assert (found.outer.lower == 0).all()


def test_labels_of_proportions_turn_at_the_limits() -> None:
    limits = [funnel.proportion_limits(1000, 0.3, c) for c in (funnel.INNER, funnel.OUTER)]
    edges = [limits[1].lower, limits[0].lower, limits[0].upper, limits[1].upper]
    counts = [math.floor(1000 * float(e)) + step for e in edges for step in (0, 1)]
    low, lower, high, higher = "Low (0.025)", "Low (0.001)", "High (0.025)", "High (0.001)"
    expected = [lower, low, low, "Not significant", "Not significant", high, high, higher]
    assert funnel.proportion_labels(counts, [1000] * 8, 0.3).tolist() == expected


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: funnel.overdispersed([1, 2], [1, 2]), "three places or more"),
        (lambda: funnel.overdispersed([0, 2, 3], [1, 2, 3]), "above nought"),
        (lambda: funnel.overdispersed([np.nan, 2, 3], [1, 2, 3]), "a known count of every place"),
        (lambda: funnel.overdispersed([1, 2, 3], [1, 2, 3], by=0.5), "under 0.5"),
        (lambda: funnel.overdispersed([1, 2, 3], [1, 2, 2], "proportion"), "cannot be above its total"),
        (lambda: funnel.rate_curve([0], 10), "must be above nought"),
        (lambda: funnel.proportion_limits([10], 1.2), "between 0 and 1"),
    ],
)
def test_what_makes_no_funnel_is_refused(mistake, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mistake()


def test_text_labels_are_five() -> None:
    assert len(set(funnel.LABELS)) == 5 and np.unique(funnel.LABELS).size == 5
