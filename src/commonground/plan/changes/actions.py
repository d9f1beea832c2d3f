"""Actions are added, changed, handed over, finished, dropped and taken up again."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import NotPossible, assigned, fits, unchanged_since
from commonground.plan.models import Action, Plan, Theme
from commonground.plan.terms import ActionKind, ActionState, CostBand, Rag

Kind = access_log.Kind


@dataclass(frozen=True, kw_only=True)
class ActionValues:
    """What a form says of an action. An agency that is not named is that of the accountable person."""

    title: str
    theme: Theme
    kind: str = ActionKind.RESOURCED
    description: str = ""
    owner: Membership | None = None
    agency: Agency | None = None
    starts: date | None = None
    due: date | None = None
    priority: str = ""
    weight: int | None = None
    weight_reason: str = ""
    cost_band: str = CostBand.UNKNOWN
    funder: str = ""
    funded_until: date | None = None
    level: str = ""
    success: str = ""
    notes: str = ""
    shared_from: str = ""
    practice_card: str = ""

    def fields(self) -> dict[str, Any]:
        """By the name of the field, with the agency filled in."""
        agency = self.agency or (self.owner.agency if self.owner else None)
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"agency": agency}


def values_of(action: Action) -> ActionValues:
    """The action as a form would say it: a form changes what it shows with ``dataclasses.replace``."""
    return ActionValues(**{name: getattr(action, name) for name in ActionValues.__dataclass_fields__})


@transaction.atomic
def add_action(plan: Plan, values: ActionValues, *, ref: str = "", by: Actor) -> Action:
    """Add an action; a ref that is not given is the next free one. Raises NotPossible for what an action lacks."""
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    _being_worked_on(found)
    taken = set(Action.objects.filter(plan=found).values_list("ref", flat=True))
    if ref in taken:
        raise NotPossible(f"There is an action {ref} already; give this one another reference.")
    made = Action(partnership=found.partnership, plan=found, ref=ref or next_ref(taken), **values.fields())
    _whole(made, answerable=True)
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by, ref=made.ref)
    return made


@transaction.atomic
def edit_action(action: Action, values: ActionValues, *, begun: str | None = None, by: Actor) -> Action:
    """Change what is said of an action; a developing one that is to be resourced needs its person and agency now.

    ``begun`` is the ``edition`` of the action that the form was begun from: raises Conflict where it was saved
    meanwhile.
    """
    found = locked(action)
    unchanged_since(found, begun, f"Somebody changed {found.ref} while you were writing.")
    _being_worked_on(found.plan)
    if changed := assigned(found, values.fields()):
        _whole(found, answerable=bool({"owner", "agency", "kind"} & set(changed)))
        found.save(update_fields=changed)
        access_log.record(Kind.ALTERATION, found, by=by, ref=found.ref, fields=changed)
    return found


@transaction.atomic
def hand_over(action: Action, seat: Membership, *, by: Actor) -> Action:
    """Make another person accountable, with their agency."""
    found = locked(action)
    _being_worked_on(found.plan)
    if changed := assigned(found, {"owner": seat, "agency": seat.agency}):
        _whole(found, answerable=True)
        found.save(update_fields=changed)
        access_log.record(Kind.ALTERATION, found, by=by, concerns=[found, seat], ref=found.ref, fields=changed)
    return found


@transaction.atomic
def finish(action: Action, on: date | None = None, *, by: Actor) -> Action:
    """Say that the action is done."""
    told_on = on or timezone.localdate()
    return _become(action, ActionState.DONE, "", by, rag=Rag.COMPLETE, rag_reason="", told_on=told_on)


@transaction.atomic
def drop(action: Action, why: str, *, by: Actor) -> Action:
    """Say that the action will not be done, and why. It stays in the plan."""
    if not why.strip():
        raise NotPossible(f"{action.ref} is to be dropped: write the reason.")
    return _become(action, ActionState.DROPPED, why, by)


@transaction.atomic
def take_up_again(action: Action, why: str, *, by: Actor) -> Action:
    """Open an action that was done or dropped, and say why. Its owner says anew how it goes."""
    if not why.strip():
        raise NotPossible(f"{action.ref} is to be taken up again: write the reason.")
    return _become(action, ActionState.OPEN, why, by, rag="", rag_reason="")


def locked(action: Action) -> Action:
    """The action as it stands now, with its plan, theme and accountable person."""
    rows = Action.objects.select_for_update(of=("self",))
    return rows.select_related("plan", "theme", "owner__user", "owner__agency", "agency").get(pk=action.pk)


def next_ref(taken: set[str]) -> str:
    """“A1”, or the number after the highest one."""
    numbers = [int(found[1]) for ref in taken if (found := re.fullmatch(r"A([0-9]{1,6})", ref))]
    width = max((len(ref) - 1 for ref in taken if re.fullmatch(r"A0[0-9]+", ref)), default=1)
    return f"A{max(numbers, default=0) + 1:0{width}d}"


def _become(action: Action, state: ActionState, why: str, by: Actor, **also: Any) -> Action:
    found = locked(action)
    _being_worked_on(found.plan)
    if found.state == state:
        return found
    if ActionState.OPEN not in (found.state, state):
        raise NotPossible(f"{found.ref} is {found.get_state_display().lower()}: take it up again first.")
    before = found.state
    changed = assigned(found, {"state": state, "state_reason": why, **also})
    found.save(update_fields=changed)
    access_log.record(Kind.ALTERATION, found, by=by, ref=found.ref, was=before, became=state, purpose=why[:400])
    return found


def _being_worked_on(plan: Plan) -> None:
    if plan.ended_on:
        raise NotPossible(f"“{plan.title}” has ended and is kept as it stood.")


def _whole(action: Action, *, answerable: bool) -> None:
    """Raises NotPossible for the first thing that the action lacks; who answers for it is asked where that changes."""
    if not action.title.strip():
        raise NotPossible(f"{action.ref} has no title: write what is to be done.")
    fits(action, action.ref)
    if action.theme.version_id != action.plan.version_id:
        raise NotPossible(f"{action.ref} is put under a theme of another template; choose one of this plan’s.")
    if action.starts and action.due and action.due < action.starts:
        raise NotPossible(f"{action.ref} would be due before it starts; correct one of the days.")
    if (action.priority or action.weight is not None) and not action.weight_reason.strip():
        raise NotPossible(f"{action.ref} has a priority or a weight: write why.")
    if answerable and action.kind == ActionKind.RESOURCED:
        _answered_for(action)


def _answered_for(action: Action) -> None:
    seat, today = action.owner, timezone.localdate()
    if seat is None or action.agency is None:
        raise NotPossible(
            f"{action.ref} is resourced, so somebody answers for it: choose the accountable person and their agency, "
            "or make it a developing action."
        )
    if seat.end is not None and seat.end <= today:
        raise NotPossible(f"{seat.user} has left the partnership: choose somebody else to answer for {action.ref}.")
    if seat.agency_id != action.agency_id:
        raise NotPossible(f"{seat.user} sits for {seat.agency}, not for {action.agency}; choose one of the two.")
