"""The estimates of an evaluation: against plain sums and other packages, and what must hold of any numbers."""

import math
from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from commonground.methods.evaluation import (
    autoregressive,
    comparison,
    differences,
    displacement,
    interrupted,
    loglinear,
    power,
    synthetic,
    two_rates,
)

pairs = st.lists(st.integers(0, 400), min_size=2, max_size=2)
def series(seed: int, mean: float = 30, months: int = 84) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, months)


# Two rates.


def plain_e_test(x: int, y: int, n: float, m: float) -> float:
    """Every pair of outcomes, one by one, that is as uneven or more."""
    rate = (x + y) / (n + m)
    most = int(max(n, m) * rate + 12 * math.sqrt(max(n, m) * rate) + 30)

    def uneven(a: int, b: int) -> float:
        return 0.0 if a + b == 0 else (a / n - b / m) ** 2 / (a + b)

    seen = uneven(x, y) * (1 - 1e-9)
    p = [[stats.poisson.pmf(k, rate * size) for k in range(most)] for size in (n, m)]
    return float(sum(p[0][a] * p[1][b] for a, b in product(range(most), repeat=2) if uneven(a, b) >= seen))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.5, 1.0, 2.0]), st.sampled_from([1.0, 1.7]))
def test_e_test_adds_up_the_outcomes(x: int, y: int, n: float, m: float) -> None:
    if x + y:
        assert math.isclose(two_rates.e_test(x, y, n, m), plain_e_test(x, y, n, m), abs_tol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**5), st.integers(0, 10**5), st.floats(0.1, 10))
def test_two_rates_the_other_way_round(x: int, y: int, n: float) -> None:
    one, other = two_rates.two_rates(x, y, n, 1), two_rates.two_rates(y, x, 1, n)
    for name in ("p_e_test", "p_conditional", "p_central"):
        assert math.isclose(getattr(one, name)[0], getattr(other, name)[0], rel_tol=1e-6, abs_tol=1e-9)
        assert 0 <= getattr(one, name)[0] <= 1


def test_equal_exposures_agree_with_scipy() -> None:
    for x, y in ((1, 4), (0, 7), (12, 31), (100, 140)):
        assert math.isclose(two_rates.e_test(x, y), stats.poisson_means_test(x, 1, y, 1).pvalue, rel_tol=1e-6)


def test_a_pair_without_events_says_nothing() -> None:
    found = two_rates.two_rates(0, 0)
    assert found.p_e_test[0] == 1 and math.isnan(found.ratio[0]) and "nothing can be said" in str(found)


def test_smallest_clear_fall_is_the_first_that_is_clear() -> None:
    fall = two_rates.smallest_clear_fall(80)
    count = round(80 * (1 - fall))
    assert two_rates.two_rates(count, 80).upper[0] < 1 <= two_rates.two_rates(count + 1, 80).upper[0]


# Displacement.


@given(pairs, pairs, pairs, pairs)
def test_displacement_by_hand(treated: list[int], control: list[int], near: list[int], other: list[int]) -> None:
    found = displacement.weighted_displacement(treated, control, near, other)
    local = treated[1] - treated[0] - control[1] + control[0]
    assert found.local == local and found.total == local + near[1] - near[0] - other[1] + other[0]
    assert math.isclose(float(found.total_se) ** 2, sum(treated + control + near + other))
    assert found.lower <= found.total <= found.upper


@given(pairs, pairs, st.floats(0.1, 50))
def test_longer_months_and_units_of_harm_scale_it(treated: list[int], control: list[int], by: float) -> None:
    plain = displacement.weighted_displacement(treated, control)
    for scaled in (
        displacement.weighted_displacement(treated, control, time_weights=(1 / by, 1 / by)),
        displacement.weighted_displacement([treated], [control], harm_weights=[by]),
    ):
        assert math.isclose(float(scaled.total), by * float(plain.total), rel_tol=1e-9, abs_tol=1e-9)
        assert math.isclose(float(scaled.total_se), by * float(plain.total_se), rel_tol=1e-9, abs_tol=1e-9)


def test_harm_is_the_weighed_sum_of_its_kinds() -> None:
    treated, control, harm = [[9, 4], [30, 31]], [[8, 8], [25, 20]], [100.0, 3.0]
    each = displacement.weighted_displacement(treated, control)
    found = displacement.weighted_displacement(treated, control, harm_weights=harm)
    assert found.total == harm @ each.total
    assert math.isclose(float(found.total_se) ** 2, sum((h * s) ** 2 for h, s in zip(harm, each.total_se, strict=True)))


# Log-linear models.


