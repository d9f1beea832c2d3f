"""From a tidy table to the observations of a measure: lazy expressions, built here and run elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

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


def observations(rows: Rows, count: Count, by: Sequence[str] = ()) -> Rows:
    """What was counted in each area and period, and in each class of ``by``.

    Columns: area_code, start, end, those of ``by``, ``count`` (null where every cell added up is withheld),
    ``withheld`` (cells without a number) and, for a share, ``of`` (below the line). Only what the table
    holds: a class without a row is not here, and means nought if the edition reports on the period.
    """
    keys = ["area_code", "start", "end", *by]
    rows = rows.filter(all_hold(count.of or count.where)) if count.of or count.where else rows
    amount = nw.lit(1) if count.value is None else nw.col(count.value)
    whole = count.value is None or rows.collect_schema()[count.value].is_integer()
    kind = nw.Int64 if whole else nw.Float64
    above = nw.when(all_hold(count.where)).then(amount).otherwise(nw.lit(0)) if count.of else amount
    rows = rows.select(
        *keys, above_=above.cast(kind), below_=amount.cast(kind),
        known_=nw.when(amount.is_null()).then(nw.lit(0)).otherwise(nw.lit(1)),
        unknown_=nw.when(amount.is_null()).then(nw.lit(1)).otherwise(nw.lit(0)),
    )  # fmt: skip
    sums = rows.group_by(*keys).agg(
        count=nw.col("above_").sum(), of=nw.col("below_").sum(), known=nw.col("known_").sum(),
        withheld=nw.col("unknown_").sum(),
    )  # fmt: skip
    seen = nw.col("known") > 0
    summed = [
        nw.when(seen).then(nw.col("count").cast(kind)).alias("count"),
        nw.col("withheld").cast(nw.Int64),
    ]
    if count.of:
        summed.append(nw.when(seen).then(nw.col("of").cast(kind)).alias("of"))
    return sums.select(*keys, *summed)
