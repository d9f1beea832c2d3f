"""Time of day: against counting minutes, and what must hold of any events."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import slowly_time_of_day as slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.methods import time_of_day

starts = st.integers(0, 4 * 365 * 1440).map(lambda minute: datetime(2021, 1, 1) + timedelta(minutes=minute))
lengths = st.one_of(st.none(), st.integers(-90, 400), st.integers(0, 12_000))
events = st.lists(st.tuples(starts, lengths), min_size=1, max_size=12)


def pairs(some: list) -> tuple[np.ndarray, np.ndarray]:
    first = np.array([start for start, _ in some], "M8[s]")
    last = np.array([None if n is None else start + timedelta(minutes=n) for start, n in some], "M8[s]")
    return first, last


@settings(max_examples=40, deadline=None)
@given(events)
def test_weights_are_the_share_of_minutes(some: list) -> None:
    first, last = pairs(some)
    found = time_of_day.weights(first, last).toarray()
    for row, (start, n) in zip(found, some, strict=True):
        slow = np.zeros(168)
        for hour, share in slowly.weights(start, None if n is None else start + timedelta(minutes=n)).items():
            slow[hour] = share
        np.testing.assert_allclose(row, slow, atol=1e-12)


@given(events, st.sampled_from(["start", "leave out"]))
def test_totals_are_the_weights_added_up(some: list, backwards: str) -> None:
    first, last = pairs(some)
    found = time_of_day.aoristic(first, last, backwards)
    np.testing.assert_allclose(found.totals, time_of_day.weights(first, last, backwards).sum(axis=0), atol=1e-10)
    reverse = [i for i, (_, n) in enumerate(some) if n is not None and n < 0]
    assert found.backwards.tolist() == reverse
    assert found.events == len(some) - (len(reverse) if backwards == "leave out" else 0)
    assert math.isclose(found.totals.sum(), found.events, abs_tol=1e-9)
    assert math.isclose(found.by_day.sum(), found.events, abs_tol=1e-9)


@given(events)
def test_order_and_whole_weeks_do_not_matter(some: list) -> None:
    first, last = pairs(some)
    week = np.timedelta64(7 * 24 * 3600, "s")
    found = time_of_day.aoristic(first, last)
    for other in (time_of_day.aoristic(first[::-1], last[::-1]), time_of_day.aoristic(first + week, last + week)):
        np.testing.assert_allclose(other.totals, found.totals, atol=1e-10)
        assert math.isclose(other.day.resultant, found.day.resultant, abs_tol=1e-9)


def test_monday_comes_first_in_the_picture() -> None:
    found = time_of_day.aoristic(["2024-05-06 09:10"], [""])  # a Monday
    assert found.by_day[0, 9] == 1 and found.totals[24 + 9] == 1
    row = found.table()
    assert (row["day"][9], row["hour"][9], row["events"][9]) == ("Monday", 9, 1)


def test_the_edges_of_an_hour_and_of_a_week() -> None:
    late = time_of_day.weights(["2024-05-04 23:30"], ["2024-05-05 00:30"]).toarray()[0]  # Saturday into Sunday
    assert late[167] == late[0] == 0.5
    just = time_of_day.weights(["2024-05-05 00:30"], ["2024-05-12 00:29:59"]).toarray()[0]
    assert np.isclose(just[0], 3599 / (7 * 86400 - 1)) and np.isclose(just.sum(), 1)
    whole = time_of_day.weights(["2024-05-05 00:30"], ["2024-05-12 00:30"]).toarray()[0]
    assert whole.tolist() == [1 / 168] * 168
    exact = time_of_day.weights(["2024-05-05 03:00"], ["2024-05-05 04:00"]).toarray()[0]
    assert np.flatnonzero(exact).tolist() == [3]


def test_events_of_a_week_or_more_have_no_hour() -> None:
    found = time_of_day.aoristic(["2024-05-01 12:00"] * 9, ["2024-05-20 12:00"] * 9)
    assert found.day.resultant == 0 and found.long.size == 9 and "no clear time of day" in str(found)


def test_a_single_time_and_a_clear_one() -> None:
    assert "too few" in str(time_of_day.aoristic(["2024-05-01 12:00"], [""]))
    evening = [f"2024-05-{day:02d} {18 + day % 3}:30" for day in range(1, 29)]
    said = str(time_of_day.aoristic(evening, evening))
    assert "gather round 19:" in said and "100% of them fall in the three hours from 18:00" in said


def test_all_left_out() -> None:
    found = time_of_day.aoristic(["2024-05-01 12:00"], ["2024-05-01 11:00"], "leave out")
    assert found.totals.tolist() == [0] * 168 and str(found).startswith("0 events: too few")


@pytest.mark.parametrize(("n", "resultant"), [(5, 0.7), (8, 0.5), (10, 0.65), (20, 0.3), (20, 0.5), (60, 0.2)])
def test_the_p_value_is_near_the_exact_one(n: int, resultant: float) -> None:
    assert math.isclose(time_of_day._rayleigh(resultant, n), slowly.rayleigh(resultant, n), abs_tol=0.005)


@given(st.lists(st.floats(0, 24), min_size=2, max_size=30), st.floats(-30, 30))
def test_turning_the_clock_turns_the_direction(hours: list[float], by: float) -> None:
    still, turned = time_of_day.direction(hours), time_of_day.direction(np.array(hours) + by)
    assert math.isclose(still.resultant, turned.resultant, abs_tol=1e-9)
    assert math.isclose(still.p_value, turned.p_value, abs_tol=1e-9)
    if still.resultant > 1e-6:
        apart = (turned.hour - still.hour - by) % 24
        assert min(apart, 24 - apart) < 1e-6


def test_the_limits_hold_the_mean_as_often_as_they_say() -> None:
    chance = np.random.default_rng(5)
    inside = 0
    for _ in range(400):
        found = time_of_day.direction(chance.vonmises(0, 1.5, 60) * 12 / np.pi)
        inside += (0 - found.lower) % 24 <= (found.upper - found.lower) % 24
    assert 366 <= inside <= 393  # of 400, at 95 %


def test_a_period_of_days() -> None:
    assert math.isclose(time_of_day.direction([6, 1], period=7).hour % 7, 0, abs_tol=1e-9)


def test_spans_over_the_change_of_the_clocks() -> None:
    london, utc = ZoneInfo("Europe/London"), ZoneInfo("UTC")
    chance = np.random.default_rng(2)
    start = np.datetime64("2023-01-01T00:00:00") + chance.integers(0, 2 * 365 * 24, 600) * np.timedelta64(3600, "s")
    end = start + chance.integers(4, 96, 600) * np.timedelta64(3600, "s")
    found = time_of_day.over_clock_change(start, end)
    for begun, ended, over in zip(start.tolist(), end.tolist(), found, strict=True):
        if 1 in (begun.hour, ended.hour) or 2 in (begun.hour, ended.hour):
            continue  # on the edge: the hour that is not there, or is there twice
        real = ended.replace(tzinfo=london).astimezone(utc) - begun.replace(tzinfo=london).astimezone(utc)
        assert over == (real != ended - begun)
    assert found.sum() > 5


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ([], [], "there are no events"),
        (["2024-05-01 12:00"], [], "1 earliest and 0 latest"),
        (["2024-05-01 12:00", ""], ["", ""], "event 2 has no earliest time"),
        (["soon"], [""], "a time cannot be read"),
    ],
)
def test_what_is_no_time_is_refused(first: list, last: list, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        time_of_day.aoristic(first, last)


def test_other_bad_input() -> None:
    with pytest.raises(ValueError, match="events that run backwards"):
        time_of_day.aoristic(["2024-05-01 12:00"], [""], "drop")  # type: ignore[arg-type]
    for hours in ([], [1, math.nan], [math.inf]):
        with pytest.raises(ValueError, match="a direction needs times"):
            time_of_day.direction(hours)
    with pytest.raises(ValueError, match="period"):
        time_of_day.direction([1], period=0)
