"""Reading the history of a record: who changed what, from what to what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django_scopes import scopes_disabled

from commonground.partnership.models import Agency, Invitation, Membership
from commonground.partnership.models.people import Agencies, Invitations, Memberships
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor

#: The kinds of record whose history is told on a page, and the ones of each that a reader may see.
TOLD: dict[str, Callable[[Actor], QuerySet[Any]]] = {
    "agency": Agencies(Agency).seen_by,
    "membership": lambda actor: Memberships(Membership).seen_by(actor).select_related("user", "agency"),
    "invitation": lambda actor: Invitations(Invitation).seen_by(actor).select_related("partnership"),
}
WHAT = {"made": "Made", "changed": "Changed", "removed": "Removed"}
UNTOLD = ("id", "public_id", "made_at")


@dataclass(frozen=True)
class Change:
    """One field, before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One act upon a record."""

    what: str
    at: datetime
    who: str
    role: str
    agency: str
    request: str
    changes: tuple[Change, ...]


def history_of(record: Model) -> list[Step]:
    """The steps of a record that its reader may see, the latest first. Asks for the record, not for its number."""
    versions = list(record.pgh_event_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id"))  # type: ignore[attr-defined]
    fields = [one for one in record._meta.concrete_fields if _told(one, versions)]
    names = _Names(fields, versions)
    steps = [
        _step(version, [_change(one, before, version, names) for one in fields])
        for before, version in zip([None, *versions], versions, strict=False)
    ]
    return steps[::-1]


def _told(field: Any, versions: list[Any]) -> bool:
    return field.name not in UNTOLD and bool(versions) and hasattr(versions[0], field.attname)


def _step(version: Any, changes: Iterable[Change | None]) -> Step:
    known = version.pgh_context or {}
    role = ROLES.get(known.get("role", ""))
    return Step(
        WHAT[version.pgh_label],
        version.pgh_created_at,
        known.get("name") or "not known",
        role.title if role else "",
        known.get("agency", ""),
        known.get("request", ""),
        tuple(change for change in changes if change),
    )


class _Names:
    """What the rows that versions refer to are called, asked for once a table."""

    def __init__(self, fields: list[Any], versions: list[Any]) -> None:
        self.known: dict[tuple[Any, Any], str] = {}
        referring = [one for one in fields if one.is_relation]
        for table in {one.related_model for one in referring}:
            columns = [one.attname for one in referring if one.related_model is table]
            keys = {getattr(version, column) for version in versions for column in columns}
            with scopes_disabled():  # the versions name these rows, and the reader may read the versions
                people = ["user"] if hasattr(table, "user") else []
                for row in table._base_manager.filter(pk__in=keys - {None}).select_related(*people):
                    self.known[table, row.pk] = _called(row)

    def of(self, field: Any, key: object) -> str:
        return self.known.get((field.related_model, key), "one since removed")


def _called(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "user", "") or getattr(row, "public_id", "") or row)


def _change(field: Any, before: Any, after: Any, names: _Names) -> Change | None:
    old, new = (getattr(version, field.attname) if version else None for version in (before, after))
    if old == new:
        return None
    return Change(field.verbose_name.capitalize(), _said(field, old, names), _said(field, new, names))


def _said(field: Any, value: Any, names: _Names) -> str:
    """A value as a reader would say it."""
    if value is None or value == "":
        return "nothing"
    if field.is_relation:
        return names.of(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
