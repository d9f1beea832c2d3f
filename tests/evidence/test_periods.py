"""Periods: read, named, and set against one another; the fast way agrees with walking the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence import periods
from commonground.evidence.periods import Period, UnreadablePeriod, parse

years = st.integers(1990, 2090)
months = st.integers(1, 12)
spans = st.builds(periods.starting, years, months, st.integers(1, 40))


def days(period: Period) -> list[date]:
    """The slow plain version of a period: every day of it."""
    return [period.start + timedelta(days=i) for i in range((period.end - period.start).days + 1)]


def a_year_before(day: date) -> tuple[int, int]:
    return day.year - 1, day.month


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2018-04", "2018-04-01", "2018-04-30"),
        ("201804", "2018-04-01", "2018-04-30"),
        ("2018-Q2", "2018-04-01", "2018-06-30"),
        ("2018 q4", "2018-10-01", "2018-12-31"),
        ("2018/19-Q1", "2018-04-01", "2018-06-30"),
        ("2018/19 Q4", "2019-01-01", "2019-03-31"),
        ("2018/19", "2018-04-01", "2019-03-31"),
        ("2018/2019", "2018-04-01", "2019-03-31"),
        ("1999/00", "1999-04-01", "2000-03-31"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-04..2018-09", "2018-04-01", "2018-09-30"),
        ("2018-Q1..2018-Q3", "2018-01-01", "2018-09-30"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("sept 2018", "2018-09-01", "2018-09-30"),
        ("April to September 2018", "2018-04-01", "2018-09-30"),
        ("October 2017 to March 2018", "2017-10-01", "2018-03-31"),
        ("the 12 months to March 2024", "2023-04-01", "2024-03-31"),
        ("12 months to february 2024", "2023-03-01", "2024-02-29"),
    ],
)
def test_reads(words: str, start: str, end: str) -> None:
    assert parse(words) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "words",
    ["", "2018-13", "2018-00", "2018/20", "2018-19", "18-04", "Q2", "April", "2018-04..", "2018-09..2018-04",
     "last year", "0 months to May 2018", "0000-01", "2018-04-01"],
)  # fmt: skip
def test_what_is_not_a_period_is_refused_in_a_sentence(words: str) -> None:
    with pytest.raises(UnreadablePeriod, match=" "):
        parse(words)


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (periods.starting(2018, 4), "April 2018"),
        (periods.starting(2018, 4, 6), "April to September 2018"),
        (periods.starting(2017, 10, 6), "October 2017 to March 2018"),
        (periods.starting(2023, 4, 12), "2023/24"),
        (periods.starting(1999, 4, 12), "1999/00"),
        (periods.starting(2023, 3, 12), "the 12 months to February 2024"),
        (periods.starting(2018, 1, 12), "2018"),
        (periods.starting(2016, 4, 36), "April 2016 to March 2019"),
    ],
)
def test_names(period: Period, name: str) -> None:
    assert period.name == name


def test_short_names() -> None:
    names = ["2018-04", "2018-04..2018-09", "2018", "2017-10..2018-03"]
    assert [parse(n).short for n in names] == [
        "Apr 2018",
        "Apr–Sep 2018",
        "Jan–Dec 2018",
        "Oct 2017–Mar 2018",
    ]


def test_half_months_are_not_a_period() -> None:
    for a, b in (("2018-04-02", "2018-04-30"), ("2018-04-01", "2018-04-29"), ("2018-05-01", "2018-04-30")):
        with pytest.raises(ValueError, match="whole months"):
            Period(date.fromisoformat(a), date.fromisoformat(b))


@given(spans)
def test_a_name_reads_back_as_its_period(period: Period) -> None:
    assert parse(period.name) == period
    assert parse(f"{period.from_month}..{period.to_month}") == period


@given(spans)
def test_months_are_those_of_its_days(period: Period) -> None:
    assert period.months == len({(d.year, d.month) for d in days(period)})


@given(spans)
def test_a_year_before_is_each_month_a_year_before(period: Period) -> None:
    (before,) = periods.same_period_last_year(period)
    if period.months <= 12:
        assert {(d.year, d.month) for d in days(before)} == {a_year_before(d) for d in days(period)}
    assert before.months == period.months
    assert before.start.month == period.start.month
    assert not before.overlaps(period)


@given(spans)
def test_the_previous_period_ends_the_day_before(period: Period) -> None:
    (before,) = periods.previous_period(period)
    assert before.end + timedelta(days=1) == period.start
    assert before.months == period.months


@given(st.builds(periods.starting, years, months, st.integers(1, 12)))
def test_three_years_are_the_same_months_of_three_years(period: Period) -> None:
    windows = periods.three_year_average(period)
    assert [w.start for w in windows] == [period.start.replace(year=period.start.year - n) for n in (3, 2, 1)]
    assert {w.months for w in windows} == {period.months}


@given(years, months)
def test_the_financial_year_to_date_starts_in_the_last_april(year: int, month: int) -> None:
    last = periods.starting(year, month)
    to_date = periods.financial_year_to_date(last)
    walk = last
    while walk.start.month != 4:
        walk = walk.shifted(-1)
    assert to_date == Period(walk.start, last.end)


@given(years, months, st.integers(1, 40))
def test_rolling_months_walk_back_from_the_last(year: int, month: int, length: int) -> None:
    last = periods.starting(year, month)
    assert periods.rolling(last, length) == Period(last.shifted(1 - length).start, last.end)


@given(spans, spans)
def test_overlap_and_cover_are_about_shared_days(a: Period, b: Period) -> None:
    shared = set(days(a)) & set(days(b))
    assert a.overlaps(b) == bool(shared)
    assert a.covers(b) == (shared == set(days(b)))


def test_what_to_set_a_period_against() -> None:
    summer = parse("2018-04..2018-09")
    assert periods.against("same-period-last-year", summer) == (parse("2017-04..2017-09"),)
    assert periods.against("previous period", summer) == (parse("2017-10..2018-03"),)
    assert periods.against("2015-04..2015-09", summer) == (parse("2015-04..2015-09"),)
    average = periods.against("three-year-average", summer)
    assert periods.name(average) == "the average of April to September 2015, 2016 and 2017"
    winter = periods.three_year_average(parse("2017/18 Q3"))
    assert periods.name(winter) == "the average of October to December 2014, 2015 and 2016"
    years = periods.three_year_average(parse("2017/18"))
    assert periods.name(years) == "the average of 2014/15, 2015/16 and 2016/17"
    with pytest.raises(UnreadablePeriod, match="three-year-average"):
        periods.against("the good old days", summer)
    with pytest.raises(UnreadablePeriod, match="up to 12 months"):
        periods.against("three-year-average", parse("2016-04..2018-03"))
