"""The words of the tasking meeting, each with what a page says for it."""

from commonground.plan.terms import TextChoices


class MeetingState(TextChoices):
    """How far a meeting is; in this order, and never back."""

    PREPARING = "preparing", "Being prepared"
    HELD = "held", "Held"
    APPROVED = "approved", "Minutes approved"


STEPS = ((MeetingState.PREPARING, MeetingState.HELD), (MeetingState.HELD, MeetingState.APPROVED))


class Came(TextChoices):
    """Whether an agency was at the meeting. Agencies are counted, and nobody’s name is."""

    INVITED = "invited", "Invited"
    CAME = "came", "At the meeting"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not there"


class AgendaItem(TextChoices):
    """What stands on every agenda, in this order, and what agencies bring."""

    LAST = "last", "Minutes and tasks of the last meeting"
    BRIEFING = "briefing", "Violence intelligence briefing"
    PLACES = "places", "Hot places and patrols"
    EVENTS = "events", "Events ahead"
    TENSIONS = "tensions", "Community tension"
    SEARCHES = "searches", "Stop and search, and section 60"
    OVERDUE = "overdue", "What is overdue in the registers"
    BROUGHT = "brought", "Brought by an agency"
    OTHER = "other", "Any other business"
    NEXT = "next", "Next meeting"


STANDING = tuple(one for one in AgendaItem if one != AgendaItem.BROUGHT)
PLACES = {one: 10 * number for number, one in enumerate(AgendaItem, 1)}
"""Where each stands on the agenda; what agencies bring stands where the first of it would, in the order of asking."""


class TaskState(TextChoices):
    """How a task stands. It is carried forward until it is closed, one way or the other."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    ENDED = "ended", "Closed, not done"


class LetterKind(TextChoices):
    """Why somebody was written to."""

    DUE = "due", "Reminded before the day"
    LATE = "late", "Told that a task is late"


class BriefingState(TextChoices):
    """How far a briefing is."""

    BUILDING = "building", "Being built"
    FAILED = "failed", "Could not be built"
    BUILT = "built", "Built"


BRIEFING_STEPS = (
    (BriefingState.BUILDING, BriefingState.BUILT),
    (BriefingState.BUILDING, BriefingState.FAILED),
)
