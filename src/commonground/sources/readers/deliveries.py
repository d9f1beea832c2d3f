"""Deliveries from files, folders and archives, each opened far enough to be recognised."""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb

from commonground.sources.readers import archive, layouts, records, text, workbook
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.refusal import Refusal

QUIET_SUFFIXES = {
    ".md",
    ".txt",
    ".rst",
    ".pdf",
    ".html",
    ".htm",
    ".url",
    ".prj",
    ".cpg",
    ".log",
    ".yml",
    ".yaml",
}
QUIET_NAMES = re.compile(r"(?i)(readme|licen[cs]e|notice|copying|changes|thumbs\.db|desktop\.ini|__macosx|\..*)(\..*)?")
PUBLISHED = re.compile(r"published-(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?!\d)")
SAID = {
    b"%PDF": "is a PDF document, which is not read; load the table it was made from.",
    b"\x89PNG": "is a picture, not data.",
    b"\xff\xd8\xff": "is a picture, not data.",
    b"7z\xbc\xaf": "is a 7-Zip archive; unpack it first.",
    b"Rar!": "is a RAR archive; unpack it first.",
    b"BZh": "is a bzip2 file; unpack it first.",
    b"\xfd7zXZ": "is an xz file; unpack it first.",
}


@dataclass(frozen=True)
class Sent:
    """A file that is kept under another name than the one its sender gave it, by which it is spoken of."""

    path: Path
    name: str


@dataclass(frozen=True)
class _File:
    """A file to be opened: its bytes on disk, its name for people, and whether the user named it himself."""

    path: Path
    name: str
    published: str | None
    within: bool = False  # inside an archive


def deliveries(paths: Iterable[str | Path | Sent], published: str | None = None) -> Iterator[Delivery | Refusal]:
    """Every delivery under the paths, one at a time; a file that cannot be opened comes as its Refusal.

    Files unpacked from an archive are kept in a temporary folder until the next delivery is asked for.
    Read-me files, licences and hidden files are passed over. All sheets of a workbook are given, its notes
    too.
    """
    for path in paths:
        for file in _files(path if isinstance(path, Sent) else Path(path), published):
            with tempfile.TemporaryDirectory(prefix="commonground-") as folder:
                yield from _within(file, Path(folder))


def _files(path: Path | Sent, published: str | None) -> Iterator[_File | Refusal]:
    if isinstance(path, Sent):
        yield _File(path.path, path.name, hint(path.name, published))
    elif not path.exists():
        yield Refusal(str(path), "there is no such file or folder.")
    elif path.is_dir():
        found = [p for p in sorted(path.rglob("*")) if p.is_file() and not quiet(p.relative_to(path).as_posix())]
        yield from (_File(p, str(p), hint(str(p.absolute()), published)) for p in found)
    else:
        yield _File(path, str(path), hint(str(path.absolute()), published))


def quiet(name: str) -> bool:
    """Is this a read-me, a licence, a hidden file or the like, which comes with data and is none?"""
    *folders, file = PurePosixPath(name).parts
    if any(part.startswith(".") or part == "__MACOSX" for part in folders):
        return True
    return PurePosixPath(file).suffix.lower() in QUIET_SUFFIXES or QUIET_NAMES.fullmatch(file) is not None


def hint(name: str, published: str | None) -> str | None:
    """When it was published: what the user says, or the last "published-YYYY-MM" of the path."""
    found = PUBLISHED.findall(name)
    return published or (found[-1] if found else None)


def _within(file: _File | Refusal, folder: Path) -> Iterator[Delivery | Refusal]:
    if isinstance(file, Refusal):
        yield file
        return
    try:
        yield from _open(file, folder)
    except Refusal as refusal:
        yield refusal
    except OSError as error:
        yield Refusal(file.name, f"cannot be read: {error.strerror or 'the disk reports an error'}.")


