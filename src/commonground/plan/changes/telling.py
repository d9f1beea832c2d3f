"""The owner says how an action goes, in red, amber or green."""

from datetime import date

from django.db import transaction

from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.plan.changes.actions import locked
from commonground.plan.changes.possible import NotPossible, assigned, may_update
from commonground.plan.judging import judged
from commonground.plan.models import Action
from commonground.plan.movement import movements_for
from commonground.plan.terms import ActionState, Rag


@transaction.atomic
def tell_rag(action: Action, rag: str, reason: str, on: date, *, by: Actor) -> Action:
    """Say how the action goes on a day. Raises NotPossible for one that is not the actor’s to tell, and where it
    differs from what follows from tasks, days and measures, without a reason.
    """
    found = locked(action)
    if not may_update(found, by):
        raise NotPossible(f"{found.ref} is not yours: its owner, or whoever edits the plan, says how it goes.")
    if found.plan.ended_on:
        raise NotPossible(f"“{found.plan.title}” has ended and is kept as it stood.")
    if found.state != ActionState.OPEN:
        raise NotPossible(f"{found.ref} is {found.get_state_display().lower()}: there is nothing more to say of it.")
    if rag not in Rag.values:
        raise NotPossible(f"{found.ref}: choose how it goes.")
    follows = judged(found, movements_for(found.partnership), on).derived
    if follows.rag != rag and not reason.strip():
        raise NotPossible(
            f"You say that {found.ref} is “{Rag(rag).label.lower()}”, but its tasks and days say "
            f"“{follows.rag.label.lower() if follows.rag else 'nothing'}”: {follows.because} Write why it differs."
        )
    if assigned(found, {"rag": rag, "rag_reason": reason, "told_on": on}):
        found.save(update_fields=["rag", "rag_reason", "told_on"])
        access_log.record(access_log.Kind.ALTERATION, found, by=by, ref=found.ref, rag=rag, follows=follows.rag or "")
    return found
