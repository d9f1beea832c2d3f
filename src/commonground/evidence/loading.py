"""Loading: what is under some paths into the store, and a sentence for each file that cannot be taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from commonground.evidence.edition import Edition
from commonground.evidence.store import Shelves, Store
from commonground.sources import Source, sources
from commonground.sources.readers.deliveries import Sent, deliveries
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.intake import connect, recognise, tidy
from commonground.sources.readers.refusal import Refusal


@dataclass(frozen=True)
class Outcome:
    """What became of one delivered file or sheet: an edition, new or there before, or a sentence."""

    file: str
    edition: Edition | None = None
    unchanged: bool = False
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As ``load --json`` gives it."""
        edition = self.edition
        said: dict[str, Any] = {
            "file": self.file,
            "source": edition.source if edition else None,
            "edition": None,
            "rows": {"read": 0, "loaded": 0, "rejected": 0},
            "rejections": [],
            "warnings": [],
        }
        if edition:
            said["edition"] = {
                "id": edition.id,
                "source": edition.source,
                "classification": edition.classification,
                "published": edition.published,
            }
            said["rows"] = {
                "read": edition.rows_read,
                "loaded": edition.rows_loaded,
                "rejected": edition.rows_rejected,
            }
            said["rejections"] = [{"reason": reason, "count": count} for reason, count in edition.rejections]
            said["warnings"] = list(edition.warnings)
            if self.unchanged:
                said["warnings"].append("was loaded before; nothing has changed")
        if self.error is not None:
            said["error"] = self.error
        return said


def load(
    paths: Iterable[str | Path | Sent], store: Store | Shelves, published: str | None = None
) -> Iterator[Outcome]:
    """Load what is under the paths, one outcome for each file or sheet.

    The sheets of a workbook that no source knows (its notes, its cover) are passed over, unless there is no
    other.
    """
    engine = connect()
    book: str | None = None  # the workbook whose sheets are being read
    known = False
    for delivery in deliveries(paths, published):
        if book is not None and (isinstance(delivery, Refusal) or delivery.name != book):
            yield from _no_sheet(book, known)
            book, known = None, False
        if isinstance(delivery, Refusal):
            yield Outcome(delivery.file, error=str(delivery))
            continue
        if delivery.sheet is not None:
            book = delivery.name
        try:
            source = recognise(delivery)
        except Refusal as refusal:
            if delivery.sheet is None:
                yield Outcome(refusal.file, error=str(refusal))
            continue
        known = True
        yield _load_one(delivery, source, store, engine)
        if not _alive(engine):
            engine = connect()
    if book is not None:
        yield from _no_sheet(book, known)
    engine.close()


def _alive(engine: duckdb.DuckDBPyConnection) -> bool:
    """A file damaged in the wrong place can break the engine for good; the next file gets another."""
    try:
        engine.execute("select 1")
    except duckdb.Error:
        return False
    return True


def _no_sheet(book: str, known: bool) -> Iterator[Outcome]:
    if not known:
        refusal = Refusal(book, "has no sheet that is known here; “commonground sources” lists what can be loaded.")
        yield Outcome(book, error=str(refusal))


def _load_one(delivery: Delivery, source: Source, store: Store | Shelves, engine: duckdb.DuckDBPyConnection) -> Outcome:
    loaded = store.find(source.key, delivery.sha256)
    if loaded:
        return Outcome(delivery.shown, loaded, unchanged=True)
    try:
        with store.draft(source.key) as draft:
            tidied = tidy(delivery, source, engine, draft / "rows.parquet")
            return Outcome(delivery.shown, store.add(tidied))
    except Refusal as refusal:
        return Outcome(delivery.shown, error=str(refusal))
    except OSError as fault:
        said = f"the store {store.folder} cannot be written: {fault.strerror or fault}. Nothing was loaded."
        return Outcome(delivery.shown, error=str(Refusal(delivery.shown, said)))


def title(edition: Edition) -> str:
    """The title of the edition's source; its key where this version of Common Ground knows it no more."""
    source = sources().get(edition.source)
    return source.title if source else edition.source
