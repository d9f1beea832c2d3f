"""Tables that are taken away as CSV: no cell of them runs as a formula when it is opened."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"  # by which Excel knows that the file is UTF-8


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as CSV, in UTF-8. Text that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode()


def harmless(cell: object) -> object:
    """The cell, unless a spreadsheet would run it."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(STARTS_A_FORMULA):
        return "'" + cell
    return cell
