"""The standing items of the partnership’s agenda: in how many meetings all four were minuted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonground.evidence.disclosure.rules import DEFAULT, show
from commonground.plan.terms import StandingItem

FEW = 8  # meetings below which a share says little: two years of quarterly ones


@dataclass(frozen=True)
class Share:
    """So many of so many meetings."""

    all_four: int
    meetings: int

    @property
    def said(self) -> str:
        if not self.meetings:
            return "No meeting is recorded yet."
        share = "" if self.meetings < FEW else f" ({self.all_four / self.meetings:.0%})"
        meetings = f"meeting{'s' * (self.meetings > 1)}"
        return f"All four standing items were minuted in {self.all_four} of {self.meetings} {meetings}{share}."

    @property
    def caution(self) -> str:
        """What is to be said beside it where there are few."""
        few = 0 < self.meetings < FEW
        return f"These are few meetings: no percentage is given below {FEW}." if few else ""


def share(meetings: Iterable[Any]) -> Share:
    """How many of the meetings minuted every standing item."""
    minuted = [sum(item.minuted for item in meeting.items.all()) for meeting in meetings]
    return Share(sum(one == len(StandingItem) for one in minuted), len(minuted))


def carriers(count: int | None) -> str:
    """A number of habitual knife carriers as a page may show it: a small one is not shown."""
    return "Not given" if count is None else show(count, DEFAULT).text
