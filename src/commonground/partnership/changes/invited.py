"""Who has been invited: asked when someone comes by single sign-on for the first time."""

from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import Invitation


def name_of_invited(address: str) -> str:
    """The name in an open invitation to the address; nothing where there is none."""
    with scopes_disabled():
        invited = Invitation.objects.open(timezone.now()).filter(email__iexact=address)
        return invited.values_list("name", flat=True).first() or ""
