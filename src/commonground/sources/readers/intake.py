"""From a delivery to a tidy table: every cell checked, every fault said with its line, all of it or nothing."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from commonground.sources import Source
from commonground.sources.readers import records, text, workbook
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.engine import MARKS, connect
from commonground.sources.readers.personal import refuse_personal_data
from commonground.sources.readers.recognise import heading_row, headings_of, places_of, recognise
from commonground.sources.readers.refusal import Refusal

__all__ = ["MARKS", "Tidied", "connect", "recognise", "tidy"]

Span = tuple[date, date]

# What a filled cell must satisfy, by kind; true for a cell at fault.
FAULTS = {
    "count": "coalesce(whole({c}), -1) < 0 and mark({c}) is null",
    "number": "number({c}) is null and mark({c}) is null",
    "month": "month_start({c}) is null",
    "date": "day_of({c}) is null",
    "datetime": "moment({c}) is null",
}
MEANT = {
    "count": "a whole number, nought or more",
    "number": "a number",
    "month": "a month (such as 2018-04)",
    "date": "a date (such as 2018-04-30)",
    "datetime": "a date and time (such as 2018-04-30T13:05:00)",
}
PARTIAL = (
    0.25  # a wide month with less than this share of the middle month was published before it was complete
)


@dataclass(frozen=True)
class Tidied:
    """A delivery made tidy. The table is the view ``tidied`` of the connection, not yet written anywhere."""

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


def tidy(delivery: Delivery, source: Source, connection: duckdb.DuckDBPyConnection) -> Tidied:
    """The delivery as the source's tidy table, whole and checked. Raises Refusal if any row may not stand.

    The connection's tables ``as_delivered`` and ``tidied`` are replaced.
    """
    try:
        return _tidy(delivery, source, connection)
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:160] if source.is_open else type(error).__name__
        raise Refusal(
            delivery.shown, f"cannot be made into {source.title}: {said}. Nothing was loaded."
        ) from error


def _tidy(delivery: Delivery, source: Source, connection: duckdb.DuckDBPyConnection) -> Tidied:
    connection.execute("set variable file_name = ?", [delivery.name])
    header, headings = _materialise(connection, delivery, source)
    (rows_read,) = _row(connection, "select count(*) from as_delivered")
    if not rows_read:
        raise Refusal(delivery.shown, "holds a header and no rows; nothing was loaded.")
    _refuse_faults(connection, delivery, source, header, headings)
    rejections, warnings = _apply_checks(connection, delivery, source)
    warnings += delivery.extra.get("warnings", ())  # what ``unfold`` has to say
    gone = "where rowid not in (select row from rejected)" if rejections else ""
    connection.execute(f"create or replace temp view delivered as select * from as_delivered {gone}")
    classification = _scalar(connection, source.classify)
    published = _scalar(connection, source.published) or delivery.published_hint
    if published is None and source.holds != "reference":
        warnings.append("the file does not say when it was published; load it with --published YYYY-MM")
    if source.wide:
        warnings += _unpivot(connection, source, headings)
    exact = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in source.columns.items())
    tidied = f"select {exact} from ({source.tidy})"
    if source.wide:  # unfolded once; a long file is tidied as it is written, without another copy in memory
        connection.execute(f"create or replace temp table unfolded as {tidied}")
        tidied = "select * from unfolded"
    connection.execute(f"create or replace temp view tidied as {tidied}")
    periods, partial = _periods(connection, source)
    return Tidied(
        delivery,
        source,
        connection,
        classification,
        published,
        rows_read,
        rows_read - sum(n for _, n in rejections),
        tuple(rejections),
        tuple(warnings),
        periods,
        partial,
        _distinct(connection, "area_type" if "area_type" in source.columns else None),
        _distinct(connection, source.parts),
    )


def _materialise(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source
) -> tuple[dict[str, str], dict[str, str]]:
    """Put the cells into ``as_delivered``, all text; return our names' and the headings' spelling in the file."""
    raw, header = _raw(connection, delivery, source)
    found, wide = places_of(source, header), headings_of(source, header)
    for spelled in {spell for at in [*found.values(), *wide] if (spell := str(header[at]))}:
        if list(header).count(spelled) > 1:
            raise Refusal(delivery.shown, f"has more than one column “{spelled[:60]}”; nothing was loaded.")
    headings: dict[str, str] = {}
    for at, heading in wide.items():
        if heading in headings:
            raise Refusal(
                delivery.shown, f"has more than one column for “{heading[:60]}”; nothing was loaded."
            )
        headings[heading] = str(header[at])
    chosen = [f'h{at} as "{name}"' for name, at in found.items()]
    chosen += [f'null::varchar as "{c.name}"' for c in source.delivery if c.name not in found]
    chosen += [f"h{at} as {_quoted(heading)}" for at, heading in wide.items()]
    statement = f"create or replace temp table as_delivered as select {', '.join(chosen)} from {raw}"
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        if delivery.format != "csv":
            raise
        # The quick reader is strict and terse. The slow one either finds the line at fault or shows that there is
        # none (lines ended in more than one way, for example), and then hands over the records it read.
        connection.register("raw", _read_slowly(delivery, len(header), error))
        raw = "raw"
        connection.execute(
            f"create or replace temp table as_delivered as select {', '.join(chosen)} from raw"
        )
    if not source.is_open:
        columns = {column.name: column for column in source.delivery}
        declared = {at: columns[name] for name, at in found.items()}
        refuse_personal_data(
            connection, raw, header, declared, delivery, lambda row: _place(delivery, source, row)
        )
    if raw == "raw":
        connection.unregister("raw")
    return {name: str(header[at]) for name, at in found.items()}, headings


def _raw(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source
) -> tuple[str, Sequence[str | None]]:
    """A relation of text columns h0, h1 ..., and the header they stand under."""
    path = "'" + str(delivery.path).replace("'", "''") + "'"
    if source.unfold:
        from commonground.sources.readers.recognise import unfolded

        table = unfolded(source, delivery)
        if table is None:
            table = source.unfold(delivery)  # raises what is wrong
        connection.register("raw", _lettered(table))
        return "raw", table.column_names
    if delivery.format == "csv":
        columns = ", ".join(f"'h{at}': 'VARCHAR'" for at in range(len(delivery.header)))
        return (
            f"read_csv({path}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            f"strict_mode = true, max_line_size = {text.LONGEST_CELL * 4}, columns = {{{columns}}})"
        ), delivery.header
    if delivery.format == "parquet":
        names = ", ".join(f"{_quoted(h)}::varchar as h{at}" for at, h in enumerate(delivery.header))
        return f"(select {names} from read_parquet({path}))", delivery.header
    if delivery.format == "xml":
        table = records.table(delivery.path, delivery.name)
        connection.register("raw", _lettered(table))
        return "raw", table.column_names
    if delivery.sheet is not None:
        at = heading_row(source, delivery)
        assert at is not None
        rows = workbook.rows(delivery)
        filled = [row for row in rows[at + 1 :] if any(cell is not None for cell in row)]
        table = pa.table(
            {f"h{i}": pa.array([row[i] for row in filled], pa.string()) for i in range(len(rows[at]))}
        )
        connection.register("raw", table)
        return "raw", rows[at]
    raise Refusal(delivery.shown, f"is a {delivery.format} file, which {source.title} is not delivered as.")


def _lettered(table: pa.Table) -> pa.Table:
    """The table with text columns h0, h1 ...; binary columns (shapes) stay as they are."""
    columns = [c if pa.types.is_binary(c.type) else c.cast(pa.string()) for c in table.columns]
    return pa.table(dict(zip((f"h{i}" for i in range(len(columns))), columns, strict=True)))


def _read_slowly(delivery: Delivery, width: int, error: duckdb.Error) -> pa.Table:
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


def _refuse_faults(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    source: Source,
    header: dict[str, str],
    headings: dict[str, str],
) -> None:
    """Look at every cell once; if any is at fault, refuse the file by the first of them."""
    tests = []
    for column in source.delivery:
        if column.name not in header:
            continue
        cell = f'"{column.name}"'
        if not column.blank:
            tests.append((column.name, header[column.name], None, f"coalesce(trim({cell}), '') = ''"))
        if column.kind != "text":
            fault = f"trim({cell}) <> '' and ({FAULTS[column.kind].format(c=cell)})"
            tests.append((column.name, header[column.name], column.kind, fault))
    if source.wide_kind != "text":
        for heading, spelled in headings.items():
            cell = _quoted(heading)
            fault = f"trim({cell}) <> '' and ({FAULTS[source.wide_kind].format(c=cell)})"
            tests.append((heading, spelled, source.wide_kind, fault))
    if not tests:
        return
    firsts = ", ".join(f"min(rowid) filter ({fault})" for *_, fault in tests)
    rows = _row(connection, f"select {firsts} from as_delivered")
    found = [(row, test) for row, test in zip(rows, tests, strict=True) if row is not None]
    if not found:
        return
    row, (name, spelled, kind, _) = min(found, key=lambda fault: fault[0])
    (cell,) = _row(connection, f"select {_quoted(name)} from as_delivered where rowid = {row}")
    shown = f"“{_short(cell)}”, which" if source.is_open else "what"  # a restricted cell is never printed
    said = "is empty" if kind is None else f"holds {shown} is not {MEANT[kind]}"
    raise Refusal(
        delivery.shown, f"{_place(delivery, source, row)}: “{_short(spelled)}” {said}. Nothing was loaded."
    )


def _apply_checks(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source
) -> tuple[list[tuple[str, int]], list[str]]:
    """Refuse, reject or warn as the source says; the rows rejected go into ``rejected``."""
    connection.execute("create or replace temp table rejected (row bigint, reason varchar)")
    connection.execute("create or replace temp view delivered as select * from as_delivered")
    warnings = []
    if source.checks:
        flags = ", ".join(f"coalesce({check.when}, false) as f{i}" for i, check in enumerate(source.checks))
        sums = ", ".join(f"count(*) filter (f{i}), min(row) filter (f{i})" for i in range(len(source.checks)))
        flagged = f"(select rowid as row, {flags} from as_delivered as delivered)"
        answers = _row(connection, f"select {sums} from {flagged}")
        for i, check in enumerate(source.checks):
            count, first = answers[2 * i], answers[2 * i + 1]
            if count and check.then == "refuse":
                place = _place(delivery, source, first)
                raise Refusal(delivery.shown, f"{place}: {check.reason}. Nothing was loaded.")
            if count and check.then == "reject":
                connection.execute(
                    f"insert into rejected select row, ? from {flagged} where f{i}", [check.reason]
                )
            if count and check.then == "warn":
                warnings.append(f"{count:,} rows: {check.reason}")
    if source.no_repeats:
        _reject_repeats(connection, source)
    # A row with several faults is rejected once, for the first of them.
    rejections = connection.execute(
        "select reason, count(*) from (select distinct on (row) row, reason from rejected order by row, rowid) "
        "group by reason order by min(row)"
    ).fetchall()
    return rejections, warnings


REPEATED = "an exact repeat of an earlier row with the same identifier"


def _reject_repeats(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Find rows equal to an earlier one in every cell: by hash first, then truly, among the few that share one."""
    cells = ", ".join(f'"{c.name}"' for c in source.delivery)
    connection.execute(f"""
        insert into rejected
        with hashed as (select rowid as row, hash({cells}) as h from as_delivered as delivered where {source.no_repeats}),
        shared as (select h from hashed group by h having count(*) > 1),
        several as (select row, {cells} from as_delivered join hashed on as_delivered.rowid = hashed.row
                    where h in (select h from shared))
        select row, '{REPEATED}' from several
        qualify row_number() over (partition by {cells} order by row) > 1
    """)


