"""Where a file waits that was sent and is not loaded: under an opaque name, out of reach of every page."""

import hashlib
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

FORGOTTEN = 24 * 3600  # seconds after which a file that no row names is a leftover of a request that broke off


def folder() -> Path:
    """Made when it is first asked for, for our own process alone."""
    place = Path(settings.HOME) / "quarantine"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Write the bytes down; the name they are kept under, how many they are, and their SHA-256."""
    kept, size, digest = secrets.token_hex(16), 0, hashlib.sha256()
    with (folder() / kept).open("xb") as file:
        for chunk in chunks:
            size += file.write(chunk)
            digest.update(chunk)
    return kept, size, digest.hexdigest()


def path_of(kept: str) -> Path:
    return folder() / kept


def beside(kept: str) -> Path:
    """Where it may be read for a look."""
    return folder() / f"{kept}.looked-at"


def clear(kept: str) -> None:
    """Remove what was made of the file to look at."""
    shutil.rmtree(beside(kept), ignore_errors=True)


def erase(kept: str) -> None:
    """Remove the file and all that was made of it. One that is gone already is no fault."""
    if kept:
        path_of(kept).unlink(missing_ok=True)
        clear(kept)


def sweep(known: set[str]) -> int:
    """Remove what no row names any more; how many that were."""
    gone = 0
    for entry in folder().iterdir():
        if entry.name.partition(".")[0] not in known and time.time() - entry.stat().st_mtime > FORGOTTEN:
            erase(entry.name.partition(".")[0])
            gone += 1
    return gone
