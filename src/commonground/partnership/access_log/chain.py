"""Sealing the log: every row is named in a seal, and every seal holds the hash of the one before.

A row is sealed by name and not by a range of numbers: a slow transaction may commit a lower number after a higher one
was sealed, which is no tampering; its row falls into the next seal. The last hash of the chain must also be kept
elsewhere, since who owns the database could build the whole chain anew.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from commonground.partnership.models import AccessEvent, Seal, SealedEvent

BEGINNING = "0" * 64
LARGEST = 20_000  # rows in one seal, so that neither sealing nor verifying holds the log in memory
AT_ONCE = 50_000  # rows verified together
WAIT = timedelta(days=1)  # a row that waits longer for its seal is a fault
SLOWEST = timedelta(hours=1)  # no act takes longer from its row to its commit
ONE_SEALER = 7_161_973  # the key of the lock that a sealer holds

FORM = 1
FORMS: dict[int, tuple[str, ...]] = {  # a form, once used, is never changed: add the next one
    1: (
        "id", "kind", "refused", "at", "partnership_id", "user_id_then", "user_name", "role", "agency", "record",
        "concerns", "recipient", "purpose", "details", "request_id", "session", "address",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What verifying found: how much is sealed, the last hash, and each fault as a sentence."""

    seals: int
    rows: int
    head: str
    waiting: int
    faults: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.faults


def seal(reach: timedelta | None = None) -> int:
    """Seal every row that has no seal yet, and return how many there were.

    ``reach`` looks back no further than so long, which spares a long log from being read whole every few minutes.
    """
    total = 0
    while count := _seal_some(reach):
        total += count
    return total


@transaction.atomic
def _seal_some(reach: timedelta | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s), clock_timestamp()", [ONE_SEALER])
        at = cursor.fetchone()[1]
    waiting = AccessEvent.objects.unsealed()
    if reach is not None:
        waiting = waiting.filter(at__gte=at - reach)
    rows = list(waiting.order_by("id").values_list(*FORMS[FORM])[:LARGEST])
    if not rows:
        return 0
    hashes = {row[0]: hash_of(row) for row in rows}
    last = Seal.objects.last()
    link = _Link(last.number + 1 if last else 1, at, FORM, len(rows), digest(hashes), last.hash if last else BEGINNING)
    made = Seal.objects.create(**vars(link), hash=link.hash)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into partnership_sealedevent (event_id, seal_id, hash)"
            " select unnest(%s::bigint[]), %s, unnest(%s::text[])",
            [list(hashes), made.pk, list(hashes.values())],
        )
    return len(rows)


@dataclass(frozen=True)
class _Link:
    """What the hash of a seal is over."""

    number: int
    at: datetime
    form: int
    rows: int
    digest: str
    previous: str

    @property
    def hash(self) -> str:
        return hash_of(tuple(vars(self).values()))


def hash_of(row: Sequence[Any]) -> str:
    """The hash of a row written out as JSON, with times in UTC."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(value: object) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)


def digest(hashes: dict[int, str]) -> str:
    """One hash over the hashes of the rows, in the order of their numbers."""
    return hashlib.sha256("".join(hashes[key] for key in sorted(hashes)).encode()).hexdigest()


@dataclass
class _Walk:
    """Going along the chain, link by link."""

    seals: int = 0
    rows: int = 0
    head: str = BEGINNING
    heads: set[str] = field(default_factory=set)
    before: Seal | None = None
    faults: list[str] = field(default_factory=list)

    def step(self, seal: Seal, sealed: dict[int, str], stored: list[tuple[Any, ...]]) -> None:
        self._link(seal)
        if not hasattr(seal, "let_go"):
            self._members(seal, sealed, {row[0]: row for row in stored})
        self.seals, self.rows, self.head, self.before = self.seals + 1, self.rows + len(stored), seal.hash, seal
        self.heads.add(seal.hash)

    def _link(self, seal: Seal) -> None:
        expected = self.before.number + 1 if self.before else 1
        if seal.number != expected:
            missing = f"{expected} is" if seal.number == expected + 1 else f"{expected} and others are"
            self.faults.append(f"A seal was removed: seal {missing} missing before seal {seal.number}.")
        elif seal.previous != self.head:
            self.faults.append(f"Seal {seal.number} does not follow from the seal before it.")
        link = _Link(seal.number, seal.at, seal.form, seal.rows, seal.digest, seal.previous)
        if link.hash != seal.hash:
            self.faults.append(f"Seal {seal.number} was changed after it was made.")

    def _members(self, seal: Seal, sealed: dict[int, str], stored: dict[int, tuple[Any, ...]]) -> None:
        for key in sorted(sealed.keys() - stored.keys()):
            self.faults.append(f"Row {key} was deleted: seal {seal.number} names it.")
        for key, row in stored.items():
            if hash_of(row) != sealed[key]:
                self.faults.append(f"Row {key} was changed after seal {seal.number} was made.")
            elif self._late(seal, row):
                self.faults.append(f"Row {key} was added late: it says {row[3]:%-d %B %Y %H:%M}, before earlier seals.")
        if len(sealed) != seal.rows or digest(sealed) != seal.digest:
            self.faults.append(f"Seal {seal.number} was made over {seal.rows} rows, and these are not the same now.")

    def _late(self, seal: Seal, row: tuple[Any, ...]) -> bool:
        return row[3] > seal.at or (self.before is not None and row[3] < self.before.at - SLOWEST)


def verify(head: str = "") -> Verdict:
    """Walk the whole chain. ``head`` is a hash that was kept elsewhere, which the chain must still hold."""
    walk = _Walk()
    with transaction.atomic():
        for seals in _batches(Seal.objects.select_related("let_go").iterator(1000)):
            _verify_batch(walk, seals)
        waiting, overdue = _waiting()
    if overdue:
        walk.faults.append(f"{overdue} {'row has' if overdue == 1 else 'rows have'} waited for a seal for over a day.")
    if head and head not in walk.heads:
        walk.faults.append("The chain does not hold the hash that was kept elsewhere: seals were removed or made anew.")
    return Verdict(walk.seals, walk.rows, walk.head, waiting, tuple(walk.faults))


def _batches(seals: Iterable[Seal]) -> Iterator[list[Seal]]:
    batch: list[Seal] = []
    for one in seals:
        if batch and sum(kept.rows for kept in batch) + one.rows > AT_ONCE:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _verify_batch(walk: _Walk, seals: list[Seal]) -> None:
    keys = [one.pk for one in seals]
    sealed: dict[int, dict[int, str]] = {key: {} for key in keys}
    stored: dict[int, list[tuple[Any, ...]]] = {key: [] for key in keys}
    for event, key, kept in SealedEvent.objects.filter(seal__in=keys).values_list("event_id", "seal_id", "hash"):
        sealed[key][event] = kept
    for form in {one.form for one in seals}:
        of_form = [one.pk for one in seals if one.form == form]
        rows = AccessEvent.objects.filter(sealed__seal__in=of_form).order_by("id")
        for *row, key in rows.values_list(*FORMS[form], "sealed__seal_id").iterator(5000):
            stored[key].append(tuple(row))
    for one in seals:
        walk.step(one, sealed[one.pk], stored[one.pk])


def _waiting() -> tuple[int, int]:
    """How many rows wait for a seal, and how many of them for longer than they should."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        now = cursor.fetchone()[0]
    unsealed = AccessEvent.objects.unsealed()
    return unsealed.count(), unsealed.filter(at__lt=now - WAIT).count()
