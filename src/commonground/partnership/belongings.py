"""What a person still owns when they leave. A model takes part by giving its QuerySet ``owned_by(membership)``."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership


@dataclass(frozen=True)
class Belonging:
    """One thing that needs a new owner."""

    kind: str
    title: str


def belongings_of(seat: Membership) -> list[Belonging]:
    """Everything the person in the seat owns at this table, from every package upstairs."""
    with scopes_disabled():
        return sorted(_found(seat), key=lambda one: (one.kind, one.title))


def _found(seat: Membership) -> Iterator[Belonging]:
    for model in apps.get_models():
        if hasattr(model._default_manager, "owned_by"):
            for row in model._default_manager.owned_by(seat):
                yield Belonging(str(model._meta.verbose_name).capitalize(), str(row))
