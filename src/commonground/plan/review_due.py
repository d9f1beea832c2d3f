"""Whom a review writes to, and when. Pure: a day and what is known of the review in, letters out.

A letter goes to a person once for each reason, however many actions they answer for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from commonground.plan.models.review import ReviewLetter
from commonground.plan.terms import RoundState
from commonground.plan.working_days import before

Kind = ReviewLetter.Kind
REMIND = 5  # working days before the day
LAST = 1
ESCALATE = 2  # working days after it


@dataclass(frozen=True)
class Waiting:
    """What is known of a review: its days, how many updates are missing and whose, who chairs, who was written to.

    People are the keys of their seats; ``written`` are pairs of a seat and a kind.
    """

    state: str
    due: date
    missing: int
    owners: frozenset[int]
    chairs: frozenset[int]
    written: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Letter:
    """A letter to a seat, and why."""

    seat: int
    kind: str


def letters_due(waiting: Waiting, today: date) -> list[Letter]:
    """The letters of a day, without those that went already. Reasons that have passed by are not caught up on."""
    if waiting.state != RoundState.OPEN:
        return []
    owners = [Letter(seat, _kind(waiting.due, today)) for seat in sorted(waiting.owners)]
    late = waiting.missing > 0 and before(today, ESCALATE) >= waiting.due
    chairs = [Letter(seat, str(Kind.ESCALATED)) for seat in sorted(waiting.chairs)] if late else []
    return [one for one in (*owners, *chairs) if _first(one, waiting.written)]


def _kind(due: date, today: date) -> str:
    if today > due:
        return str(Kind.LATE)
    if today >= before(due, LAST):
        return str(Kind.LAST)
    return str(Kind.REMINDED if today >= before(due, REMIND) else Kind.ASKED)


def _first(letter: Letter, written: Collection[tuple[int, str]]) -> bool:
    return (letter.seat, letter.kind) not in written
