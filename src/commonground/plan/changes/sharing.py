"""A partnership chooses what its groups may compare; a group offers actions, and its partnerships take them up."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Grouping, Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.actions import ActionValues, add_action, locked
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Offer, Plan, Sharing, Theme
from commonground.plan.models.sharing import SHARED
from commonground.plan.terms import ActionKind, ActionState

Kind = access_log.Kind


@transaction.atomic
def choose(plan: Plan, group: Partnership, fields: Iterable[str], *, by: Actor) -> Sharing:
    """Say which parts of the plan the group may compare: these, and no others, at once."""
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    wanted = set(fields)
    if unknown := wanted - set(SHARED):
        raise NotPossible(f"“{min(unknown)}” is no part of a plan that can be shared.")
    if not Grouping.objects.filter(group=group, partnership=found.partnership).exists():
        raise NotPossible(f"{found.partnership.name} is not in {group.name}, so nothing can be shared with it.")
    row = Sharing.objects.filter(plan=found, group=group).first() or Sharing(
        partnership=found.partnership, plan=found, group=group
    )
    before = row.fields
    for name in SHARED:
        setattr(row, name, name in wanted)
    if row.fields != before or row.pk is None:
        row.chosen_by = by.membership
        row.save()
        _said(row, before, by)
    return row


@transaction.atomic
def offer(action: Action, *, by: Actor) -> Offer:
    """Offer an action of a group’s plan to its partnerships, in the words that it has now."""
    found = locked(action)
    partnership = by.partnership
    assert partnership is not None
    if not partnership.is_group:
        raise NotPossible(f"{partnership.name} is no group of partnerships, so there is nobody to offer it to.")
    if found.state != ActionState.OPEN:
        raise NotPossible(f"{found.ref} is {found.get_state_display().lower()}: only an open action can be taken up.")
    if (standing := Offer.objects.standing().filter(action=found).first()) is not None:
        return standing
    made = Offer.objects.create(
        partnership=partnership, action=found, ref=found.ref, theme_key=found.theme.key, theme_title=found.theme.title,
        title=found.title, description=found.description, success=found.success, offered_by=by.membership,
    )  # fmt: skip
    recipient = f"partnerships of {partnership.name}"[:200]
    access_log.record(Kind.DISCLOSURE, made, by=by, concerns=[made, found], recipient=recipient, purpose="offered")
    return made


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Actor) -> Offer:
    """Offer it no more. Partnerships that took it up keep their own actions."""
    found = Offer.objects.select_for_update().get(pk=offer.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        access_log.record(Kind.ALTERATION, found, by=by, became="withdrawn")
    return found


@transaction.atomic
def take_up(offer: Offer, plan: Plan, theme: Theme, *, by: Actor) -> Action:
    """Put an offered action into the own plan, as a developing one that names the group’s."""
    theirs = offer.action.public_id
    if offer.withdrawn_at is not None:
        raise NotPossible("The group offers this action no more; ask it for another.")
    held = Action.objects.filter(plan=plan, shared_from=theirs).exclude(state=ActionState.DROPPED).first()
    if held is not None:
        raise NotPossible(f"Your plan has this action already: {held.ref}, “{held.title}”.")
    values = ActionValues(
        title=offer.title, theme=theme, kind=ActionKind.DEVELOPING, description=offer.description,
        success=offer.success, shared_from=theirs,
    )  # fmt: skip
    return add_action(plan, values, by=by)


def _said(row: Sharing, before: frozenset[str], by: Actor) -> None:
    fields = sorted(row.fields)
    access_log.record(Kind.ALTERATION, row, by=by, concerns=[row.plan], group=row.group.slug, was=sorted(before),
                      became=fields)  # fmt: skip
    if fields:
        access_log.record(
            Kind.DISCLOSURE, row.plan, by=by, recipient=row.group.name, purpose="shared to be compared", fields=fields
        )
