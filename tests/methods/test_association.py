"""Neighbours, association and permutation: against plain loops, and what must hold of any map."""

import math
from itertools import combinations

import numpy as np
import pytest
import slowly_places as slowly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods import association, many_tests, neighbours, smoothed_rates
from commonground.methods.conditional_permutation import permuted
from commonground.methods.local_association import gi, gi_star, local_geary, local_moran
from commonground.methods.neighbours import Neighbours, from_pairs


@st.composite
def maps(draw: st.DrawFn, least: int = 4, most: int = 9, weighted: bool = False):  # type: ignore[no-untyped-def]
    """Values that are not all the same, and pairs of neighbours, at least one."""
    n = draw(st.integers(least, most))
    values = draw(st.lists(st.integers(0, 30), min_size=n, max_size=n).filter(lambda v: len(set(v)) > 1))
    pairs = sorted(draw(st.sets(st.sampled_from(list(combinations(range(n), 2))), min_size=1)))
    weights = [draw(st.floats(0.1, 3)) for _ in pairs] if weighted else None
    return np.array(values, float), from_pairs(*np.array(pairs).T, places=n, weights=weights)


def rows(around: Neighbours) -> list[dict[int, float]]:
    matrix = around.matrix().toarray()
    return [{int(j): float(row[j]) for j in np.flatnonzero(row)} for row in matrix]


@given(maps(weighted=True))
def test_gi_star_is_its_definition(given_map) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    np.testing.assert_allclose(gi_star(x, around).z, slowly.gi_star(x, rows(around)), rtol=1e-7, atol=1e-7)


@given(maps(weighted=True))
def test_the_whole_map_is_its_definition(given_map) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    for ours, plain in (
        (association.moran, slowly.moran), (association.geary, slowly.geary), (association.global_g, slowly.global_g)
    ):  # fmt: skip
        assume(plain is not slowly.global_g or np.count_nonzero(x) > 1)
        assert math.isclose(ours(x, around).value, plain(x, rows(around)), rel_tol=1e-9, abs_tol=1e-9)


@settings(max_examples=12, deadline=None)
@given(maps(most=6, weighted=True))
def test_mean_and_variance_are_those_of_every_order(given_map) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    assume(np.count_nonzero(x) > 1)
    for ours, plain in (
        (association.moran, slowly.moran), (association.geary, slowly.geary), (association.global_g, slowly.global_g)
    ):  # fmt: skip
        mean, variance = slowly.moments(plain, x.tolist(), rows(around))
        found = ours(x, around)
        assert math.isclose(found.expected, mean, rel_tol=1e-7, abs_tol=1e-9)
        assert math.isclose(found.variance, variance, rel_tol=1e-6, abs_tol=1e-9)


@given(maps(), st.randoms(use_true_random=False))
def test_the_order_of_places_and_the_unit_do_not_matter(given_map, random) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    order = list(range(x.size))
    random.shuffle(order)
    at = np.argsort(order)
    moved = from_pairs(at[around.of], at[around.others], x.size, mutual=False)
    for method in (gi_star, local_geary, local_moran):
        found, again = method(x, around), method(7 * x[order] + (0 if method is gi_star else 3), moved)
        np.testing.assert_allclose(again.z, found.z[order], rtol=1e-6, atol=1e-6)


@given(maps(weighted=True))
def test_high_turned_to_low_is_the_same_p_value(given_map) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    for method in (gi_star, gi, local_moran, local_geary):
        np.testing.assert_allclose(method(-x, around).p_value, method(x, around).p_value, rtol=1e-6, atol=1e-6)


@given(maps())
def test_local_moran_adds_up_to_the_whole(given_map) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    local, whole = local_moran(x, around), association.moran(x, around)
    assert math.isclose(np.nansum(local.value), whole.value * around.total.sum(), rel_tol=1e-9, abs_tol=1e-9)
    pysal = local_moran(x, around, divisor="n - 1")
    np.testing.assert_allclose(pysal.value, local.value * (x.size - 1) / x.size)
    np.testing.assert_allclose(pysal.z, local.z)


