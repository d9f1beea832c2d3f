"""What the registers hold for a briefing, as plain rows: columns that nobody is kept from, and no restricted one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from commonground.registers.figures.patrols import Dose, weekly
from commonground.registers.models import Entry, TaskingMeeting, TaskingTask
from commonground.registers.register import Register, registers

AHEAD, BACK = timedelta(weeks=6), timedelta(weeks=4)
NEWEST = 10  # assessments of tension


@dataclass(frozen=True)
class Listed:
    """Entries of a register as a table has them, with the keys that name them in a ledger."""

    title: str
    noun: str
    nouns: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """An open task."""

    key: str
    text: str
    agency: str
    due: date
    ref: str = ""


@dataclass(frozen=True)
class Rows:
    """All that a briefing says of the registers; made once, before it is written."""

    events: Listed = field(default_factory=lambda: Listed("Events", "event", "events"))
    tensions: Listed = field(default_factory=lambda: Listed("Tension assessments", "assessment", "assessments"))
    tasks: tuple[Asked, ...] = ()
    dose: tuple[Dose, ...] = ()


def rows_for(meeting: TaskingMeeting, on: date) -> Rows:
    """The rows of the meeting’s partnership on a day."""
    tasks = TaskingTask.objects.open().select_related("agency", "decision")
    places = _kept("patrol_places", "patrolplace").filter(on__lte=on)
    patrols = _kept("patrols", "patrol").filter(on__range=(on - BACK, on))
    return Rows(
        events=_listed("events", lambda rows: rows.during(on, on + AHEAD).order_by("on", "id")),
        tensions=_listed(
            "tension_assessments",
            lambda rows: rows.filter(on__lte=on).order_by("-on", "-id")[:NEWEST],
        ),
        tasks=tuple(
            Asked(one.public_id, one.text, one.agency.name, one.due, one.decision.ref if one.decision else "")
            for one in tasks
        ),
        dose=tuple(weekly(places, patrols, on - BACK, on)) if places else (),
    )  # fmt: skip


def _kept(key: str, related: str) -> Any:
    return Entry.objects.kept().filter(register=key).select_related(related, "about")


def _listed(key: str, chosen: Any) -> Listed:
    register = registers().get(key)
    if register is None:
        return Listed(key, key, key)
    found: Sequence[Entry] = list(chosen(_kept(key, register.model.related()).select_related("agency")))
    columns = _open_columns(register)
    return Listed(
        register.title, register.noun, register.nouns, tuple(register.label(name) for name in columns),
        tuple(tuple(register.shown(entry, name) for name in columns) for entry in found),
        tuple(entry.public_id for entry in found),
    )  # fmt: skip


def _open_columns(register: Register) -> tuple[str, ...]:
    """The columns of its list, without any that is restricted: everybody at the meeting reads the briefing."""
    return tuple(name for name in register.listed if name not in register.restricted)
