"""What is asked before a change is made, and the one clear sentence for the person who asked where it cannot be."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, PositiveSmallIntegerField

from commonground.partnership.rule import Actor
from commonground.plan.models import Action
from commonground.plan.rules import EDIT_PLAN, UPDATE_OWN_ACTIONS


class NotPossible(Exception):
    """The change cannot be made; the message says what is wrong, where, and what to do. Nothing was changed."""


class Conflict(Exception):
    """Somebody saved the same thing meanwhile. ``theirs`` is the row as they left it; what was typed is not lost."""

    def __init__(self, theirs: Any, said: str) -> None:
        super().__init__(said)
        self.theirs = theirs


def edition(row: Model) -> str:
    """Which edition of a row a form was begun from: a short text to carry in it, another one after each change."""
    fields = {one.attname: str(getattr(row, one.attname)) for one in row._meta.concrete_fields}
    fields.pop("edited_at", None)  # set at each save, also where nothing was changed
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def unchanged_since(row: Model, begun: str | None, said: str) -> None:
    """Raises Conflict where the row is no longer the edition that a form was begun from. None asks nothing."""
    if begun is not None and edition(row) != begun:
        raise Conflict(row, said)


def assigned(row: Model, values: dict[str, Any]) -> list[str]:
    """Set the fields that differ, and say which."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    return differing


def begun_with(row: Model, values: Mapping[str, Any]) -> list[str]:
    """Set the fields of a row that is not stored yet, and say which."""
    for name, value in values.items():
        setattr(row, name, value)
    return list(values)


def fits(row: Model, where: str) -> None:
    """Raises NotPossible for a text or number that its field cannot hold."""
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        if isinstance(value, str):
            if one.max_length and len(value) > one.max_length:
                most = one.max_length
                raise NotPossible(f"{where}: the {one.verbose_name} is longer than {most} characters; shorten it.")
            if "\0" in value:
                raise NotPossible(f"{where}: the {one.verbose_name} has a letter that cannot be kept; type it again.")
        elif isinstance(value, int) and isinstance(one, PositiveSmallIntegerField) and not 0 <= value <= 32767:
            raise NotPossible(f"{where}: the {one.verbose_name} must be from 0 to 32,767; correct it.")


def listed(words: Iterable[str]) -> str:
    """“a, b and c”."""
    every = list(words)
    return f"{', '.join(every[:-1])} and {every[-1]}" if len(every) > 1 else "".join(every)


def may_update(action: Action, by: Actor) -> bool:
    """Whether the actor may say how the action goes: their own, or any for those who edit the plan."""
    own = by.membership is not None and action.owner_id == by.membership.pk
    return EDIT_PLAN.allows(by) or (own and UPDATE_OWN_ACTIONS.allows(by))