def test_local_moments_are_those_of_every_filling() -> None:
    x, around = (
        np.array([3.0, 1, 4, 1, 5, 9]),
        from_pairs([0, 0, 1, 2, 4], [1, 2, 2, 3, 5], places=6, weights=[1, 2, 1, 3, 1]),
    )
    for method in (local_moran, local_geary):
        found = method(x, around)
        for i in range(6):
            others = [j for j in range(6) if j != i]
            every = []
            for order in slowly.permutations(others):
                shuffled = x.copy()
                shuffled[others] = x[list(order)]
                every.append(method(shuffled, around).value[i])
            np.testing.assert_allclose(found.expected[i], np.mean(every), atol=1e-9)
            np.testing.assert_allclose(found.variance[i], np.var(every), atol=1e-9)


def test_many_series_are_one_call_and_a_flat_one_is_unknown() -> None:
    around = neighbours.beside(np.tile(range(5), 5), np.repeat(range(5), 5))
    series = np.random.default_rng(3).poisson(3, (4, 25)).astype(float)
    series[2] = 1
    found = gi_star(series, around)
    for at in (0, 1, 3):
        np.testing.assert_allclose(found.z[at], gi_star(series[at], around).z)
        np.testing.assert_allclose(found.adjusted()[at], gi_star(series[at], around).adjusted())
    assert np.isnan(found.z[2]).all() and set(found.standing()[2]) == {"neither"}


# Permutation.


@settings(max_examples=15, deadline=None)
@given(maps(least=5, most=8), st.booleans())
def test_permutation_is_every_way_to_fill_the_neighbours(given_map, own: bool) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    asked = around.with_self() if own else around
    found = permuted(x, asked, np.random.default_rng(5), draws=20_000)
    for i in range(x.size):
        others = around.others[around.starts[i] : around.starts[i + 1]].tolist() + [i] * own
        from_ = [j for j in range(x.size) if j != i]
        if not others or len(others) > len(from_):
            assert not found.asked[i] and np.isnan(found.p_value[i])
            continue
        least, most = slowly.tails(x, i, others, from_)
        for ours, exact in ((found.at_least[i], least), (found.at_most[i], most)):
            assert abs(ours / 20_000 - exact) <= 5 * math.sqrt(exact * (1 - exact) / 20_000) + 1e-9


@given(maps(least=6, most=12), st.integers(0, 99))
def test_equal_weights_and_any_weights_are_one_argument(given_map, seed: int) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    x, around = given_map
    nearly = replace(around, weights=around.weights * (1 + 1e-14 * np.arange(around.weights.size)))
    fast = permuted(x, around, np.random.default_rng(seed), draws=50)
    any_weights = permuted(x, nearly, np.random.default_rng(seed), draws=50)
    assert fast.at_least.tolist() == any_weights.at_least.tolist()
    assert fast.at_most.tolist() == any_weights.at_most.tolist()


def test_a_difference_is_drawn_as_it_is_defined() -> None:
    x, around = np.array([3.0, 1, 4, 1, 5, 9]), from_pairs([0, 0, 1, 2, 4], [1, 2, 2, 3, 5], places=6)
    found = permuted(x, around, np.random.default_rng(1), draws=40_000, statistic="difference")
    for i in range(6):
        others = around.others[around.starts[i] : around.starts[i + 1]]
        seen = ((x[others] - x[i]) ** 2).sum()
        ways = [((x[list(c)] - x[i]) ** 2).sum() for c in combinations([j for j in range(6) if j != i], len(others))]
        assert abs(found.at_least[i] / 40_000 - np.mean(np.array(ways) >= seen)) < 0.015


def test_the_same_generator_gives_the_same_answer_and_progress_reaches_the_end() -> None:
    around = neighbours.beside(np.tile(range(9), 9), np.repeat(range(9), 9))
    x = np.random.default_rng(2).poisson(2, 81)
    told: list[tuple[int, int]] = []
    first = permuted(x, around, np.random.default_rng(8), draws=999, step=lambda done, of: told.append((done, of)))
    again = permuted(x, around, np.random.default_rng(8), draws=999)
    assert first.at_least.tolist() == again.at_least.tolist() and told[-1] == (999, 999)
    assert first.p_value.min() >= 2 / 1000 and first.p_value.max() <= 1


def test_quiet_maps_are_flagged_no_oftener_than_the_level() -> None:
    around = neighbours.beside(np.tile(range(30), 30), np.repeat(range(30), 30))
    generator = np.random.default_rng(4)
    found = [permuted(generator.poisson(2, 900), around, generator, draws=1999) for _ in range(20)]
    assert abs(np.mean([p.p_value < 0.05 for p in found]) - 0.05) < 0.008
    assert str(found[0]).startswith("In 1,999 draws")


