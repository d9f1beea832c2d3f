"""The history of an entry: of the spine and of its own columns together, but for what its reader may not read."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from commonground.partnership.history import Change, Step, history_of
from commonground.partnership.rule import Actor
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for
from commonground.registers.register import Register

UNTOLD = {"partnership", "register", "edited at", "added at", "edited by", "entry", "brought"}


def history_for(register: Register, entry: Entry, actor: Actor) -> list[Step]:
    """Every step, the latest first; what was changed at once in both is one step."""
    def titles(columns: Iterable[str]) -> dict[str, str]:
        return {str(register.field(name).verbose_name).capitalize(): name for name in columns}

    names = titles(register.columns)
    hidden = titles(set(register.columns) - set(columns_for(register, actor, register.columns)))

    def told(change: Change) -> bool:
        return change.field.lower() not in UNTOLD and change.field not in hidden

    def worded(change: Change) -> Change:
        return replace(change, field=register.label(names[change.field])) if change.field in names else change

    steps = sorted((*history_of(entry), *history_of(entry.details)), key=lambda step: step.at, reverse=True)
    found = []
    for _, together in groupby(steps, key=lambda step: (step.request, step.what)):
        some = list(together)
        changes = tuple(worded(change) for step in some for change in step.changes if told(change))
        found.append(replace(some[0], changes=changes))
    return found
