"""Setting up: the partnership’s name and colour, its agencies and their contacts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor

ALTERATION = access_log.Kind.ALTERATION


@transaction.atomic
def settle(partnership: Partnership, *, by: Actor, name: str, colour: str) -> None:
    """Give the partnership its name and colour. Raises ValidationError if another has the name."""
    if Partnership.objects.exclude(pk=partnership.pk).filter(name=name).exists():
        raise ValidationError({"name": "Choose another name: this one is taken."})
    partnership.name, partnership.colour = name, colour
    partnership.save(update_fields=["name", "colour"])
    access_log.record(ALTERATION, partnership, by=by, name=name, colour=colour)


@transaction.atomic
def add_agency(partnership: Partnership, *, by: Actor, name: str, kind: str) -> Agency:
    """Seat an agency at the table."""
    _refuse_a_namesake(partnership, name)
    agency = Agency.objects.create(partnership=partnership, name=name, kind=kind)
    access_log.record(ALTERATION, agency, by=by, added=True)
    return agency


@transaction.atomic
def edit_agency(agency: Agency, *, by: Actor, name: str, kind: str, contact: Membership | None) -> None:
    """Change an agency’s name or kind, or who confirms its people. The contact is one of its own, with an open seat."""
    _refuse_a_namesake(agency.partnership, name, agency)
    if contact and not Membership.objects.open(timezone.localdate()).filter(pk=contact.pk, agency=agency):
        raise ValidationError({"contact": "The contact must be one of the agency’s own people."})
    agency.name, agency.kind, agency.contact = name, kind, contact
    agency.save(update_fields=["name", "kind", "contact"])
    access_log.record(ALTERATION, agency, by=by, concerns=[agency, *([contact] if contact else [])])


def _refuse_a_namesake(partnership: Partnership, name: str, agency: Agency | None = None) -> None:
    if Agency.objects.filter(partnership=partnership, name=name).exclude(pk=agency.pk if agency else None).exists():
        raise ValidationError({"name": "An agency of this name is already at the table."})
