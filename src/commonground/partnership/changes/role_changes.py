"""A seat’s role changes when one person has asked and another, who is not in that seat, has approved."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Membership, RoleChange
from commonground.partnership.rule import Actor

ALTERATION = access_log.Kind.ALTERATION


@transaction.atomic
def ask(seat: Membership, role: str, *, by: Actor, reason: str) -> RoleChange:
    """Ask that the seat gets another role. Raises ValidationError where it has it, or a request is waiting."""
    if seat.role == role:
        raise ValidationError({"role": "This is the role they have."})
    if RoleChange.objects.filter(membership=seat).waiting():
        raise ValidationError("A change of this role is already waiting to be decided.")
    change = RoleChange.objects.create(
        partnership=seat.partnership, membership=seat, role=role, reason=reason, asked_by=by.membership
    )
    access_log.record(ALTERATION, change, by=by, concerns=[seat], purpose=reason, role=role)
    return change


def may_decide(change: RoleChange, by: Actor) -> bool:
    """Nobody decides on what they asked for, nor on their own seat, whichever table they ask from."""
    own = {change.asked_by.user_id, change.membership.user_id}
    return by.user is not None and by.user.pk not in own


@transaction.atomic
def decide(change: RoleChange, approved: bool, *, by: Actor) -> None:
    """Approve or refuse. The new role holds from the person’s next request."""
    if not may_decide(change, by):
        raise PermissionDenied("Another person has to decide this: nobody approves their own request or role.")
    change = RoleChange.objects.select_for_update(of=("self",)).select_related("membership").get(pk=change.pk)
    if change.decided_at is not None:
        raise ValidationError("Someone has decided this already.")
    change.approved, change.decided_by, change.decided_at = approved, by.membership, timezone.now()
    change.save(update_fields=["approved", "decided_by", "decided_at"])
    if approved:
        change.membership.role = change.role
        change.membership.save(update_fields=["role"])
    access_log.record(ALTERATION, change, by=by, concerns=[change.membership], approved=approved, role=change.role)
