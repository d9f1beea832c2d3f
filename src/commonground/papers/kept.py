"""The files of assessments on disk: bytes under opaque names."""

import secrets
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Made when it is first asked for."""
    place = Path(settings.HOME) / "files" / "papers"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(content: bytes) -> str:
    """Write the bytes, whole or not at all, and give the name they are kept under."""
    kept = secrets.token_hex(16)
    draft = folder() / f".{kept}"
    draft.write_bytes(content)
    draft.rename(folder() / kept)
    return kept


def read(kept: str) -> bytes:
    """The bytes under the name."""
    return (folder() / kept).read_bytes()


def erase(kept: str) -> None:
    (folder() / kept).unlink(missing_ok=True)