@given(st.integers(0, 10**6), st.sampled_from([2.0, 20.0, 300.0]))
@settings(max_examples=20, deadline=None)
def test_the_stacked_fits_are_those_of_statsmodels(seed: int, mean: float) -> None:
    counts = np.random.default_rng(seed).poisson(mean, (3, 60)).astype(float)
    x = interrupted.design.columns(60, np.array([30, 40, 50]), 12, 2, True)
    fit = loglinear.poisson(x, counts, np.zeros_like(counts), np.ones_like(counts))
    for row in range(3):
        theirs = sm.GLM(counts[row], x[row], family=sm.families.Poisson()).fit()
        np.testing.assert_allclose(fit.estimate[row], theirs.params, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(np.sqrt(np.diag(fit.bread[row])), theirs.bse, rtol=1e-4)
        robust = loglinear.newey_west(x[row], loglinear.residual(counts, fit)[row], fit.bread[row], 3)
        theirs = sm.GLM(counts[row], x[row], family=sm.families.Poisson()).fit(
            cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False}
        )
        np.testing.assert_allclose(np.sqrt(np.diag(robust)), theirs.bse, rtol=1e-3)


def test_a_row_left_out_is_as_if_it_were_not_there() -> None:
    y = series(1, 30, 60).astype(float)
    x = interrupted.design.columns(60, np.array([40]), 12, 1, True)
    used = np.ones((1, 60))
    used[0, 10:20] = 0
    some = used[0] == 1
    left_out = loglinear.poisson(x, y[None], np.zeros((1, 60)), used)
    without = loglinear.poisson(x[:, some], y[None, some], np.zeros((1, 50)), np.ones((1, 50)))
    np.testing.assert_allclose(left_out.estimate, without.estimate, rtol=1e-9)
    np.testing.assert_allclose(left_out.bread, without.bread, rtol=1e-9)


def test_theta_is_where_the_likelihood_is_highest() -> None:
    y = np.random.default_rng(4).negative_binomial(3, 3 / 23, 80).astype(float)
    ones = np.ones((1, 80, 1))
    fit, theta, likelihood = loglinear.negative_binomial(ones, y[None], np.zeros((1, 80)))
    best = optimize.minimize_scalar(
        lambda log: -stats.nbinom.logpmf(y, np.exp(log), np.exp(log) / (np.exp(log) + y.mean())).sum(), (0, 1, 2)
    )
    assert math.isclose(theta, np.exp(best.x), rel_tol=1e-4) and math.isclose(likelihood, -2 * best.fun, rel_tol=1e-9)
    assert math.isclose(float(fit.mean[0, 0]), y.mean(), rel_tol=1e-6)


def test_even_counts_have_no_extra_spread() -> None:
    y = np.tile([10.0, 11, 9, 10], 10)
    found = loglinear.negative_binomial(np.ones((1, 40, 1)), y[None], np.zeros((1, 40)))
    assert found[1] == loglinear.NO_SPREAD


def test_gls_without_correlation_is_least_squares() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(400), np.arange(400.0)])
    y = 3 + 0.5 * x[:, 1] + rng.normal(size=400)
    found = autoregressive.generalised_least_squares(x, y)
    np.testing.assert_allclose(found.estimate, np.linalg.lstsq(x, y, rcond=None)[0], rtol=0.02)
    assert abs(found.phi) < 0.12


# Interrupted series.


@given(st.integers(0, 10**6), st.sampled_from(["poisson", "quasi-poisson", "negative binomial", "newey-west"]))
@settings(max_examples=20, deadline=None)
def test_the_fit_keeps_the_total_and_wider_confidence_is_wider(seed: int, model: str) -> None:
    y = series(seed, 25, 60)
    found = interrupted.interrupted(y, 40, model=model)
    wide = interrupted.interrupted(y, 40, model=model, confidence=0.99)
    if model != "negative binomial":
        assert math.isclose(found.fitted_total, found.observed_total, rel_tol=1e-6)
    assert wide.ratio_lower < found.ratio_lower < found.ratio < found.ratio_upper < wide.ratio_upper
    assert (found.lower >= 0).all() and (found.lower <= found.upper).all()
    assert {len(column) for column in found.table().values()} == {60}


@given(st.integers(0, 10**6), st.floats(0.5, 5000))
@settings(max_examples=10, deadline=None)
def test_the_unit_of_exposure_does_not_matter(seed: int, unit: float) -> None:
    y = series(seed, 25, 60)
    plain = interrupted.interrupted(y, 40, exposure=np.ones(60))
    other = interrupted.interrupted(y, 40, exposure=np.full(60, unit))
    assert math.isclose(plain.ratio, other.ratio, rel_tol=1e-5)
    assert math.isclose(plain.counterfactual_total, other.counterfactual_total, rel_tol=1e-5)


