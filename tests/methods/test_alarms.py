"""Alarms: against one regression at a time, and what must hold of any series."""

import math
from typing import Any

import numpy as np
import pytest
import slowly_alarms
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from commonground.methods import alarms
from commonground.methods.alarms import bounds, farrington

MONTHLY = {"frequency": 12, "years": 4, "window": 2, "periods": 4, "left_out": 3}
QUARTERLY = {"frequency": 4, "years": 3, "window": 0, "periods": 3, "left_out": 1}
few = st.lists(st.integers(0, 40), min_size=14, max_size=20)


def invented(series: int, times: int, seed: int = 1) -> np.ndarray:
    """Counts with a season and more scatter than chance."""
    rng = np.random.default_rng(seed)
    mean = rng.uniform(3, 60, (series, 1)) * (1 + 0.3 * np.sin(np.arange(times) / 12 * 2 * np.pi))
    return rng.poisson(rng.gamma(mean / 0.7, 0.7)).astype(float)


def test_many_at_once_is_a_regression_for_each() -> None:
    counts = invented(6, 80)
    found = alarms.farrington_flexible(counts, [66, 79], **MONTHLY)
    for row in range(6):
        for column, at in enumerate((66, 79)):
            expected, dispersion, trend = slowly_alarms.judge(counts[row].tolist(), at, MONTHLY, 0.05)
            assert math.isclose(found.expected[row, column], expected, rel_tol=1e-6)
            assert math.isclose(found.dispersion[row, column], dispersion, rel_tol=1e-3)
            assert found.trend[row, column] == trend
            assert found.upper[row, column] == slowly_alarms.bound(expected, dispersion, 0.01)


@given(st.integers(1, 52), st.integers(1, 5), st.integers(0, 4), st.integers(1, 12), st.integers(0, 30))
def test_the_past_is_that_of_the_definition(
    frequency: int, years: int, window: int, periods: int, left_out: int
) -> None:
    rest = frequency - 2 * window - 1
    assume(rest >= 0 and (periods == 1 or periods - 1 <= rest) and left_out < years * frequency + window)
    design = farrington.design_of(frequency, years, window, periods, left_out)
    plain = slowly_alarms.past_of(1000, frequency, years, window, periods, 0 if periods == 1 else left_out)
    if periods == 1:
        plain = [(time, level) for time, level in plain if time <= 1000 - frequency + window]
    assert list(zip((design.away + 1000).tolist(), design.levels.tolist(), strict=True)) == plain


@given(st.floats(0.01, 300), st.floats(1, 20), st.sampled_from([0.1, 0.01, 0.001]))
def test_a_bound_is_the_least_count_exceeded_so_seldom(mean: float, dispersion: float, alpha: float) -> None:
    dispersion = 1.0 if dispersion < 1.001 else dispersion
    found = bounds.whole_bound(np.array([mean]), np.array([dispersion]), alpha)
    assert found[0] == slowly_alarms.bound(mean, dispersion, alpha)


@given(st.integers(0, 60), st.floats(0.1, 50), st.sampled_from([1.0, 1.5, 4.0]))
def test_the_probability_of_so_many_is_that_of_the_distribution(count: int, mean: float, dispersion: float) -> None:
    found = float(bounds.exceeding(np.array(float(count)), np.array(mean), np.array(dispersion)))
    plain = (
        stats.poisson.sf(count - 1, mean)
        if dispersion == 1
        else stats.nbinom.sf(count - 1, mean / (dispersion - 1), 1 / dispersion)
    )
    assert math.isclose(found, plain, rel_tol=1e-9, abs_tol=1e-300)


@settings(deadline=None, max_examples=40)
@given(few, st.sampled_from(bounds.BOUNDS))
def test_a_bound_rises_as_it_is_crossed_more_seldom(counts: list[int], bound: bounds.Bound) -> None:
    assume(sum(counts[-4:]) >= 5 and any(counts[:9]))
    often, seldom = (
        alarms.farrington_flexible(counts, [len(counts) - 1], alpha=alpha, bound=bound, trend=False, **QUARTERLY)
        for alpha in (0.05, 0.001)
    )
    assume(seldom.judged[0])
    assert often.upper[0] <= seldom.upper[0]
    assert often.expected[0] == seldom.expected[0]


