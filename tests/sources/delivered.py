"""Files of ``data/`` read as the product reads them and, beside it, in the plainest Python."""

import csv
import gzip
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from commonground.sources.readers.deliveries import deliveries
from commonground.sources.readers.engine import connect
from commonground.sources.readers.intake import Tidied, recognise, tidy
from commonground.sources.readers.refusal import Refusal

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class Reading:
    """A file made tidy, and questions to its table."""

    tidied: Tidied
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to SQL over ``tidied``."""
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        """The only cell of the answer."""
        ((cell,),) = self.rows(sql)
        return cell

    def counted(self, *columns: str) -> Counter[tuple[Any, ...]]:
        """How often each combination of values stands in the table."""
        listed = ", ".join(f'"{column}"' for column in columns)
        return Counter(
            dict(
                ((*row[:-1],), row[-1])
                for row in self.rows(f"select {listed}, count(*) from tidied group by all")
            )
        )

    def unplaced(self) -> set[str | None]:
        """The names of areas without a code."""
        return {
            name for (name,) in self.rows("select distinct area_name from tidied where area_code is null")
        }

    def marks(self) -> dict[str, int]:
        """How many cells hold each mark."""
        return dict(
            self.rows("select mark, count(*) from tidied where mark is not null group by 1 order by 1")
        )


def read_file(path: Path) -> Reading:
    """The file as its source reads it; of a workbook, the sheets that a source knows must be one edition.

    Raises Refusal for a file that is not known or may not stand.
    """
    found, refused = [], []
    for delivery in deliveries([path]):
        try:
            if isinstance(delivery, Refusal):
                raise delivery
            source = recognise(delivery)
        except Refusal as refusal:
            refused.append(refusal)
            continue
        connection = connect()
        found.append(Reading(tidy(delivery, source, connection), connection))
    if not found:
        raise refused[0]
    (only,) = found
    return only


@cache
def read(name: str) -> Reading:
    """A file of ``data/``, read once for all tests."""
    return read_file(DATA / name)


@cache
def stated_rows(folder: str) -> dict[str, int]:
    """The rows of each file, from the table of the folder's README."""
    text = (DATA / folder / "README.md").read_text("utf-8")
    found = re.findall(r"^\| `([^`]+)` \| ([0-9,]+) \|", text, re.MULTILINE)
    return {name: int(rows.replace(",", "")) for name, rows in found}


@cache
def plain(name: str) -> tuple[dict[str, Any], ...]:
    """The records of a file of ``data/``: CSV by the csv module, Parquet by Arrow, nothing interpreted."""
    path = DATA / name
    if path.suffix == ".parquet":
        return tuple(pq.read_table(path).to_pylist())
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def cell(text: str | None) -> tuple[float | None, str | None]:
    """The number of a cell, or its mark; an empty one is marked blank."""
    said = (text or "").strip()
    try:
        return float(said.replace(",", "")), None
    except ValueError:
        return None, said.lower() or "blank"


def year_of(identifier: str, period: str) -> tuple[date, date]:
    """First and last day of a year of the Department for Education."""
    year = int(period[:4])
    match identifier:
        case "Academic year":
            return date(year, 9, 1), date(year + 1, 8, 31)
        case "Reporting year":
            return date(year - 1, 4, 1), date(year, 3, 31)
        case "Calendar year":
            return date(year, 1, 1), date(year, 12, 31)
    raise ValueError(identifier)
