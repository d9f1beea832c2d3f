"""A file that was sent in, told by its content and not by its name, before anything of it is read.

Nothing in it runs: no macro, no formula, no link to another file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

from commonground.partnership.spreadsheets.limits import Taken
from commonground.sources.readers import archive
from commonground.sources.readers.refusal import Refusal

Kind = Literal["text", "archive"]
OLDER = b"\xd0\xcf\x11\xe0"
PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"%PDF": "is a PDF file; send {source} that it was made from.",
    b"\x89PNG": "is a picture; send {source} that it shows.",
    b"\xff\xd8\xff": "is a picture; send {source} that it shows.",
    b"{\\rtf": "is a rich text file; open it in Word, save it as .docx and send that.",
}
PAGES = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<table")
MACROS = ("Basic/", "Scripts/", "xl/macrosheets/")
LINKS = "The workbook has links to other files; they were not followed."
PASSWORD = "is protected by a password; save a copy without one and send that. Nothing was taken over."


def kind_of(path: Path, file: str, taken: Taken) -> Kind:
    """Whether the file, which its sender calls ``file``, is text or an archive. Raises Refusal."""
    taken.check_size(path, file)
    content = path.read_bytes()
    for magic, sentence in OTHERS.items():
        if content.startswith(magic):
            raise Refusal(file, f"{sentence.format(source=taken.source)} Nothing was taken over.")
    if content.startswith(OLDER):
        raise Refusal(file, PASSWORD if PACKAGE in content else _older(taken))
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGES):
        said = f"is a web page, whatever its name; open it, save it as {taken.saved} and send that."
        raise Refusal(file, f"{said} Nothing was taken over.")
    return "archive" if content.startswith(b"PK") else "text"


@contextmanager
def unpacked(path: Path, file: str, taken: Taken) -> Iterator[ZipFile]:
    """The archive, which holds no macros and no more than such a thing could. Raises Refusal."""
    with archive.opened(path, file) as opened:
        taken.check_expanded(opened, file)
        names = opened.namelist()
        if any(name.endswith("vbaProject.bin") or name.startswith(MACROS) for name in names):
            said = f"holds macros; save it without them, as {taken.saved}, and send that."
            raise Refusal(file, f"{said} Nothing was taken over.")
        if "META-INF/manifest.xml" in names and b"encryption-data" in opened.read("META-INF/manifest.xml"):
            raise Refusal(file, PASSWORD)
        yield opened


def notes_of(opened: ZipFile) -> tuple[str, ...]:
    """What of the file is passed over, for whoever sent it."""
    return (LINKS,) if any(name.startswith("xl/externalLinks/") for name in opened.namelist()) else ()


def _older(taken: Taken) -> str:
    return f"is in an older form of Excel or Word; save it as {taken.saved} and send that. Nothing was taken over."
