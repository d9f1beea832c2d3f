"""From a tidy table to the observations of a measure: lazy expressions, built here and run elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from commonground.evidence.measure import Between, Condition, Contains, Count, Is, IsNot

Rows = nw.LazyFrame[Any]


def holds(condition: Condition) -> nw.Expr:
    """Whether a row meets the condition. An empty cell meets none."""
    column = nw.col(condition.column)
    match condition:
        case Is(values=values):
            return _written(column).is_in([value.lower() for value in values])
        case IsNot(values=values):
            return ~column.is_null() & ~_written(column).is_in(["", *(value.lower() for value in values)])
        case Contains(words=words):
            return reduce(or_, (_written(column).str.contains(word.lower(), literal=True) for word in words))
        case Between(lowest=lowest, highest=highest):
            tests = [~column.is_null()]
            tests += [] if lowest is None else [column >= lowest]
            tests += [] if highest is None else [column <= highest]
            return reduce(and_, tests)


def _written(column: nw.Expr) -> nw.Expr:
    return column.cast(nw.String).str.to_lowercase()


def all_hold(conditions: Sequence[Condition]) -> nw.Expr:
    """Whether a row meets every one of the conditions; of none, every row does."""
    return reduce(and_, (holds(condition) for condition in conditions), nw.lit(True))


def within(rows: Rows, starts: Mapping[str, Sequence[date]], part: str | None = None) -> Rows:
    """The rows of the periods that begin on these days, in each part that the column ``part`` names."""
    if part is None:
        return rows.filter(nw.col("start").is_in([day for days in starts.values() for day in days]))
    tests = [(nw.col(part) == name) & nw.col("start").is_in(list(days)) for name, days in starts.items()]
    return rows.filter(reduce(or_, tests))


def in_areas(rows: Rows, area_type: str, placed: bool, wider: str | None = None) -> Rows:
    """The rows about areas of one type, with their ``area_code``; events carry one column of codes a type.

    ``wider`` is the column with the code of the area of that type which each row lies in.
    """
    if wider:
        return rows.with_columns(area_code=nw.col(wider))
    if placed:
        return rows.with_columns(area_code=nw.col(f"{area_type}_code"))
    return rows.filter(nw.col("area_type") == area_type)


def together(rows: Rows, counts: Sequence[Count], by: Sequence[str] = ()) -> Rows:
    """Several counts of the same rows, in one pass: what each counted in each area and period, and class of
    ``by``.

    Columns: area_code, start, end, those of ``by``, and for the n-th count ``count n`` (null where every cell
    added up is withheld, or there is none), ``withheld n`` (cells without a number) and, for a share, ``of
    n`` (below the line). Every class that the rows have is here, though a count may have nothing in it.
    """
    keys = ["area_code", "start", "end", *by]
    kinds = rows.collect_schema()
    picked: list[nw.Expr] = []
    added: list[nw.Expr] = []
    shown: list[nw.Expr] = []
    for n, count in enumerate(counts):
        whole = count.value is None or kinds[count.value].is_integer()
        kind = nw.Int64 if whole else nw.Float64
        amount = (nw.lit(1) if count.value is None else nw.col(count.value)).cast(kind)
        inside = all_hold(count.of or count.where)
        above = nw.when(all_hold(count.where)).then(amount).otherwise(amount * 0) if count.of else amount
        picked += [
            nw.when(inside).then(above).alias(f"above {n}"),
            nw.when(inside).then(nw.lit(1)).alias(f"row {n}"),
        ]
        added += [
            nw.col(f"above {n}").sum().alias(f"sum {n}"),
            nw.col(f"above {n}").count().alias(f"known {n}"),
            nw.col(f"row {n}").count().alias(f"rows {n}"),
        ]
        seen = nw.col(f"known {n}") > 0
        shown += [
            nw.when(seen).then(nw.col(f"sum {n}").cast(kind)).alias(f"count {n}"),
            (nw.col(f"rows {n}") - nw.col(f"known {n}")).cast(nw.Int64).alias(f"withheld {n}"),
        ]
        if count.of:
            picked.append(nw.when(inside).then(amount).alias(f"below {n}"))
            added.append(nw.col(f"below {n}").sum().alias(f"all {n}"))
            shown.append(nw.when(seen).then(nw.col(f"all {n}").cast(kind)).alias(f"of {n}"))
    return rows.select(*keys, *picked).group_by(*keys).agg(*added).select(*keys, *shown)


def apart(counted: pa.Table, n: int, by: Sequence[str] = ()) -> pa.Table:
    """The observations of the n-th count alone: area_code, start, end, those of ``by``, count, withheld (and
    ``of``).

    A class without a row is not here, and means nought if the edition reports on the period.
    """
    names = [name for name in ("count", "withheld", "of") if f"{name} {n}" in counted.column_names]
    keys = ["area_code", "start", "end", *by]
    table = counted.select([*keys, *(f"{name} {n}" for name in names)]).rename_columns([*keys, *names])
    return table.filter(pc.or_(pc.is_valid(table["count"]), pc.greater(table["withheld"], 0)))