@settings(max_examples=10, deadline=None)
@given(maps(least=6, most=6), st.sampled_from(["moran", "geary", "global G"]))
def test_shuffling_the_map_is_every_order(given_map, statistic: str) -> None:  # type: ignore[no-untyped-def]
    x, around = given_map
    assume(np.count_nonzero(x) > 1)
    plain = {"moran": slowly.moran, "geary": slowly.geary, "global G": slowly.global_g}[statistic]
    seen, own = plain(x, rows(around)), rows(around)
    every = np.array([plain(order, own) for order in slowly.permutations(x.tolist())])
    above, below = (every > seen + 1e-9).mean(), (every < seen - 1e-9).mean()
    exact = min(1, 2 * (min(above, below) + (1 - above - below) / 2))
    found = association.shuffled(x, around, np.random.default_rng(1), draws=4_000, statistic=statistic)  # type: ignore[arg-type]
    assert abs(found - exact) < 0.08


# Many tests, neighbours, smoothed rates.


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_is_the_least_level(p: list[float]) -> None:
    np.testing.assert_allclose(many_tests.false_discovery(p), slowly.false_discovery(p), rtol=1e-12)
    assert (many_tests.false_discovery(p) <= many_tests.bonferroni(p) + 1e-15).all()
    some = [*p, float("nan")]
    np.testing.assert_array_equal(many_tests.false_discovery(some), [*many_tests.false_discovery(p), np.nan])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=25), st.integers(1, 2))
def test_the_nearest_are_the_nearest_and_of_equals_the_first(centres: list[tuple[int, int]], k: int) -> None:
    x, y = np.array(centres, float).T
    found = neighbours.nearest(x, y, k)
    for i in range(x.size):
        away = sorted((math.dist(centres[i], centres[j]), j) for j in range(x.size) if j != i)
        assert found.others[found.starts[i] : found.starts[i + 1]].tolist() == sorted(j for _, j in away[:k])
    reach = neighbours.within(x, y, 2.5)
    close = {
        (i, j) for i in range(x.size) for j in range(x.size) if i != j and math.dist(centres[i], centres[j]) <= 2.5
    }
    assert set(zip(reach.of.tolist(), reach.others.tolist(), strict=True)) == close


@given(st.sets(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1), st.booleans())
def test_squares_touch(cells: set[tuple[int, int]], corners: bool) -> None:
    held = sorted(cells)
    found = neighbours.beside([c for c, _ in held], [r for _, r in held], corners)
    steps = [max, sum][not corners]
    touching = {
        (i, j) for i, a in enumerate(held) for j, b in enumerate(held)
        if i != j and steps((abs(a[0] - b[0]), abs(a[1] - b[1]))) == 1
    }  # fmt: skip
    assert set(zip(found.of.tolist(), found.others.tolist(), strict=True)) == touching


def test_shares_add_up_to_one_and_a_lone_place_has_none() -> None:
    shared = from_pairs([0, 1], [1, 2], places=4, weights=[2, 6]).in_shares()
    assert shared.total.tolist() == [1, 1, 1, 0] and shared.weights.tolist() == [1, 0.25, 0.75, 1]
    assert from_pairs([0, 0, 1], [1, 1, 0], places=2).numbers.tolist() == [1, 1]


counted = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 500)), min_size=2, max_size=15)


@given(counted)
def test_smoothed_rates_lie_between_the_raw_one_and_the_mean(places: list[tuple[int, int]]) -> None:
    counts, people = np.array(places).T
    for found in (
        smoothed_rates.towards_all(counts, people),
        smoothed_rates.towards_neighbours(counts, people, from_pairs([0], [1], len(places))),
    ):
        low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
        assert (found.smoothed >= low - 1e-12).all() and (found.smoothed <= high + 1e-12).all()


def test_a_place_without_residents_has_the_mean() -> None:
    found = smoothed_rates.towards_all([0, 5, 9], [0, 100, 50])
    assert np.isnan(found.raw[0]) and found.smoothed[0] == found.mean[0] and "Smoothed rates of 3 places" in str(found)


# What is refused, and how it is said.

LINE = from_pairs([0, 1, 2, 3], [1, 2, 3, 4], places=5)
FIVE = [1.0, 2, 3, 4, 7]


