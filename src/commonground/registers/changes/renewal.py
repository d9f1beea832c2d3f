"""What is looked at again and again, such as a bin: the last entry says what is due, and earlier ones nothing more."""

from collections.abc import Mapping
from typing import Any

from commonground.registers.models import Entry
from commonground.registers.register import Register

Same = Mapping[str, Any]


def same(register: Register, entry: Entry) -> Same:
    """What the entries of one thing have in common, as a query of entries asks it."""
    found = {register.path(name): register.value(entry, name) for name in register.renewed_by}
    return {f"{path}__iexact" if isinstance(value, str) else path: value for path, value in found.items()}


def settle(register: Register, entry: Entry, *others: Same) -> None:
    """Set what is due of the entries of the same thing, after one of them was added, changed or withdrawn.

    ``others`` are what the entry had in common with entries before it was changed.
    """
    if not register.renewed_by:
        return
    rows = Entry.objects.kept().filter(partnership_id=entry.partnership_id, register=register.key)
    for one in (same(register, entry), *others):
        alike = rows.filter(**one).select_related(register.model.related()).order_by("-on", "-pk")
        last = alike.first()
        if last is None:
            continue
        alike.exclude(pk=last.pk).filter(due__isnull=False).order_by().update(due=None)
        if last.due != register.due(last):
            rows.filter(pk=last.pk).update(due=register.due(last))
    entry.due = Entry.objects.values_list("due", flat=True).get(pk=entry.pk)
