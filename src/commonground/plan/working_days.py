"""Days and hours at which people may be written to: working days in England, by day."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MORNING, EVENING = time(8), time(18)
SATURDAY = 5
DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Those that come every year. One that is proclaimed for a single year is not known here."""
    sunday = easter_sunday(year)
    found = {
        sunday - 2 * DAY, sunday + DAY, _monday(date(year, 5, 1)), _monday(date(year, 5, 25)),
        _monday(date(year, 8, 25)),
    }  # fmt: skip
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= SATURDAY or day in found:
            day += DAY
        found.add(day)
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Not a weekend, and not a bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def before(day: date, count: int) -> date:
    """The working day that is so many working days before another."""
    while count:
        day -= DAY
        count -= is_working_day(day)
    return day


def may_write(moment: datetime) -> bool:
    """Whether it is a working day in England, between eight in the morning and six in the evening."""
    there = moment.astimezone(LONDON)
    return is_working_day(there.date()) and MORNING <= there.time() < EVENING


def easter_sunday(year: int) -> date:
    """By the Gregorian rule, in the form of Butcher’s Ecclesiastical Calendar (1876)."""
    century = year // 100
    golden = year % 19
    shift = century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15
    moon = shift % 30 - (shift % 30 // 28) * (1 - (29 // (shift % 30 + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    ahead = moon - weekday
    month = 3 + (ahead + 40) // 44
    return date(year, month, ahead + 28 - 31 * (month // 4))


def _monday(day: date) -> date:
    """The first Monday from a day on."""
    return day + timedelta(days=-day.weekday() % 7)
