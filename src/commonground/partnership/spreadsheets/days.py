"""The day that somebody meant who wrote a date into a plan: “31/03/2020”, “Sept 19”, “Q3 2019/20”, “Ongoing”.

A month or a quarter is taken as its last day, and that is said. What is no date stays in words.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from commonground.partnership.spreadsheets.tables import Cell
from commonground.report.render.words import long_date

MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name}
NAMED = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
FILLER = re.compile(r"^(?:(?:by|due|before|until|the|end of|end)\s+)*")
SERIAL = (36526, 73050)  # how Excel counts the days from 2000 to 2099
ORIGIN = date(1899, 12, 30)


@dataclass(frozen=True)
class Read:
    """What became of a date: the day; how it was read, where that is not plain; or why it is none."""

    day: date | None = None
    taken: str = ""
    unread: str = ""


def read(cell: Cell) -> Read:
    """The day in a cell. An empty cell is no day, and nothing need be said of it."""
    words = " ".join(cell.text.split())
    if cell.day or not words:
        return Read(cell.day)
    plain = FILLER.sub("", words.casefold()).replace(",", "")
    for pattern, meaning in WAYS:
        if found := re.fullmatch(pattern, plain):
            try:
                return meaning(words, *found.groups())
            except ValueError:
                return Read(unread=f"“{words}” is a day that does not exist")
    return Read(unread=f"“{_short(words)}” is not a date that can be read")


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _iso(words: str, year: str, month: str, day: str) -> Read:
    return Read(date(int(year), int(month), int(day)))


def _in_numbers(words: str, day: str, month: str, year: str) -> Read:
    """Day first, as Britain writes it; where the month could come first, that is said."""
    found = date(_year(year), int(month), int(day))
    either = int(day) <= 12 and day.lstrip("0") != month.lstrip("0")
    return Read(found, f"“{words}” was read day first, as {long_date(found)}" if either else "")


def _named_day(words: str, day: str, month: str, year: str) -> Read:
    return Read(date(_year(year), MONTHS[month], int(day)))


def _named_month(words: str, month: str, year: str) -> Read:
    found = _last(_year(year), MONTHS[month])
    other = f"; it could also mean {int(year)} {calendar.month_name[MONTHS[month]]}" if _could_be_day(year) else ""
    return Read(found, f"“{words}” was taken as {long_date(found)}, the last day of the month{other}")


def _could_be_day(year: str) -> bool:
    return len(year) == 2 and 1 <= int(year) <= 31


def _month_in_numbers(words: str, month: str, year: str) -> Read:
    found = _last(int(year), int(month))
    return Read(found, f"“{words}” was taken as {long_date(found)}, the last day of the month")


def _quarter(words: str, quarter: str, first: str, second: str) -> Read:
    """A quarter of a financial year, which begins in April."""
    begins = _financial(first, second)
    month, year = ((6, begins), (9, begins), (12, begins), (3, begins + 1))[int(quarter) - 1]
    found = _last(year, month)
    return Read(found, f"“{words}” was taken as {long_date(found)}, the last day of that quarter")


def _financial_year(words: str, first: str, second: str) -> Read:
    found = date(_financial(first, second) + 1, 3, 31)
    return Read(found, f"“{words}” was taken as {long_date(found)}, the last day of that financial year")


def _financial(first: str, second: str) -> int:
    begins = _year(first)
    if (begins + 1) % 100 != int(second) % 100:
        raise ValueError(second)
    return begins


def _serial(words: str, count: str) -> Read:
    if not SERIAL[0] <= int(count) <= SERIAL[1]:
        return Read(unread=f"“{words}” is not a date that can be read")
    found = ORIGIN + timedelta(days=int(count))
    return Read(found, f"“{words}” was taken as {long_date(found)}, which is how Excel counts days")


def _last(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:60].rstrip() + "…"


YEARS = r"(\d{4}|\d{2})\s*[/–-]\s*(\d{4}|\d{2})"
WAYS: tuple[tuple[str, Callable[..., Read]], ...] = (
    (r"(\d{4})-(\d\d?)-(\d\d?)(?: 00:00(?::00)?)?", _iso),
    (r"(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d{2})", _in_numbers),
    (rf"(\d\d?)(?:st|nd|rd|th)?[ -]*(?:of )?{NAMED}[ -]*[’']?(\d{{4}}|\d{{2}})", _named_day),
    (rf"{NAMED}[ -]*[’']?(\d{{4}}|\d{{2}})", _named_month),
    (r"(\d\d?)[/.-](\d{4})", _month_in_numbers),
    (rf"(?:q|qtr ?|quarter ?)([1-4])[ ,-]*(?:of )?(?:fy ?)?{YEARS}", _quarter),
    (rf"(?:fy ?|financial year ?)?{YEARS}", _financial_year),
    (r"(\d{5})", _serial),
)
