"""The evidence store: one folder per source and edition, each a Parquet table and its manifest.

An edition is written whole to a draft folder and moved into place, so that a reader sees all of it or
nothing, and two processes may load at once. Folders whose names start with a dot are drafts and leftovers,
never editions.
"""

import json
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb

from commonground.evidence.edition import Edition
from commonground.sources.readers.intake import Tidied
from commonground.sources.readers.refusal import Refusal
from commonground.sources.readers.relation import literal
from commonground.sources.readers.swift import PARQUET

DRAFT_LIFE = 24 * 3600  # seconds after which a draft of another machine is a leftover


def home() -> Path:
    """Where the store lives: COMMONGROUND_HOME, or .commonground in the current folder."""
    return Path(os.environ.get("COMMONGROUND_HOME") or ".commonground")


class UnknownEdition(LookupError):
    """No edition of the store has this id, or several start with it."""


class Store:
    """The editions under one home folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or home()) / "evidence"

    def editions(self, source: str | None = None) -> list[Edition]:
        """All editions, or those of one source, by source and publication."""
        found = [_read(manifest) for manifest in self._manifests(source)]
        return sorted((e for e in found if e), key=_order)

    def edition(self, id: str) -> Edition:
        """The edition with this id, or the only one whose id starts so. Raises UnknownEdition."""
        return _named(id, self._manifests(None))

    def find(self, source: str, sha256: str) -> Edition | None:
        """The edition of the source made from these bytes, if it is loaded."""
        for manifest in self.folder.glob(f"{source}/{source}-*-{sha256[:8]}/manifest.json"):
            try:
                edition = _read(manifest)
            except Refusal:  # damaged: to be loaded again
                continue
            if edition and edition.sha256 == sha256:
                return edition
        return None

    def add(self, tidied: Tidied) -> Edition:
        """Write the edition. The same bytes of the same source again change nothing."""
        source, sha256 = tidied.source.key, tidied.delivery.sha256
        if loaded := self.find(source, sha256):
            return loaded
        edition = Edition(
            id=f"{source}-{tidied.published or 'undated'}-{sha256[:8]}",
            source=source,
            classification=tidied.classification,
            published=tidied.published,
            file=tidied.delivery.shown,
            sha256=sha256,
            rows_read=tidied.rows_read,
            rows_loaded=tidied.rows_loaded,
            rejections=tidied.rejections,
            warnings=tidied.warnings,
            periods=tidied.periods,
            partial=tidied.partial,
            area_types=tidied.area_types,
            parts=tidied.parts,
        )
        place = self.folder / source / edition.id
        with self.draft(source) as draft:
            self._write(tidied, edition, draft)
            self._clear(place)
            try:
                draft.rename(place)
            except OSError:
                if (loaded := self.find(source, sha256)) is None:  # else another process was first
                    raise
                return loaded
        return Edition.from_json(edition.to_json(), place)

    @staticmethod
    def _clear(place: Path) -> None:
        """Make room where a damaged edition stands."""
        try:
            _read(place / "manifest.json")
        except Refusal:
            shutil.rmtree(place, ignore_errors=True)

    @contextmanager
    def draft(self, source: str) -> Iterator[Path]:
        """A folder for an edition in the making, out of readers' sight; gone in the end unless renamed."""
        folder = self.folder / source
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        draft = Path(tempfile.mkdtemp(prefix=f".draft-{socket.gethostname()}-{os.getpid()}-", dir=folder))
        try:
            draft.chmod(0o755)
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def forget(self, id: str) -> Edition:
        """Take the edition out again. Raises UnknownEdition."""
        edition = self.edition(id)
        assert edition.folder is not None
        gone = Path(tempfile.mkdtemp(prefix=".gone-", dir=edition.folder.parent))
        edition.folder.rename(gone / edition.folder.name)
        shutil.rmtree(gone, ignore_errors=True)
        return edition

    def _manifests(self, source: str | None) -> list[Path]:
        folders = [self.folder / source] if source else [f for f in _visible(self.folder)]
        return [edition / "manifest.json" for folder in folders for edition in _visible(folder)]

    @staticmethod
    def _write(tidied: Tidied, edition: Edition, draft: Path) -> None:
        target = draft / "rows.parquet"
        try:
            if tidied.written is not None:
                tidied.written.rename(target)
            else:
                tidied.connection.execute(f"copy (select * from tidied) to {literal(str(target))} ({PARQUET})")
        except duckdb.Error as error:
            said = " ".join(str(error).split())[:160]
            raise Refusal(tidied.delivery.shown, f"cannot be made tidy: {said}. Nothing was loaded.") from error
        (draft / "manifest.json").write_text(json.dumps(edition.to_json(), indent=1), "utf-8")