@settings(deadline=None, max_examples=40)
@given(st.lists(few.map(lambda row: row[:14]), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_series_does_not_matter(rows: list[list[int]], chance: Any) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)
    counts = np.array(rows, float)
    straight = alarms.farrington_flexible(counts, **QUARTERLY)
    shuffled = alarms.farrington_flexible(counts[order], **QUARTERLY)
    for name in ("upper", "expected", "p_value", "cautious"):
        assert np.array_equal(getattr(straight, name)[order], getattr(shuffled, name), equal_nan=True)


@settings(deadline=None, max_examples=40)
@given(few, st.integers(1, 5))
def test_nothing_after_the_point_and_nothing_left_out_is_looked_at(counts: list[int], more: int) -> None:
    at = [len(counts) - 1]
    assume(sum(counts[-4:]) >= 5)
    found = alarms.farrington_flexible(counts, at, enough=(0, 1), **QUARTERLY)
    later = alarms.farrington_flexible([*counts, *[999] * more], at, enough=(0, 1), **QUARTERLY)
    changed = [*counts[:-2], counts[-2] + 500, *counts[-1:]]
    other = alarms.farrington_flexible(changed, at, enough=(0, 1), **QUARTERLY)
    for again in (later, other):
        assert np.array_equal(found.upper, again.upper, equal_nan=True)


def test_a_population_that_does_not_change_changes_nothing() -> None:
    counts = invented(3, 70)
    plain = alarms.farrington_flexible(counts, [69], **MONTHLY)
    people = alarms.farrington_flexible(counts, [69], population=np.full(counts.shape, 1e4), **MONTHLY)
    np.testing.assert_allclose(plain.expected, people.expected, rtol=1e-6)
    growing = alarms.farrington_flexible(counts, [69], population=[*np.full(69, 1e4), 2e4], trend=False, **MONTHLY)
    flat = alarms.farrington_flexible(counts, [69], trend=False, **MONTHLY)
    np.testing.assert_allclose(growing.expected, 2 * flat.expected, rtol=1e-6)


def test_a_month_half_reported_is_held_against_half() -> None:
    counts = invented(4, 70)
    whole = alarms.farrington_flexible(counts, [68, 69], **MONTHLY)
    half = alarms.farrington_flexible(counts, [68, 69], complete=[1, 0.5], **MONTHLY)
    np.testing.assert_allclose(half.expected, whole.expected * [1, 0.5])
    assert (half.upper[:, 1] < whole.upper[:, 1]).all() and (half.upper[:, 0] == whole.upper[:, 0]).all()
    assert half.filling[0].tolist() == [False, True]
    unknown = alarms.farrington_flexible(counts, [68, 69], complete=[1, np.nan], **MONTHLY)
    assert (unknown.upper == whole.upper).all() and unknown.filling[0].tolist() == [False, True]


def test_counts_not_known_are_left_out() -> None:
    counts = invented(2, 70)
    gap = counts.copy()
    gap[0, 30:36] = np.nan
    found, whole = (alarms.farrington_flexible(c, [69], **MONTHLY) for c in (gap, counts))
    assert np.isfinite(found.expected).all() and found.expected[1] == whole.expected[1]
    gap[0, :] = np.nan
    empty = alarms.farrington_flexible(gap, [69], enough=(0, 1), **MONTHLY)
    assert np.isnan(empty.upper[0, 0]) and not empty.alarm[0, 0] and empty.judged[1, 0]


def test_a_trend_that_would_lead_above_all_that_was_seen_is_not_kept() -> None:
    steep = np.round(4 * 1.06 ** np.arange(60))
    found = alarms.farrington_flexible([*steep, 100], [60], **MONTHLY | {"left_out": 12})
    assert not found.trend[0] and found.expected[0] <= steep[:49].max()


def test_what_happens_by_chance_is_not_taken_for_more() -> None:
    """Of counts with nothing unusual, the cautious probability is below 1 in 100 about so often."""
    found = alarms.farrington_flexible(invented(4000, 56, seed=3), [55], **MONTHLY)
    often = float((found.cautious[found.judged] < 0.01).mean())
    assert 0.002 < often < 0.015


@given(st.lists(st.integers(0, 50), min_size=12, max_size=30))
def test_ears_is_the_mean_and_so_many_deviations(counts: list[int]) -> None:
    z = float(stats.norm.isf(0.001))
    for between, method in ((0, alarms.ears_c1), (2, alarms.ears_c2)):
        found = method(counts)
        slow = [slowly_alarms.ears(counts, int(at), 7, between, z) for at in found.at]
        np.testing.assert_allclose(found.upper, slow, rtol=1e-9, atol=1e-9)


@given(st.lists(st.integers(0, 50), min_size=12, max_size=30))
def test_c3_as_published_is_an_alarm_where_the_sum_is_too_large(counts: list[int]) -> None:
    found = alarms.ears_c3(counts, newest=True)
    z = stats.norm.isf(0.025)
    for i, at in enumerate(found.at.tolist()):
        total = 0.0
        for time in (at - 2, at - 1, at):
            before = np.array(counts[time - 9 : time - 2], float)
            if before.std() == 0:
                total = math.nan
                break
            total += max(0.0, (counts[time] - before.mean()) / before.std(ddof=1) - 1)
        if not math.isnan(total) and abs(total - z) > 1e-9 and counts[at] > 0:
            assert found.alarm[i] == (total > z)


@given(st.lists(st.integers(0, 30), min_size=8, max_size=30), st.sampled_from(["rossi", "standard"]))
def test_a_cusum_is_a_sum_that_never_falls_below_nought(counts: list[int], scale: Any) -> None:
    start = len(counts) // 2
    mean = sum(counts[:start]) / start
    assume(mean > 0)
    found, held = alarms.cusum(counts, scale=scale), 0.0
    for i, x in enumerate(counts[start:]):
        z = (
            (x - 3 * mean + 2 * math.sqrt(x * mean)) / (2 * math.sqrt(mean))
            if scale == "rossi"
            else (x - mean) / mean**0.5
        )
        held = max(0.0, held + z - 1.04)
        assert abs(held - 2.26) < 1e-9 or found.alarm[i] == (held >= 2.26)


@given(st.lists(st.integers(0, 30), min_size=15, max_size=20))
def test_bayes_is_the_forecast_of_a_gamma_mean(counts: list[int]) -> None:
    found = alarms.bayes(counts, frequency=4, window=1)
    for i, at in enumerate(found.at.tolist()):
        past = [counts[at - 4 * year + j] for year in (1, 2, 3) for j in (-1, 0, 1)] + [counts[at - 1]]
        forecast = stats.nbinom(sum(past) + 0.5, len(past) / (len(past) + 1))
        assert found.upper[i] == forecast.ppf(0.95)
        assert math.isclose(found.p_value[i], forecast.sf(counts[at] - 1), rel_tol=1e-9)


def test_the_table_of_poisson_limits_rises_and_holds_what_it_says() -> None:
    """Crow and Gardner's limit is where the count can first be left out of 95 % of outcomes."""
    from commonground.methods.alarms.same_season import POISSON_UPPER

    assert (np.diff(POISSON_UPPER) > 0).all()
    for count, limit in enumerate(POISSON_UPPER):
        above = stats.poisson.sf(count, limit + 0.001)  # without the outcomes up to this one, enough are left
        assert above >= 0.949


def test_what_to_look_at_first_allows_for_how_many_were_looked_at() -> None:
    counts = invented(200, 60)
    counts[7, 59] = 400
    found = alarms.farrington_flexible(counts, [58, 59], **MONTHLY)
    names = [f"ward {n}" for n in range(200)]
    look = alarms.first_look(found, names, ["then", "now"])
    assert look.names[0] == "ward 7" and look.points[0] == "now" and "400 where about" in look.why[0]
    assert (look.q_value <= 0.05).all() and (np.diff(look.p_value) >= 0).all()
    assert len(look.why) <= look.alone == int(found.alarm.sum())
    q = stats.false_discovery_control(found.cautious[found.judged])
    assert look.q_value[0] == q.min() and look.looked_at == q.size
    assert {len(column) for column in look.table().values()} == {len(look.why)}


@given(st.lists(st.floats(0, 1), max_size=30))
def test_false_discovery_rates_are_those_of_scipy(p_values: list[float]) -> None:
    found = alarms.false_discovery_rates(p_values)
    np.testing.assert_allclose(found, stats.false_discovery_control(p_values), rtol=1e-12)
    assert (found >= p_values).all()


def test_a_small_number_is_not_said() -> None:
    counts = np.zeros((1, 61))
    counts[0, ::9] = 1
    counts[0, 60] = 4
    found = alarms.farrington_flexible(counts, [60], enough=(0, 1), **MONTHLY)
    look = alarms.first_look(found, ["a ward"], ["now"], smallest=5)
    assert look.why == ("a ward, now: fewer than 5, and yet more than usual.",)
    assert np.isnan([look.observed[0], look.times[0], look.p_value[0], look.upper[0]]).all()


def test_a_series_without_a_past_comes_last_and_says_so() -> None:
    counts = invented(2, 61)
    counts[1, :-1], counts[:, -1] = 0, (300, 40)
    look = alarms.first_look(alarms.farrington_flexible(counts, [60], **MONTHLY), ["old", "new"], ["now"])
    assert look.names == ("old", "new") and look.why[1].endswith("first ask whether the name or the place is new.")


def test_a_result_is_said_in_a_sentence_and_laid_out_in_columns() -> None:
    found = alarms.farrington_flexible(invented(3, 60), [58, 59], **MONTHLY)
    assert str(found).startswith(f"{int(found.alarm.sum())} of 6 counts") and str(found).endswith(".")
    table = found.table()
    assert table["series"].tolist() == [0, 0, 1, 1, 2, 2] and table["at"].tolist() == [58, 59] * 3
    assert np.array_equal(table["observed"], found.observed.ravel())
    assert str(alarms.farrington_flexible(np.zeros(60), [59], **MONTHLY)).startswith("None of 1 counts can be judged")
    steps: list[tuple[int, int]] = []
    alarms.farrington_flexible(invented(3, 60), [58, 59], step=lambda done, of: steps.append((done, of)), **MONTHLY)
    assert steps[-1] == (6, 6)


@pytest.mark.parametrize(
    ("counts", "how", "said"),
    [
        ([], {}, "need a series of counts"),
        ([[[1.0]]], {}, "need a series of counts"),
        ([math.nan] * 60, {}, "all of them are missing"),
        ([1.0, math.inf] * 30, {}, "a count is infinite"),
        ([1.5] * 60, {}, "a count must be a whole number"),
        ([-1] * 60, {}, "a count must be a whole number"),
        ([1] * 20, {}, "the series are too short: 51 time points are needed and 20 are given"),
        ([1] * 60, {"at": [10]}, "time point 10 has 10 before it, and 50 are needed"),
        ([1] * 60, {"at": [60]}, "time point 60 is not among the 60"),
        ([1] * 60, {"at": [59.5]}, "must be whole numbers"),
        ([1] * 60, {"alpha": 0}, "between 0 and 1"),
        ([1] * 60, {"window": 6}, "longer than the year of 12"),
        ([1] * 60, {"periods": 9}, "cannot make 8 periods"),
        ([1] * 60, {"years": 0}, "years must be a whole number, 1 or more"),
        ([1] * 60, {"left_out": 99}, "all points of the past are left out"),
        ([1] * 60, {"bound": "best"}, "the bound must be one of"),
        ([1] * 60, {"trend_p": 2}, "p value up to which a trend"),
        ([1] * 60, {"complete": 0}, "above 0 and up to 1"),
        ([1] * 60, {"complete": [1, 1, 1]}, "one for each of the 10 time points"),
        ([1] * 60, {"population": [1] * 59}, "same series and time points"),
        ([1] * 60, {"population": [0] * 60}, "above nought at every time point"),
    ],
)
def test_what_cannot_be_judged_is_refused(counts: Any, how: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        alarms.farrington_flexible(counts, **how)


def test_other_methods_refuse_what_they_cannot_judge() -> None:
    with pytest.raises(ValueError, match="baseline must be a whole number, 2 or more"):
        alarms.ears_c1([1] * 20, baseline=1)
    with pytest.raises(ValueError, match="must follow one another"):
        alarms.cusum([1] * 20, at=[10, 12])
    with pytest.raises(ValueError, match="needs every count"):
        alarms.cusum([1] * 19 + [math.nan])
    with pytest.raises(ValueError, match="longer than the year"):
        alarms.rki([1] * 20, frequency=4)
    with pytest.raises(ValueError, match="gives no p values"):
        alarms.first_look(alarms.rki([1] * 60), ["a"], ["t"] * 22)
    with pytest.raises(ValueError, match="1 names of series and 1 of time points"):
        alarms.first_look(alarms.ears_c1([1] * 8), ["a", "b"], ["t"])