@pytest.mark.parametrize("method", [gi_star, gi, local_moran, local_geary, association.moran, association.geary])
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([1.0, 2, 3], "5 places need as many values"),
        ([1, 2, 3, 4, float("nan")], "unknown \\(nan\\) or infinite"),
        ([1, 2, 3, 4, float("inf")], "unknown \\(nan\\) or infinite"),
        ([2.0] * 5, "all places have the same value"),
        ([], "5 places need as many values"),
    ],
)
def test_wrong_values(method, values: list[float], says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        method(values, LINE)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gi(FIVE, LINE.with_self()), "Gi leaves a place itself out"),
        (lambda: local_moran(FIVE, LINE.with_self()), "not compared with itself"),
        (lambda: association.moran(FIVE, LINE.with_self()), "not compared with itself"),
        (lambda: association.moran(FIVE, from_pairs([], [], 5)), "no place has a neighbour"),
        (lambda: association.global_g([-1.0, 2, 3, 4, 5], LINE), "below nought"),
        (lambda: local_moran(FIVE, LINE, moments="some"), "the moments are"),  # type: ignore[arg-type]
        (lambda: gi_star(FIVE, LINE).adjusted("much"), "no adjustment called"),  # type: ignore[arg-type]
        (lambda: gi_star(FIVE, LINE).standing(level=5), "a level must be"),
        (lambda: permuted(FIVE, LINE, np.random.default_rng(1), draws=0), "at least one draw"),
        (lambda: permuted([1.0] * 5, LINE, np.random.default_rng(1)), "the same value"),
        (lambda: permuted(FIVE, LINE.with_self(), np.random.default_rng(1), statistic="difference"), "with itself"),
        (lambda: association.shuffled(FIVE, LINE, np.random.default_rng(1), draws=0), "at least one draw"),
        (lambda: many_tests.false_discovery([]), "at least one p value"),
        (lambda: many_tests.false_discovery([1.5]), "between 0 and 1"),
        (lambda: many_tests.among_neighbours([0.5], [1, 2]), "number of its place"),
        (lambda: from_pairs([0], [9], places=3), "outside 0 to 2"),
        (lambda: from_pairs([0.5], [1], places=3), "whole numbers"),
        (lambda: from_pairs([0], [1, 2], places=3), "differ in length"),
        (lambda: from_pairs([0], [1], places=0), "at least one place"),
        (lambda: from_pairs([0], [1], places=3, weights=[0]), "weight above nought"),
        (lambda: from_pairs([0, 1], [1, 0], places=3, weights=[1, 2]), "named twice"),
        (lambda: neighbours.within([0, 1], [0, 1], -1), "above nought"),
        (lambda: neighbours.within([0, float("nan")], [0, 1], 1), "a coordinate is unknown"),
        (lambda: neighbours.nearest([0, 1], [0, 1], 2), "ask for 1 to 1 nearest"),
        (lambda: neighbours.beside([0, 0], [1, 1]), "given twice"),
        (lambda: neighbours.beside([], []), "at least one square"),
        (lambda: smoothed_rates.towards_all([1.5], [10]), "whole number"),
        (lambda: smoothed_rates.towards_all([1], [0]), "above nought somewhere"),
        (lambda: smoothed_rates.towards_all([1, 2], [0, 5]), "events but no population"),
        (lambda: smoothed_rates.towards_all([1, 2], [5]), "a count and a population"),
        (lambda: smoothed_rates.deviates([0, 2], [0, 5]), "population above nought"),
        (lambda: smoothed_rates.towards_neighbours([1, 2], [5, 5], LINE), "5 places have neighbours"),
    ],
)
def test_what_is_refused(call, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        call()


def test_a_place_without_neighbours_is_unknown_except_by_itself() -> None:
    alone = from_pairs([0, 1, 2], [1, 2, 3], places=5)
    assert np.isnan(gi(FIVE, alone).z[4]) and np.isnan(local_moran(FIVE, alone).z[4])
    assert np.isfinite(gi_star(FIVE, alone).z[4]) and local_moran(FIVE, alone).kind[4] == "neither"


def test_results_say_what_they_found_in_one_sentence() -> None:
    assert str(gi_star(FIVE, LINE)) == (
        "Gi*: of 5 places none stands out more than chance alone would give (allowing for so many)."
    )
    said = str(association.moran([9, 8, 7, 2, 1, 0], from_pairs([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], places=6)))
    assert said == (
        "Moran’s I over 6 places is 0.662, where chance would give −0.2: like lies beside like, more than chance alone "
        "would give (p = 0.043, two-sided)."
    )
    assert len({len(column) for column in gi_star(FIVE, LINE).table().values()}) == 1
