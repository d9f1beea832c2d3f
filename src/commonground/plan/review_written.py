"""A review as a value: what its snapshot holds."""

from datetime import date
from typing import Any

from commonground.plan.models import ReviewRound, ReviewRow
from commonground.plan.written import WrittenRound, WrittenUpdate


def written_round(found: ReviewRound, closed: date | None = None) -> WrittenRound:
    """The review with an update for each action, received or not, and the corrections of earlier ones."""
    rows = found.rows.select_related("corrects__round").prefetch_related("challenges")
    return WrittenRound(
        number=found.number, title=found.title, opened=found.opened_on, closed=closed or found.closed_on,
        meeting=found.meeting_on, updates=tuple(_update(row) for row in rows),
    )  # fmt: skip


def _update(row: ReviewRow) -> WrittenUpdate:
    challenges = row.challenges.all()
    return WrittenUpdate(
        action=row.ref, received=row.received, rag=row.rag or None, rag_reason=row.rag_reason,
        derived=row.derived or None, derived_because=row.derived_because,
        progress=row.correction if row.corrects else row.progress, next_steps=row.next_steps, barriers=row.help,
        by=row.owner_name, agency=row.agency_name, challenge=_told(challenges, "text"),
        reply=_told(challenges, "reply"), decision=_told(challenges, "decision"), minute=_told(challenges, "minute"),
        corrects=f"Review {row.corrects.round.number}: {row.corrects.round.title}" if row.corrects else "",
    )  # fmt: skip


def _told(challenges: Any, field: str) -> str:
    return "\n\n".join(filter(None, (getattr(one, field) for one in challenges)))
