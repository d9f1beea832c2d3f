"""Putting a backup back: nothing is touched before every hash is right, and afterwards all is counted and verified."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from commonground.partnership import access_log
from commonground.web.backup import programs
from commonground.web.backup.making import ELSEWHERE, counts
from commonground.web.backup.manifest import DATABASE, HOME, NAME, Manifest, Unfit, hash_of
from commonground.web.inspection.machine import mark
from commonground.web.schema import bring_up_to_date

EMPTIED = "drop schema public cascade; create schema public;\n"


@dataclass(frozen=True)
class Restored:
    """What was put back, and each fault found afterwards as a sentence."""

    manifest: Manifest
    rows: int
    files: int
    sealed: int
    faults: tuple[str, ...]


def restore(source: Path, replace: bool = False) -> Restored:
    """Put the backup back. What is here stays untouched unless ``replace`` is said. Raises Unfit."""
    with _opened(source) as folder:
        manifest = Manifest.read(folder)
        _check_hashes(folder, manifest)
        _check_version(manifest)
        if not replace:
            _check_empty()
        drafts = _copied(folder / HOME)
        connection.close()
        programs.load(folder / DATABASE, EMPTIED if replace else "")
        _put_in_place(drafts)
    return _look_over(manifest)


@contextmanager
def _opened(source: Path) -> Iterator[Path]:
    """The backup as a folder."""
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise Unfit(f"there is no backup {source}.")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=_home()) as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            raise Unfit(f"{source} is not a whole backup: {error}.") from None
        yield Path(folder)


def _home() -> Path:
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    return home


def _check_hashes(folder: Path, manifest: Manifest) -> None:
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {NAME}
    if missing := manifest.files.keys() - present:
        raise Unfit(f"the backup is not whole: {min(missing)} is missing, so nothing was put back.")
    for name, sha256 in manifest.files.items():
        if hash_of(folder / name) != sha256:
            raise Unfit(f"the backup is damaged: {name} is not as it was written, so nothing was put back.")


def _check_version(manifest: Manifest) -> None:
    known = {f"{app} {name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if later := sorted(set(manifest.migrations) - known):
        raise Unfit(f"the backup was made by another version, {manifest.version}, which also has {later[0]}: use that.")


def _check_empty() -> None:
    with connection.cursor() as cursor:
        if rows := sum(counts(cursor).values()):
            raise Unfit(f"the database is not empty: it has {rows:,} rows. --replace throws them away.")
    if there := _standing():
        raise Unfit(f"{_home()} is not empty: it has {there[0].name}. --replace throws it away.")


def _standing() -> list[Path]:
    return sorted(path for path in _home().iterdir() if path.name not in ELSEWHERE and not path.name.startswith("."))


def _copied(folder: Path) -> list[tuple[Path, Path]]:
    """Copies of the files under other names, and where they belong."""
    drafts = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        draft = _home() / f".restored-{path.name}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(path, draft) if path.is_dir() else shutil.copyfile(path, draft)
        drafts.append((draft, _home() / path.name))
    return drafts


def _put_in_place(drafts: list[tuple[Path, Path]]) -> None:
    """What stands here makes room, once the database is back."""
    for path in _standing():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for draft, place in drafts:
        draft.rename(place)


def _look_over(manifest: Manifest) -> Restored:
    """Count and verify; then bring an older database up to date. Nobody stays signed in."""
    with connection.cursor() as cursor:
        found = counts(cursor)
    faults = [
        f"{table} has {found.get(table, 0):,} rows; the backup had {count:,}."
        for table, count in manifest.tables.items()
        if found.get(table) != count
    ]
    bring_up_to_date()
    verdict = access_log.verify(head=manifest.head)
    Session.objects.all().delete()
    if not faults and verdict:
        mark("drill")
    return Restored(manifest, sum(found.values()), len(manifest.files) - 1, verdict.rows, (*faults, *verdict.faults))
