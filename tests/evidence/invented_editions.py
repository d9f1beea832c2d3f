"""Small invented editions, written as a store holds them, for tests that need to know every number."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.evidence.edition import Edition
from commonground.evidence.store import Store


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return first, following - timedelta(days=1)


def row(area: str, span: tuple[date, date], count: int | None, **more: object) -> dict[str, object]:
    """A tidy row about a borough."""
    return {
        "area_type": "local_authority",
        "area_code": area,
        "area_name": area,
        "start": span[0],
        "end": span[1],
        "count": count,
        "mark": None if count is not None else "*",
        **more,
    }


SCHEMA = {
    "area_type": pa.string(),
    "area_code": pa.string(),
    "area_name": pa.string(),
    "start": pa.date32(),
    "end": pa.date32(),
    "count": pa.int64(),
    "value": pa.float64(),
    "mark": pa.string(),
}


def put(
    store: Store,
    rows: Sequence[dict[str, object]],
    *,
    source: str = "mps_borough",
    classification: str | None = "home-office-2024",
    published: str | None = "2026-04",
    periods: Sequence[tuple[date, date]] = (),
    partial: Sequence[tuple[date, date]] = (),
    parts: Sequence[str] = (),
    schema: dict[str, pa.DataType] | None = None,
) -> Edition:
    """Write the rows as an edition of the store. Periods are those of the rows unless given."""
    types = {**SCHEMA, **(schema or {})}
    names = list(dict.fromkeys(name for each in rows for name in each))
    table = pa.table({n: pa.array([r.get(n) for r in rows], types.get(n, pa.string())) for n in names})
    spans = sorted({(r["start"], r["end"]) for r in rows if "start" in r} - set(partial))
    number = len(store.editions())
    edition = Edition(
        id=f"{source}-{published}-{number:08d}",
        source=source,
        classification=classification,
        published=published,
        file="invented.csv",
        sha256=f"{number:064d}",
        rows_read=len(rows),
        rows_loaded=len(rows),
        periods=tuple(periods or spans),
        partial=tuple(partial),
        parts=tuple(parts),
        area_types=tuple(sorted({str(r["area_type"]) for r in rows if "area_type" in r})),
    )
    folder = Path(store.folder) / source / edition.id
    folder.mkdir(parents=True)
    pq.write_table(table, folder / "rows.parquet")
    (folder / "manifest.json").write_text(json.dumps(edition.to_json()), "utf-8")
    return edition
