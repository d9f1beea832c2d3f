"""The social gradient: what must hold of any places, and against a plain simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import gradient

places = st.lists(
    st.tuples(st.floats(1, 100), st.integers(1, 5000), st.floats(0, 5)), min_size=3, max_size=12
)


def of(rows: list[tuple[float, int, float]], **how: object) -> gradient.Gradient:
    values, people, error = (np.array(column, float) for column in zip(*rows, strict=True))
    return gradient.gradient(values, people, error, np.random.default_rng(3), draws=1000, **how)


@given(places)
@settings(max_examples=30)
def test_the_line_is_that_of_weighted_least_squares(rows: list[tuple[float, int, float]]) -> None:
    values, people, _ = (np.array(column, float) for column in zip(*rows, strict=True))
    before = np.concatenate([[0], np.cumsum(people)[:-1]])
    middle = (before + people / 2) / people.sum()
    slope, start = np.polyfit(middle, values, 1, w=np.sqrt(people))
    found = of(rows)
    np.testing.assert_allclose([found.most, found.least], [start, start + slope], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(found.slope.value, slope, rtol=1e-6, atol=1e-6)


@given(places, st.floats(0.5, 4))
@settings(max_examples=30)
def test_units_do_not_matter(rows: list[tuple[float, int, float]], factor: float) -> None:
    once, again = of(rows), of([(v * factor, n * 7, e * factor) for v, n, e in rows])
    np.testing.assert_allclose(again.slope.lower, factor * once.slope.lower, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(again.relative.value, once.relative.value, rtol=1e-6)


@given(places)
@settings(max_examples=30)
def test_a_higher_confidence_has_wider_limits(rows: list[tuple[float, int, float]]) -> None:
    narrow, wide = of(rows, confidence=0.8), of(rows, confidence=0.95)
    assert wide.slope.lower <= narrow.slope.lower <= narrow.slope.upper <= wide.slope.upper


def test_limits_are_those_of_a_line_through_normal_values() -> None:
    """The slope is a weighted sum, so that its limits are known without any simulation."""
    values, people, error = np.array([9.0, 7, 8, 4]), np.array([3.0, 1, 2, 2]), np.array([1.0, 0.5, 0.8, 0.4])
    found = gradient.gradient(values, people, error, np.random.default_rng(2))
    middle, weight = gradient.ridit(people), people / people.sum()
    off = middle - (weight * middle).sum()
    deviation = np.sqrt(((weight * off / (weight * off**2).sum() * error) ** 2).sum())
    reach = 1.959964 * deviation
    np.testing.assert_allclose(found.slope.lower, found.slope.value - reach, atol=0.01)
    np.testing.assert_allclose(found.slope.upper, found.slope.value + reach, atol=0.01)


def test_areas_are_those_of_one_after_the_other() -> None:
    values, people, error = np.array([[9.0, 7, 4], [3, 3, 4]]), np.full((2, 3), 50.0), np.full((2, 3), 0.3)
    told: list[tuple[int, int]] = []
    both = gradient.gradient(
        values, people, error, np.random.default_rng(8), draws=1000, step=lambda done, of: told.append((done, of))
    )
    one = gradient.gradient(values[1], people[1], error[1], np.random.default_rng(8), draws=1000)
    assert both.slope.upper[1] == one.slope.upper and told == [(1, 2), (2, 2)]
    assert str(both).startswith("In 2 of 2 areas") and str(one).startswith("A gradient by deprivation")


@pytest.mark.parametrize("kind", ["rate", "proportion"])
@pytest.mark.parametrize("transform", [True, False])
def test_rates_and_proportions_stay_in_their_range(kind: gradient.Kind, transform: bool) -> None:
    values = np.array([0.4, 0.2, 0.1, 0.05])
    error = gradient.standard_error(values * 0.8, values * 1.2, kind)
    found = gradient.gradient(values, [9, 9, 9, 9], error, np.random.default_rng(1), kind, transform)
    assert found.slope.lower < found.slope.value < found.slope.upper < 0
    if transform:
        assert 0 < found.least < found.most < 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"values": [1, 2]}, "one length"),
        ({"values": [1, float("nan"), 2]}, "known value"),
        ({"populations": [1, 0, 2]}, "above nought"),
        ({"error": [1, -1, 1]}, "standard error"),
        ({"kind": "rate", "values": [1, 0, 2]}, "rate must be above nought"),
        ({"kind": "proportion", "values": [0.1, 1, 0.2]}, "below 1"),
        ({"transform": True}, "only a rate"),
        ({"confidence": 1.5}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(change: dict, says: str) -> None:
    asked = {"values": [1, 2, 3], "populations": [1, 1, 1], "error": [1, 1, 1]} | change
    with pytest.raises(ValueError, match=says):
        gradient.gradient(generator=np.random.default_rng(0), **asked)
