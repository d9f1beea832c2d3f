"""Near repeats: against every pair counted one at a time, and what must hold of any events."""

import math
from itertools import combinations

import numpy as np
import pytest
import slowly_near_repeat as slowly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.methods import near_repeat

event = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 20))
events = st.lists(event, min_size=2, max_size=25)
breaks = st.sampled_from([[0, 5, 10], [0, 1, 4, 9], [3, 6], [0, 5, math.inf], [2, 10, 20, math.inf]])


def knox(
    rows: list[tuple[int, int, int]], far: list[float], long: list[float], **ways: object
) -> near_repeat.NearRepeat:
    x, y, day = np.array(rows, float).T
    assume(np.ptp(day) > 0 and np.ptp(x) + np.ptp(y) > 0)
    return near_repeat.knox(x, y, day, far, long, np.random.default_rng(1), **({"permutations": 19} | ways))


@settings(deadline=None, max_examples=60)
@given(
    events,
    breaks,
    breaks,
    st.sampled_from(["euclidean", "manhattan"]),
    st.sampled_from(["left", "right"]),
    st.booleans(),
)
def test_every_pair_counted_once(rows, far, long, metric, closed, outer_edge) -> None:
    found = knox(rows, far, long, metric=metric, closed=closed, outer_edge=outer_edge)
    places, days = [row[:2] for row in rows], [row[2] for row in rows]
    assert found.observed.tolist() == slowly.counts(places, days, far, long, metric, closed, outer_edge)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(event, st.integers(0, 1)), min_size=3, max_size=5), breaks, breaks)
