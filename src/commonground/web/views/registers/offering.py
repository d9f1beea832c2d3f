"""What the forms of a register offer to choose from: agencies, wards, and the entries that one may be about."""

from collections.abc import Iterable

from commonground.partnership import seen
from commonground.partnership.rule import Actor
from commonground.partnership.wards import places_of
from commonground.registers.called import called
from commonground.registers.models import Entry
from commonground.registers.reading import entries_of
from commonground.registers.register import Register, registers
from commonground.web.forms.questions import Offered, as_choices

MOST = 200
"""As many entries as a list to choose from may hold; of more, some words are asked first."""


def offered_for(register: Register, actor: Actor, only: Iterable[str], find: str = "", chosen: str = "") -> Offered:
    """What is offered for these columns. ``find`` are words of what it is to be about, ``chosen`` what it is about."""
    names, partnership = set(only), actor.partnership
    assert partnership is not None, "forms of registers are of a partnership"
    about, more = about_for(register, actor, find, chosen) if "about" in names else ([], False)
    return Offered(
        agencies=as_choices(seen.agencies(actor)) if "agency" in names else {},
        wards=places_of(partnership) if {"ward", "wards"} & names else {},
        lsoas=places_of(partnership, "lsoa") if "lsoa" in names else {},
        about=as_choices(about), called=_called(register, about, actor), more_about=more,
    )  # fmt: skip


def _called(register: Register, about: Iterable[Entry], actor: Actor) -> dict[str, str]:
    return {one.public_id: called(registers()[register.subject], one, actor) for one in about}


def about_for(register: Register, actor: Actor, find: str = "", chosen: str = "") -> tuple[list[Entry], bool]:
    """The entries that one of the register may be about, the chosen one among them, and whether there are more."""
    if not register.subject or not registers()[register.subject].read.allows(actor):
        return [], False
    rows = entries_of(registers()[register.subject], actor).kept().order_by("place", "id")  # type: ignore[union-attr]
    wanted = rows
    for word in find.split():
        wanted = wanted.filter(place__icontains=word)
    found = list(wanted[: MOST + 1])
    kept = [one for one in rows.filter(public_id=chosen) if one not in found] if chosen else []
    return [*kept, *found[:MOST]], len(found) > MOST
