"""Stop and search: against plain sums, what must hold of any numbers, and that no result goes without its caution."""

import json
import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy import stats

from commonground.methods import disparity
from commonground.methods.disparity import sampling, suspicion

row = st.integers(0, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, 10_000)))
EIGHT_STOPS = ([0, 1] * 10, [0] * 10 + [1] * 10, list(range(17, 22)) * 4)


def two(black: tuple[int, int, int], white: tuple[int, int, int], **ways: object) -> disparity.Disparity:
    searches, finds, residents = zip(white, black, strict=True)
    return disparity.disparity(["White", "Black"], searches, residents, finds, **({"fewest": 0} | ways))


@given(row, row)
def test_a_ratio_is_one_rate_over_the_other_within_its_limits(black, white) -> None:
    assume(black[0] and white[0])
    found = two(black, white)
    assert math.isclose(found.ratio[1], (black[0] / black[2]) / (white[0] / white[2]))
    assert found.exact_lower[1] <= found.ratio[1] <= found.exact_upper[1]
    assert found.lower[1] <= found.ratio[1] <= found.upper[1]
    assert found.ratio[0] == 1


@given(row, row)
def test_turned_round_the_ratio_is_its_reciprocal_and_p_the_same(black, white) -> None:
    assume(black[0] and white[0])
    found, turned = two(black, white), two(white, black)
    assert math.isclose(found.ratio[1] * turned.ratio[1], 1)
    assert math.isclose(found.exact_lower[1] * turned.exact_upper[1], 1, rel_tol=1e-6)
    assert found.outcome_p[1] == turned.outcome_p[1] or (np.isnan([found.outcome_p[1], turned.outcome_p[1]])).all()


@given(row, row)
def test_the_outcome_test_is_the_chi_squared_test_of_four_numbers(black, white) -> None:
    table = np.array([[black[1], black[0] - black[1]], [white[1], white[0] - white[1]]])
    assume((table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all())
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert math.isclose(two(black, white).outcome_p[1], expected, rel_tol=1e-6, abs_tol=1e-12)


@given(row, row)
def test_nothing_made_of_a_small_number_is_shown(black, white) -> None:
    found = two(black, white, fewest=5)
    for own, (searches, finds, _) in enumerate((white, black)):
        if 0 < searches < 5:
            assert math.isnan(found.searches[own]) and math.isnan(found.rate[own]) and math.isnan(found.ratio[own])
        if 0 < finds < 5 or 0 < searches - finds < 5:
            assert math.isnan(found.find_rate[own]) and math.isnan(found.outcome_p[1]) and found.few[own]


@given(row, row)
def test_no_result_is_printed_without_its_caution(black, white) -> None:
    found = two(black, white)
    assert disparity.CAUTION in str(found) and disparity.CAUTION in repr(found) and disparity.CAUTION in f"{found}"
    assert all("residents are not" in said for said in found.table()["caution"])
    assert "residents are not" in json.dumps(found.table())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (([], [], []), "one row for each"),
        ((["White"], [1, 2], [9, 9]), "one row for each"),
        ((["White"], [1.5], [9]), "searches must be whole numbers, nought or more .White"),
        ((["White"], [math.nan], [9]), "searches must be"),
        ((["White"], [-1], [9]), "searches must be"),
        ((["White"], [1], [0]), "needs residents"),
        ((["White"], [1], [math.inf]), "needs residents"),
        ((["White"], [1], [9], [2]), "more finds than searches"),
        ((["White", "White"], [1, 1], [9, 9]), "more than one row"),
        ((["Black"], [1], [9]), "no row for White"),
    ],
)
def test_numbers_that_cannot_be_are_refused(rows, said) -> None:
    with pytest.raises(ValueError, match=said):
        disparity.disparity(*rows)


@pytest.mark.parametrize(
    ("stops", "said"),
    [
        (([0, 2], [0, 1], [1, 2]), "must be 0 or 1"),
        (([0, 1], [0, 1], [1, math.nan]), "known time"),
        (([0, 1], [0, 1], [1]), "one length"),
        (([0, 1], [0, 1], [1, 2]), "too few stops in daylight"),
        ((*EIGHT_STOPS[:2], [20] * 20), "one time of day"),
        ((*EIGHT_STOPS, [1]), "every stop needs an area"),
        (([0, 1] * 10, [0] * 10 + [1] * 10, [17 + i / 50 for i in range(20)], ["a"] * 10 + ["b"] * 10), "no estimate"),
    ],
)
def test_stops_that_say_nothing_are_refused(stops, said) -> None:
    with pytest.raises(ValueError, match=said):
        disparity.veil_of_darkness(*stops, knots=[18, 20], boundary=(17, 21))


def test_knots_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise"):
        disparity.veil_of_darkness(*EIGHT_STOPS, knots=[20, 18])


def test_a_veil_that_hides_nothing_is_not_called_a_difference() -> None:
    generator = np.random.default_rng(2)
    dark, time = generator.integers(0, 2, 3000), generator.uniform(17, 22, 3000)
    found = disparity.veil_of_darkness(generator.uniform(size=3000) < 0.3, dark, time)
    assert found.verdict == "no clear difference between light and dark" and found.p_value > 0.05


