"""Periods: whole months, from a first day to a last, and the comparisons that the field makes of them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months, both ends within it."""

    start: date  # first day of a month
    end: date  # last day of a month
