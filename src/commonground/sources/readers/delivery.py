"""One file as it was delivered: its name for people, its bytes' hash, its header, and where its cells are."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Format = Literal["csv", "parquet", "workbook", "xml", "shapefile", "geojson"]


@dataclass(frozen=True)
class Delivery:
    """A file, or one sheet of a workbook, opened far enough to be recognised.

    ``name`` is the path as the user gave it (an archive's member is ``archive.zip/member.csv``); ``path`` is
    where it can be read now: for text always UTF-8 and not compressed, for a shapefile the zip. ``header``
    holds the column names: of a workbook sheet its fullest early row, of XML the elements of the first
    record, of shapes the attributes.
    """

    name: str
    path: Path
    format: Format
    sha256: str  # of the file's own bytes; of a sheet, of the workbook's bytes and the sheet's name
    header: tuple[str, ...]
    sheet: str | None = None
    published_hint: str | None = None  # from a "published-YYYY-MM" in the path, or the user's --published
    extra: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def shown(self) -> str:
        """The name for people, with the sheet."""
        return f"{self.name} [{self.sheet}]" if self.sheet else self.name
