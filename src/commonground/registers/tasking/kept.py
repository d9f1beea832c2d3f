"""What the registers hold for a briefing, as plain rows: columns that nobody is kept from, and no restricted one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from commonground.registers import tension
from commonground.registers.figures.patrols import Dose
from commonground.registers.models import Entry, TaskingMeeting, TaskingTask
from commonground.registers.register import registers
from commonground.registers.tasking.patrolling import dose

AHEAD, WEEKS = timedelta(weeks=6), 4


@dataclass(frozen=True)
class Listed:
    """Entries of a register as a table has them, with the keys that name them in a ledger."""

    title: str
    noun: str
    nouns: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()
    note: str = ""
    first: str = ""


@dataclass(frozen=True)
class Rows:
    """All that a briefing says of the registers; made once, before it is written."""

    events: Listed = field(default_factory=lambda: Listed("Events", "event", "events"))
    tensions: Listed = field(default_factory=lambda: Listed("Tension assessments", "assessment", "assessments"))
    tasks: tuple[TaskingTask, ...] = ()
    dose: tuple[Dose, ...] = ()


def rows_for(meeting: TaskingMeeting, on: date) -> Rows:
    """The rows of the meeting’s partnership on a day."""
    places = _kept("patrol_places", "patrolplace").filter(on__lte=on)
    patrols = _kept("patrols", "patrol").filter(on__range=(on - (WEEKS + 1) * timedelta(weeks=1), on))
    return Rows(
        events=_listed("events", lambda rows: rows.during(on, on + AHEAD).order_by("on", "id")),
        tensions=_listed("tension_assessments", lambda rows: _highest_first(rows.filter(on__lte=on)), stands_on=on),
        tasks=tuple(TaskingTask.objects.open().select_related("agency", "decision")),
        dose=tuple(dose(places, patrols, on, WEEKS)),
    )  # fmt: skip


def _highest_first(rows: Any) -> list[Entry]:
    """Assessments in force: one that a later one took the place of is due no more."""
    in_force = rows.exclude(due=None).order_by("-on", "-id")
    return sorted(in_force, key=lambda entry: -tension.height(entry.details.level))


def _kept(key: str, related: str) -> Any:
    return Entry.objects.kept().filter(register=key).select_related(related, "about")


def _listed(key: str, chosen: Any, stands_on: date | None = None) -> Listed:
    """The columns of its list, without any that is restricted, for everybody at the meeting reads the briefing, and
    without any that is empty. With ``stands_on`` also how each stands on that day.
    """
    register = registers().get(key)
    if register is None:
        return Listed(key, key, key)
    found: Sequence[Entry] = list(chosen(_kept(key, register.model.related()).select_related("agency")))
    columns = [
        (register.label(name), [register.shown(entry, name) for entry in found])
        for name in register.listed if name not in register.restricted
    ]  # fmt: skip
    if stands_on is not None:
        stood = [register.stands(entry, stands_on) for entry in found]
        columns.append(("How it stands", [one.because if one else "" for one in stood]))
    columns = [(label, cells) for label, cells in columns if any(cells)]
    return Listed(
        register.title, register.noun, register.nouns, tuple(label for label, _ in columns),
        tuple(zip(*(cells for _, cells in columns), strict=True)), tuple(entry.public_id for entry in found),
        register.note, str(found[0]) if found else "",
    )  # fmt: skip
