"""From a delivery to a tidy table: every cell checked, every fault said with its line, all of it or nothing.

A long CSV or Parquet file without a fault goes through in one pass (``swift``). Any other, and any file in
which that pass finds something to look into, is put into a table of text cells first, checked there, and
tidied from it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from commonground.sources import Source
from commonground.sources.readers import swift
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.engine import MARKS, connect
from commonground.sources.readers.faults import apply_checks, one_row, place_of, refuse_faults
from commonground.sources.readers.recognise import recognise
from commonground.sources.readers.refusal import Refusal
from commonground.sources.readers.relation import literal, materialise, quoted

__all__ = ["MARKS", "Tidied", "connect", "recognise", "tidy"]

Span = tuple[date, date]
PARTIAL = 0.25
"""A month of a wide file with less than this share of the middle month is there only in part."""
PICKED = 4
"""A long file of fewer kinds than this was picked out of a whole one: what it lacks was left out, and is not nought."""
LONG = 100
UNDATED = "the file does not say when it was published; load it with --published YYYY-MM"


@dataclass(frozen=True)
class Tidied:
    """A delivery made tidy: the view ``tidied`` of the connection, or already a Parquet file of its rows."""

    delivery: Delivery
    source: Source
    connection: duckdb.DuckDBPyConnection
    classification: str | None
    published: str | None
    rows_read: int
    rows_loaded: int
    rejections: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    periods: tuple[Span, ...]
    partial: tuple[Span, ...]
    area_types: tuple[str, ...]
    parts: tuple[str, ...] = ()
    written: Path | None = None


def tidy(
    delivery: Delivery,
    source: Source,
    connection: duckdb.DuckDBPyConnection,
    draft: Path | None = None,
) -> Tidied:
    """The delivery as the source's tidy table, whole and checked. Raises Refusal if any row may not stand.

    ``draft`` is a file that may be written to, for the files that can go through in one pass. The
    connection's own tables and views are replaced.
    """
    try:
        connection.execute("set variable file_name = ?", [delivery.name])
        if draft is not None and (rows := swift.write(connection, delivery, source, draft)) is not None:
            connection.execute(
                f"create or replace temp view tidied as select * from read_parquet({literal(str(draft))})"
            )
            return _described(delivery, source, connection, rows, written=draft)
        return _checked(delivery, source, connection)
    except duckdb.Error as error:
        said = type(error).__name__  # a message could print a cell, and a restricted cell is never printed
        if source.is_open:
            said = re.sub(r"^(\w+ )*Error: ", "", " ".join(str(error).split()))[:160].rstrip(".")
        raise Refusal(delivery.shown, f"cannot be made into {source.title}: {said}. Nothing was loaded.") from error


def _checked(delivery: Delivery, source: Source, connection: duckdb.DuckDBPyConnection) -> Tidied:
    arranged = materialise(connection, delivery, source, lambda row: place_of(delivery, source, row))
    (rows_read,) = one_row(connection, "select count(*) from as_delivered")
    if not rows_read:
        raise Refusal(delivery.shown, "holds a header and no rows; nothing was loaded.")
    refuse_faults(connection, delivery, source, arranged)
    rejections, warnings = apply_checks(connection, delivery, source)
    warnings += delivery.extra.get("warnings", ())  # what ``unfold`` has to say
    gone = "where rowid not in (select row from rejected)" if rejections else ""
    connection.execute(f"create or replace temp view delivered as select * from as_delivered {gone}")
    classification, published = _scalar(connection, source.classify), _scalar(connection, source.published)
    if source.wide:
        warnings += _unpivot(connection, source, list(arranged.headings))
    tidied = select(source)
    if source.each is None:  # worked out once; a row for a row is worked out as it is written, without another copy
        connection.execute(f"create or replace temp table worked_out as {tidied}")
        tidied = "select * from worked_out"
    connection.execute(f"create or replace temp view tidied as {tidied}")
    return _described(delivery, source, connection, rows_read, rejections, warnings, classification, published)


def select(source: Source) -> str:
    """SQL for the tidy table, each column of its declared type."""
    exact = ", ".join(f"{quoted(name)}::{kind} as {quoted(name)}" for name, kind in source.columns.items())
    made = source.tidy
    if source.each is not None:
        cells = ", ".join(f"{sql} as {quoted(name)}" for name, sql in source.each.items())
        made = f"select {cells} from delivered"
    return f"select {exact} from ({made})"


def _described(
    delivery: Delivery,
    source: Source,
    connection: duckdb.DuckDBPyConnection,
    rows_read: int,
    rejections: Iterable[tuple[str, int]] = (),
    warnings: Iterable[str] = (),
    classification: str | None = None,
    published: str | None = None,
    written: Path | None = None,
) -> Tidied:
    """What the manifest has to say of the view ``tidied``."""
    rejections, warnings = tuple(rejections), tuple(warnings)
    published = published or delivery.published_hint
    if published is None and source.holds != "reference":
        warnings += (UNDATED,)
    periods, partial = _periods(connection, source)
    kinds = _distinct(connection, source.kinds)
    if kinds and len(kinds) < PICKED and rows_read >= LONG:
        only = ", ".join(kinds)
        warnings += (f"only {only} is in the file, a part of what is published: no measure is counted from it",)
        periods, partial = (), (*periods, *partial)
    return Tidied(
        delivery=delivery,
        source=source,
        connection=connection,
        classification=classification,
        published=published,
        rows_read=rows_read,
        rows_loaded=rows_read - sum(count for _, count in rejections),
        rejections=rejections,
        warnings=warnings,
        periods=periods,
        partial=partial,
        area_types=_distinct(connection, "area_type" if "area_type" in source.columns else None),
        parts=_distinct(connection, source.parts),
        written=written,
    )


def _unpivot(connection: duckdb.DuckDBPyConnection, source: Source, headings: list[str]) -> list[str]:
    """Turn the wide columns of ``delivered`` into rows, labels trimmed; return what is said of headings left out."""
    usable = [heading for heading in headings if heading not in source.unusable]
    names = ", ".join(quoted(column.name) for column in source.delivery)
    labels = ", ".join(f"trim({quoted(column.name)}) as {quoted(column.name)}" for column in source.delivery)
    cells = ", ".join(map(quoted, usable))
    kept = f"select {labels}, {cells} from as_delivered where rowid not in (select row from rejected)"
    connection.execute(f"""
        create or replace temp view delivered as select {names}, heading, value
        from (unpivot ({kept}) on {cells} into name heading value value)
    """)
    connection.execute("create or replace temp table headings (heading varchar)")
    connection.executemany("insert into headings values (?)", [[heading] for heading in usable])
    left_out = [heading for heading in headings if heading in source.unusable]
    return [f"{heading} is left out: it is known to be wrong as published" for heading in left_out]


def _periods(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The whole periods of the view ``tidied``, and those that are there only in part."""
    if not {"start", "end"} <= set(source.columns):
        return (), ()
    amount = 'sum("count")' if "count" in source.columns else "count(*)"
    rows = connection.execute(
        f'select start, "end", {amount} from tidied where start is not null group by all order by 1, 2'
    ).fetchall()
    amounts = sorted(float(amount or 0) for *_, amount in rows)
    enough = amounts[len(amounts) // 2] * PARTIAL if source.wide and len(rows) >= 6 else 0
    whole = tuple((start, end) for start, end, amount in rows if float(amount or 0) >= enough)
    partial = tuple((start, end) for start, end, amount in rows if float(amount or 0) < enough)
    return whole, partial


def _distinct(connection: duckdb.DuckDBPyConnection, column: str | None) -> tuple[str, ...]:
    if column is None:
        return ()
    listed = connection.execute(
        f"select distinct {quoted(column)} from tidied where {quoted(column)} is not null order by 1"
    )
    return tuple(row[0] for row in listed.fetchall())


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str | None) -> str | None:
    if sql is None:
        return None
    row = connection.execute(f"select {sql}").fetchone()
    return None if row is None or row[0] is None else str(row[0])
