"""From a delivery to a tidy table: recognise it, check every row, and select what the source declares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files

import duckdb

from commonground.sources import Column, Source, sources
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.refusal import Refusal

MARKS = ("*", "x", "c", "z", ":", "u", "~", "-", "..", "[c]", "[x]", "[z]", "[u]")
"""What publishers print where a number is withheld or does not exist. Kept as a mark, never read as nought."""

MACROS = """
create or replace macro whole(cell) as try_cast(replace(trim(cell), ',', '') as bigint);
create or replace macro number(cell) as try_cast(replace(trim(cell), ',', '') as double);
create or replace macro mark(cell) as case when lower(trim(cell)) in {marks} then lower(trim(cell)) end;
create or replace macro month_start(cell) as coalesce(
    try_strptime(trim(cell), '%Y%m'), try_strptime(trim(cell), '%Y-%m'), try_strptime(trim(cell), '%Y-%m-%d'),
    try_strptime(trim(cell), '%Y-%m-%d %H:%M:%S'))::date;
create or replace macro month_end(cell) as last_day(month_start(cell));
create or replace macro place_code(place_name, place_type) as (
    select p.code from places p where lower(p.name) = lower(trim(place_name)) and p.type = place_type);
create or replace macro place_of_number(la_number) as (
    select p.code from places p where p.dfe_number = regexp_replace(trim(la_number), '\\.0$', ''));
"""


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
    periods: tuple[tuple[date, date], ...]
    partial: tuple[tuple[date, date], ...]
    area_types: tuple[str, ...]


def connect() -> duckdb.DuckDBPyConnection:
    """An engine with the macros that sources' SQL may use, and the table of ``places``."""
    connection = duckdb.connect()
    with as_file(files("commonground.sources") / "places.csv") as places:
        connection.execute("create table places as select * from read_csv(?, all_varchar = true, header = true)", [str(places)])
    connection.execute(MACROS.format(marks=MARKS))
    return connection


def spelt(header: str) -> str:
    """A header for comparison: no BOM, no outer spaces, no case."""
    return header.strip().lstrip("\ufeff").strip().strip('"').lower()


def columns_of(source: Source, header: Iterable[str]) -> dict[str, str]:
    """Our column names and the header of each found in the file."""
    present = {spelt(h): h for h in header}
    found = {}
    for column in source.delivery:
        for spelling in column.spelled:
            if spelt(spelling) in present:
                found[column.name] = present[spelt(spelling)]
                break
    return found


def recognise(delivery: Delivery) -> Source:
    """The one source whose required columns are all in the header; the most demanding where several are.

    Raises Refusal for an unknown file, naming the missing columns of the nearest source.
    """
    best: list[tuple[int, Source]] = []
    near: list[tuple[float, Source, list[Column]]] = []
    for source in sources().values():
        if source.sheets and not (delivery.sheet and re.fullmatch(source.sheets, delivery.sheet)):
            continue
        if source.unfold and not source.delivery:
            continue
        found = columns_of(source, delivery.header)
        missing = [c for c in source.delivery if c.required and c.name not in found]
        wide = [h for h in delivery.header if source.wide and re.fullmatch(source.wide, spelt(h), re.IGNORECASE)]
        if not missing and (wide or not source.wide):
            best.append((len(found), source))
        elif found:
            near.append((len(missing) / len(source.delivery), source, missing))
    if best:
        return max(best, key=lambda scored: scored[0])[1]
    if near and (least := min(near, key=lambda scored: scored[0]))[0] <= 0.34:
        _, source, missing = least
        named = ", ".join(f"“{c.spelled[0]}”" for c in missing) or "the columns of periods"
        raise Refusal(delivery.name, f"looks like {source.title}, but has no column {named}; check that the file is as published.")
    raise Refusal(
        delivery.name,
        f"is not a file that is known here: its columns are {', '.join(delivery.header[:6]) or 'none'}. "
        "‘commonground sources’ lists what can be loaded.",
    )


