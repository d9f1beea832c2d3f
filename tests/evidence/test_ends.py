"""Ends: whatever windows of a series are shown, no small count of any stretch can be had from them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence.disclosure.ends import UNDIVIDED, Ends
from commonground.evidence.disclosure.rules import DEFAULT, NHS
from commonground.evidence.periods import Period, rolling, starting

MONTHS = [starting(2024, 1).shifted(n) for n in range(24)]


def ends(counts, windows=None, rule=DEFAULT):
    """Of months from January 2024 with these counts; any window that is not whole has none."""
    by_month = dict(zip(MONTHS, counts, strict=False))

    def count(window: Period):
        inside = [n for month, n in by_month.items() if window.covers(month)]
        return sum(inside) if len(inside) == window.months else None

    pieces = MONTHS[: len(counts)]
    every = [
        Period(a.start, b.end) for i, a in enumerate(pieces) for b in pieces[i:]
    ]
    return Ends(count, pieces, pieces if windows is None else windows, rule), every, count


def test_a_series_without_small_counts_is_open():
    found, every, _ = ends([10] * 12)
    assert found.open
    assert all(found.admits(window) for window in every)
    assert {found.withheld_reason(window) for window in every} == {None}


def test_a_year_that_is_shown_first_hides_the_neighbour_of_a_small_month():
    months = [10, 10, 3, 10, 10, 10, 10, 10, 10, 10, 10, 10]
    found, _, _ = ends(months, [rolling(MONTHS[11]), *MONTHS[:12]])
    assert found.admits(rolling(MONTHS[11]))
    hidden = [month.name for month in MONTHS[:12] if not found.admits(month)]
    assert len(hidden) == 2 and "March 2024" in hidden
    assert {found.withheld_reason(month) for month in MONTHS[:12] if month.name in hidden} == {UNDIVIDED}


def test_months_that_are_shown_first_hide_the_year():
    found, _, _ = ends([10, 10, 3, 10, 10, 10, 10, 10, 10, 10, 10, 10], [*MONTHS[:12], rolling(MONTHS[11])])
    assert [month.name for month in MONTHS[:12] if not found.admits(month)] == ["March 2024"]
    assert found.withheld_reason(MONTHS[2]) == "small number"
    assert not found.admits(rolling(MONTHS[11]))


def test_of_none_at_all_there_are_none_in_any_part():
    """The 12 months to May are nought, so that June is the difference of two running years."""
    counts = [0] * 12 + [3, 9]
    windows = [rolling(MONTHS[11]), Period(MONTHS[1].start, MONTHS[12].end), Period(MONTHS[2].start, MONTHS[13].end)]
    found, _, _ = ends(counts, windows)
    assert [found.admits(window) for window in windows] == [True, False, True]


def test_a_rule_that_rounds_leaves_no_exact_differences():
    found, every, _ = ends([3, 20, 20], rule=NHS)
    assert found.open and all(found.admits(window) for window in every)


@given(
    counts=st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 30]), min_size=2, max_size=14),
    order=st.randoms(use_true_random=False),
)
def test_no_small_stretch_follows_from_the_windows_that_are_admitted(counts, order):
    """By linear algebra: the totals up to each day are the unknowns, and each shown window is one equation."""
    import numpy as np

    _, every, count = ends(counts)
    windows = list(every)
    order.shuffle(windows)
    found = Ends(count, MONTHS[: len(counts)], windows, DEFAULT)
    days = sorted({day for window in every for day in (window.start, _after(window))})
    place = {day: i for i, day in enumerate(days)}

    def row(window):
        line = np.zeros(len(days))
        line[place[window.start]], line[place[_after(window)]] = -1, 1
        return line

    shown = np.array([row(window) for window in every if found.admits(window)] or [np.zeros(len(days))])
    rank = np.linalg.matrix_rank(shown)
    for window in every:
        if DEFAULT.is_small(count(window)):
            assert np.linalg.matrix_rank(np.vstack([shown, row(window)])) > rank


def _after(window: Period) -> date:
    return window.shifted(window.months).start


@pytest.mark.parametrize("window", [starting(2030, 1), starting(2023, 12, 3)])
def test_a_window_that_is_not_known_is_not_admitted(window):
    found, _, _ = ends([3, 10, 10])
    assert not found.admits(window)
