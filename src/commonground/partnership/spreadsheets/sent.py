"""A file that somebody sends in: looked at by the scanner, read as soon as it arrives, and not kept."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from commonground.partnership.scanner import ScannerDown, scan
from commonground.partnership.spreadsheets.limits import Taken
from commonground.sources.readers.refusal import Refusal

Read = TypeVar("Read")


def read_sent(name: str, chunks: Iterable[bytes], taken: Taken, read: Callable[[Path, str], Read]) -> Read:
    """What the file holds, as ``read`` reads it. Raises Refusal, with one sentence, for one that is not taken."""
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        path = Path(folder) / "sent"
        size = 0
        with path.open("xb") as file:
            for chunk in chunks:
                size += file.write(chunk)
                if size > taken.bytes:
                    said = f"is larger than {taken.bytes >> 20} MB. Take the pictures out and send it again."
                    raise Refusal(name, said)
        _scanned(path, name)
        return read(path, name)


def _folder() -> Path:
    """Out of reach of every page; made when it is first asked for, for our own process alone."""
    place = Path(settings.HOME) / "sent-in"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _scanned(path: Path, name: str) -> None:
    try:
        found = settings.SCANNER and scan(path, settings.SCANNER)
    except ScannerDown:
        raise Refusal(name, "was not opened: the virus scanner does not answer. Try again later.") from None
    if found:
        raise Refusal(name, f"holds what the virus scanner calls “{found}”. It was not opened.")
