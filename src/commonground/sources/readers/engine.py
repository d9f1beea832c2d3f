"""The engine that reads deliveries: DuckDB, with the macros and tables that a source's SQL may use.

Macros: ``whole(cell)`` (null unless a whole number), ``number(cell)``, ``mark(cell)`` (a suppression mark in
lower case, else null), ``month_start(cell)``, ``month_end(cell)``, ``day_of(cell)``, ``moment(cell)``,
``place_code(name, type)`` (spelt with "&" or "and", with or without "City of"),
``place_of_number(dfe_number)``, ``file_name()``; and, from ``national_grid``, ``metres_of(longitude, latitude)``
and ``degrees_of(easting, northing)``.
Tables: ``places`` (code, name, type, region, dfe_number, plain) and ``lsoa_changes`` (code, vintage): the
codes that are found in only one of the 2011 and 2021 sets; ``partner_codes`` (source, field, code, meaning,
basis), read by the macro ``code_meaning(source, field, cell)``.
"""

import os
import re
import tempfile
from importlib.resources import as_file, files

import duckdb

from commonground.sources.readers import national_grid
from commonground.sources.readers.refusal import Refusal

MARKS = ("*", "x", "c", "z", ":", "u", "k", "~", "-", ".", "..", "[c]", "[x]", "[z]", "[u]", "[k]")
"""What publishers print where a number is withheld or does not exist: a mark, never nought."""

_MARK = "|".join(re.escape(mark) for mark in MARKS)

# DuckDB rounds '4.5' when it casts to bigint: only digits (and '.0', as spreadsheets write them) are a whole
# number. In each macro the first test is the quick one, which nearly every cell meets.
MACROS = rf"""
create or replace macro plain(cell) as replace(trim(cell::varchar), ',', '');
create or replace macro whole(cell) as coalesce(
    case when regexp_full_match(cell, '[0-9]{{1,18}}') then try_cast(cell as bigint) end,
    case when regexp_full_match(trim(cell), '[+-]?([0-9]{{1,18}}|[0-9]{{1,3}}(,[0-9]{{3}}){{1,5}})([.]0*)?')
         then try_cast(plain(cell) as bigint) end);
create or replace macro finite(amount) as case when isfinite(amount) then amount end;
create or replace macro number(cell) as finite(coalesce(try_cast(cell as double), try_cast(plain(cell) as
       double)));
create or replace macro mark(cell) as case when regexp_full_match(cell, '[0-9]+') then null
    when regexp_full_match(lower(trim(cell)), '{_MARK}') then lower(trim(cell)) end;
create or replace macro in_range(day) as case when day between date '1900-01-01' and date '2199-12-31' then
       day end;
create or replace macro day_of(cell) as in_range(coalesce(
    case when trim(cell)[5] = '-' then try_cast(trim(cell)[:10] as date) end,
    case when trim(cell)[3] = '/' then try_strptime(trim(cell)[:10], '%d/%m/%Y')::date end));
create or replace macro moment(cell) as coalesce(
    case when trim(cell)[5] = '-' then try_cast(replace(trim(cell)[:19], 'T', ' ') as timestamp) end,
    try_strptime(trim(cell), ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y']));
create or replace macro month_start(cell) as in_range(case strlen(cell)
    when 7 then try_strptime(cell, '%Y-%m')::date
    when 6 then try_strptime(cell, ['%Y%m', '%b-%y'])::date
    else coalesce(date_trunc('month', try_cast(trim(cell)[:10] as date))::date,
                  try_strptime(trim(cell), ['%Y-%m', '%Y%m', '%d/%m/%Y'])::date) end);
create or replace macro month_end(cell) as last_day(month_start(cell));
create or replace macro plain_name(place_name) as case
    when lower(place_name) like '%city of london%' then 'city of london'
    else trim(regexp_replace(translate(replace(lower(trim(place_name)), '&', 'and'), ',.', ''),
                             '(^(city of|county|royal borough of|london borough of) )|( (city|county) of$)',
                             '')) end;
create or replace macro place_code(place_name, place_type) as (
    select min(p.code) from places p where p.plain = plain_name(place_name) and p.type = place_type);
create or replace macro place_of_number(la_number) as (
    select min(p.code) from places p where p.dfe_number = regexp_replace(trim(la_number), '[.]0$', ''));
create or replace macro code_meaning(code_source, code_field, cell) as (
    select min(k.meaning) from partner_codes k
    where k.source = code_source and k.field = code_field and lower(k.code) = lower(trim(cell)));
create or replace macro file_name() as getvariable('file_name');
"""


TABLES = {"places": "places.csv", "lsoa_changes": "lsoa_changes.csv.gz", "partner_codes": "partner_codes.csv"}
LOCAL_CODES = "COMMONGROUND_PARTNER_CODES"


def connect() -> duckdb.DuckDBPyConnection:
    """A connection with the macros and the tables of places and changed codes."""
    connection = duckdb.connect()
    connection.execute(f"set temp_directory = '{tempfile.gettempdir()}/commonground-{id(connection)}'")
    packaged = files("commonground.sources")
    for table, file in TABLES.items():
        with as_file(packaged / file) as path:
            connection.execute(
                f"create table {table} as select * from read_csv(?, all_varchar = true, header = true)",
                [str(path)],
            )
    connection.execute("alter table places add column plain varchar")
    connection.execute(MACROS)
    national_grid.teach(connection)
    connection.execute("update places set plain = plain_name(name)")
    if local := os.environ.get(LOCAL_CODES):
        _prefer_local_codes(connection, local)
    return connection


def _prefer_local_codes(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Put a partnership's own code list before the one that is packaged. Raises Refusal if it is not one."""
    try:
        connection.execute(
            "create temp table local_codes as select source, field, lower(trim(code)) as code, meaning, "
            "basis "
            "from read_csv(?, all_varchar = true, header = true)",
            [path],
        )
    except duckdb.Error:
        raise Refusal(
            path,
            f"is named by {LOCAL_CODES}, but is not a list of codes with the columns "
            "source, field, code, meaning, basis.",
        ) from None
    connection.execute(
        "delete from partner_codes p where exists (select 1 from local_codes l "
        "where l.source = p.source and l.field = p.field and l.code = lower(p.code))"
    )
    connection.execute("insert into partner_codes select * from local_codes")