def tidy(delivery: Delivery, source: Source, connection: duckdb.DuckDBPyConnection) -> Tidied:
    """The delivery as the source's tidy table, whole and checked. Raises Refusal if any row may not stand."""
    found = columns_of(source, delivery.header)
    _open(connection, delivery, source, found)
    for column in source.delivery:
        if column.name in found:
            _check_kind(connection, delivery, column, found[column.name])
    warnings, rejections, kept = [], [], "true"
    for check in source.checks:
        count, first = connection.execute(
            f"select count(*), min(row) from (select row_number() over () as row, * from delivered) where {check.when}"
        ).fetchone()
        if count and check.then == "refuse":
            raise Refusal(delivery.name, f"line {first + 1}: {check.reason}. Nothing of the file was loaded.")
        if count and check.then == "reject":
            rejections.append((check.reason, count))
            kept += f" and not coalesce({check.when}, false)"
        if count and check.then == "warn":
            warnings.append(f"{count:,} rows: {check.reason}")
    rows_read = connection.execute("select count(*) from delivered").fetchone()[0]
    connection.execute(f"create or replace temp view kept as select * from delivered where {kept}")
    classification = _scalar(connection, source.classify)
    published = _scalar(connection, source.published) or delivery.published_hint
    if published is None:
        warnings.append("the file does not say when it was published; load it with --published YYYY-MM")
    connection.execute("create or replace temp view delivered_kept as select * from kept")
    connection.execute(f"create or replace temp view tidied as {_with_kept(source, connection)}")
    periods, partial = _periods(connection, source)
    area_types = ()
    if "area_type" in source.columns:
        area_types = tuple(r[0] for r in connection.execute("select distinct area_type from tidied where area_type is not null order by 1").fetchall())
    return Tidied(
        delivery, source, connection, classification, published, rows_read,
        rows_read - sum(n for _, n in rejections), tuple(rejections), tuple(warnings), periods, partial, area_types,
    )


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _open(connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source, found: dict[str, str]) -> None:
    path = str(delivery.path).replace("'", "''")
    if source.unfold:
        connection.register("raw", source.unfold(delivery))
    elif delivery.format == "csv":
        connection.execute(f"create or replace temp view raw as select * from read_csv('{path}', all_varchar = true, header = true, sample_size = 1000)")
    elif delivery.format == "parquet":
        connection.execute(f"create or replace temp view raw as select columns(*)::varchar from read_parquet('{path}')")
    else:
        raise Refusal(delivery.name, f"is a {delivery.format} file, which {source.title} is not delivered as.")
    parts = [f"{_quoted(header)} as {name}" for name, header in found.items()]
    missing = [f"null::varchar as {c.name}" for c in source.delivery if c.name not in found]
    wide = [h for h in delivery.header if source.wide and re.fullmatch(source.wide, spelt(h), re.IGNORECASE)]
    chosen = ", ".join(parts + missing + [_quoted(h) for h in wide])
    connection.execute(f"create or replace temp view delivered as select {chosen} from raw")


def _with_kept(source: Source, connection: duckdb.DuckDBPyConnection) -> str:
    body = "select * from kept"
    if source.wide:
        names = ", ".join(c.name for c in source.delivery)
        unusable = f" where heading not in {tuple(source.unusable) + ('',)}" if source.unusable else ""
        body = (
            f"select {names}, regexp_extract(lower(header), '^(?:{source.wide})$', {_group(source.wide)}) as heading, value "
            f"from (unpivot (select * from kept) on columns(* exclude ({names})) into name header value value)"
        )
        body = f"select * from ({body}){unusable}"
    return f"with delivered as ({body}) {source.tidy}"


def _group(pattern: str) -> int:
    return 1 if re.compile(pattern).groups else 0


def _check_kind(connection: duckdb.DuckDBPyConnection, delivery: Delivery, column: Column, header: str) -> None:
    wrong = {
        "text": None,
        "count": "whole({c}) is null and mark({c}) is null",
        "number": "number({c}) is null and mark({c}) is null",
        "month": "month_start({c}) is null",
        "date": "try_cast({c} as date) is null",
        "datetime": "try_cast({c} as timestamptz) is null",
    }[column.kind]
    tests = []
    if wrong:
        tests.append(f"({column.name} is not null and trim({column.name}) <> '' and {wrong.format(c=column.name)})")
    if not column.blank:
        tests.append(f"({column.name} is null or trim({column.name}) = '')")
    if not tests:
        return
    faulty = connection.execute(
        f"select row, {column.name} from (select row_number() over () as row, {column.name} from delivered) "
        f"where {' or '.join(tests)} order by row limit 1"
    ).fetchone()
    if faulty:
        row, cell = faulty
        said = "is empty" if not (cell or "").strip() else f"holds “{cell[:40]}”, which is not a {column.kind}"
        raise Refusal(delivery.name, f"line {row + 1}: “{header}” {said}. Nothing of the file was loaded.")


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str | None) -> str | None:
    if sql is None:
        return None
    row = connection.execute(f"with delivered as (select * from kept) select {sql}").fetchone()
    return None if row is None or row[0] is None else str(row[0])


def _periods(connection: duckdb.DuckDBPyConnection, source: Source):
    if not {"start", "end"} <= set(source.columns):
        return (), ()
    amount = 'sum("count")' if "count" in source.columns else "count(*)"
    rows = connection.execute(f'select start, "end", {amount} from tidied where start is not null group by all order by 1, 2').fetchall()
    amounts = sorted(float(n or 0) for *_, n in rows)
    middle = amounts[len(amounts) // 2] if amounts else 0
    partial = [(a, b) for a, b, n in rows if len(rows) >= 6 and source.wide and float(n or 0) < middle / 4]
    return tuple((a, b) for a, b, _ in rows if (a, b) not in partial), tuple(partial)
