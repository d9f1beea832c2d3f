"""What may be sent in and how large it may be, with the words for a sentence that refuses it."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from commonground.sources.readers.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One kind of thing that is sent in: larger than any that was ever written, small enough to read at once.

    ``what`` and ``the`` name it (“a plan”, “the plan”), ``files`` the kinds of file (“a spreadsheet or a CSV file”),
    ``source`` what a picture of it was made from, ``saved`` the endings that an office program saves it with.
    """

    what: str
    the: str
    files: str
    source: str
    saved: str
    bytes: int
    expanded: int  # of the parts that are read
    rows: int
    columns: int
    tables: int

    def check_size(self, path: Path, file: str) -> None:
        """Raises Refusal for an empty file, and one too large."""
        size = path.stat().st_size
        if not size:
            raise Refusal(file, "is empty. Save it again and send that.")
        if size > self.bytes:
            raise Refusal(
                file,
                f"has {size / (1 << 20):.0f} MB, and {self.what} that is sent in may have {self.bytes >> 20} MB; take "
                "the pictures out and send it again. Nothing was taken over.",
            )

    def check_expanded(self, archive: ZipFile, file: str) -> None:
        """Raises Refusal if what would be read is far more than such a thing."""
        read = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".csv")))
        if read > self.expanded:
            raise Refusal(file, f"expands to far more than {self.what} could; it was not read.")

    def check_table(self, rows: int, columns: int, file: str, table: str) -> None:
        """Raises Refusal for a table that is no such thing."""
        for count, most, name in ((rows, self.rows, "rows"), (columns, self.columns, "columns")):
            if count > most:
                raise Refusal(
                    file,
                    f"{table} has {count:,} {name}, and {self.what} that is sent in may have {most:,}; delete the "
                    f"{name} that are not {self.the} and send it again. Nothing was taken over.",
                )

    def check_tables(self, count: int, file: str) -> None:
        """Raises Refusal for a file of too many tables."""
        if count > self.tables:
            said = f"has {count} tables, and {self.what} that is sent in may have {self.tables}; leave others out."
            raise Refusal(file, f"{said} Nothing was taken over.")
