"""How large a plan may be that is sent in: larger than any that was ever written, and small enough to read at once."""

from pathlib import Path
from zipfile import ZipFile

from commonground.sources.readers.refusal import Refusal

MOST_BYTES = 10 << 20
MOST_EXPANDED = 30 << 20  # of the parts that are read
MOST_ROWS = 3_000
MOST_COLUMNS = 60
MOST_TABLES = 40


def check_size(path: Path, file: str) -> None:
    """Raises Refusal for an empty file, and one too large."""
    size = path.stat().st_size
    if not size:
        raise Refusal(file, "is empty. Save it again and send that.")
    if size > MOST_BYTES:
        raise Refusal(
            file,
            f"has {size / (1 << 20):.0f} MB, and a plan that is sent in may have {MOST_BYTES >> 20} MB; take the "
            "pictures out and send it again. Nothing was taken over.",
        )


def check_expanded(archive: ZipFile, file: str) -> None:
    """Raises Refusal if what would be read is far more than a plan."""
    read = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".csv")))
    if read > MOST_EXPANDED:
        raise Refusal(file, "expands to far more than a plan could; it was not read.")


def check_table(rows: int, columns: int, file: str, table: str) -> None:
    """Raises Refusal for a table that is no plan."""
    if rows > MOST_ROWS:
        raise Refusal(
            file,
            f"{table} has {rows:,} rows, and a plan that is sent in may have {MOST_ROWS:,}; "
            "delete the rows that are not the plan and send it again. Nothing was taken over.",
        )
    if columns > MOST_COLUMNS:
        raise Refusal(
            file,
            f"{table} has {columns:,} columns, and a plan that is sent in may have {MOST_COLUMNS}; "
            "delete the columns that are not the plan and send it again. Nothing was taken over.",
        )
