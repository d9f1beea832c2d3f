"""The table in a CSV file, in whatever encoding and with whatever separator it was saved."""

import codecs
import csv
import io

from commonground.partnership.spreadsheets.limits import Taken
from commonground.partnership.spreadsheets.tables import Cell, Table, as_it_stands, tidy, trimmed
from commonground.sources.readers.refusal import Refusal
from commonground.sources.readers.text import LONGEST_CELL, cell_fault

SEPARATORS = (",", ";", "\t", "|")


def tables_in(content: bytes, file: str, taken: Taken, exact: bool = False) -> tuple[Table, ...]:
    """The one table; ``exact`` keeps the words as they stand. Raises Refusal."""
    words = as_it_stands if exact else tidy
    text = _decoded(content, file, taken)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True):
            rows.append([Cell(text=words(cell)) for cell in row])
    except csv.Error as error:
        raise Refusal(file, f"row {len(rows) + 1}: {cell_fault(error)}. Nothing was taken over.") from None
    table = Table(name="The file", rows=trimmed(rows))
    taken.check_table(len(table.rows), table.width, file, "it")
    return (table,)


def _decoded(content: bytes, file: str, taken: Taken) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise Refusal(file, f"is not {taken.files}. Nothing was taken over.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """What stands most often in the first lines."""
    first = "\n".join(text.splitlines()[:20])
    return max(SEPARATORS, key=first.count)
