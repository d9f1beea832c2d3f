"""An edition: one delivered file as the store holds it, with everything a figure made from it must carry."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The manifest of one loaded file.

    ``periods`` are the whole periods (first day, last day) the file reports on, so that an absent row inside
    them means nought; ``partial`` are periods it holds only in part, which no measure uses. Both are empty
    for reference tables. ``parts`` names what the file holds of its source where each publication is several
    files (the forces of street-level crime, the categories of the annual files): a later edition takes the
    place of an earlier one only within the same part.
    """

    id: str  # "mps_borough-2019-02-3fa1b2c4": source, publication (or "undated"), start of the hash
    source: str
    classification: str | None
    published: str | None  # YYYY-MM or YYYY-MM-DD
    file: str
    sha256: str
    rows_read: int
    rows_loaded: int
    rejections: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    periods: tuple[tuple[date, date], ...] = ()
    partial: tuple[tuple[date, date], ...] = ()
    area_types: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    folder: Path | None = None  # where rows.parquet is; not part of the manifest

    @property
    def rows_rejected(self) -> int:
        return sum(count for _, count in self.rejections)

    @property
    def name(self) -> str:
        """The name that its publisher gave the file, not where it lay when it was loaded: what others may be told."""
        return self.file.replace("\\", "/").rpartition("/")[2]

    @property
    def rows(self) -> Path:
        """The tidy table."""
        assert self.folder is not None
        return self.folder / "rows.parquet"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types, dates in ISO form, without the folder."""
        plain = asdict(self)
        del plain["folder"]
        for name in ("periods", "partial"):
            plain[name] = [[start.isoformat(), end.isoformat()] for start, end in plain[name]]
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any], folder: Path) -> "Edition":
        """The edition whose manifest this is."""
        read = dict(plain, folder=folder)
        for name in ("periods", "partial"):
            read[name] = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in plain[name])
        read["rejections"] = tuple((reason, count) for reason, count in plain["rejections"])
        read["warnings"] = tuple(plain["warnings"])
        read["area_types"] = tuple(plain["area_types"])
        read["parts"] = tuple(plain.get("parts", ()))
        return cls(**read)
