"""Counts of overlapping windows are shown only while nobody can take a small one from them."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence import periods
from commonground.evidence.disclosure.overlaps import Overlaps
from commonground.evidence.disclosure.rules import DEFAULT, NHS
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse
from commonground.evidence.sensitivity import sensitivity

JANUARY, APRIL, DECEMBER = date(2022, 1, 1), date(2022, 4, 1), date(2022, 12, 31)
ENDS = [date(2022, 1, 1) + timedelta(days=day) for day in range(7)]


def test_a_year_less_its_first_quarter_is_the_rest_of_it():
    overlaps = Overlaps(DEFAULT)
    assert overlaps.admits([(JANUARY, DECEMBER, 9)])
    assert not overlaps.admits([(APRIL, DECEMBER, 6)])  # three before April
    assert overlaps.admits([(APRIL, DECEMBER, 9)])  # none before April


def test_what_is_not_admitted_leaves_no_trace():
    overlaps = Overlaps(DEFAULT)
    assert overlaps.admits([(JANUARY, DECEMBER, 9)])
    assert not overlaps.admits([(APRIL, DECEMBER, 6), (JANUARY, date(2022, 6, 30), 9)])
    assert overlaps.admits([(JANUARY, date(2022, 6, 30), 9)])


def test_rounded_counts_leave_no_exact_difference():
    assert Overlaps(NHS).admits([(JANUARY, DECEMBER, 20), (APRIL, DECEMBER, 15)])


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.permutations(list(combinations(range(7), 2))))
def test_no_small_count_is_a_sum_of_shown_ones(days, windows):
    """Against elimination over fractions: is the stretch in the span of those that were shown?"""
    overlaps, shown = Overlaps(DEFAULT), []
    for first, after in windows[:8]:
        count = sum(days[first:after])
        if overlaps.admits([(ENDS[first], ENDS[after] - timedelta(days=1), count)]):
            shown.append([int(first <= day < after) for day in range(6)])
    for first, after in combinations(range(7), 2):
        stretch = [int(first <= day < after) for day in range(6)]
        if DEFAULT.is_small(sum(days[first:after])):
            assert rank([*shown, stretch]) == rank(shown) + 1


def rank(rows):
    rows, found = [[*row] for row in rows], 0
    for column in range(6):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for row in rows[found + 1 :]:
            if row[column]:
                of, by = pivot[column], row[column]
                row[:] = [of * cell - by * above for cell, above in zip(row, pivot, strict=True)]
        found += 1
    return found


@pytest.mark.parametrize("borough", ["Newham", "Brent"])
def test_homicides_of_half_a_year_are_not_told_by_the_neighbouring_windows(boroughs, borough):
    year = parse("2022-04..2023-03")
    before = periods.same_period_last_year(year)
    found = sensitivity(boroughs, measures()["homicide"], boroughs.area(borough), year, before, among=None)
    assert found.left_out > 0
    for publication in {(v.classification, v.published) for v in found.variants}:
        shown = [
            (window.start, window.end, figure.value)
            for v in found.variants
            if (v.classification, v.published) == publication
            for window, figure in ((v.period, v.count), (v.windows[0], v.baseline_count))
        ]
        for (first, last, count), (start, end, less) in combinations(shown, 2):
            if first == start or last == end:
                assert not 1 <= abs(count - less) <= 4
