"""When a step of a response is due. Pure: what is known of the incident in, a moment out.

Hours are elapsed hours, at night and at weekends, and whatever the clocks on the wall do. Days keep the time on the
wall in London. An anniversary is a day of the calendar; that of 29 February is 28 February where a year has no 29th,
so that nobody is too late. Time in which a clock was paused does not count; a day of the calendar cannot be paused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from commonground.plan.working_days import LONDON

LATEST = time(23, 59)  # of a day of the calendar
SOON = timedelta(hours=24)


class Since(StrEnum):
    """What a clock counts from."""

    TOLD = "told"
    ANNIVERSARY = "anniversary"
    TRIAL = "trial"
    REVIEW = "review"


class Stands(StrEnum):
    """How an open step stands at a moment."""

    LATE = "late"
    SOON = "soon"
    RUNNING = "running"
    PAUSED = "paused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Clock:
    """So many hours and days after (or, with a minus, before) something; ``every`` so many days it comes again.

    Of what comes again, ``turn`` is the how manieth this is; an anniversary comes again every year.
    """

    since: str = ""
    hours: int = 0
    days: int = 0
    every: int = 0
    turn: int = 1

    @property
    def comes_again(self) -> bool:
        return self.every > 0 or self.since == Since.ANNIVERSARY


@dataclass(frozen=True)
class Known:
    """What is known of an incident that clocks count from."""

    told: datetime
    happened: datetime
    trial: date | None = None
    review: date | None = None


@dataclass(frozen=True)
class Pause:
    """Time that does not count; without an end it goes on."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Due:
    """The moment; or none, because no day is known yet, or because the clock is paused with so much time left."""

    moment: datetime | None = None
    left: timedelta | None = None

    @property
    def paused(self) -> bool:
        return self.left is not None


def due(clock: Clock, known: Known, pauses: Iterable[Pause] = ()) -> Due:
    """When a step with this clock is due."""
    if clock.since == Since.TOLD:
        return paused(later(known.told, clock.hours, clock.days + clock.every * (clock.turn - 1)), known.told, pauses)
    day = _day(clock, known)
    return Due() if day is None else Due(moment(day + timedelta(clock.days), LATEST))


def _day(clock: Clock, known: Known) -> date | None:
    """The day of the calendar that the clock counts from."""
    if clock.since == Since.ANNIVERSARY:
        return anniversary(known.happened.astimezone(LONDON).date(), clock.turn)
    return {Since.TRIAL: known.trial, Since.REVIEW: known.review}.get(Since(clock.since)) if clock.since else None


def later(begun: datetime, hours: int, days: int) -> datetime:
    """So many days on by the clock on the wall, then so many hours as they pass."""
    there = begun.astimezone(LONDON)
    wall = there.replace(tzinfo=None) + timedelta(days)
    on = wall.replace(tzinfo=LONDON, fold=there.fold if not days else 0)
    return on.astimezone(UTC) + timedelta(hours=hours)


def paused(planned: datetime, begun: datetime, pauses: Iterable[Pause]) -> Due:
    """The moment put off by the time in which the clock stood still. A pause that begins after it changes nothing."""
    moved = planned.astimezone(UTC)
    for one in merged(pauses):
        since = max(one.since, begun).astimezone(UTC)
        if since >= moved:
            break
        if one.until is None:
            return Due(left=moved - since)
        moved += max(one.until.astimezone(UTC) - since, timedelta())
    return Due(moved)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses in order; those that overlap are one, so that no minute is left out twice."""
    found: list[Pause] = []
    for one in sorted(pauses, key=lambda pause: pause.since):
        last = found[-1] if found else None
        if last is not None and (last.until is None or one.since <= last.until):
            until = None if last.until is None or one.until is None else max(last.until, one.until)
            found[-1] = Pause(last.since, until)
        else:
            found.append(one)
    return found


def stands(found: Due, now: datetime) -> Stands:
    """How an open step stands."""
    if found.paused:
        return Stands.PAUSED
    if found.moment is None:
        return Stands.UNKNOWN
    if now > found.moment:
        return Stands.LATE
    return Stands.SOON if found.moment - now <= SOON else Stands.RUNNING


def in_time(found: Due, settled: datetime) -> bool | None:
    """Whether what was settled then was in time; None where no moment was set."""
    if found.paused:
        return True
    return None if found.moment is None else settled <= found.moment


def anniversary(day: date, year: int) -> date:
    """The same day so many years later; 28 February for 29 February in a year that has none."""
    try:
        return day.replace(year=day.year + year)
    except ValueError:
        return day.replace(year=day.year + year, day=28)


def moment(day: date, at: time) -> datetime:
    """A day and a time on the wall in London. Of a time that comes twice, the first.

    Raises ValueError for a time that never was, because the clocks went forward over it.
    """
    found = datetime.combine(day, at, LONDON)
    if found.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise ValueError(f"There was no {at:%H:%M} on {day:%-d %B %Y}: the clocks went forward. Enter a later time.")
    return found
