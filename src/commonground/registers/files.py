"""The files of an entry, as somebody may open them."""

from collections.abc import Sequence

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.registers.models import Attachment, Entry
from commonground.registers.reading import columns_for
from commonground.registers.register import registers


def files_of(entry: Entry, actor: Actor) -> Sequence[Attachment]:
    """What lies beside an entry that the actor sees."""
    return list(seen(Attachment, actor).filter(entry=entry))


def may_open(attachment: Attachment, actor: Actor) -> bool:
    """Whether the actor may open a file: it may show what any restricted column of its register says.

    Whoever put it there knows what is in it.
    """
    register = registers()[attachment.entry.register]
    own = actor.membership is not None and attachment.added_by_id == actor.membership.pk
    return own or columns_for(register, actor, tuple(register.restricted)) == tuple(register.restricted)
