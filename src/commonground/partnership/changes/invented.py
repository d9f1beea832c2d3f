"""The invented people of a demonstration: whom one can sign in as."""

from itertools import groupby

from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership, User
from commonground.partnership.roles import ROLES


def invented_people() -> list[tuple[str, list[Membership]]]:
    """The seats of invented people by table, each table's in the order of the roles."""
    order = list(ROLES)
    with scopes_disabled():
        seats = list(
            Membership.objects.current(timezone.localdate())
            .filter(user__demonstration=True)
            .select_related("user", "partnership", "agency")
            .order_by("partnership__made_at", "partnership_id")
        )
    tables = groupby(seats, key=lambda seat: seat.partnership.name)
    return [(name, sorted(taken, key=lambda seat: order.index(seat.role))) for name, taken in tables]


def invented_person(public_id: str) -> User | None:
    """The invented person of this identifier; never a real one."""
    return User.objects.filter(public_id=public_id, demonstration=True, is_active=True).first()
