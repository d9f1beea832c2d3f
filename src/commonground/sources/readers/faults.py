"""Faults of cells and rows: what each kind of cell must be, and how a fault is said with its line."""

import duckdb

from commonground.sources import Source
from commonground.sources.readers import text, workbook
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.recognise import heading_row
from commonground.sources.readers.refusal import Refusal
from commonground.sources.readers.relation import Arrangement, quoted

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


def one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple:
    """The first row of the answer."""
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


def refuse_faults(
    connection: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    source: Source,
    arranged: Arrangement,
) -> None:
    """Look at every cell once; if any is at fault, refuse the file by the first of them."""
    tests: list[tuple[str, str, str | None, str]] = []
    for column in source.delivery:
        if column.name not in arranged.header:
            continue
        cell = f'"{column.name}"'
        if not column.blank:
            tests.append((column.name, arranged.header[column.name], None, f"coalesce(trim({cell}), '') = ''"))
        if column.kind != "text":
            fault = f"trim({cell}) <> '' and ({FAULTS[column.kind].format(c=cell)})"
            tests.append((column.name, arranged.header[column.name], column.kind, fault))
    if source.wide_kind != "text":
        for heading, spelled in arranged.headings.items():
            cell = quoted(heading)
            fault = f"trim({cell}) <> '' and ({FAULTS[source.wide_kind].format(c=cell)})"
            tests.append((heading, spelled, source.wide_kind, fault))
    if not tests:
        return
    firsts = ", ".join(f"min(rowid) filter ({fault})" for *_, fault in tests)
    rows = one_row(connection, f"select {firsts} from as_delivered")
    found = [(row, test) for row, test in zip(rows, tests, strict=True) if row is not None]
    if not found:
        return
    row, (name, spelled, kind, _) = min(found, key=lambda fault: fault[0])
    (cell,) = one_row(connection, f"select {quoted(name)} from as_delivered where rowid = {row}")
    shown = f"“{_short(cell)}”, which" if source.is_open else "what"  # a restricted cell is never printed
    said = "is empty" if kind is None else f"holds {shown} is not {MEANT[kind]}"
    raise Refusal(delivery.shown, f"{place_of(delivery, source, row)}: “{_short(spelled)}” {said}. Nothing was loaded.")


def apply_checks(
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
        rows_read, *answers = one_row(connection, f"select count(*), {sums} from {flagged}")
        for i, check in enumerate(source.checks):
            count, first = answers[2 * i], answers[2 * i + 1]
            then = "warn" if check.tolerated and count * 2 < rows_read else check.then
            if count and then == "refuse":
                place = place_of(delivery, source, first)
                raise Refusal(delivery.shown, f"{place}: {check.reason}. Nothing was loaded.")
            if count and then == "reject":
                connection.execute(f"insert into rejected select row, ? from {flagged} where f{i}", [check.reason])
            if count and then == "warn":
                warnings.append(f"{count:,} {'row' if count == 1 else 'rows'}: {check.reason}")
    if source.no_repeats:
        _reject_repeats(connection, source)
    # A row with several faults is rejected once, for the first of them.
    rejections = connection.execute(
        "select reason, count(*) "
        "from (select distinct on (row) row, reason from rejected order by row, rowid) "
        "group by reason order by min(row)"
    ).fetchall()
    return rejections, warnings


REPEATED = "an exact repeat of an earlier row with the same identifier"


def _reject_repeats(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Find rows equal to an earlier one in every cell: by hash, then truly among those that share one."""
    cells = ", ".join(f'"{c.name}"' for c in source.delivery)
    connection.execute(f"""
        insert into rejected
        with hashed as (select rowid as row, hash({cells}) as h from as_delivered
                        where trim("{source.no_repeats}") <> ''),
        shared as (select h from hashed group by h having count(*) > 1),
        several as (select row, {cells} from as_delivered join hashed on as_delivered.rowid = hashed.row
                    where h in (select h from shared))
        select row, '{REPEATED}' from several
        qualify row_number() over (partition by {cells} order by row) > 1
    """)


def place_of(delivery: Delivery, source: Source, row: int) -> str:
    """Where the row of ``as_delivered`` stands in the file, in words."""
    if delivery.format == "csv":
        for number, (line, _) in enumerate(text.records(delivery.path)):
            if number == row + 1:
                return f"line {line:,}"
    if delivery.sheet is not None and not source.unfold:
        at = heading_row(source, delivery) or 0
        filled = (i for i, cells in enumerate(workbook.rows(delivery)) if i > at and any(c is not None for c in cells))
        return f"row {next(line for number, line in enumerate(filled) if number == row) + 1:,}"
    return f"record {row + 1:,}"


def _short(cell: object) -> str:
    said = " ".join(str(cell or "").split())
    return said if len(said) <= 40 else said[:40] + "…"
