"""Concentration against chance: against plain counting, and what must hold of any places."""

import math
from fractions import Fraction

import numpy as np
import pytest
import slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import concentration, gathering

busy = st.lists(st.integers(0, 30), min_size=1, max_size=40).filter(any)


def of(counts: list[int], **how: object) -> gathering.Gathered:
    return gathering.gathered(counts, np.random.default_rng(4), throws=99, **how)


@given(busy)
@settings(max_examples=40)
def test_what_was_seen_is_counted_as_by_the_other_functions(counts: list[int]) -> None:
    seen = of(counts).seen
    assert seen["half"] == slowly.fewest(counts, Fraction(1, 2))
    assert seen["four_fifths"] == slowly.fewest(counts, Fraction(4, 5))
    assert seen["repeats"] == sum(max(0, count - 1) for count in counts)
    assert seen["repeated"] == sum(count > 1 for count in counts) and seen["fullest"] == max(counts)
    assert math.isclose(seen["gini"], concentration.gini(counts), abs_tol=1e-12)
    assert math.isclose(seen["generalised_gini"], concentration.generalised_gini(counts), abs_tol=1e-12)


@given(busy)
@settings(max_examples=20)
def test_order_does_not_matter(counts: list[int]) -> None:
    assert of(counts).p_value == of(counts[::-1]).p_value


def test_repeats_by_chance_are_those_of_the_formula() -> None:
    """n places and c events: events less the places that are hit at all, n (1 - (1 - 1/n)^c)."""
    counts = [1] * 60 + [0] * 140
    found = gathering.gathered(counts, np.random.default_rng(7), throws=999)
    assert math.isclose(found.expected["repeats"], 60 - 200 * (1 - (1 - 1 / 200) ** 60), rel_tol=0.03)
    assert found.p_value["repeats"] == 1  # none is the fewest there can be


def test_chance_alone_is_seldom_called_gathered() -> None:
    generator = np.random.default_rng(3)
    p = [
        gathering.gathered(generator.multinomial(80, np.full(200, 1 / 200)), generator, throws=99)
        .p_value["generalised_gini"] for _ in range(100)
    ]  # fmt: skip
    assert sum(value <= 0.05 for value in p) <= 12


def test_places_that_draw_more_may_have_more() -> None:
    counts = [40] * 5 + [4] * 45
    alike, by_size = of(counts), of(counts, exposure=counts)
    assert alike.p_value["half"] == 0.01 and by_size.p_value["half"] > 0.2
    assert "more gathered" in str(alike) and "no more gathered" in str(by_size)


def test_progress_is_told() -> None:
    told: list[int] = []
    of([1, 2], step=lambda done, _: told.append(done))
    assert told == [50, 99]


@pytest.mark.parametrize(
    ("counts", "how", "says"),
    [
        ([], {}, "needs a place"),
        ([0, 0], {}, "no events"),
        ([1, -1], {}, "whole numbers"),
        ([1, 1.5], {}, "whole numbers"),
        ([1, float("nan")], {}, "whole numbers"),
        ([1, 2], {"exposure": [1]}, "needs an exposure"),
        ([1, 2], {"exposure": [1, 0]}, "exposure of nought"),
    ],
)
def test_what_cannot_be_is_refused(counts: list[float], how: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        of(counts, **how)


def test_few_throws_are_refused() -> None:
    with pytest.raises(ValueError, match="99 throws"):
        gathering.gathered([1, 2], np.random.default_rng(0), throws=10)
