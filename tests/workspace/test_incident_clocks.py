"""When a step of a response is due: by tables, at both changes of the clocks, and by what must hold of any."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.registers.incidents.clocks import (
    LONDON,
    Clock,
    Due,
    Known,
    Pause,
    Since,
    Stands,
    anniversary,
    due,
    in_time,
    merged,
    moment,
    paused,
    stands,
)

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """“2026-03-28 14:00”, by the clock on the wall in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def known(told: str, happened: str = "", **days: date) -> Known:
    return Known(at(told), at(happened or told), **days)


@pytest.mark.parametrize(
    ("told", "clock", "expected"),
    [
        ("2026-06-05 22:15", Clock("told", hours=24), "2026-06-06 22:15"),  # Friday night: it runs on Saturday
        ("2026-12-24 23:00", Clock("told", hours=2), "2026-12-25 01:00"),
        ("2026-06-05 22:15", Clock("told", days=7), "2026-06-12 22:15"),
        ("2026-06-05 22:15", Clock("told", days=14, every=7, turn=3), "2026-07-03 22:15"),
        # The clocks go forward on 29 March 2026: 24 hours end an hour later by the wall, seven days do not.
        ("2026-03-28 14:00", Clock("told", hours=24), "2026-03-29 15:00"),
        ("2026-03-28 14:00", Clock("told", days=7), "2026-04-04 14:00"),
        ("2026-03-29 00:30", Clock("told", hours=1), "2026-03-29 02:30"),
        ("2026-03-28 01:30", Clock("told", days=1), "2026-03-29 02:30"),  # 01:30 never was: the moment after the gap
        # They go back on 25 October 2026.
        ("2026-10-24 14:00", Clock("told", hours=24), "2026-10-25 13:00"),
        ("2026-10-24 14:00", Clock("told", days=7), "2026-10-31 14:00"),
        ("2026-10-25 00:30", Clock("told", hours=3), "2026-10-25 02:30"),
    ],
)
def test_a_clock_from_being_told(told, clock, expected):
    assert due(clock, known(told)).moment == at(expected)


def test_a_time_that_comes_twice_is_told_apart():
    first = at("2026-10-25 01:30")
    second = first.replace(fold=1)
    assert (second.astimezone(UTC) - first.astimezone(UTC)) == HOUR
    assert due(Clock("told", hours=24), Known(first, first)).moment == at("2026-10-26 00:30")
    assert due(Clock("told", hours=24), Known(second, second)).moment == at("2026-10-26 01:30")
    assert moment(date(2026, 10, 25), time(1, 30)) == first


def test_a_time_that_never_was_is_refused():
    with pytest.raises(ValueError, match="There was no 01:30 on 29 March 2026"):
        moment(date(2026, 3, 29), time(1, 30))
    assert moment(date(2026, 3, 29), time(2, 0)) == at("2026-03-29 02:00")


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        (date(2026, 6, 5), 1, date(2027, 6, 5)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), 76, date(2100, 2, 28)),  # no leap year
        (date(2023, 12, 31), 1, date(2024, 12, 31)),
    ],
)
def test_an_anniversary_is_a_day_of_the_calendar(day, year, expected):
    assert anniversary(day, year) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (Clock(Since.ANNIVERSARY, days=-28), "2027-05-08 23:59"),
        (Clock(Since.ANNIVERSARY, days=-28, turn=2), "2028-05-08 23:59"),
        (Clock(Since.TRIAL, days=-14), "2027-01-04 23:59"),
        (Clock(Since.REVIEW), "2027-09-01 23:59"),
    ],
)
def test_a_clock_from_a_day_of_the_calendar(clock, expected):
    facts = known("2026-06-06 09:00", "2026-06-05 23:40", trial=date(2027, 1, 18), review=date(2027, 9, 1))
    assert due(clock, facts).moment == at(expected)


def test_the_anniversary_is_of_the_day_in_london():
    late = Known(datetime(2026, 6, 5, 23, 30, tzinfo=UTC), datetime(2026, 6, 5, 23, 30, tzinfo=UTC))
    assert due(Clock(Since.ANNIVERSARY), late).moment == at("2027-06-06 23:59")


def test_a_day_that_nobody_knows_yet_is_no_moment():
    facts = known("2026-06-05 22:15")
    for clock in (Clock(Since.TRIAL, days=-14), Clock(Since.REVIEW), Clock()):
        assert due(clock, facts) == Due()
        assert stands(Due(), at("2030-01-01 00:00")) == Stands.UNKNOWN


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("2026-06-06 00:00", "2026-06-06 06:00")], "2026-06-07 04:15"),
        ([("2026-06-06 00:00", "2026-06-06 06:00"), ("2026-06-06 05:00", "2026-06-06 07:00")], "2026-06-07 05:15"),
        ([("2026-06-05 20:00", "2026-06-05 23:15")], "2026-06-06 23:15"),  # what was before being told does not count
        ([("2026-06-06 22:15", "2026-06-09 00:00")], "2026-06-06 22:15"),  # it was due already
        # The second pause begins after the moment as it was first, and before the moment as the first put it off.
        ([("2026-06-06 00:00", "2026-06-06 06:00"), ("2026-06-07 04:00", "2026-06-07 05:00")], "2026-06-07 05:15"),
    ],
)
def test_paused_time_does_not_count(pauses, expected):
    held = [Pause(at(since), at(until)) for since, until in pauses]
    assert due(Clock("told", hours=24), known("2026-06-05 22:15"), held).moment == at(expected)


