"""The evidence store: one folder per source and edition, each a Parquet table and its manifest.

An edition is written whole to a temporary folder and moved into place, so that a reader sees all of it or nothing.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

from commonground.evidence.edition import Edition
from commonground.sources.readers.intake import Tidied


def home() -> Path:
    """Where the store lives: COMMONGROUND_HOME, or .commonground in the current folder."""
    return Path(os.environ.get("COMMONGROUND_HOME") or ".commonground")


class UnknownEdition(LookupError):
    """No edition of the store has this id."""


class Store:
    """The editions under one home folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or home()) / "evidence"

    def editions(self, source: str | None = None) -> list[Edition]:
        """All editions, or those of one source, by source and publication."""
        manifests = self.folder.glob(f"{source or '*'}/*/manifest.json")
        found = [Edition.from_json(json.loads(m.read_text("utf-8")), m.parent) for m in manifests]
        return sorted(found, key=lambda e: (e.source, e.published or "", e.id))

    def edition(self, id: str) -> Edition:
        """The edition with this id. Raises UnknownEdition."""
        for edition in self.editions():
            if edition.id == id:
                return edition
        raise UnknownEdition(id)

    def add(self, tidied: Tidied) -> Edition:
        """Write the edition. The same bytes of the same source again change nothing."""
        for edition in self.editions(tidied.source.key):
            if edition.sha256 == tidied.delivery.sha256:
                return edition
        published = tidied.published
        id = f"{tidied.source.key}-{published or 'undated'}-{tidied.delivery.sha256[:8]}"
        edition = Edition(
            id=id, source=tidied.source.key, classification=tidied.classification, published=published,
            file=tidied.delivery.name, sha256=tidied.delivery.sha256, rows_read=tidied.rows_read,
            rows_loaded=tidied.rows_loaded, rejections=tidied.rejections, warnings=tidied.warnings,
            periods=tidied.periods, partial=tidied.partial, area_types=tidied.area_types,
        )
        place = self.folder / tidied.source.key / id
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=place.parent))
        try:
            target = str(draft / "rows.parquet").replace("'", "''")
            tidied.connection.execute(f"copy (select * from tidied) to '{target}' (format parquet, compression zstd)")
            (draft / "manifest.json").write_text(json.dumps(edition.to_json(), indent=1), "utf-8")
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return Edition.from_json(edition.to_json(), place)

    def forget(self, id: str) -> Edition:
        """Take the edition out again. Raises UnknownEdition."""
        edition = self.edition(id)
        assert edition.folder is not None
        gone = edition.folder.with_name(f".gone-{edition.folder.name}")
        edition.folder.rename(gone)
        shutil.rmtree(gone)
        return edition