@settings(max_examples=30)
@given(st.integers(10_000, 25_000), st.floats(-60, 60))
def test_the_sun_rises_and_sets_in_order(day: int, latitude: float) -> None:
    sun = disparity.twilight(np.datetime64(day, "D"), latitude, 0.0)
    hours = [float(sun.dawn), float(sun.sunrise), float(sun.sunset), float(sun.dusk)]
    assert hours == sorted(hours) or any(math.isnan(hour) for hour in hours)
    assert all(0 <= hour <= 24 or math.isnan(hour) for hour in hours[1:3])


def test_where_the_sun_never_sets_there_is_no_sunset() -> None:
    assert np.isnan(disparity.twilight(np.datetime64("2024-06-21"), 75.0).sunset)
    with pytest.raises(ValueError, match="latitude"):
        disparity.twilight(np.datetime64("2024-06-21"), 95.0)


@settings(max_examples=60)
@given(st.floats(0.1, 10), st.floats(2, 60), st.floats(-5, 2))
@example(0.1, 20.0, -5.0)  # far from its mode, and most of it there
@example(1.0, 12.0, -5.0)
@example(10.0, 2.0, -3.3)
def test_masses_are_those_of_the_beta_distribution(a: float, b: float, threshold: float) -> None:
    found = suspicion.masses(np.array(a), np.array(b), np.array(threshold))
    chance = 1 / (1 + math.exp(-threshold))
    assert math.isclose(found.search, stats.beta.sf(chance, a, b), rel_tol=1e-4, abs_tol=1e-6)
    assert math.isclose(found.find, a / (a + b) * stats.beta.sf(chance, a + 1, b), rel_tol=1e-4, abs_tol=1e-6)
    assert math.isclose(found.search, found.find + found.none, rel_tol=1e-9, abs_tol=1e-12)


def test_the_slope_of_the_model_is_that_of_its_density() -> None:
    generator = np.random.default_rng(1)
    stops = generator.integers(500, 3000, 6).astype(float)
    cells = suspicion.Cells(
        np.array([0, 1] * 3), np.array([0, 0, 1, 1, 2, 2]), stops, np.floor(stops * 0.2), np.floor(stops * 0.05)
    )
    model = suspicion.Model(cells)
    at = model.start + 0.2 * generator.standard_normal(model.size)
    nudges = 1e-5 * np.eye(model.size)
    slowly = (model.density(at + nudges)[0] - model.density(at - nudges)[0]) / 2e-5
    assert np.allclose(model.density(at[None])[1][0], slowly, rtol=1e-3, atol=0.05)


def test_the_sampler_draws_from_a_narrow_slanting_bell() -> None:
    covariance = np.array([[1.0, 0.99], [0.99, 1.0]])
    inverse = np.linalg.inv(covariance)

    def bell(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return -np.einsum("ij,jk,ik->i", at, inverse, at) / 2, -at @ inverse

    told: list[tuple[int, int]] = []
    found = sampling.sampled(
        bell, np.zeros(2), np.random.default_rng(3), chains=4, draws=1000, warm_up=200, step=lambda *at: told.append(at)
    )
    assert np.allclose(np.cov(found.reshape(-1, 2).T), covariance, atol=0.12)
    assert (sampling.shrinkage(found) < 1.02).all() and (sampling.effective_draws(found) > 400).all()
    assert told[-1] == (1200, 1200)


def test_chains_that_disagree_are_found_out() -> None:
    draws = np.random.default_rng(1).standard_normal((4, 200, 1))
    assert sampling.shrinkage(draws + np.arange(4)[:, None, None])[0] > 1.5
    assert sampling.effective_draws(np.repeat(draws[:, :20], 10, axis=1))[0] < 200


CELLS = (["A", "B"] * 2, [1, 1, 2, 2], [90] * 4, [20] * 4, [5] * 4)


def test_few_draws_are_said_not_to_have_settled() -> None:
    found = disparity.threshold_test(*CELLS, np.random.default_rng(1), draws=50, warm_up=50)
    assert not found.converged
    assert "have not settled, so these numbers may not be used" in str(found)
    assert (found.lower <= found.threshold).all() and (found.threshold <= found.upper).all()
    assert {len(column) for column in found.table().values()} == {2}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({0: ["A"] * 4, 1: [1, 2, 3, 4]}, "two groups or more"),
        ({1: [1] * 4, 0: list("ABCD")}, "two places or more"),
        ({0: ["A", "A", "B", "B"]}, "two rows for one place"),
        ({2: [9.5] * 4}, "stops must be whole numbers"),
        ({3: [91] * 4}, "more searches than stops"),
        ({4: [21] * 4}, "more finds than searches"),
        ({4: [0] * 4}, "something found"),
        ({4: [5]}, "in each row"),
    ],
)
def test_cells_that_say_nothing_are_refused(changed, said) -> None:
    cells = [changed.get(i, column) for i, column in enumerate(CELLS)]
    with pytest.raises(ValueError, match=said):
        disparity.threshold_test(*cells, np.random.default_rng(1))
