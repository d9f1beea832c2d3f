"""What the words of a file may stand for at this table: its agencies, its wards, the entries that others are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonground.partnership import seen
from commonground.partnership.models import Agency
from commonground.partnership.rule import Actor
from commonground.partnership.spreadsheets.names import plain
from commonground.partnership.wards import places_of
from commonground.registers.changes.entries import names_at
from commonground.registers.models import Entry
from commonground.registers.reading import entries_of
from commonground.registers.register import Register, registers


@dataclass(frozen=True)
class Known:
    """Agencies, wards and neighbourhoods by what they are called; entries by their name, place or reference."""

    agencies: Mapping[str, list[Agency]]
    wards: Mapping[str, str]
    lsoas: Mapping[str, str]
    subjects: Mapping[str, list[Entry]]
    people: tuple[str, ...] = field(repr=False, default=())


def known_to(by: Actor, register: Register) -> Known:
    """All of it, in a few queries."""
    assert by.partnership is not None
    return Known(
        agencies=_called((name, one) for one in seen.agencies(by) for name in {one.name, _initials(one.name)}),
        wards=places_of(by.partnership),
        lsoas=places_of(by.partnership, "lsoa"),
        subjects=_called(_subjects(register, by)) if "about" in register.columns and register.subject else {},
        people=tuple(names_at(by.partnership)),
    )


def named(entry: Entry) -> str:
    """What a file calls the entry that another is about: its name, and its reference to tell it from its namesakes."""
    return f"{entry} [{entry.public_id}]"


def _subjects(register: Register, by: Actor) -> Iterable[tuple[str, Entry]]:
    subject = registers()[register.subject]
    if not subject.reads(by):
        return
    for one in entries_of(subject, by).kept():
        for words in {str(one), one.place, one.public_id, one.brought or "", named(one)} - {""}:
            yield words, one


def _called(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for words, one in pairs:
        if words and one not in found[plain(words)]:
            found[plain(words)].append(one)
    return dict(found)


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else ""
