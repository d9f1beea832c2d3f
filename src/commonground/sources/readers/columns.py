"""A table that somebody has, read as columns: CSV, a workbook's first sheet, Parquet. Nothing of it is kept.

Cells are text until they are asked for as numbers, days or times; a cell that cannot be read is refused with its
line and its column.
"""

import csv
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from commonground.sources.readers import text, workbook
from commonground.sources.readers.refusal import Refusal

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m", "%d-%m-%Y", "%d.%m.%Y")
TIMES = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", *DAYS)
YES = {"1": True, "true": True, "yes": True, "y": True, "0": False, "false": False, "no": False, "n": False}


@dataclass(frozen=True)
class Sheet:
    """The cells of a table by heading, stripped; ``lines`` says where in the file each row is."""

    name: str
    cells: Mapping[str, Sequence[str]]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)


def sheet(path: Path) -> Sheet:
    """Read the table. Raises Refusal for what is not one, for a heading twice, and for no rows."""
    if not path.is_file():
        raise Refusal(str(path), "there is no such file.")
    name = path.name
    with tempfile.TemporaryDirectory() as folder:
        found = _rows(path, name, Path(folder))
    filled = [(line, row) for line, row in found if any(row)]
    if not filled:
        raise Refusal(name, "is empty.")
    (_, heading), *rows = filled
    if twice := sorted({h for h in heading if h and heading.count(h) > 1}):
        raise Refusal(name, f"has the heading “{twice[0]}” twice; give each column its own.")
    if not rows:
        raise Refusal(name, "has headings and no rows.")
    for line, row in rows:
        if any(row[len(heading) :]):
            raise Refusal(name, f"line {line:,} has {len(row)} cells, and there are {len(heading)} headings.")
    cells = {
        h: [row[i] if i < len(row) else "" for _, row in rows] for i, h in enumerate(heading) if h
    }
    return Sheet(name, cells, [line for line, _ in rows])


def _rows(path: Path, name: str, folder: Path) -> list[tuple[int, list[str]]]:
    scanned = text.scan(path, name)
    if scanned.first[:2] == b"\x1f\x8b":
        path = text.gunzip(path, name, folder)
        scanned = text.scan(path, name)
    if scanned.first[:4] == b"PAR1":
        return _parquet(path, name)
    if scanned.first[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        first = workbook.sheets(path, name)[0]
        return [
            (line, [cell or "" for cell in row]) for line, row in enumerate(workbook.sheet_rows(path, first, name), 1)
        ]
    plain = text.plain(path, scanned, name, folder)
    try:
        return [(line, [cell.strip() for cell in row]) for line, row in text.records(plain)]
    except csv.Error as error:
        raise Refusal(name, f"cannot be read as CSV: {text.cell_fault(error)}.") from None


def _parquet(path: Path, name: str) -> list[tuple[int, list[str]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError):
        raise Refusal(name, "is a damaged Parquet file; nothing was read.") from None
    columns = [["" if cell is None else str(cell) for cell in table[h].to_pylist()] for h in table.column_names]
    rows = zip(*columns, strict=True)
    return [(1, list(table.column_names)), *((line, list(row)) for line, row in enumerate(rows, 2))]


def numbers(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as float64; an empty cell is nan where it may be. Raises Refusal."""
    return _read(given, heading, blank, float("nan"), _number, "a number").astype(np.float64)


def counts(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as whole numbers, nought or more, in float64. Raises Refusal."""
    found = numbers(given, heading, blank)
    wrong = np.flatnonzero((found < 0) | (found != np.floor(found)) & ~np.isnan(found))
    if wrong.size:
        raise _refusal(given, heading, int(wrong[0]), "a count: it must be a whole number, nought or more")
    return found


def days(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as datetime64[D]; a month alone is its first day. Raises Refusal."""
    return _moments(given, heading, blank, "D", DAYS, "a day such as 2019-04-30 or 30/04/2019")


def times(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as datetime64[s], the clock as it is written. Raises Refusal."""
    return _moments(given, heading, blank, "s", TIMES, "a time such as 2019-04-30 21:15")


def answers(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as bool. Raises Refusal."""
    return _read(given, heading, blank, False, lambda cell: YES[cell.lower()], "yes or no").astype(bool)


def words(given: Sheet, heading: str, blank: bool = False) -> np.ndarray:
    """The column as text. Raises Refusal."""
    return _read(given, heading, blank, "", str, "text")


def _number(cell: str) -> float:
    value = float(cell.replace(",", "") if "," in cell and "." not in cell.partition(",")[0] else cell)
    if not np.isfinite(value):
        raise ValueError
    return value


def _moments(
    given: Sheet, heading: str, blank: bool, unit: str, forms: Sequence[str], must_be: str
) -> np.ndarray:
    def moment(cell: str) -> datetime:
        return _moment(cell, forms)

    # A cell without a moment is None, which NumPy writes as NaT.
    return _read(given, heading, blank, None, moment, must_be).astype("datetime64[s]").astype(f"datetime64[{unit}]")


def _moment(cell: str, forms: Sequence[str]) -> datetime:
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=None)
    except ValueError:
        for form in forms:
            try:
                return datetime.strptime(cell, form)
            except ValueError:
                continue
    raise ValueError


def _read(
    given: Sheet, heading: str, blank: bool, empty: object, value: Callable[[str], object], must_be: str
) -> np.ndarray:
    found = np.empty(len(given), dtype=object)
    for row, cell in enumerate(given.cells[heading]):
        if not cell:
            if not blank:
                raise _refusal(given, heading, row, must_be)
            found[row] = empty
            continue
        try:
            found[row] = value(cell)
        except (ValueError, KeyError):
            raise _refusal(given, heading, row, must_be) from None
    return found


def _refusal(given: Sheet, heading: str, row: int, must_be: str) -> Refusal:
    cell = given.cells[heading][row]
    said = f"“{cell[:40]}” is not {must_be}" if cell else f"is empty, and must be {must_be}"
    return Refusal(given.name, f"line {given.lines[row]:,}, column “{heading}”: {said}.")
