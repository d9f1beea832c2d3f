"""What the files of the demonstration plan say, moved by whole years to where the clock stands."""

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from commonground.plan.written import WrittenPlan, WrittenRound

WRITTEN_ON = date(2026, 11, 22)
YEAR = re.compile(r"\b20(2[5-9])\b")  # the years of the invented plan; the report of 2019 stays where it is


def plan_of(table: str, today: date) -> WrittenPlan:
    """The plan of one table."""
    return WrittenPlan.model_validate(_read(f"{table}.json", years_since(today)))


def rounds_of(table: str, today: date) -> tuple[WrittenRound, ...]:
    """Its reviews, the earliest first; none for most tables."""
    return tuple(WrittenRound.model_validate(one) for one in _read("rounds.json", years_since(today)).get(table, ()))


def meetings(today: date) -> list[dict[str, Any]]:
    """The meetings of Lewisham’s partnership: the day, and which standing items were minuted."""
    return list(_read("rounds.json", years_since(today))["meetings"])


def cards() -> list[dict[str, Any]]:
    """The practice cards."""
    return list(_read("practice_cards.json", 0)["cards"])


def years_since(today: date) -> int:
    """Whole years from the day the files were written for: below nought where the clock stands before it."""
    passed = today.year - WRITTEN_ON.year
    return passed - ((today.month, today.day) < (WRITTEN_ON.month, WRITTEN_ON.day))


def beside(today: date) -> dict[str, Any]:
    """What is shared, what outside reviewers said, what the public said."""
    return _read("beside.json", years_since(today))


def committee() -> dict[str, Any]:
    """The committee report: its front, and what officers write in each of its parts."""
    return _read("committee.json", 0)


@cache
def _read(name: str, years: int) -> dict[str, Any]:
    words = (files(__package__) / name).read_text("utf-8")
    moved = YEAR.sub(lambda found: str(int(found[0]) + years), words) if years else words
    return json.loads(moved)  # type: ignore[no-any-return]
