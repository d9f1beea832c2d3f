"""Files that people attach: which are let in, and where their bytes are kept, under names that tell nothing."""

import hashlib
import secrets
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings

from commonground.partnership.scanner import scan
from commonground.sources.readers.refusal import Refusal

LARGEST = 20 << 20
OFFICE = (b"PK\x03\x04",)
KINDS = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", OFFICE),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", OFFICE),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", OFFICE),
    "odt": ("application/vnd.oasis.opendocument.text", OFFICE),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", OFFICE),
    "odp": ("application/vnd.oasis.opendocument.presentation", OFFICE),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
}
"""What may be kept, by the end of its name: the type it is handed over as, and how its bytes begin."""
HOLDS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"} | dict.fromkeys(
    ("odt", "ods", "odp"), "content.xml"
)
"""The part that an office file cannot be without."""
MACROS = "vbaproject.bin"
WANTED = "PDF, Word, Excel, PowerPoint and OpenDocument files, PNG and JPEG pictures, CSV and plain text"


@dataclass(frozen=True)
class Room:
    """Where one package keeps its files, and the ends of the names that it lets in."""

    name: str
    lets_in: Collection[str] = tuple(KINDS)
    wanted: str = WANTED

    def folder(self) -> Path:
        """Made when it is first asked for, for our own process alone."""
        place = Path(settings.HOME) / "files" / self.name
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return place

    def keep(self, name: str, chunks: Iterable[bytes], *, scanned: bool = True) -> tuple[str, int, str]:
        """Check the file and keep it; the name it is kept under, its size and SHA-256.

        Raises Refusal, with nothing kept, and ScannerDown where there is a scanner that does not answer.
        ``scanned=False`` leaves the scanning to whoever asks.
        """
        end = PurePath(name).suffix.lower().removeprefix(".")
        kept, size, digest = f"{secrets.token_hex(16)}.{end[:5]}", 0, hashlib.sha256()
        draft = self.folder() / f".{kept}"
        try:
            with draft.open("xb") as file:
                for chunk in chunks:
                    size += file.write(chunk)
                    digest.update(chunk)
                    if size > LARGEST:
                        raise Refusal(name, f"is larger than {LARGEST >> 20} MB. Send a smaller one, or a link to it.")
            self._allowed(draft, name, end)
            if scanned and settings.SCANNER and (found := scan(draft, settings.SCANNER)):
                raise Refusal(name, f"holds what the virus scanner calls “{found}”. It was not kept.")
            draft.rename(self.folder() / kept)
        finally:
            draft.unlink(missing_ok=True)
        return kept, size, digest.hexdigest()

    def path_of(self, kept: str) -> Path:
        return self.folder() / PurePath(kept).name

    def erase(self, kept: str) -> None:
        """Remove the file. One that is gone already is no fault."""
        if kept:
            self.path_of(kept).unlink(missing_ok=True)

    def _allowed(self, path: Path, name: str, end: str) -> None:
        if end not in self.lets_in:
            raise Refusal(name, f"is of a kind that is not kept here. What is kept: {self.wanted}.")
        begins = KINDS[end][1]
        with path.open("rb") as file:
            first = file.read(1 << 16)
        if not first:
            raise Refusal(name, "is empty. Send the file with its content.")
        if (begins and not first.startswith(begins)) or (not begins and b"\0" in first):
            raise Refusal(name, f"is not what its name says: it does not begin as a .{end} file does. It was not kept.")
        if end in HOLDS:
            _whole_office_file(path, name, end)


def content_type(kept: str) -> str:
    """What the file is handed over as; always as a download, never shown in a page."""
    return KINDS.get(kept.rpartition(".")[2], ("application/octet-stream",))[0]


def _whole_office_file(path: Path, name: str, end: str) -> None:
    """Its list of parts is read, and nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as parts:
            names = {part.lower() for part in parts.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refusal(name, f"is no whole .{end} file. Save it again, and send that.") from None
    if HOLDS[end] not in names:
        raise Refusal(name, f"is not what its name says: it holds no {end} document. It was not kept.")
    if any(part.endswith(MACROS) for part in names):
        raise Refusal(name, "holds macros, which are not kept here. Save it without them.")