def _place(delivery: Delivery, source: Source, row: int) -> str:
    """Where the row of ``as_delivered`` stands in the file, in words."""
    if delivery.format == "csv":
        for number, (line, _) in enumerate(text.records(delivery.path)):
            if number == row + 1:
                return f"line {line:,}"
    if delivery.sheet is not None and not source.unfold:
        at = heading_row(source, delivery) or 0
        filled = (
            i
            for i, cells in enumerate(workbook.rows(delivery))
            if i > at and any(c is not None for c in cells)
        )
        return f"row {next(line for number, line in enumerate(filled) if number == row) + 1:,}"
    return f"record {row + 1:,}"


def _unpivot(connection: duckdb.DuckDBPyConnection, source: Source, headings: dict[str, str]) -> list[str]:
    """Turn the wide columns of ``delivered`` into rows; return what is said about headings left out."""
    unusable = [heading for heading in headings if heading in source.unusable]
    usable = ", ".join(_quoted(heading) for heading in headings if heading not in source.unusable)
    names = ", ".join(f'"{c.name}"' for c in source.delivery)
    kept = "select * from as_delivered where rowid not in (select row from rejected)"
    connection.execute(f"""
        create or replace temp view delivered as select {names}, heading, value
        from (unpivot ({kept}) on {usable} into name heading value value)
    """)
    connection.execute("create or replace temp table headings (heading varchar)")
    connection.executemany("insert into headings values (?)", [[heading] for heading in headings])
    return [f"{heading} is left out: it is known to be wrong as published" for heading in unusable]


