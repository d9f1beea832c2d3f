"""What the figures of registers share: entries as they read them, and amounts and days as sentences say them."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any

from commonground.evidence.figure import Text
from commonground.methods.rates import count_limits
from commonground.registers.models.entry import open_on
from commonground.report.blocks import Caveat, Notice
from commonground.report.charts.shares import Share

FEW = 5
"""Fewer people than this, but any, are not told by number."""
CHANCE = Caveat(
    ("The intervals are 95%: chance alone could move a number within them, so numbers whose intervals overlap widely "
     "are no clear difference.",)
)  # fmt: skip


def days(start: date, end: date) -> str:
    """“1 January to 31 March 2026”."""
    return f"{start:{'%-d %B' if start.year == end.year else '%-d %B %Y'}} to {end:%-d %B %Y}"


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def none_of(nouns: str, start: date, end: date) -> list[Notice]:
    """What the figures say where there is no entry."""
    return [Notice("note", "Nothing to show yet", (f"No {nouns} were recorded for {days(start, end)}.",))]


def share(part: int, whole: int) -> str:
    """“12 of 20 (60%, 39% to 78%)”, with Wilson’s limits; of nothing there is no share."""
    if not whole:
        return "none of none"
    value, lower, upper = Share("", part, whole).limits
    return f"{part:,} of {whole:,} ({value:.0f}%, {lower:.0f}% to {upper:.0f}%)"


def rate(count: int, exposure: float, per: float = 1) -> str:
    """“1.4 (0.9 to 2.1)”: so many for each, exact limits below ten finds and Byar’s from ten on."""
    if not exposure:
        return "not known"
    lower, upper = count_limits(count)
    middle, low, high = (per * float(one) / exposure for one in (count, lower, upper))
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


def people(number: int) -> str:
    """A count of people: from one to four they might be known."""
    return f"fewer than {FEW}" if 0 < number < FEW else f"{number:,}"


def middle(numbers: Sequence[int]) -> str:
    """The median with the least and the most: “30 (14 to 92)”."""
    return f"{median(numbers):g} ({min(numbers):,} to {max(numbers):,})" if numbers else "not known"


def rows_of(rows: Iterable[Sequence[Any]]) -> tuple[tuple[Text, ...], ...]:
    """The rows of a table: numbers with their thousands set off, words as they are."""
    return tuple(tuple((f"{one:,}" if isinstance(one, int) else str(one),) for one in row) for row in rows)


def standing(rows: Any, day: date) -> list[Any]:
    """Entries of a register of lasting things that were listed by a day and had not ended."""
    return list(rows.filter(open_on(day)))


def read(rows: Any, related: str, *columns: str) -> list[Any]:
    """Columns of entries, oldest first: those of the spine by name, those of the register after a dot."""
    paths = [f"{related}__{name[1:]}" if name.startswith(".") else name for name in columns]
    return list(rows.order_by("on", "pk").values_list(*paths))
