"""What a job does with a file that was sent: look at it out of reach of every page, and put it on the shelf.

Each step begins by asking whether it is still to be done and ends in one transaction with its line of the log, so that
a job that was killed can be done again.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from commonground.deliveries import quarantine
from commonground.deliveries.allowed import kind_of
from commonground.deliveries.models import Deliveries, Delivery, Withdrawal, Withdrawals
from commonground.deliveries.scanner import scan
from commonground.evidence.loading import Outcome, load, title
from commonground.evidence.store import Shelves, Store, UnknownEdition
from commonground.partnership import access_log
from commonground.partnership.rule import Actor
from commonground.partnership.shelves import shelves_of
from commonground.sources.readers.deliveries import Sent
from commonground.sources.readers.refusal import Refusal

FIRST_ROWS = 8
WORKER = "the worker, for files that are sent"


def check(public_id: str) -> None:
    """Look at a file that has arrived: clean, of a kind that is read, and readable to the last cell.

    Raises ScannerDown while the scanner does not answer; the file then waits unopened.
    """
    delivery = _still("arrived", public_id)
    if delivery is None:
        return
    path = quarantine.path_of(delivery.kept)
    try:
        if settings.SCANNER and (found := scan(path, settings.SCANNER)):
            raise Refusal(delivery.name, f"holds what the virus scanner calls “{found}”. It was not opened.")
        kind_of(path, delivery.name)
        outcomes = list(_looked_at(delivery))
    except FileNotFoundError:
        outcomes = [_gone(delivery)]
    except Refusal as refusal:
        outcomes = [{"file": delivery.name, "error": str(refusal)}]
    with transaction.atomic():
        if refused := _errors(outcomes):
            _refuse(delivery, outcomes, refused)
        elif all(outcome["unchanged"] for outcome in outcomes):
            _done(delivery, Delivery.State.UNCHANGED, outcomes)
        else:
            _step(delivery, Delivery.State.READY, outcomes=outcomes, step="", said="")


def put_on_shelf(public_id: str) -> None:
    """Load what was confirmed: all of it or nothing."""
    delivery = _still("loading", public_id)
    if delivery is None:
        return
    shelves = shelves_of(delivery.partnership)
    try:
        if not quarantine.path_of(delivery.kept).exists():
            outcomes, new = [_gone(delivery)], list[str]()
        else:
            outcomes, new = _loaded(delivery, shelves)
    except Refusal as refusal:
        outcomes, new = [{"file": delivery.name, "error": str(refusal)}], []
    with transaction.atomic():
        if refused := _errors(outcomes):
            for edition in new:
                shelves.forget(edition)
            _refuse(delivery, outcomes, refused)
        else:
            _done(delivery, Delivery.State.LOADED, outcomes)


def take_off_shelf(public_id: str) -> None:
    """Carry out a withdrawal that was recorded."""
    withdrawal = Withdrawals(Withdrawal).filter(public_id=public_id, gone_at=None).select_related("partnership").first()
    if withdrawal is None:
        return
    with suppress(UnknownEdition):  # an earlier try took it off and was killed before it could say so
        shelves_of(withdrawal.partnership).own.forget(withdrawal.edition)
    with transaction.atomic(), scope(partnership=withdrawal.partnership):
        withdrawal.gone_at = timezone.now()
        withdrawal.save(update_fields=("gone_at",))
        access_log.record(
            access_log.Kind.ERASURE, withdrawal, by=Actor.of_system(WORKER, withdrawal.partnership),
            concerns=[f"edition:{withdrawal.edition}"], rows=withdrawal.rows,
        )  # fmt: skip


def give_up(public_id: str, tries: int) -> None:
    """Refuse a file whose reading broke the worker itself again and again."""
    delivery = _still("arrived", public_id) or _still("loading", public_id)
    if delivery is not None:
        why = f"could not be read: reading it broke off {tries} times. Nothing was loaded."
        said = str(Refusal(delivery.name, why))
        with transaction.atomic():
            _refuse(delivery, [{"file": delivery.name, "error": said}], [said])


def say(public_id: str, said: str) -> None:
    """Tell those who wait for the file why it waits."""
    Deliveries(Delivery).filter(public_id=public_id, state="arrived").update(said=said)


def _still(state: Any, public_id: str) -> Delivery | None:
    waiting = Deliveries(Delivery).filter(public_id=public_id, state=state)
    return waiting.select_related("partnership").first()


def _looked_at(delivery: Delivery) -> Iterator[dict[str, Any]]:
    """What each file or sheet is, from a shelf that nobody reads and that is gone afterwards."""
    shelves = shelves_of(delivery.partnership)
    try:
        for outcome in _read(delivery, Store(quarantine.beside(delivery.kept))):
            found = outcome.edition and shelves.find(outcome.edition.source, outcome.edition.sha256)
            plain = Outcome(outcome.file, found or outcome.edition, bool(found), outcome.error).to_json()
            plain["unchanged"] = bool(found)
            if outcome.edition:
                plain["title"] = title(outcome.edition)
            if outcome.edition and not found:
                plain["preview"] = _first_rows(outcome.edition.rows)
                plain["periods"] = [day.isoformat() for day in _reach(outcome.edition.periods)]
            yield plain
    finally:
        quarantine.clear(delivery.kept)


def _loaded(delivery: Delivery, shelves: Shelves) -> tuple[list[dict[str, Any]], list[str]]:
    outcomes: list[dict[str, Any]] = []
    new: list[str] = []
    for outcome in _read(delivery, shelves):
        plain = outcome.to_json() | {"unchanged": outcome.unchanged}
        if outcome.edition:
            plain["title"] = title(outcome.edition)
            new += [] if outcome.unchanged else [outcome.edition.id]
        outcomes.append(plain)
    return outcomes, new


def _read(delivery: Delivery, store: Store | Shelves) -> Iterator[Outcome]:
    sent = Sent(quarantine.path_of(delivery.kept), delivery.name)
    for number, outcome in enumerate(load([sent], store, delivery.published or None), start=1):
        Deliveries(Delivery).filter(pk=delivery.pk).update(step=f"Read {number}: {outcome.file}"[:200])
        yield outcome


def _first_rows(rows: Any) -> dict[str, Any]:
    """The head and the first rows of the tidy table, as text."""
    with pq.ParquetFile(rows) as file:
        first = next(file.iter_batches(FIRST_ROWS), None)
        head = file.schema_arrow.names
    listed = first.to_pylist() if first is not None else []
    return {"head": head, "rows": [[_text(row[name]) for name in head] for row in listed]}


def _text(cell: object) -> str:
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _reach(periods: tuple[tuple[date, date], ...]) -> tuple[date, ...]:
    return (periods[0][0], max(end for _, end in periods)) if periods else ()


def _errors(outcomes: list[dict[str, Any]]) -> list[str]:
    return [outcome["error"] for outcome in outcomes if outcome.get("error")] or (
        [] if outcomes else ["The file holds no data."]
    )


def _gone(delivery: Delivery) -> dict[str, Any]:
    return {"file": delivery.name, "error": str(Refusal(delivery.name, "is no longer kept here; send it again."))}


def _refuse(delivery: Delivery, outcomes: list[dict[str, Any]], refused: list[str]) -> None:
    """Say why, erase the file at once, and write that it was erased."""
    if _finish(delivery, Delivery.State.REFUSED, outcomes, "\n".join(refused)):
        access_log.record(
            access_log.Kind.ERASURE, delivery, by=_worker(delivery), refused=True, size=delivery.size,
            sha256=delivery.sha256, because="refused",
        )  # fmt: skip


def _done(delivery: Delivery, state: Any, outcomes: list[dict[str, Any]]) -> None:
    """The file has done its part: the shelf has its rows, and the file itself is erased."""
    editions = [f"edition:{o['edition']['id']}" for o in outcomes if o.get("edition")]
    if _finish(delivery, state, outcomes, ""):
        access_log.record(
            access_log.Kind.COLLECTION, delivery, by=_worker(delivery), concerns=[delivery_name(delivery), *editions],
            rows=sum(o["rows"]["loaded"] for o in outcomes if not o["unchanged"]), became=state,
        )  # fmt: skip


def _finish(delivery: Delivery, state: Any, outcomes: list[dict[str, Any]], said: str) -> bool:
    kept = delivery.kept
    for outcome in outcomes:
        outcome.pop("preview", None)
    if not _step(delivery, state, outcomes=outcomes, said=said, kept="", step="", done_at=timezone.now()):
        return False
    transaction.on_commit(lambda: quarantine.erase(kept))
    return True


def _step(delivery: Delivery, state: Any, **changes: Any) -> bool:
    """Take the step unless another has taken one meanwhile."""
    still = Deliveries(Delivery).filter(pk=delivery.pk, state=delivery.state)
    return still.update(state=state, **changes) == 1


def delivery_name(delivery: Delivery) -> str:
    return access_log.name_of(delivery)


def _worker(delivery: Delivery) -> Actor:
    return Actor.of_system(WORKER, delivery.partnership)