def _periods(
    connection: duckdb.DuckDBPyConnection, source: Source
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    if not {"start", "end"} <= set(source.columns):
        return (), ()
    amount = 'sum("count")' if "count" in source.columns else "count(*)"
    rows = connection.execute(
        f'select start, "end", {amount} from tidied where start is not null group by all order by 1, 2'
    ).fetchall()
    amounts = sorted(float(n or 0) for *_, n in rows)
    middle = amounts[len(amounts) // 2] if amounts else 0
    partial = [
        (a, b) for a, b, n in rows if len(rows) >= 6 and source.wide and float(n or 0) < middle * PARTIAL
    ]
    return tuple((a, b) for a, b, _ in rows if (a, b) not in partial), tuple(partial)


def _distinct(connection: duckdb.DuckDBPyConnection, column: str | None) -> tuple[str, ...]:
    if column is None:
        return ()
    listed = connection.execute(
        f'select distinct "{column}" from tidied where "{column}" is not null order by 1'
    )
    return tuple(row[0] for row in listed.fetchall())


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str | None) -> str | None:
    if sql is None:
        return None
    row = connection.execute(f"select {sql}").fetchone()
    return None if row is None or row[0] is None else str(row[0])


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def _short(cell: object) -> str:
    said = " ".join(str(cell or "").split())
    return said if len(said) <= 40 else said[:40] + "…"


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
