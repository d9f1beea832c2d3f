"""Periods: whole months, from a first day to a last, and the comparisons that the field makes of them."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
FIRST_MONTH_OF_FINANCIAL_YEAR = 4


class UnreadablePeriod(ValueError):
    """The words do not name a period; the message says what would."""


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months, both ends within it. Raises ValueError for any other pair of days."""

    start: date  # first day of a month
    end: date  # last day of a month

    def __post_init__(self) -> None:
        last_day = monthrange(self.end.year, self.end.month)[1]
        if self.start.day != 1 or self.end.day != last_day or self.end < self.start:
            raise ValueError(f"a period is whole months, first day to last, not {self.start} to {self.end}")

    @property
    def months(self) -> int:
        """How many months it has."""
        return _number(self.end) - _number(self.start) + 1

    @property
    def name(self) -> str:
        """In a sentence: "April 2018", "April to September 2018", "2023/24", "the 12 months to May 2024"."""
        first, last = MONTHS[self.start.month - 1], MONTHS[self.end.month - 1]
        if self.months == 1:
            return f"{first} {self.start.year}"
        if self.months == 12 and self.start.month == 1:
            return str(self.start.year)
        if self.months == 12 and self.start.month == FIRST_MONTH_OF_FINANCIAL_YEAR:
            return f"{self.start.year}/{self.end.year % 100:02d}"
        if self.months == 12:
            return f"the 12 months to {last} {self.end.year}"
        if self.start.year == self.end.year:
            return f"{first} to {last} {self.end.year}"
        return f"{first} {self.start.year} to {last} {self.end.year}"

    @property
    def short(self) -> str:
        """As a narrow table says it: "Apr 2018", "Apr–Sep 2018", "Oct 2017–Mar 2018"."""
        first, last = MONTHS[self.start.month - 1][:3], MONTHS[self.end.month - 1][:3]
        if self.months == 1:
            return f"{first} {self.start.year}"
        if self.start.year == self.end.year:
            return f"{first}–{last} {self.end.year}"
        return f"{first} {self.start.year}–{last} {self.end.year}"

    def __str__(self) -> str:
        return self.name

    @property
    def from_month(self) -> str:
        """The first month, as 2018-04."""
        return f"{self.start:%Y-%m}"

    @property
    def to_month(self) -> str:
        """The last month, as 2018-09."""
        return f"{self.end:%Y-%m}"

    def shifted(self, months: int) -> "Period":
        """The period of the same length that starts so many months later (earlier, if negative)."""
        return _stretch(_number(self.start) + months, self.months)

    def covers(self, other: "Period") -> bool:
        """Does the other lie wholly within it?"""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Do the two share a month?"""
        return self.start <= other.end and other.start <= self.end


def _number(day: date) -> int:
    """The months counted from year nought, so that periods can be added and taken away."""
    return day.year * 12 + day.month - 1


def _first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _stretch(number: int, months: int) -> Period:
    if not 12 <= number <= number + months <= 9999 * 12:
        raise UnreadablePeriod("that period lies outside the calendar")
    return Period(_first(number), _first(number + months) - timedelta(days=1))


def starting(year: int, month: int, months: int = 1) -> Period:
    """The period of so many months that starts in this one."""
    return _stretch(year * 12 + month - 1, months)


def span(first: Period, last: Period) -> Period:
    """From the start of one to the end of the other. Raises UnreadablePeriod if that runs backwards."""
    if last.end < first.start:
        raise UnreadablePeriod(f"{last.name} is before {first.name}: the first month comes first")
    return Period(first.start, last.end)


def rolling(last: Period, months: int = 12) -> Period:
    """The period of so many months that ends where this one ends."""
    return _stretch(_number(last.end) - months + 1, months)


def financial_year(start_year: int) -> Period:
    """April to March: financial_year(2023) is 2023/24."""
    return starting(start_year, FIRST_MONTH_OF_FINANCIAL_YEAR, 12)


def financial_year_to_date(last: Period) -> Period:
    """From the April before (or in) the last month to that month."""
    year = last.end.year - (last.end.month < FIRST_MONTH_OF_FINANCIAL_YEAR)
    return Period(date(year, FIRST_MONTH_OF_FINANCIAL_YEAR, 1), last.end)


def quarter(year: int, number: int) -> Period:
    """A quarter of the calendar year: quarter(2018, 2) is April to June 2018."""
    return starting(year, 3 * number - 2, 3)


# What a period is set against: one window, or several whose mean is taken.

Baseline = tuple[Period, ...]


def quarter_of(day: date) -> Period:
    """The calendar quarter that a day is in."""
    return quarter(day.year, (day.month + 2) // 3)


def same_period_last_year(period: Period) -> Baseline:
    """The same months a year before; for more than a year, as many years before as keep the two apart."""
    years = -(-period.months // 12)
    return (period.shifted(-12 * years),)


def previous_period(period: Period) -> Baseline:
    """As many months, just before."""
    return (period.shifted(-period.months),)


def three_year_average(period: Period) -> Baseline:
    """The same months of each of the three years before, earliest first.

    Raises UnreadablePeriod for more than a year.
    """
    if period.months > 12:
        raise UnreadablePeriod("a three-year average is of windows of up to 12 months: name a shorter period")
    return tuple(period.shifted(-12 * years) for years in (3, 2, 1))


AGAINST: dict[str, Callable[[Period], Baseline]] = {
    "same-period-last-year": same_period_last_year,
    "previous-period": previous_period,
    "three-year-average": three_year_average,
}


def against(words: str, period: Period) -> Baseline:
    """The baseline that words name: a key of AGAINST, or a period of its own. Raises UnreadablePeriod."""
    kind = AGAINST.get(words.strip().lower().replace(" ", "-").replace("_", "-"))
    if kind:
        return kind(period)
    try:
        return (parse(words),)
    except UnreadablePeriod:
        raise UnreadablePeriod(
            f"'{words}' is not something to compare with: use {', '.join(AGAINST)}, "
            "or months such as 2016-04..2016-09"
        ) from None


def name(windows: Sequence[Period]) -> str:
    """A baseline in words: its period, or "the average of April to September 2015, 2016 and 2017"."""
    if len(windows) == 1:
        return windows[0].name
    parts = [w.name.rpartition(" ") for w in windows]
    if len({words for words, _, _ in parts}) == 1 and parts[0][0]:  # the same months: list the years
        names = [windows[0].name, *(year for _, _, year in parts[1:])]
    else:
        names = [w.name for w in windows]
    return f"the average of {', '.join(names[:-1])} and {names[-1]}"


# Reading a period.

_MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS) + "|Sept"
_FORMS: list[tuple[re.Pattern[str], Callable[..., Period]]] = []


def _form(pattern: str) -> Callable[[Callable[..., Period]], Callable[..., Period]]:
    def keep(reads: Callable[..., Period]) -> Callable[..., Period]:
        _FORMS.append((re.compile(pattern, re.IGNORECASE), reads))
        return reads

    return keep


def _month(word: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m[:3].lower() == word[:3].lower())


@_form(r"(\d{4})-?(0[1-9]|1[0-2])")
def _iso(year: str, month: str) -> Period:
    return starting(int(year), int(month))


@_form(r"(\d{4})")
def _calendar_year(year: str) -> Period:
    return starting(int(year), 1, 12)


@_form(r"(\d{4})[- ]?Q([1-4])")
def _calendar_quarter(year: str, number: str) -> Period:
    return quarter(int(year), int(number))


@_form(r"(\d{4})/(\d{2}|\d{4})")
def _financial(year: str, following: str) -> Period:
    if int(following) % 100 != (int(year) + 1) % 100:
        raise UnreadablePeriod(f"{year}/{following} is not a financial year: one such is 2023/24")
    return financial_year(int(year))


@_form(r"(\d{4})/(\d{2}|\d{4})[- ]?Q([1-4])")
def _financial_quarter(year: str, following: str, number: str) -> Period:
    return _stretch(_number(_financial(year, following).start) + 3 * (int(number) - 1), 3)


@_form(rf"({_MONTH}) (\d{{4}})")
def _named_month(month: str, year: str) -> Period:
    return starting(int(year), _month(month))


@_form(rf"({_MONTH}) to ({_MONTH}) (\d{{4}})")
def _named_months(first: str, last: str, year: str) -> Period:
    return span(starting(int(year), _month(first)), starting(int(year), _month(last)))


@_form(rf"(?:the )?(\d{{1,3}}) months to ({_MONTH}) (\d{{4}})")
def _months_to(months: str, month: str, year: str) -> Period:
    if months.strip("0") == "":
        raise UnreadablePeriod("a period has at least one month")
    return rolling(starting(int(year), _month(month)), int(months))


@_form(r"(.+?)(?:\.\.| to )(.+)")
def _from_to(first: str, last: str) -> Period:
    return span(parse(first), parse(last))


def parse(words: str) -> Period:
    """The period that words name: whatever ``Period.name`` writes, and the short forms of the command line.

    2018-04, 2018-Q2 (calendar quarter), 2018 (calendar year), 2018/19 (financial year), 2018/19-Q1 (its
    quarter), 2018-04..2018-09. Raises UnreadablePeriod.
    """
    for pattern, reads in _FORMS:
        if found := pattern.fullmatch(" ".join(words.split())):
            return reads(*found.groups())
    raise UnreadablePeriod(
        f"'{words}' is not a period: write a month (2018-04), a quarter (2018-Q2), a year (2018), "
        "a financial year (2018/19), a quarter of one (2018/19-Q1) or a range (2018-04..2018-09)"
    )
