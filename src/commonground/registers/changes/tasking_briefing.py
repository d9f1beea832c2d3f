"""A violence intelligence briefing is asked for; the worker builds it."""

from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.models import TaskingBriefing, TaskingMeeting
from commonground.registers.tasking.jobs import build
from commonground.registers.tasking.terms import BriefingState, MeetingState


@transaction.atomic
def ask_briefing(meeting: TaskingMeeting, *, on: date, by: Actor) -> TaskingBriefing:
    """Ask for a briefing as evidence and registers stand. One that is being built already is given back."""
    found = TaskingMeeting.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=meeting.pk)
    if found.state == MeetingState.APPROVED:
        raise NotPossible("The minutes of this meeting are approved: its briefing stays as it was.")
    if not found.partnership.area_code:
        raise NotPossible(f"{found.partnership.name} has no area of its own: there is nothing to brief on.")
    building: TaskingBriefing | None = found.briefings.filter(state=BriefingState.BUILDING).first()
    if building is not None:
        return building
    made = TaskingBriefing.objects.create(
        partnership=found.partnership, meeting=found, as_of=on, asked_by=by.membership
    )
    access_log.record(access_log.Kind.ALTERATION, made, by=by, became="building", concerns=[made, found])
    build.configure(lock=f"briefing:{made.public_id}").defer(briefing=made.public_id)
    return made
