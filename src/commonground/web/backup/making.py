"""Making a backup. The database is copied as one snapshot sees it, then the files, which are written once and whole."""

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from commonground.partnership.models import Seal
from commonground.web.backup import programs
from commonground.web.backup.manifest import DATABASE, HOME, NAME, Manifest, Unfit, pieces
from commonground.web.inspection.machine import mark

ELSEWHERE = frozenset(  # of the home folder: the database, which is dumped, and what is made anew
    ("postgres", "postgres.lock", "postgres.users", "static", "mail", "site.log", "last-backup", "last-drill")
)


class Sink(Protocol):
    """Where a backup is written: a folder, or a tar file."""

    def add(self, name: str, path: Path) -> str: ...
    def finish(self) -> None: ...
    def give_up(self) -> None: ...


class Folder:
    """A folder, under another name until it is complete."""

    def __init__(self, target: Path) -> None:
        self.target, self.draft = target, target.with_name(f".{target.name}.draft")
        shutil.rmtree(self.draft, ignore_errors=True)
        self.draft.mkdir(mode=0o700)

    def add(self, name: str, path: Path) -> str:
        """Copy the file, and return its hash."""
        place = self.draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with place.open("wb") as copy:
            for piece in pieces(path):
                digest.update(piece)
                copy.write(piece)
        return digest.hexdigest()

    def finish(self) -> None:
        os.sync()
        self.draft.rename(self.target)

    def give_up(self) -> None:
        shutil.rmtree(self.draft, ignore_errors=True)


class Tar:
    """A tar file, under another name until it is complete."""

    def __init__(self, target: Path) -> None:
        self.target, self.draft = target, target.with_name(f".{target.name}.draft")
        self.file = os.fdopen(os.open(self.draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb")
        self.tar = tarfile.open(fileobj=self.file, mode="w")  # noqa: SIM115

    def add(self, name: str, path: Path) -> str:
        """Add the file, and return its hash."""
        with path.open("rb") as file:
            member = self.tar.gettarinfo(arcname=name, fileobj=file)
            hashing = Hashing(file)
            self.tar.addfile(member, hashing)  # type: ignore[arg-type]
        return hashing.digest.hexdigest()

    def finish(self) -> None:
        self.tar.close()
        self.file.close()
        os.sync()
        self.draft.rename(self.target)

    def give_up(self) -> None:
        self.file.close()
        self.draft.unlink(missing_ok=True)


class Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


def make(target: Path) -> tuple[Path, Manifest]:
    """Write a backup: into the folder if it is there, else under that very name. Raises Unfit."""
    place = _place(target)
    sink: Sink = Tar(place) if place.suffix == ".tar" else Folder(place)
    try:
        manifest = _write(sink)
        sink.finish()
    except BaseException:
        sink.give_up()
        raise
    mark("backup")
    return place, manifest


def _place(target: Path) -> Path:
    """Where the backup will stand; in a folder that is there, under the hour."""
    target = target.resolve()
    home = Path(settings.HOME)
    if target == home or home in target.parents:
        raise Unfit(f"{target} is in the home folder of the site itself: choose another place, best another machine.")
    if target.is_dir():
        target = target / f"commonground-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    if target.exists():
        raise Unfit(f"{target} is there already.")
    if not target.parent.is_dir():
        raise Unfit(f"there is no folder {target.parent}.")
    return target


def _write(sink: Sink) -> Manifest:
    with tempfile.TemporaryDirectory(prefix="commonground-backup-") as folder:
        dump = Path(folder) / DATABASE
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            manifest = _described(cursor)
            cursor.execute("select pg_export_snapshot()")
            programs.dump(cursor.fetchone()[0], dump)
        manifest.files[DATABASE] = sink.add(DATABASE, dump)
        for path in files(Path(settings.HOME)):
            name = f"{HOME}/{path.relative_to(settings.HOME).as_posix()}"
            try:
                manifest.files[name] = sink.add(name, path)
            except FileNotFoundError:  # taken away meanwhile, as a draft is
                continue
        said = Path(folder) / NAME
        said.write_text(manifest.written(), "utf-8")
        sink.add(NAME, said)
    return manifest


def _described(cursor: Any) -> Manifest:
    last = Seal.objects.order_by("-id").first()
    cursor.execute("show server_version")
    postgres = cursor.fetchone()[0]
    cursor.execute("select app || ' ' || name from django_migrations order by 1")
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version("commonground"),
        postgres=postgres,
        head=last.hash if last else "",
        migrations=[row[0] for row in cursor.fetchall()],
        tables=counts(cursor),
    )


def counts(cursor: Any) -> dict[str, int]:
    """How many rows each table has."""
    cursor.execute(
        """select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1"""
    )
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select count(*) from {table}")
        found[table] = cursor.fetchone()[0]
    return found


def files(home: Path) -> Iterator[Path]:
    """What stands in the home folder, but for the database, drafts and what is made anew."""
    for folder, folders, names in os.walk(home, followlinks=True):
        left_out = ELSEWHERE if Path(folder) == home else frozenset()
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in left_out)
        for name in sorted(names):
            if not name.startswith(".") and name not in left_out:
                yield Path(folder) / name
