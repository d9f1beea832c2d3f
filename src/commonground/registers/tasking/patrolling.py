"""Hot-spot patrols as their page shows them: the places, the seven steps of each plan, and the dose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from commonground.partnership.rule import Actor
from commonground.registers.figures.patrols import Dose, said, weekly
from commonground.registers.kinds.patrol_places import COLLEGE, KOPER
from commonground.registers.models import Entry
from commonground.registers.reading import entries_of
from commonground.registers.register import Stands, registers

WEEKS, DAY = 12, timedelta(days=1)
STEPS = (
    ("Thinking", "What may stand in the way, and what is done about it", ("barriers",)),
    ("Technology", "How officers find the place, and how visits are written down", ("technology",)),
    ("Targeting", "Where and when serious violence is recorded",
     ("crime", "source", "recorded", "recorded_from", "recorded_to", "because")),
    ("Training", "Those who patrol know why, where and how", ("trained_on",)),
    ("Tasking", "Who goes there, how long and how often", ("agency", "minutes", "visits", "times")),
    ("Tracking", "Whether the visits were made", ()),
    ("Testing", "What was recorded there and in areas like it", ("comparison",)),
)  # fmt: skip
"""The College of Policing’s seven steps by name, with what each asks in our words, and the columns that answer it."""


@dataclass(frozen=True)
class Patrolled:
    """A place with how it stands, and its dose of the weeks shown as sums."""

    entry: Entry
    stands: Stands | None
    planned: int
    made: int

    @property
    def share(self) -> str:
        """How much of what was planned was made."""
        return f"{self.made} of {self.planned}" if self.planned else f"{self.made}, none planned"


@dataclass(frozen=True)
class Step:
    """One of the seven steps, with what the plan of a place says of it."""

    name: str
    asks: str
    answers: tuple[tuple[str, str], ...]


def places_for(actor: Actor) -> Any:
    """Patrol places that the actor sees, those in force first."""
    return (
        entries_of(registers()["patrol_places"], actor).kept().order_by(F("until").desc(nulls_first=True), "-on", "-id")
    )


def patrols_at(places: Sequence[Entry], actor: Actor, on: date) -> list[Entry]:
    """The patrols of these places in the weeks shown on a day, the latest first."""
    rows = entries_of(registers()["patrols"], actor).kept().filter(on__range=(on - WEEKS * 7 * DAY, on))
    return list(rows.filter(about__in=[one.pk for one in places]).order_by("-on", "-patrol__started"))


def patrolled(places: Sequence[Entry], patrols: Sequence[Entry], on: date) -> list[Patrolled]:
    """Each place with its dose."""
    register = registers()["patrol_places"]
    found = []
    for place in places:
        weeks = dose([place], [one for one in patrols if one.about_id == place.pk], on)
        sums = (sum(week.planned_visits for week in weeks), sum(week.visits for week in weeks))
        found.append(Patrolled(place, register.stands(place, on), *sums))
    return found


def dose(places: Sequence[Entry], patrols: Sequence[Entry], on: date, weeks: int = WEEKS) -> list[Dose]:
    """The last weeks, each from its Monday, up to the day before: what is planned for today may still be made."""
    last = on - DAY
    first = last - (last.weekday() + 7 * (weeks - 1)) * DAY
    start = max(first, min((one.on for one in places if one.until is None or one.until >= first), default=on))
    return weekly(places, patrols, start, last) if start <= last else []


def steps_of(place: Entry) -> list[Step]:
    """The seven steps as the plan of a place answers them."""
    register = registers()["patrol_places"]
    return [
        Step(name, asks, tuple(
            (register.label(column), text) for column in columns if (text := register.shown(place, column))
        ))
        for name, asks, columns in STEPS
    ]  # fmt: skip


__all__ = [
    "COLLEGE", "KOPER", "STEPS", "WEEKS", "Patrolled", "Step", "dose", "patrolled", "patrols_at", "places_for", "said",
    "steps_of",
]  # fmt: skip