def test_a_pause_over_the_change_of_the_clocks_is_as_long_as_it_lasts():
    held = [Pause(at("2026-03-29 00:00"), at("2026-03-29 03:00"))]  # two hours: the clocks went forward
    assert due(Clock("told", hours=24), known("2026-03-28 14:00"), held).moment == at("2026-03-29 17:00")


def test_a_clock_that_is_paused_says_how_much_time_is_left():
    found = due(Clock("told", hours=24), known("2026-06-05 22:15"), [Pause(at("2026-06-06 20:15"))])
    assert (found, found.paused) == (Due(left=2 * HOUR), True)
    assert stands(found, at("2026-07-01 00:00")) == Stands.PAUSED
    assert in_time(found, at("2026-06-06 21:00")) is True


def test_a_day_of_the_calendar_cannot_be_paused():
    held = [Pause(at("2026-07-01 00:00"))]
    assert due(Clock(Since.ANNIVERSARY), known("2026-06-05 22:15"), held).moment == at("2027-06-05 23:59")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-05 22:14", Stands.RUNNING),
        ("2026-06-05 22:15", Stands.SOON),
        ("2026-06-06 22:15", Stands.SOON),
        ("2026-06-06 22:16", Stands.LATE),
    ],
)
def test_how_an_open_step_stands(now, expected):
    assert stands(Due(at("2026-06-06 22:15")), at(now)) == expected


def test_in_time_is_up_to_the_moment_itself():
    found = Due(at("2026-06-06 22:15"))
    assert (in_time(found, at("2026-06-06 22:15")), in_time(found, at("2026-06-06 22:16"))) == (True, False)
    assert in_time(Due(), at("2026-06-06 22:15")) is None


# What must hold of any: counted again minute by minute, slowly


BEGUN = datetime(2026, 3, 27, 12, tzinfo=UTC)  # the clocks go forward two days on
MINUTES = st.integers(-600, 9_000)


@st.composite
def some_pauses(draw) -> list[tuple[int, int | None]]:
    found = []
    for since in draw(st.lists(MINUTES, max_size=5)):
        lasts = draw(st.one_of(st.none(), st.integers(0, 3_000)))
        found.append((since, None if lasts is None else since + lasts))
    return found


def as_pauses(minutes: list[tuple[int, int | None]]) -> list[Pause]:
    moments = ((BEGUN + timedelta(minutes=a), None if b is None else BEGUN + timedelta(minutes=b)) for a, b in minutes)
    return [Pause(a, b) for a, b in moments]


def slowly(length: int, pauses: list[tuple[int, int | None]]) -> int | None:
    """The minute at which so many have passed that were in no pause; None where a pause never ends."""
    minute, left = 0, length
    while left:
        if any(a <= minute and b is None for a, b in pauses):
            return None
        left -= not any(a <= minute < b for a, b in pauses if b is not None)
        minute += 1
    return minute


@given(length=st.integers(1, 2_880), pauses=some_pauses())
def test_it_is_as_if_the_minutes_were_counted_one_by_one(length, pauses):
    expected = slowly(length, pauses)
    found = paused(BEGUN + timedelta(minutes=length), BEGUN, as_pauses(pauses))
    assert found.moment == (None if expected is None else BEGUN + timedelta(minutes=expected))


@given(pauses=some_pauses(), order=st.randoms())
def test_the_order_of_pauses_does_not_matter_and_merging_leaves_none_that_touch(pauses, order):
    held = as_pauses(pauses)
    shuffled = list(held)
    order.shuffle(shuffled)
    found = merged(held)
    assert merged(shuffled) == found
    assert all(a.until is not None and a.until < b.since for a, b in itertools.pairwise(found))


@given(
    told=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    hours=st.integers(0, 200), days=st.integers(0, 60),
)  # fmt: skip
def test_days_keep_the_time_on_the_wall_and_hours_the_time_that_passes(told, hours, days):
    by_days = due(Clock("told", days=days), Known(told, told)).moment
    there, then = told.astimezone(LONDON), by_days.astimezone(LONDON)
    assert (then.date() - there.date()).days == days
    gap = then.replace(tzinfo=None) - there.replace(tzinfo=None) - timedelta(days=days)
    assert gap in (timedelta(), HOUR), "an hour later only where that time never was"
    assert due(Clock("told", hours=hours, days=days), Known(told, told)).moment - by_days == timedelta(hours=hours)


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), year=st.integers(1, 100))
def test_an_anniversary_keeps_month_and_day_but_for_one_day_in_1461(day, year):
    found = anniversary(day, year)
    assert (found.year, found.month) == (day.year + year, day.month)
    assert found.day == day.day or (day.month, day.day, found.day) == (2, 29, 28)
