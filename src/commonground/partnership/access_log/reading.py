"""Reading the log: for one of the four purposes that the law permits, narrowed to a person, a record or a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from commonground.partnership.access_log.writing import Kind, handed_over, name_of
from commonground.partnership.history import TOLD
from commonground.partnership.models import AccessEvent, Flag, Membership, User
from commonground.partnership.models.access import AccessEvents
from commonground.partnership.models.flag import Flags
from commonground.partnership.roles import ROLES
from commonground.partnership.rule import Actor

PURPOSES = {  # Data Protection Act 2018, section 62(4)
    "lawfulness": "to verify the lawfulness of processing",
    "self-monitoring": "to assist with self-monitoring, including internal disciplinary proceedings",
    "security": "to ensure the integrity and security of personal data",
    "criminal": "for the purposes of criminal proceedings",
}
LOG = "access log"
KINDS = Kind.choices
HEADS = (
    "row", "when (UTC)", "kind", "refused", "who", "role then", "agency then", "record", "concerns", "recipient",
    "purpose", "request", "session", "address",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which rows: everything that is not said is left open."""

    person: User | None = None
    record: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    refused: bool = False

    def of(self, events: AccessEvents) -> AccessEvents:
        """Of these rows, the ones wanted."""
        if self.person:
            events = events.looks_of(self.person)
        if self.record:
            events = events.about(self.record)
        if self.kind:
            events = events.filter(kind=self.kind)
        if self.since:
            events = events.filter(at__gte=_midnight(self.since))
        if self.until:
            events = events.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return events.filter(refused=True) if self.refused else events


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def rows_for(actor: Actor, wanted: Wanted) -> AccessEvents:
    """The rows of the actor’s partnership that are wanted, the latest first."""
    return wanted.of(AccessEvents(AccessEvent).seen_by(actor)).order_by("-id")


def own_rows(actor: Actor) -> AccessEvents:
    """What the log holds of what the actor did, at every table."""
    assert actor.user is not None
    return AccessEvents(AccessEvent).looks_of(actor.user).select_related("partnership").order_by("-id")


def people_for(actor: Actor) -> dict[str, User]:
    """Who has or had a seat at the actor’s table, by public identifier."""
    seats = Membership.objects.seen_by(actor).select_related("user").order_by("user__name")
    return {seat.user.public_id: seat.user for seat in seats}


def who_is_shown(rows: Iterable[AccessEvent], actor: Actor) -> list[User]:
    """The people whose acts these rows tell, as the log will say that it told them."""
    keys = {row.user_id_then for row in rows}
    return [person for person in people_for(actor).values() if person.pk in keys]


def names_of(rows: Iterable[AccessEvent], actor: Actor) -> dict[str, str]:
    """What the records that these rows name are called, of those that the actor may see: one question a kind."""
    wanted: dict[str, set[str]] = {}
    for name in {name for row in rows for name in (row.record, *row.concerns)}:
        kind, _, key = name.partition(":")
        wanted.setdefault(kind, set()).add(key)
    called = {f"user:{key}": str(person) for key, person in people_for(actor).items()}
    for kind, seen in TOLD.items():
        for record in seen(actor).filter(public_id__in=wanted.get(kind, set())):
            called[name_of(record)] = str(record)
    return called


def table_of(rows: AccessEvents) -> Iterator[tuple[Any, ...]]:
    """The rows as a table under HEADS."""
    for row in rows.iterator(2000):
        yield (
            row.pk, f"{row.at:%Y-%m-%d %H:%M:%S}", row.kind, "refused" if row.refused else "", row.user_name,
            ROLES[row.role].title if row.role in ROLES else row.role, row.agency, row.record, " ".join(row.concerns),
            row.recipient, row.purpose, str(row.request_id), row.session, row.address or "",
        )  # fmt: skip


def hand_over(content: bytes, rows: int, *, recipient: str, purpose: str, by: Actor) -> AccessEvent:
    """Write that a copy of the log left."""
    return handed_over(content, LOG, by=by, recipient=recipient, rows=rows, fields=HEADS, purpose=purpose)


def flags_for(actor: Actor) -> Flags:
    """The patterns at the actor’s table, but none about the actor."""
    return Flags(Flag).seen_by(actor)


def rows_of_flag(flag: Flag, most: int) -> AccessEvents:
    """The rows that a pattern picked out, the first of them."""
    return AccessEvents(AccessEvent).filter(pk__in=flag.rows[:most]).order_by("id")
