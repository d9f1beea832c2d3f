"""Text files: which encoding, which header, and a plain UTF-8 copy where the file is something else."""

import codecs
import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from commonground.sources.readers.refusal import Refusal

CHUNK = 1 << 20
LONGEST_CELL = 1 << 20  # characters; a published table has nothing near it
MOST_EXPANSION = 200  # times: a text table compresses 5 to 30 times, a bomb a thousand
EXPANSION_FLOOR = 50 << 20  # bytes below which no ratio is suspicious
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes tells."""

    sha256: str
    encoding: str
    first: bytes  # the first bytes, for the format


def scan(path: Path, name: str) -> Scan:
    """Hash the file and find its encoding in one pass. Binary files get the encoding ``binary``."""
    digest = hashlib.sha256()
    first, ascii_only, binary = b"", True, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    # Hashing is most of the work and lets go of the interpreter: the rest is done beside it.
    with path.open("rb") as file, ThreadPoolExecutor(1) as hasher:
        while chunk := file.read(CHUNK):
            hashed = hasher.submit(digest.update, chunk)
            first = first or chunk[:4096]
            binary = binary or b"\0" in chunk
            if not binary and not (ascii_only and chunk.isascii()):
                ascii_only = False
                utf8 = utf8 and _continues(decoder, chunk)
            hashed.result()
    utf8 = utf8 and _continues(decoder, b"", final=True)
    if first.startswith(UTF16):
        encoding = "utf-16"
    elif binary:
        encoding = "binary"
    else:
        encoding = "utf-8" if utf8 else "cp1252"
    return Scan(digest.hexdigest(), encoding, first)


def _continues(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    """Is the chunk text in the decoder's encoding, going on from the chunks before?"""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def plain(path: Path, scanned: Scan, name: str, folder: Path) -> Path:
    """A UTF-8 file of the same text: itself, or a copy in the folder. Raises Refusal if it is not text."""
    if scanned.encoding == "utf-8":
        return path
    if scanned.encoding == "binary":
        raise Refusal(name, f"{_line_of_null(path)} holds a null byte, so it is not a text table; nothing was loaded.")
    if scanned.first.startswith(codecs.BOM_UTF8):
        raise Refusal(name, "says that it is UTF-8 but is not; save it as CSV UTF-8 again. Nothing was loaded.")
    copy = folder / f"{path.name}.utf-8"
    try:
        with (
            path.open(encoding=scanned.encoding, newline="") as read,
            copy.open("w", encoding="utf-8", newline="") as write,
        ):
            while text := read.read(CHUNK):
                if "\0" in text:
                    raise Refusal(name, "holds null characters, so it is not a text table; nothing was loaded.")
                write.write(text)
    except UnicodeError:
        raise Refusal(
            name,
            "is in an encoding that is not known here; save it as CSV UTF-8 and try again. Nothing was loaded.",
        ) from None
    return copy


def _line_of_null(path: Path) -> str:
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            at = chunk.find(b"\0")
            if at >= 0:
                return f"line {lines + chunk.count(10, 0, at):,}"
            lines += chunk.count(b"\n")
    return "it"


def gunzip(path: Path, name: str, folder: Path) -> Path:
    """The expanded file, in the folder. Raises Refusal if the gzip is damaged or expands beyond reason."""
    limit = max(EXPANSION_FLOOR, MOST_EXPANSION * path.stat().st_size)
    expanded = folder / f"{path.name}.expanded"
    size = 0
    try:
        with gzip.open(path) as read, expanded.open("wb") as write:
            while chunk := read.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Refusal(name, "expands to far more than a table could; it was not read.")
                write.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Refusal(name, "is a damaged or incomplete gzip file; download it again. Nothing was loaded.") from None
    return expanded


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every record of a CSV with the line it starts on; blank lines are left out. Raises csv.Error."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        line = 1
        for record in reader:
            if record:
                yield line, record
            line = reader.line_num + 1


def header(path: Path, name: str) -> tuple[str, ...]:
    """The first record. Raises Refusal for an empty file."""
    try:
        first = next(records(path), None)
    except csv.Error as error:
        raise Refusal(name, f"line 1: {cell_fault(error)}. Nothing of the file was loaded.") from None
    if first is None:
        raise Refusal(name, "is empty.")
    return tuple(first[1])


def cell_fault(error: csv.Error) -> str:
    """What the reader of CSV complains of, in words."""
    said = str(error)
    if "field larger" in said:
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    if "unexpected end" in said:
        return "a quotation mark is opened and never closed"
    if "expected after" in said:
        return "a quotation mark is closed in the middle of a cell"
    return "the line is not CSV"
