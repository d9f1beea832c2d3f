"""Whether “nothing has changed since last time” may be said in one press."""

from datetime import date
from typing import Protocol

from commonground.plan.judging import judged
from commonground.plan.models import Action
from commonground.plan.movement import Movements
from commonground.plan.status import Derived


class Last(Protocol):
    """What the review before holds of an action."""

    received: bool
    unchanged: bool
    derived: str
    derived_because: str


def why_not_the_same(last: Last | None, follows: Derived) -> str:
    """Why it may not, in a sentence; nothing where it may."""
    if last is None:
        return "This is its first review, so say how it goes."
    if not last.received:
        return "No update was received last time, so say how it goes."
    if last.unchanged:
        return "Last time, too, nothing had changed: say in your own words how it goes."
    if last.derived != (follows.rag or "") or last.derived_because != follows.because:
        return f"Something has changed since: {follows.because} Say how it goes."
    return ""


def heard_today(action: Action, movements: Movements, today: date) -> Derived:
    """What follows from tasks, days and measures once the owner has said today how it goes."""
    action.told_on = today
    return judged(action, movements, today).derived
