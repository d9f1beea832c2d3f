"""Seats: whose they are."""

from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership


def seats_of(user: object) -> list[Membership]:
    """The current seats of a person, in every partnership; none for a visitor."""
    if not getattr(user, "is_authenticated", False):
        return []
    with scopes_disabled():
        current = Membership.objects.current(timezone.localdate()).filter(user=user)
        return list(current.select_related("partnership", "agency").order_by("partnership__name"))
