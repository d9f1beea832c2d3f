"""Which kinds of file are let in at all, told by their first bytes and not by their names."""

from pathlib import Path

import puremagic

from commonground.sources.readers.refusal import Refusal

LOOKED_AT = 1 << 16
KINDS = {
    b"PK\x03\x04": "a workbook, a shapefile or an archive",
    b"PK\x05\x06": "an archive",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an older Excel workbook",
}
MARKED_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")  # the byte order marks of UTF-16 and UTF-8
WANTED = (
    "CSV, Excel or OpenDocument spreadsheets, Parquet, GeoJSON, zipped shapefiles, or a zip or gzip archive of these"
)


def kind_of(path: Path, name: str) -> str:
    """What the file is, in words. Raises Refusal for a kind that is not read here."""
    with path.open("rb") as file:
        first = file.read(LOOKED_AT)
    for magic, kind in KINDS.items():
        if first.startswith(magic):
            return kind
    if first.startswith(MARKED_TEXT) or b"\0" not in first:
        return "text"
    raise Refusal(name, f"is {_named(first)}, which is not read here. What is read: {WANTED}. Nothing was loaded.")


def _named(first: bytes) -> str:
    """What a file of another kind seems to be."""
    try:
        found = puremagic.magic_string(first)
    except (puremagic.PureError, ValueError):
        return "a file of an unknown kind"
    return f"what seems to be “{found[0].name}”" if found and found[0].name else "a file of an unknown kind"
