"""The stretches of days that figures are told by."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from commonground.evidence.figure import Text
from commonground.report.blocks import Notice


def said(start: date, end: date) -> str:
    """Two days as a sentence says them: “1 January to 31 March 2026”."""
    first = f"{start:%-d %B}" if start.year == end.year else f"{start:%-d %B %Y}"
    return f"{first} to {end:%-d %B %Y}"


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def none_yet(nouns: str, start: date, end: date) -> list[Notice]:
    """What figures say where there is nothing to count."""
    return [Notice("note", "Nothing to show yet", (f"No {nouns} are recorded for {said(start, end)}.",))]


def standing(rows: Any, day: date) -> list[Any]:
    """Entries that were listed by a day and had not ended."""
    return [row for row in rows if row.on <= day and (row.until is None or row.until > day)]


def rows_of(names: Iterable[str], *columns: Iterable[object]) -> tuple[tuple[Text, ...], ...]:
    """The rows of a table: a name, and what stands in each column."""
    return tuple(((name,), *((str(value),) for value in values)) for name, *values in zip(names, *columns, strict=True))
