"""What an entry is called before somebody who may not read every column: its name tells nothing that its page hides."""

from copy import copy

from commonground.partnership.rule import Actor
from commonground.registers.models import Entry
from commonground.registers.reading import columns_for
from commonground.registers.register import Register


def called(register: Register, entry: Entry, actor: Actor) -> str:
    """The entry’s name, made without the columns that the actor may not read."""
    allowed = columns_for(register, actor, register.columns)
    hidden = [name for name in register.columns if name not in allowed]
    return register.name_of(_without(register, entry, hidden) if hidden else entry)


def _without(register: Register, entry: Entry, hidden: list[str]) -> Entry:
    bare, details = copy(entry), copy(entry.details)
    bare._state = copy(entry._state)
    bare._state.fields_cache = dict(entry._state.fields_cache) | {register.model.related(): details}
    for name in hidden:
        field = register.field(name)
        setattr(details if register.own(name) else bare, name, None if field.null else field.get_default() or "")
    return bare