def test_expected_is_the_mean_of_every_dealing(rows, far, long) -> None:
    places, days = [row[0][:2] for row in rows], [row[0][2] for row in rows]
    areas = [row[1] for row in rows]
    for within in (areas, [0] * len(rows)):
        assume(any(len({d for d, a in zip(days, within, strict=True) if a == area}) > 1 for area in within))
        found = knox([row[0] for row in rows], far, long, areas=within)
        assert np.allclose(found.expected, slowly.mean_counts(places, days, within, far, long), atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(events, st.randoms(), st.integers(-500, 500))
def test_order_origin_and_direction_do_not_matter(rows, random, shift) -> None:
    found = knox(rows, [0, 4, 9], [0, 3, 8])
    moved = [(shift - y, x + shift, shift - day) for x, y, day in random.sample(rows, len(rows))]
    again = knox(moved, [0, 4, 9], [0, 3, 8])
    assert again.observed.tolist() == found.observed.tolist()
    assert np.allclose(again.expected, found.expected)


@settings(deadline=None, max_examples=30)
@given(events)
def test_units_do_not_matter(rows) -> None:
    found = knox(rows, [0, 4, 9], [0, 3, 8])
    again = knox([(8 * x, 8 * y, 2 * day) for x, y, day in rows], [0, 32, 72], [0, 6, 16])
    assert again.observed.tolist() == found.observed.tolist()
    assert again.p_value.tolist() == found.p_value.tolist()


@settings(deadline=None, max_examples=30)
@given(events)
def test_bands_that_leave_nothing_out_hold_every_pair(rows) -> None:
    found = knox(rows, [0, 5, 10, math.inf], [0, 4, math.inf])
    pairs = len(rows) * (len(rows) - 1) / 2
    assert found.observed.sum() == pairs and math.isclose(found.expected.sum(), pairs)
    assert ((found.p_value >= 1 / 20) & (found.p_value <= 1)).all()


@settings(deadline=None, max_examples=40)
@given(events, st.sampled_from([(0, 5), (3, 9)]), st.sampled_from([(0, 4), (2, 8)]))
def test_pairs_are_those_counted_the_earlier_first(rows, far, long) -> None:
    x, y, day = np.array(rows, float).T
    assume(np.ptp(day) > 0 and np.ptp(x) + np.ptp(y) > 0)
    found = near_repeat.near_pairs(x, y, day, far, long)
    assert found.first.size == knox(rows, list(far), list(long)).observed.item()
    assert (day[found.first] <= day[found.second]).all()
    assert found.gap.tolist() == (day[found.second] - day[found.first]).tolist()
    expected = [math.hypot(x[i] - x[j], y[i] - y[j]) for i, j in zip(found.first, found.second, strict=True)]
    assert np.allclose(found.distance, expected)


def test_parts_of_a_day_are_not_rounded_over_an_edge() -> None:
    """A tenth is no binary number: 0.3 - 0.1 is less than 0.2 in a machine, and 1.1 - 1 more than 0.1."""
    hours = np.array([0, 1, 2, 25, 49]) / 24
    found = near_repeat.knox(range(5), [0] * 5, hours, [0, 10], [0, 1 / 24, 2 / 24], np.random.default_rng(1))
    gaps = [later - earlier for earlier, later in combinations([0, 1, 2, 25, 49], 2)]
    assert found.observed.tolist() == [[gaps.count(0), gaps.count(1)]]


def outbreak(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """300 events anywhere, any time; 60 of them followed by another within 50 m and 3 days."""
    x, y, day = generator.uniform(0, 5000, 300), generator.uniform(0, 5000, 300), generator.integers(0, 365, 300)
    near = generator.uniform(-35, 35, (2, 60))
    return (
        np.append(x, x[:60] + near[0]), np.append(y, y[:60] + near[1]),
        np.append(day, day[:60] + generator.integers(0, 3, 60)).astype(float),
    )  # fmt: skip


def test_what_was_put_in_is_found_and_where_it_ends() -> None:
    x, y, day = outbreak(np.random.default_rng(4))
    found = near_repeat.knox(x, y, day, [0, 50, 400, 800], [0, 3, 30, 60], np.random.default_rng(2), permutations=199)
    assert found.raised.tolist() == [[True, False, False], [False] * 3, [False] * 3]
    assert (found.reaches.tolist(), found.lasts.tolist()) == ([50, 0, 0], [3, 0, 0])
    assert 120 <= found.involved.sum() <= 130
    assert "stays raised in the nearest band alone and as long as 3 days" in str(found)
    shuffled = np.random.default_rng(5).permutation(day)
    assert str(near_repeat.knox(x, y, shuffled, [0, 50], [0, 3], np.random.default_rng(2))).startswith("No near")


def test_a_shared_season_is_no_near_repeat_within_areas() -> None:
    """Two towns, one busy in winter and one in summer: the times within each are dealt by chance."""
    generator = np.random.default_rng(3)
    town = np.repeat([0, 1], 200)
    x, day = generator.uniform(0, 900, 400) + 9000 * town, generator.integers(0, 60, 400) + 180.0 * town
    bands = ([0, 1000], [0, 60])
    anywhere = near_repeat.knox(x, x, day, *bands, np.random.default_rng(1), permutations=99)
    within = near_repeat.knox(x, x, day, *bands, np.random.default_rng(1), permutations=99, areas=town)
    assert anywhere.raised.all() and not within.raised.any()
    assert within.p_value.item() == 1 and within.observed.item() == within.expected.item()


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg() -> None:
    x, y, day = outbreak(np.random.default_rng(4))
    found = near_repeat.knox(x, y, day, [0, 50, 400], [0, 3, 30, 60], np.random.default_rng(2), permutations=99)
    rising = sorted(found.p_value.ravel())
    adjusted = [min([p * 6 / rank for rank, p in enumerate(rising, 1) if p >= own] + [1]) for own in rising]
    assert np.allclose(np.sort(found.adjusted.ravel()), adjusted)


def test_events_alike_are_said() -> None:
    found = near_repeat.knox([0, 0, 0, 9], [1, 1, 1, 5], [2, 2, 7, 9], [0, 1, 99], [0, 1], np.random.default_rng(1))
    assert found.alike == 2


def test_progress_is_told_to_the_end() -> None:
    told = []
    x, y, day = outbreak(np.random.default_rng(4))
    near_repeat.knox(
        x, y, day, [0, 50], [0, 3], np.random.default_rng(2), permutations=300, step=lambda *at: told.append(at)
    )
    assert told == [(256, 300), (300, 300)]


def test_the_table_is_as_long_as_the_bands() -> None:
    x, y, day = outbreak(np.random.default_rng(4))
    found = near_repeat.knox(x, y, day, [0, 50, 400], [0, 3, 30, 60], np.random.default_rng(2), permutations=19)
    assert {len(column) for column in found.table().values()} == {6}


@pytest.mark.parametrize(
    ("x", "time", "ways", "said"),
    [
        ([], [], {}, "two events"),
        ([1, 2], [1], {}, "one length"),
        ([1, math.nan], [1, 2], {}, "x of 1 events is not a known number .the first is event 1"),
        ([1, math.inf], [1, 2], {}, "not a known number"),
        ([1, 2], [3, 3], {}, "the same time"),
        ([2, 2], [3, 4], {}, "the same place"),
        ([1, 2], [3, 4], {"permutations": 9}, "19 permutations"),
        ([1, 2], [3, 4], {"metric": "miles"}, "euclidean or manhattan"),
        ([1, 2], [3, 4], {"areas": [1]}, "every event needs an area"),
        ([1, 2], [3, 4], {"areas": [1, 2]}, "no area has events at two times"),
        ([1, 2], [3, 4], {"closed": "both"}, "closed on the left or on the right"),
    ],
)
def test_what_cannot_be_tested_is_refused(x, time, ways, said) -> None:
    with pytest.raises(ValueError, match=said):
        near_repeat.knox(x, [0] * len(x), time, [0, 100], [0, 7], np.random.default_rng(1), **ways)


@pytest.mark.parametrize("edges", [[], [1], [0, 0], [2, 1], [-1, 1], [0, math.nan], [math.inf, math.inf]])
def test_bands_that_are_none_are_refused(edges) -> None:
    with pytest.raises(ValueError, match="breaks"):
        near_repeat.bands(edges)


def test_a_list_of_pairs_needs_an_end() -> None:
    with pytest.raises(ValueError, match="a band with an end"):
        near_repeat.near_pairs([1, 2], [0, 0], [1, 2], (0, math.inf), (0, 7))
