"""One file as it was delivered: its name for people, its bytes' hash, its header, and a relation of text cells."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Format = Literal["csv", "parquet", "workbook", "xml", "shapefile", "geojson"]


@dataclass(frozen=True)
class Delivery:
    """A file, or one sheet of a workbook, opened far enough to be recognised.

    ``name`` is the path as the user gave it (an archive's member is ``archive.zip/member.csv``); ``path`` is where
    the bytes are now.
    """

    name: str
    path: Path
    format: Format
    sha256: str
    header: tuple[str, ...]
    sheet: str | None = None
    published_hint: str | None = None  # from a "published-YYYY-MM" in the path, or the user's --published
    extra: dict[str, object] = field(default_factory=dict, compare=False, hash=False)
