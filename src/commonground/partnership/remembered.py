"""Records whose every version is kept, by triggers: bulk updates, raw SQL and deletions are seen as well."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def remembered(*, without: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Keep each version of the model’s rows in a table of its own, which only grows, with who acted.

    ``without`` are the fields that no history should hold.
    """

    def keep(model: M) -> M:
        tracked = pghistory.track(
            pghistory.InsertEvent("made"),
            pghistory.UpdateEvent("changed"),
            pghistory.DeleteEvent("removed"),
            exclude=list(without) or None,
            model_name=f"{model.__name__}Version",
            context_field=pghistory.ContextJSONField(),
            append_only=True,
        )
        kept: M = tracked(model)
        return kept

    return keep
