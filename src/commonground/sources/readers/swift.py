"""The quick way for long files: read, check and write in one pass, in the hope that there is no fault.

The pass stops at the first cell or row that could be at fault, and the file is then read the careful way,
which says what and where, or finds that all is well. So this way may be too strict, and never too lenient.
"""

from pathlib import Path

import duckdb

from commonground.sources import Source
from commonground.sources.readers.delivery import Delivery
from commonground.sources.readers.faults import FAULTS, one_row
from commonground.sources.readers.relation import (
    Arrangement,
    arrange,
    csv_relation,
    literal,
    parquet_relation,
    quoted,
)

ROW_GROUP = 122_880
PARQUET = f"format parquet, compression zstd, compression_level 1, row_group_size {ROW_GROUP}"
"""How rows are stored: the quickest level of zstd, which halves the space of hexadecimal identifiers."""


def write(connection: duckdb.DuckDBPyConnection, delivery: Delivery, source: Source, target: Path) -> int | None:
    """Write the tidy rows as Parquet; return their number, or None if the file needs the careful way."""
    slow = source.each is None or source.wide or source.unfold or source.classify or source.published
    if slow or not source.is_open or delivery.format not in ("csv", "parquet"):
        return None
    assert source.each is not None
    arranged = arrange(delivery, source, delivery.header)
    kinds = {column.name: column.kind for column in source.delivery}
    if delivery.format == "csv":
        numbers = {at: "DOUBLE" for name, at in arranged.places.items() if kinds[name] == "number"}
        raw = csv_relation(delivery, numbers)
    else:
        numbers = {}
        raw = parquet_relation(delivery)
    doubtful = " or ".join(_doubts(source, arranged, {n for n, at in arranged.places.items() if at in numbers}))
    columns = [f"({sql})::{source.columns[name]} as {quoted(name)}" for name, sql in source.each.items()]
    # The doubts stand in the last column and not in a filter, so that what both need is worked out once.
    name, sql = list(source.each.items())[-1]
    columns[-1] = (
        f"(case when {doubtful or 'false'} then error('doubtful') else {sql} end)"
        f"::{source.columns[name]} as {quoted(name)}"
    )
    try:
        rows = one_row(
            connection,
            f"copy (select {', '.join(columns)} from (select {arranged.chosen} from {raw}) as delivered) "
            f"to {literal(str(target))} ({PARQUET})",
        )[0]
    except duckdb.Error:
        return None
    return rows if rows and not _repeats(connection, source, target) else None


def _doubts(source: Source, arranged: Arrangement, typed: set[str]) -> list[str]:
    """SQL for everything that could be wrong with a row; true for some rows with which nothing is."""
    doubts = []
    for column in source.delivery:
        if column.name not in arranged.header:
            continue
        cell = quoted(column.name)
        if not column.blank:  # empty, or begins with a space: the text below "!"
            doubts.append(f"{cell} is null" if column.name in typed else f"coalesce({cell} < '!', true)")
        if column.name in typed:
            doubts.append(f"not coalesce(isfinite({cell}), true)")
        elif column.kind != "text":
            doubts.append(f"({cell} is not null and ({FAULTS[column.kind].format(c=cell)}))")
    doubts += [f"coalesce({check.when}, false)" for check in source.checks]
    return doubts


def _repeats(connection: duckdb.DuckDBPyConnection, source: Source, written: Path) -> bool:
    """Could a row with an identifier repeat an earlier one? Only hashes of the columns kept are compared."""
    if source.no_repeats is None:
        return False
    cells = ", ".join(map(quoted, source.columns))
    total, different = one_row(
        connection,
        f"select count(h), count(distinct h) from (select hash({cells}) as h "
        f"from read_parquet({literal(str(written))}) where {quoted(source.no_repeats)} is not null)",
    )
    return total != different