class Shelves:
    """Two stores read as one: a partnership's own shelf, and the store that all partnerships share.

    What is added stands on the own shelf, and only from there can an edition be taken out. Where both have an edition
    of one id, the own one is read.
    """

    def __init__(self, own: Store, shared: Store) -> None:
        self.own, self.shared = own, shared
        self.folder = own.folder

    def editions(self, source: str | None = None) -> list[Edition]:
        """All editions of both shelves, or those of one source, by source and publication."""
        found = {e.id: e for shelf in (self.shared, self.own) for e in shelf.editions(source)}
        return sorted(found.values(), key=_order)

    def edition(self, id: str) -> Edition:
        """The edition with this id, or the only one whose id starts so. Raises UnknownEdition."""
        found = {m.parent.name: m for shelf in (self.shared, self.own) for m in shelf._manifests(None)}
        return _named(id, list(found.values()))

    def find(self, source: str, sha256: str) -> Edition | None:
        """The edition of the source made from these bytes, on either shelf."""
        return self.own.find(source, sha256) or self.shared.find(source, sha256)

    def add(self, tidied: Tidied) -> Edition:
        """Write the edition on the own shelf. Bytes of the same source that either shelf has change nothing."""
        return self.find(tidied.source.key, tidied.delivery.sha256) or self.own.add(tidied)

    def draft(self, source: str) -> AbstractContextManager[Path]:
        """A folder on the own shelf for an edition in the making."""
        return self.own.draft(source)

    def forget(self, id: str) -> Edition:
        """Take the edition off the own shelf again. Raises UnknownEdition, also for one that is shared."""
        edition = self.edition(id)
        if not self.is_own(edition):
            raise UnknownEdition(
                f"{edition.id} is shared by all partnerships here and cannot be withdrawn by one of them; whoever "
                "looks after the installation can."
            )
        return self.own.forget(edition.id)

    def is_own(self, edition: Edition) -> bool:
        """Whether it stands on the partnership's own shelf."""
        return edition.folder is not None and edition.folder.is_relative_to(self.own.folder)


def _order(edition: Edition) -> tuple[str, str, str]:
    return edition.source, edition.published or "", edition.id


def _named(id: str, manifests: Sequence[Path]) -> Edition:
    """The edition with this id, or the only one whose id starts so. Raises UnknownEdition."""
    found = [m for m in manifests if m.parent.name.startswith(id)]
    exact = [m for m in found if m.parent.name == id]
    editions = [e for e in map(_read, exact or found) if e]
    if len(editions) == 1 and id:
        return editions[0]
    if editions:
        named = ", ".join(e.id for e in editions[:5])
        raise UnknownEdition(f"“{id}” is the start of {len(editions)} editions ({named}): type more of it.")
    raise UnknownEdition(f"there is no edition “{id}”; “commonground sources” lists those that are loaded.")


def _visible(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if not entry.name.startswith(".") and entry.is_dir()]
    except FileNotFoundError:
        return []


def _read(manifest: Path) -> Edition | None:
    """The edition of a manifest; None where another process has just taken it out. Raises Refusal for a damaged one."""
    try:
        edition = Edition.from_json(json.loads(manifest.read_bytes()), manifest.parent)
        edition.rows.stat()
        return edition
    except (ValueError, KeyError, TypeError):
        said = "its manifest cannot be read"
    except FileNotFoundError:
        if not manifest.exists():
            return None
        said = "its rows are gone"
    raise Refusal(
        str(manifest.parent), f"is a damaged edition ({said}); load the file it came from again, or remove this folder."
    )


def _sweep(folder: Path) -> None:
    """Remove drafts whose process is gone, and what a broken-off ``forget`` left."""
    for entry in os.scandir(folder):
        if entry.name.startswith(".gone-") or (entry.name.startswith(".draft-") and _abandoned(entry)):
            shutil.rmtree(entry.path, ignore_errors=True)


def _abandoned(draft: os.DirEntry) -> bool:
    host, _, rest = draft.name.removeprefix(".draft-").rpartition("-")[0].rpartition("-")
    try:
        if host == socket.gethostname():
            os.kill(int(rest), 0)
            return False
        return time.time() - draft.stat().st_mtime > DRAFT_LIFE
    except (ProcessLookupError, ValueError):
        return True
    except OSError:
        return False