def _open(file: _File, folder: Path) -> Iterator[Delivery | Refusal]:
    scanned = text.scan(file.path, file.name)
    if not scanned.first.strip():
        raise Refusal(file.name, "is empty.")
    for magic, said in SAID.items():
        if scanned.first.startswith(magic):
            raise Refusal(file.name, said)
    path = file.path
    if scanned.first.startswith(b"\x1f\x8b"):
        path = text.gunzip(path, file.name, folder)
        inner = text.scan(path, file.name)
        scanned = text.Scan(scanned.sha256, inner.encoding, inner.first)
        if not scanned.first.strip():
            raise Refusal(file.name, "is empty.")
    if scanned.first.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zip(file, path, scanned, folder)
    elif scanned.first.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _sheets(file, path, scanned)
    else:
        yield _single(file, path, scanned, folder)


def _single(file: _File, path: Path, scanned: text.Scan, folder: Path) -> Delivery:
    if scanned.first.startswith(b"PAR1"):
        return Delivery(
            file.name, path, "parquet", scanned.sha256, _parquet_header(path, file.name), None, file.published
        )
    path = text.plain(path, scanned, file.name, folder)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        start = opened.read(2048).lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        raise Refusal(file.name, "is a web page, not data; the download may have failed.")
    if start.startswith("<"):
        return Delivery(file.name, path, "xml", scanned.sha256, records.fields(path, file.name), None, file.published)
    if start.startswith("{"):
        fields = layouts.geojson_fields(path, file.name)
        return Delivery(file.name, path, "geojson", scanned.sha256, fields, None, file.published)
    return Delivery(file.name, path, "csv", scanned.sha256, text.header(path, file.name), None, file.published)


def _parquet_header(path: Path, name: str) -> tuple[str, ...]:
    try:
        with duckdb.connect() as connection:
            return tuple(
                c[0] for c in connection.execute("select * from read_parquet(?) limit 0", [str(path)]).description
            )
    except duckdb.Error:
        raise Refusal(name, "is a damaged or incomplete Parquet file; nothing was loaded.") from None


def _sheets(file: _File, path: Path, scanned: text.Scan) -> Iterator[Delivery]:
    for sheet in workbook.sheets(path, file.name):
        digest = hashlib.sha256(f"{scanned.sha256}\0{sheet}".encode()).hexdigest()
        top = workbook.sheet_rows(path, sheet, file.name)[:40]
        fullest = max(top, key=lambda row: sum(cell is not None for cell in row), default=())
        header = tuple(cell or "" for cell in fullest)
        yield Delivery(file.name, path, "workbook", digest, header, sheet, file.published, {"top": top})


def _zip(file: _File, path: Path, scanned: text.Scan, folder: Path) -> Iterator[Delivery | Refusal]:
    with archive.opened(path, file.name) as members:
        if archive.workbook(members):
            yield from _sheets(file, path, scanned)
            return
        if archive.shapefile(members):
            fields = layouts.shape_fields(path, file.name)
            yield Delivery(file.name, path, "shapefile", scanned.sha256, fields, None, file.published)
            return
        if archive.office(members):
            raise Refusal(file.name, "is an office document, not a table; nothing was loaded.")
        if file.within:
            raise Refusal(file.name, "is an archive within an archive; unpack the outer one first.")
        found = [m for m in members.infolist() if not m.is_dir() and not quiet(m.filename)]
        if not found:
            raise Refusal(file.name, "holds no data files.")
        for member in sorted(found, key=lambda m: m.filename):
            name = f"{file.name}/{member.filename}"
            with tempfile.TemporaryDirectory(dir=folder) as unpacked:
                target = Path(unpacked) / f"member{_suffix(member.filename)}"
                try:
                    archive.unpack(members, member, name, target)
                except Refusal as refusal:
                    yield refusal
                    continue
                inner = _File(target, name, hint(name, file.published), within=True)
                yield from _within(inner, Path(unpacked))


def _suffix(member: str) -> str:
    """The member's suffix if it is a plain one: the rest of its name is never used on this disk."""
    suffix = PurePosixPath(member).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
