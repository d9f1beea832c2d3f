"""How a partnership begins: whoever runs the installation sets up its table, and invites its first administrator."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django_scopes import scope

from commonground.partnership import access_log
from commonground.partnership.changes.invitations import invite
from commonground.partnership.changes.setting_up import add_agency
from commonground.partnership.models import Grouping, Partnership
from commonground.partnership.rule import Actor

Kind = access_log.Kind
TAKEN = frozenset({"plans"})
"""Names in addresses that public pages have already: a partnership called so could not be reached there."""


@transaction.atomic
def begin(slug: str, name: str, kind: str, area: tuple[str, str], groups: tuple[str, ...], *, by: Actor) -> Partnership:
    """Set up a partnership, in the groups named by their slugs. Raises ValidationError for what cannot be."""
    if slug in TAKEN:
        raise ValidationError({"slug": f"“{slug}” is the address of a page; choose another name for addresses."})
    made = Partnership(slug=slug, name=name, kind=kind, area_code=area[0], area_name=area[1])
    made.full_clean()
    made.save()
    access_log.record(Kind.COLLECTION, made, by=by)
    for group in groups:
        found = Partnership.objects.exclude(kind=Partnership.Kind.PARTNERSHIP).filter(slug=group).first()
        if found is None:
            raise ValidationError(f"No policing unit or region is called {group}.")
        Grouping.objects.create(group=found, partnership=made)
    return made


@transaction.atomic
def invite_first(partnership: Partnership, *, agency: str, kind: str, email: str, name: str, by: Actor) -> str:
    """Invite the first administrator, of an agency that is made for it. Returns the secret of the link."""
    with scope(partnership=partnership):
        made = add_agency(partnership, by=by, name=agency, kind=kind)
        return invite(made, by=by, email=email, name=name, role="administrator")[1]