BAD_SERIES = [
    ([1, 2, float("nan")] * 20, 20, "missing or infinite"),
    ([1, 2, math.inf] * 20, 20, "missing or infinite"),
    ([1, -2, 3] * 20, 20, "nought or more"),
    ([1, 2.5, 3] * 20, 20, "whole numbers"),
    ([3] * 60, 0, "inside the series"),
    ([3] * 60, 60, "inside the series"),
    ([3] * 6, 3, "too few"),
    ([0] * 40 + [3] * 20, 40, "no event before"),
    ([3] * 40 + [0] * 20, 40, "no event after"),
    ([[3] * 60], 40, "one series"),
    ([], 1, "at least"),
    (["a"] * 60, 3, "must be numbers"),
]


@pytest.mark.parametrize(("counts", "start", "said"), BAD_SERIES)
def test_a_series_that_cannot_be_looked_at_is_told_why(counts: list, start: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        interrupted.interrupted(counts, start)


@pytest.mark.parametrize(("options", "said"), [
    ({"model": "magic"}, "no model called"), ({"harmonics": 6}, "at most 5 harmonics"),
    ({"exposure": [1] * 9}, "one exposure for each"), ({"exposure": [0] * 60}, "above nought"),
    ({"model": "gls", "exposure": [1] * 60}, "takes no exposure"), ({"confidence": 95}, "between 0 and 1"),
])  # fmt: skip
def test_options_that_cannot_be(options: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        interrupted.interrupted(series(1, 20, 60), 40, **options)


# A comparison, and many areas.


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_the_comparison_turned_round_gives_the_inverse(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.poisson(30, 40), rng.poisson(50, 40)
    there, back = comparison.beside(one, other, 25), comparison.beside(other, one, 25)
    assert math.isclose(there.ratio, 1 / back.ratio) and there.log_ratio_se >= math.sqrt(1 / one[:25].sum())


def test_two_areas_and_the_poisson_difference_in_differences_give_one_ratio() -> None:
    rng = np.random.default_rng(5)
    one, other = rng.poisson(30, 24), rng.poisson(50, 24)
    when = np.zeros((2, 24))
    when[0, 12:] = 1
    found = differences.differences([one, other], when)
    assert math.isclose(found.ratio, comparison.beside(one, other, 12).ratio, rel_tol=1e-6)


def test_areas_and_months_in_another_order() -> None:
    rng = np.random.default_rng(2)
    counts, treated = rng.poisson(20, (8, 20)), np.zeros((8, 20))
    treated[:3, 10:] = 1
    areas, months = rng.permutation(8), rng.permutation(20)
    plain = differences.differences(counts, treated)
    other = differences.differences(counts[areas][:, months], treated[areas][:, months])
    assert math.isclose(plain.estimate, other.estimate, rel_tol=1e-6)
    assert math.isclose(plain.se, other.se, rel_tol=1e-6)


@pytest.mark.parametrize(("counts", "treated", "said"), [
    ([[1, 2]], [[0, 1]], "two areas or more"), ([[1, 2], [3, 4]], [[0, 1]], "as large as"),
    ([[1, 2], [3, 4]], [[0, 0], [0, 0]], "some of each"), ([[1, 2], [3, 4]], [[0, 2], [0, 0]], "0 and 1"),
    ([[1, 2], [3, 4]], [[0, 1], [0, 1]], "cannot be told"),
    ([[0, 0], [3, 4], [1, 2]], [[0, 0], [0, 1], [0, 0]], "without any"),
])  # fmt: skip
def test_panels_that_cannot_be(counts: list, treated: list, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        differences.differences(counts, treated)


# Synthetic control.


def slow_weights(target: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """The same by a general optimiser."""
    areas = donors.shape[1]
    found = optimize.minimize(
        lambda w: ((target - donors @ w) ** 2).sum(), np.full(areas, 1 / areas), method="SLSQP",
        bounds=[(0, 1)] * areas,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, options={"ftol": 1e-14, "maxiter": 1000},
    )  # fmt: skip
    return found.x


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_weights_are_the_nearest_on_the_simplex(seed: int) -> None:
    rng = np.random.default_rng(seed)
    target, donors = rng.normal(10, 2, 12), rng.normal(10, 2, (12, 6))
    weights = synthetic.simplex_weights(target, donors)
    assert (weights >= 0).all() and math.isclose(weights.sum(), 1)
    ours, theirs = (((target - donors @ w) ** 2).sum() for w in (weights, slow_weights(target, donors)))
    assert ours <= theirs + 1e-6 * theirs


@given(st.integers(0, 10**6), st.floats(0.01, 100), st.floats(-50, 50))
@settings(max_examples=25, deadline=None)
def test_weights_do_not_hang_on_units(seed: int, scale: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    target, donors = rng.normal(10, 2, 12), rng.normal(10, 2, (12, 5))
    plain = synthetic.simplex_weights(target, donors)
    other = synthetic.simplex_weights(scale * target + shift, scale * donors + shift)
    np.testing.assert_allclose(other, plain, atol=1e-6)


def test_an_area_that_is_a_mixture_is_found_as_one() -> None:
    donors = series(3, 40, 60).reshape(5, 12).astype(float)
    target = 0.3 * donors[1] + 0.7 * donors[4]
    np.testing.assert_allclose(synthetic.synthetic_control(target, donors, 9).weights, [0, 0.3, 0, 0, 0.7], atol=1e-8)
    np.testing.assert_allclose(synthetic.synthetic_control(donors[2], donors, 9).weights, [0, 0, 1, 0, 0])


def test_months_after_the_start_do_not_touch_the_weights() -> None:
    rows = np.random.default_rng(1).poisson(30, (6, 24)).astype(float)
    plain = synthetic.synthetic_control(rows[0], rows[1:], 18).weights
    rows[:, 18:] += 100
    assert (synthetic.synthetic_control(rows[0], rows[1:], 18).weights == plain).all()


def test_placebo_limits_agree_with_the_placebo_p_value() -> None:
    for seed in range(20):
        rows = np.random.default_rng(seed).normal(30, 4, (25, 36))
        rows[0, 24:] -= seed / 3
        found = synthetic.placebo_areas(rows[0], rows[1:], 24, confidence=0.9)
        low, high = found.limits
        assert (found.p_value <= 0.1) == (not low <= 0 <= high)
        assert 1 / 25 <= found.p_value <= 1


def test_few_areas_give_no_limits() -> None:
    rows = np.random.default_rng(0).normal(30, 4, (6, 36))
    assert synthetic.placebo_areas(rows[0], rows[1:], 24).limits == (-math.inf, math.inf)


@pytest.mark.parametrize(("observed", "donors", "before", "said"), [
    ([1, 2, 3], [[1, 2]], 2, "same months"), ([1, 2, math.nan], [[1, 2, 3]], 2, "missing or infinite"),
    ([1, 2, 3], [[1, 2, 3]], 3, "one after"), ([1, 2, 3], np.zeros((0, 3)), 2, "same months"),
])  # fmt: skip
def test_synthetic_controls_that_cannot_be(observed: list, donors: list, before: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        synthetic.synthetic_control(observed, donors, before)


# Power.


@pytest.mark.parametrize(("plan", "more"), [
    ("series", {}), ("totals", {}), ("comparison", {"comparison_per_month": 60.0}),
])  # fmt: skip
@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_the_formula_agrees_with_simulation(plan: str, more: dict, dispersion: float) -> None:
    found = power.power(
        40, 48, 12, plan=plan, dispersion=dispersion, falls=[0.1, 0.2, 0.3], simulations=400,
        generator=np.random.default_rng(1), **more,
    )  # fmt: skip
    assert (np.abs(found.simulated - found.formula) < 0.02 + 3.5 * np.fmax(found.simulation_error, 0.005)).all()


@given(st.floats(5, 500), st.integers(24, 80), st.integers(3, 24))
@settings(max_examples=12, deadline=None)
def test_power_grows_with_the_fall_and_with_more_events(mean: float, before: int, after: int) -> None:
    falls = [0.05, 0.1, 0.2, 0.4]
    few, many = (power.power(m, before, after, falls=falls).formula for m in (mean, 4 * mean))
    assert (np.diff(few) >= -1e-9).all() and (many >= few - 1e-9).all()


def test_the_smallest_fall_has_the_power_wanted() -> None:
    smallest = power.power(40, 36).smallest
    assert math.isclose(power.power(40, 36, falls=[smallest]).formula[0], 0.8, abs_tol=1e-4)


@pytest.mark.parametrize(("given", "said"), [
    ({"per_month": 0}, "above nought"), ({"per_month": math.inf}, "missing or infinite"), ({"before": 0}, "1 or more"),
    ({"plan": "magic"}, "no plan called"), ({"plan": "comparison"}, "other area"), ({"dispersion": 0.5}, "1 or more"),
    ({"falls": [1.5]}, "between 0 and 1"), ({"simulations": 5}, "generator"), ({"before": 5}, "8 months"),
    ({"per_month": [3.0] * 7}, "one number, or 48"),
])  # fmt: skip
def test_power_that_cannot_be_worked_out(given: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        power.power(**({"per_month": 20, "before": 36, "after": 12} | given))
