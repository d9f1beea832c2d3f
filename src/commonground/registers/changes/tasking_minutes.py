"""Minutes are approved by the chair, and frozen; a mistake in them is put right in a later meeting."""

import hashlib
from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.nobody import ask_for_names
from commonground.registers.models import TaskingCorrection, TaskingMeeting
from commonground.registers.tasking.minutes import minutes_of
from commonground.registers.tasking.terms import MeetingState
from commonground.report import frozen

Kind = access_log.Kind
NOT_CHAIR = "The minutes are approved by the chair of the meeting. Change the chair if they have left."


@transaction.atomic
def approve_minutes(meeting: TaskingMeeting, *, on: date, by: Actor) -> TaskingMeeting:
    """Approve the minutes as they stand: from now on nothing of the meeting changes. Only its chair may."""
    found = TaskingMeeting.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=meeting.pk)
    if found.state != MeetingState.HELD:
        raise NotPossible(f"This meeting is {found.get_state_display().lower()}, so there are no minutes to approve.")
    if by.membership is None or found.chair_id != by.membership.pk:
        raise NotPossible(NOT_CHAIR)
    found.state, found.approved_on, found.approved_by = MeetingState.APPROVED, on, by.membership
    found.minutes = frozen.to_json(minutes_of(found, on))
    found.sha256 = hashlib.sha256(found.minutes.encode()).hexdigest()
    found.save(update_fields=["state", "approved_on", "approved_by", "minutes", "sha256"])
    access_log.record(
        Kind.ALTERATION, found, by=by, was=str(MeetingState.HELD), became=str(found.state), sha256=found.sha256
    )
    return found


@transaction.atomic
def correct_minutes(
    of: TaskingMeeting, text: str, *, sure: bool = False, by: Actor
) -> TaskingCorrection:  # fmt: skip
    """Put a mistake in approved minutes right, in the meeting that is prepared or held now."""
    if of.state != MeetingState.APPROVED:
        raise NotPossible("These minutes are not approved yet: change them as they are.")
    if not text.strip():
        raise NotPossible("Write what was wrong, and what is right.")
    later = TaskingMeeting.objects.select_for_update(of=("self",)).filter(held_on__gt=of.held_on)
    current = later.exclude(state=MeetingState.APPROVED).order_by("held_on").first()
    if current is None:
        raise NotPossible("There is no later meeting to write the correction in: plan the next one first.")
    ask_for_names(of.partnership, {"What was wrong": text}, sure)
    made = TaskingCorrection.objects.create(
        partnership=of.partnership, meeting=current, of=of, text=text.strip(), made_by=by.membership
    )
    access_log.record(Kind.COLLECTION, made, by=by, concerns=[made, of, current])
    return made
