"""Seats: whose they are, training, and how one ends."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.belongings import Belonging, belongings_of
from commonground.partnership.changes.sessions import end_all
from commonground.partnership.models import Agency, Membership, RoleChange, User
from commonground.partnership.rule import Actor
from commonground.partnership.rules import INVITE

ALTERATION = access_log.Kind.ALTERATION


def seats_of(user: object) -> list[Membership]:
    """The current seats of a person, in every partnership; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return []
    with scopes_disabled():
        current = Membership.objects.current(timezone.localdate()).filter(user=user)
        return list(current.select_related("partnership", "agency").order_by("partnership__name"))


@transaction.atomic
def record_training(seat: Membership, until: date, *, by: Actor) -> None:
    """Note until when the person’s training counts."""
    seat.trained_until = until
    seat.save(update_fields=["trained_until"])
    access_log.record(ALTERATION, seat, by=by, trained_until=until.isoformat())


@transaction.atomic
def end_seat(seat: Membership, *, by: Actor, reason: str) -> list[Belonging]:
    """End a seat now, with every session of the person. Returns what they owned, which needs a new owner.

    Raises ValidationError for the last seat from which others could be invited: nobody could come in after it.
    """
    today = timezone.localdate()
    inviting = Membership.objects.current(today).filter(partnership=seat.partnership, role__in=INVITE.roles)
    if seat.role in INVITE.roles and not inviting.exclude(pk=seat.pk):
        raise ValidationError("This is the last seat that can invite people. Give someone else such a role first.")
    owned = belongings_of(seat)
    seat.end = max(today, seat.start)
    seat.save(update_fields=["end"])
    Agency.objects.filter(contact=seat).update(contact=None)
    RoleChange.objects.filter(membership=seat).waiting().update(decided_at=timezone.now(), decided_by=None)
    end_sessions(seat.user, by=by)
    access_log.record(ALTERATION, seat, by=by, purpose=reason, ended=today.isoformat(), owned=len(owned))
    return owned


@transaction.atomic
def end_sessions(user: User, *, by: Actor) -> None:
    """End every session of a person, wherever it is kept: none that exists now is theirs at the next request."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    end_all(user, by=by)
