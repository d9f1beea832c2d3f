"""What an actor sees of a kind of record: the one way by which a page reaches rows."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor

M = TypeVar("M", bound=Model)


def seen(model: type[M], by: Actor) -> "QuerySet[M] | Any":
    """The rows that the model’s predicate lets the actor see."""
    return model._default_manager.seen_by(by)  # type: ignore[attr-defined]


def people(by: Actor, on: date, *, role: str = "", agency: str = "", standing: str = "") -> QuerySet[Membership]:
    """Who is at the table, by role, agency and standing where asked. A word that names nothing finds nobody."""
    found = seen(Membership, by).select_related("user", "agency").order_by("user__name", "pk")
    if role:
        found = found.filter(role=role)
    if agency:
        found = found.filter(agency__public_id=agency)
    return found.standing(standing, on) if standing else found.open(on)


def agencies(by: Actor) -> QuerySet[Agency]:
    """The agencies at the table, each with its contact."""
    return seen(Agency, by).select_related("contact__user").order_by("name")


def grouped(by: Actor) -> QuerySet[Partnership]:
    """The partnerships that the actor’s own groups."""
    return seen(Partnership, by).grouped_for(by).order_by("name")
