"""Numbers of a plan: each is a count of rows that are named beside it, so that anyone can count them again."""

from collections.abc import Iterable

from commonground.evidence.figure import Figure
from commonground.evidence.shown import made


def number_of(rows: Iterable[str], of: str) -> Figure:
    """How many rows of the plan, and which. ``of`` says what they are rows of."""
    named = tuple(rows)
    return made("named_rows", len(named), (), None, None, rows="; ".join(named), plan=of)
