"""Each quarter an agency’s single point of contact says who still works there. The others are suspended."""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership
from commonground.partnership.rule import Actor
from commonground.partnership.rules import INVITE

QUARTER = timedelta(days=92)
NOTICE = timedelta(days=14)
REMIND_EVERY = 7  # days


def may_confirm(agency: Agency, by: Actor) -> bool:
    """Whether the actor is the agency’s contact, or may invite and so looks after contacts."""
    return INVITE.allows(by) or (by.membership is not None and agency.contact_id == by.membership.pk)


def whom_to_confirm(agency: Agency, *, by: Actor) -> QuerySet[Membership]:
    """The open seats that this actor may confirm: for the contact, all of the agency but their own.

    The contact’s own seat, and all of an agency without a contact, are confirmed by those who may invite. Nobody
    confirms themselves. Raises PermissionDenied for anyone else.
    """
    if not may_confirm(agency, by):
        raise PermissionDenied(f"Only the single point of contact of {agency} confirms its people.")
    seats = Membership.objects.seen_by(by).open(timezone.localdate()).filter(agency=agency).select_related("user")
    others = seats.exclude(user=by.user)
    if agency.contact_id is None or agency.contact_id == by.membership.pk:  # type: ignore[union-attr]
        return others
    return others.filter(pk=agency.contact_id)


@transaction.atomic
def confirm(agency: Agency, chosen: Collection[Membership], *, by: Actor) -> int:
    """Confirm the chosen for another quarter. Those left out lose access when their time runs out."""
    allowed = whom_to_confirm(agency, by=by).filter(pk__in=[seat.pk for seat in chosen])
    until = timezone.localdate() + QUARTER
    confirmed = list(allowed)
    Membership.objects.filter(pk__in=[seat.pk for seat in confirmed]).update(confirmed_until=until)
    access_log.record(
        access_log.Kind.ALTERATION, agency, by=by, concerns=confirmed or [agency], confirmed_until=until.isoformat()
    )
    return len(confirmed)


def remind_contacts(today: date, site: str) -> int:
    """Write to each contact whose agency has people about to be suspended; a reference and a link, nothing else.

    It only notifies: access ends by the date on the seat, whether or not anyone was told. Returns how many letters.
    """
    with scopes_disabled():
        seats = Membership.objects.unconfirmed_by(today + NOTICE + timedelta(days=1)).filter(confirmed_until__gte=today)
        due = [seat for seat in seats if (seat.confirmed_until - today).days % REMIND_EVERY == 0]
        agencies = Agency.objects.filter(Q(pk__in={seat.agency_id for seat in due}), contact__isnull=False)
        waiting = list(agencies.select_related("contact__user", "partnership"))
    for agency in waiting:
        link = f"{site}/partnerships/{agency.partnership.slug}/agencies/{agency.public_id}/confirm/"
        send_mail(
            subject="Confirm your agency’s people",
            message=f"Reference {agency.public_id}\n\n{link}\n\nWho is not confirmed loses access soon.\n",
            from_email=None,
            recipient_list=[agency.contact.user.email],
        )
    return len(waiting)
