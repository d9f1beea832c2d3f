"""Invitations: a seat offered by a link that works once, for a fortnight. Of its secret only a hash is kept."""

import hashlib
import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Invitation, Membership, User
from commonground.partnership.rule import Actor

GOOD_FOR = timedelta(days=14)
QUARTER = timedelta(days=92)
Kind = access_log.Kind


@transaction.atomic
def invite(
    agency: Agency, *, by: Actor, email: str, name: str, role: str, trained_until: date | None = None
) -> tuple[Invitation, str]:
    """Offer a seat. Returns the invitation and the secret of its link, which is nowhere kept.

    An earlier invitation to the same address is withdrawn. Raises ValidationError for someone who has a seat.
    """
    email = email.lower()
    if Membership.objects.open(timezone.localdate()).filter(partnership=agency.partnership, user__email__iexact=email):
        raise ValidationError({"email": "This person already has a seat at this table."})
    for earlier in Invitation.objects.filter(
        partnership=agency.partnership, email=email, accepted_at=None, withdrawn_at=None
    ):
        withdraw(earlier, by=by)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        partnership=agency.partnership, agency=agency, email=email, name=name, role=role, trained_until=trained_until,
        invited_by=by.membership, secret_hash=_hash(secret), expires_at=timezone.now() + GOOD_FOR,
    )  # fmt: skip
    access_log.record(Kind.COLLECTION, invitation, by=by, role=role)
    return invitation, secret


def send(invitation: Invitation, link: str) -> None:
    """E-mail the link. The letter holds the reference and the link, and nothing else that anyone could learn from."""
    send_mail(
        subject="You have been invited to Common Ground",
        message=f"Reference {invitation.public_id}\n\n{link}\n\nThe link works once, until "
        f"{timezone.localtime(invitation.expires_at):%-d %B %Y}.\n",
        from_email=None,
        recipient_list=[invitation.email],
    )


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back; its link works no more."""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        access_log.record(Kind.ALTERATION, invitation, by=by, withdrawn=True)


def invitation_of(secret: str) -> Invitation | None:
    """The open invitation with this secret; nothing for one that is unknown, used, withdrawn or too old."""
    with scopes_disabled():
        found = Invitation.objects.open(timezone.now()).filter(secret_hash=_hash(secret))
        return found.select_related("partnership", "agency").first()


def person_of(invitation: Invitation) -> User | None:
    """Who has the invited address already, perhaps with a seat at another table."""
    return User.objects.of_address(invitation.email)


@transaction.atomic
def accept(invitation: Invitation, *, user: User | None = None, name: str = "", password: str = "") -> Membership:
    """Take the seat, as the person given or as a new one with this password.

    Without a note of training the seat gives no access until someone records it. Raises ValidationError if the link
    has been used meanwhile.
    """
    with scopes_disabled():
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=invitation.pk)
        if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= timezone.now():
            raise ValidationError("This link has been used already.")
        user = user or _new_person(invitation, name, password)
        today = timezone.localdate()
        seat = Membership.objects.create(
            partnership=invitation.partnership, agency=invitation.agency, user=user, role=invitation.role, start=today,
            trained_until=invitation.trained_until or today - timedelta(days=1), confirmed_until=today + QUARTER,
        )  # fmt: skip
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        access_log.record(Kind.COLLECTION, seat, by=Actor.of_seat(seat), concerns=[seat, invitation])
    return seat


def _new_person(invitation: Invitation, name: str, password: str) -> User:
    user = User(email=invitation.email, name=name or invitation.name)
    user.set_password(password)
    user.save()
    return user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
