"""The cells of a delivery as a relation of text, and as the table ``as_delivered`` under our names."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from commonground.sources import Source
from commonground.sources.readers import records, text, workbook
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.personal import refuse_personal_data
from commonground.sources.readers.recognise import heading_row, headings_of, places_of, unfolded
from commonground.sources.readers.refusal import Refusal

DAMAGED_PARQUET = "is a damaged or incomplete Parquet file; nothing was loaded."


@dataclass(frozen=True)
class Arrangement:
    """Which of the file's columns are ours: how they are spelled in it, and the SQL that picks them."""

    header: Mapping[str, str]  # our name -> as spelled in the file
    headings: Mapping[str, str]  # heading of a wide column -> as spelled in the file
    places: Mapping[str, int]  # our name -> which column, from nought
    chosen: str  # SQL: h3 as "month", null::varchar as "context", ...


def arrange(delivery: Delivery, source: Source, header: Sequence[str | None]) -> Arrangement:
    """Find our columns in the header. Raises Refusal if one of them is there twice."""
    found, wide = places_of(source, header), headings_of(source, header)
    for spelled in {spell for at in [*found.values(), *wide] if (spell := str(header[at]))}:
        if list(header).count(spelled) > 1:
            raise Refusal(delivery.shown, f"has more than one column “{spelled[:60]}”; nothing was loaded.")
    headings: dict[str, str] = {}
    for at, heading in wide.items():
        if heading in headings:
            raise Refusal(delivery.shown, f"has more than one column for “{heading[:60]}”; nothing was loaded.")
        headings[heading] = str(header[at])
    chosen = [f'h{at} as "{name}"' for name, at in found.items()]
    chosen += [f'null::varchar as "{c.name}"' for c in source.delivery if c.name not in found]
    chosen += [f"h{at} as {quoted(heading)}" for at, heading in wide.items()]
    spelled_as = {name: str(header[at]) for name, at in found.items()}
    return Arrangement(spelled_as, headings, found, ", ".join(chosen))


def materialise(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    source: Source,
    place: Callable[[int], str],
) -> Arrangement:
    """Put the cells into ``as_delivered``, all text; ``place`` says where a row of it is in the file."""
    raw, header = _raw(connection, delivery, source)
    arranged = arrange(delivery, source, header)
    statement = f"create or replace temp table as_delivered as select {arranged.chosen} from"
    try:
        connection.execute(f"{statement} {raw}")
    except duckdb.Error:
        if delivery.format == "parquet":
            raise Refusal(delivery.shown, DAMAGED_PARQUET) from None
        if delivery.format != "csv":
            raise
        # The quick reader is strict and terse. The slow one either finds the line at fault or shows that
        # there is none (lines ended in more than one way, for example), and then hands over the records it
        # read.
        connection.register("raw", _read_slowly(delivery, len(header)))
        raw = "raw"
        connection.execute(f"{statement} raw")
    if not source.is_open:
        columns = {column.name: column for column in source.delivery}
        declared = {at: columns[name] for name, at in arranged.places.items()}
        refuse_personal_data(connection, raw, header, declared, delivery, place)
    if raw == "raw":
        connection.unregister("raw")
    return arranged


def csv_relation(delivery: Delivery, kinds: Mapping[int, str] | None = None) -> str:
    """SQL for the file as columns h0, h1 ..., text unless ``kinds`` says otherwise."""
    kinds = kinds or {}
    columns = ", ".join(f"'h{at}': '{kinds.get(at, 'VARCHAR')}'" for at in range(len(delivery.header)))
    return (
        f"read_csv({literal(str(delivery.path))}, auto_detect = false, header = true, delim = ',', "
        f"quote = '\"', escape = '\"', strict_mode = true, max_line_size = {text.LONGEST_CELL}, "
        f"columns = {{{columns}}})"
    )


def parquet_relation(delivery: Delivery) -> str:
    """SQL for the file as text columns h0, h1 ..."""
    names = ", ".join(f"{quoted(h)}::varchar as h{at}" for at, h in enumerate(delivery.header))
    return f"(select {names} from read_parquet({literal(str(delivery.path))}))"


def _raw(connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source) -> tuple[str, Sequence[str | None]]:
    """A relation of text columns h0, h1 ..., and the header they stand under."""
    if source.unfold:
        table = unfolded(source, delivery)
        if table is None:
            table = source.unfold(delivery)  # raises what is wrong
        connection.register("raw", _lettered(table))
        return "raw", table.column_names
    if delivery.format == "csv":
        return csv_relation(delivery), delivery.header
    if delivery.format == "parquet":
        return parquet_relation(delivery), delivery.header
    if delivery.format == "xml":
        table = records.table(delivery.path, delivery.name)
        connection.register("raw", _lettered(table))
        return "raw", table.column_names
    if delivery.sheet is not None:
        at = heading_row(source, delivery)
        assert at is not None
        rows = workbook.rows(delivery)
        filled = [row for row in rows[at + 1 :] if any(cell is not None for cell in row)]
        table = pa.table({f"h{i}": pa.array([row[i] for row in filled], pa.string()) for i in range(len(rows[at]))})
        connection.register("raw", table)
        return "raw", rows[at]
    raise Refusal(delivery.shown, f"is a {delivery.format} file, which {source.title} is not delivered as.")


def _lettered(table: pa.Table) -> pa.Table:
    """The table with text columns h0, h1 ...; binary columns (shapes) stay as they are."""
    columns = [c if pa.types.is_binary(c.type) else c.cast(pa.string()) for c in table.columns]
    return pa.table(dict(zip((f"h{i}" for i in range(len(columns))), columns, strict=True)))


def _read_slowly(delivery: Delivery, width: int) -> pa.Table:
    columns: list[list[str | None]] = [[] for _ in range(width)]
    line = 1
    try:
        for number, (at, record) in enumerate(text.records(delivery.path)):
            line = at
            if len(record) != width:
                raise Refusal(
                    delivery.shown,
                    f"line {at:,} has {len(record)} cells where the header has {width}. Nothing was loaded.",
                )
            if number:
                for column, cell in zip(columns, record, strict=True):
                    column.append(cell or None)
    except csv.Error as fault:
        raise Refusal(
            delivery.shown, f"line {line + 1:,} or after: {text.cell_fault(fault)}. Nothing was loaded."
        ) from None
    return pa.table({f"h{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)})


def literal(value: str) -> str:
    """The value as SQL text."""
    return "'" + value.replace("'", "''") + "'"


def quoted(identifier: str) -> str:
    """The identifier as SQL."""
    return '"' + identifier.replace('"', '""') + '"'
