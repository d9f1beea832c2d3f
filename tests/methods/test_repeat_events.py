"""Events that come in groups: plain where nobody is harmed twice, wider where some are, and right on average."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.methods import rates, repeat_events

each = st.lists(st.integers(0, 9), min_size=1, max_size=40)


@given(st.integers(0, 400), st.integers(1000, 10**6))
def test_single_events_have_the_usual_limits(count: int, population: int) -> None:
    plain, again = rates.crude_rate(count, population), repeat_events.crude_rate(count, count, population)
    for a, b in ((plain.value, again.value), (plain.lower, again.lower), (plain.upper, again.upper)):
        np.testing.assert_allclose(a, b, rtol=1e-12)


@given(each)
def test_limits_are_never_narrower_nor_below_nought(events: list[int]) -> None:
    found = repeat_events.grouped(events)
    plain = rates.crude_rate(found.events, 1000)
    wider = repeat_events.crude_rate(found.events, found.squares, 1000)
    assert 0 <= wider.lower[0] <= plain.lower[0] + 1e-9 and wider.upper[0] >= plain.upper[0] - 1e-9


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=40))
def test_groups_add_up(people: list[tuple[int, int]]) -> None:
    events, group = zip(*people, strict=True)
    found = repeat_events.grouped(events, group, groups=4)
    whole = repeat_events.grouped(events)
    for part, total in ((found.events, whole.events), (found.people, whole.people), (found.squares, whole.squares)):
        assert part.sum() == total[0]


def test_five_events_of_one_person_tell_no_more_than_one() -> None:
    """Everybody has five: the count varies five times as widely, as that of the people does."""
    found = repeat_events.grouped([5] * 40)
    clustered = repeat_events.crude_rate(found.events, found.squares, 1000, per=1)
    people = rates.crude_rate(found.people, 1000, per=1)
    reach, of_people = clustered.upper - clustered.value, people.upper - people.value
    assert 0.9 < reach[0] / (5 * of_people[0]) < 1.1


def test_coverage_of_a_compound_poisson_count() -> None:
    generator = np.random.default_rng(1)
    events = [repeat_events.grouped(generator.choice([1, 1, 1, 4], size=n)) for n in generator.poisson(60, 2000)]
    count, squares = (np.concatenate([getattr(e, name) for e in events]) for name in ("events", "squares"))
    truth = 60 * 1.75
    wide, narrow = repeat_events.crude_rate(count, squares, 1, per=1), rates.crude_rate(count, 1, per=1)
    covered = ((wide.lower <= truth) & (truth <= wide.upper)).mean()
    assert 0.93 < covered < 0.97
    assert ((narrow.lower <= truth) & (truth <= narrow.upper)).mean() < 0.85


@given(st.lists(st.tuples(st.integers(5, 60), st.integers(0, 40)), min_size=2, max_size=6))
def test_standardised_limits_of_one_band_are_those_of_the_crude_rate(bands: list[tuple[int, int]]) -> None:
    count, more = bands[0][0] + 10, bands[0][1]
    standardised = repeat_events.directly_standardised_rate([count], [count + more], [1000], [1])
    crude = repeat_events.crude_rate(count, count + more, 1000)
    np.testing.assert_allclose(standardised.upper, crude.upper, rtol=1e-9)
    ratio = repeat_events.indirectly_standardised_ratio(count, count + more, 1000, per=100_000)
    np.testing.assert_allclose(ratio.lower, crude.lower, rtol=1e-9)


def test_a_share_keeps_its_value_and_gains_width() -> None:
    plain, wider = rates.proportion(30, 100), repeat_events.proportion(30, 100, 250)
    assert wider.value == plain.value and wider.lower < plain.lower and wider.upper > plain.upper
    same = repeat_events.proportion(30, 100, 100)
    assert (same.lower, same.upper) == (plain.lower, plain.upper)


def test_no_events_keep_the_limits_of_none() -> None:
    assert repeat_events.crude_rate(0, 0, 1000).upper == rates.crude_rate(0, 1000).upper


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (lambda: repeat_events.grouped([1, -1]), "whole numbers"),
        (lambda: repeat_events.grouped([1.5]), "whole numbers"),
        (lambda: repeat_events.grouped([1, float("inf")]), "whole numbers"),
        (lambda: repeat_events.grouped([1, 2], [0]), "one group for each"),
        (lambda: repeat_events.grouped([1, 2], [0, 3], groups=2), "only 2"),
        (lambda: repeat_events.crude_rate(5, 4, 100), "below the count"),
        (lambda: repeat_events.crude_rate(-1, 4, 100), "negative"),
    ],
)
def test_what_cannot_be_is_refused(work: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        work()
