"""Uncertain links: against settling pair by pair, and what must hold of any."""

import numpy as np
import pytest
import slowly_links
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import uncertain_links as links


@st.composite
def uncertain(draw) -> tuple[list[int], list[int], list[float], list[int]]:
    records = draw(st.integers(2, 12))
    every = [(i, j) for i in range(records) for j in range(i + 1, records)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=25))
    chance = draw(st.lists(st.floats(0, 1), min_size=len(pairs), max_size=len(pairs)))
    lists = draw(st.lists(st.integers(0, 2), min_size=records, max_size=records))
    return [i for i, _ in pairs], [j for _, j in pairs], chance, lists


@given(uncertain(), st.integers(0, 99))
def test_each_draw_is_that_of_settling_pair_by_pair(drawn, seed: int) -> None:
    first, second, chance, lists = drawn
    found = links.capture_draws(first, second, chance, lists, 3, 4, np.random.default_rng(seed))
    generator = np.random.default_rng(seed)
    order = sorted(range(len(chance)), key=lambda place: -chance[place])
    for table in found.tolist():
        yes = generator.random(len(chance))
        pairs = [(first[p], second[p], bool(u < chance[p])) for p, u in zip(order, yes, strict=True)]
        assert table == slowly_links.captured(slowly_links.divided(pairs, len(lists)), lists, 3)


@given(uncertain())
def test_every_record_is_somebody(drawn) -> None:
    first, second, chance, lists = drawn
    tables = links.capture_draws(first, second, chance, lists, 3, 5, np.random.default_rng(0))
    on = np.array([[pattern >> place & 1 for place in range(3)] for pattern in range(8)])
    seen = np.bincount(lists, minlength=3)
    assert (tables[:, 0] == 0).all()
    assert ((tables @ on <= seen) & ((tables @ on > 0) == (seen > 0))).all()


@given(uncertain())
def test_certain_links_are_always_made_and_impossible_ones_never(drawn) -> None:
    first, second, chance, lists = drawn
    sure = [float(value > 0.5) for value in chance]
    tables = links.capture_draws(first, second, sure, lists, 3, 3, np.random.default_rng(0))
    yes = np.array(sure, bool)
    person = links.people(np.array(first, int)[yes], np.array(second, int)[yes], len(lists))
    assert (tables == links.capture_table(person, lists, 3)).all()


def test_one_doubt_counts_once() -> None:
    """A record that may belong to two others, which are surely one person, is drawn to them half the time, not 3/4."""
    tables = links.capture_draws([0, 0, 1], [1, 2, 2], [1, 0.5, 0.5], [0, 1, 2], 3, 4000, np.random.default_rng(1))
    assert tables[:, 7].mean() == pytest.approx(0.5, abs=0.03)


def test_names_of_lists_may_change_places() -> None:
    person, lists = [0, 0, 1, 2, 2, 3], [0, 1, 1, 0, 2, 2]
    table, turned = (links.capture_table(person, on, 3) for on in (lists, [2 - place for place in lists]))
    assert [table[0b011], table[0b101], table[0b010], table[0b100]] == [1, 1, 1, 1]
    assert [turned[0b110], turned[0b101], turned[0b010], turned[0b001]] == [1, 1, 1, 1]


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=50), st.integers(0, 10**6))
def test_the_share_that_match_agrees_with_itself(weights, more) -> None:
    pairs = len(weights) + more
    share = links.share_that_match(weights, pairs)
    assert 0 <= share <= 1
    if 0 < share < 1:
        assert links.probabilities(weights, share).sum() / pairs == pytest.approx(share, rel=1e-6)


@pytest.mark.parametrize("weight", [60, 900, 5000])
@pytest.mark.parametrize("pairs", [10, 10**9, 10**15])
def test_one_certain_match_among_any_number_of_pairs_is_one_match(weight, pairs) -> None:
    assert links.share_that_match([weight, -30], pairs) * pairs == pytest.approx(1, rel=1e-2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.floats(0, 1))
def test_a_higher_threshold_is_more_often_right_and_finds_fewer(chance, threshold) -> None:
    low, high = links.quality(chance, threshold / 2), links.quality(chance, threshold)
    assert high.links <= low.links
    if high.links and sum(chance) > 1e-9:
        assert high.precision >= low.precision - 1e-12 and high.recall <= low.recall + 1e-12


def test_no_links_have_no_precision() -> None:
    nothing = links.quality([0.1, 0.2])
    assert nothing.links == 0 and np.isnan(nothing.precision) and np.isnan(nothing.f1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: links.people([0], [1, 2], 3), "a pair has two records"),
        (lambda: links.people([0], [3], 3), "a whole number from 0 to 2"),
        (lambda: links.people([0.5], [1], 3), "a whole number from 0 to 2"),
        (lambda: links.people([], [], 0), "linking needs a record"),
        (lambda: links.quality([0.5, float("nan")]), "a probability is unknown"),
        (lambda: links.quality([1.5]), "a probability must be between 0 and 1"),
        (lambda: links.quality([0.5], 2), "the threshold must be between 0 and 1"),
        (lambda: links.share_that_match([], 3), "at least one compared pair"),
        (lambda: links.share_that_match([float("nan")], 3), "the weight of a pair is unknown"),
        (lambda: links.share_that_match([1, 2, 3], 2), "all pairs to be as many or more"),
        (lambda: links.capture_table([0, 1], [0, 2], 2), "a list must be a whole number from 0 to 1"),
        (lambda: links.capture_table([0, 1], [0], 2), "each record needs the list that it is on"),
        (lambda: links.capture_table([0], [0], 0), "the number of lists must be from 1 to 20"),
        (lambda: draws(chance=[0.5, 0.5]), "each pair needs one probability"),
        (lambda: draws(number=0), "at least one draw is needed"),
    ],
)
def test_bad_input(call, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


def draws(chance=(0.5,), number=1):
    return links.capture_draws([0], [1], chance, [0, 1], 2, number, np.random.default_rng(0))
