"""Zip archives: one member at a time, without trusting what the archive says of itself."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from commonground.sources.readers.refusal import Refusal
from commonground.sources.readers.text import CHUNK, EXPANSION_FLOOR, MOST_EXPANSION

MOST_MEMBERS = 100_000
MOST_BYTES = 100 << 30  # the whole data.police.uk archive is a tenth of this
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
SHAPE_PARTS = {".shp", ".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".xml", ".qmd", ".fbn", ".fbx"}


@contextmanager
def opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive, its list of members checked. Raises Refusal."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError, EOFError):
        raise Refusal(name, "is a damaged or incomplete zip archive; download it again. Nothing was loaded.") from None
    with archive:
        _check(archive, path, name)
        yield archive


def _check(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refusal(name, f"holds {len(members):,} files, more than an archive of tables could; it was not read.")
    total = sum(member.file_size for member in members)
    # Members that lie over one another expand the same bytes many times: the archive as a whole is limited
    # too.
    if total > min(MOST_BYTES, max(EXPANSION_FLOOR, MOST_EXPANSION * path.stat().st_size)):
        raise Refusal(name, "expands to far more than an archive of tables could; it was not read.")
    if total > shutil.disk_usage(path.parent).free:
        raise Refusal(name, f"needs {total >> 20:,} MB to be unpacked, more than is free on this disk.")
    for member in members:
        if leads_out(member.filename):
            raise Refusal(name, f"holds a member named “{member.filename[:80]}”, outside the archive; it was not read.")
        if member.flag_bits & 1:
            raise Refusal(name, "is protected by a password; unpack it first. Nothing was loaded.")


def leads_out(member: str) -> bool:
    """Would a member of this name be written outside the folder it is unpacked in?"""
    parts = PurePosixPath(member.replace("\\", "/")).parts
    return ".." in parts or member.startswith(("/", "\\")) or (len(member) > 1 and member[1] == ":")


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path) -> None:
    """Write the member's bytes to the target, whose name is ours. Raises Refusal if they are damaged."""
    size = 0
    try:
        with archive.open(member) as read, target.open("wb") as write:
            while chunk := read.read(CHUNK):
                size += len(chunk)
                if size > member.file_size:
                    raise Refusal(name, "holds more than the archive says; it was not read.")
                write.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Refusal(name, "is damaged in the archive; download it again. Nothing was loaded.") from None
    if size != member.file_size:
        raise Refusal(name, "is cut short in the archive; download it again. Nothing was loaded.")


def shapefile(archive: zipfile.ZipFile) -> bool:
    """Is the archive one shapefile and its parts?"""
    suffixes = [PurePosixPath(m.filename).suffix.lower() for m in archive.infolist() if not m.is_dir()]
    return (
        suffixes.count(".shp") == 1
        and suffixes.count(".dbf") == 1
        and set(suffixes) <= SHAPE_PARTS | {".txt", ".pdf", ""}
    )


def workbook(archive: zipfile.ZipFile) -> bool:
    """Is the archive a workbook, of Excel or in the OpenDocument format?"""
    names = set(archive.namelist())
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names or (
        {"mimetype", "content.xml"} <= names and _first(archive, "mimetype", len(SPREADSHEET)) == SPREADSHEET
    )


def _first(archive: zipfile.ZipFile, member: str, size: int) -> bytes:
    try:
        with archive.open(member) as read:
            return read.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return b""


def office(archive: zipfile.ZipFile) -> bool:
    """Is the archive a document of an office program other than a spreadsheet?"""
    names = set(archive.namelist())
    return "[Content_Types].xml" in names or "mimetype" in names
