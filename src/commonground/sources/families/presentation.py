"""Workbooks laid out for reading: several tables over several sheets, made into one plain table of text.

One workbook is one delivery. Its first sheet of the layout stands for it; the others are read with it.
"""

from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa

from commonground.sources.readers import workbook
from commonground.sources.readers.delivery import Delivery

Row = tuple[str | None, ...]
Rows = Sequence[Row]


def first_of(delivery: Delivery, laid_out: Callable[[Rows], bool]) -> bool:
    """Is this the first sheet of its workbook that is laid out so?"""
    if delivery.format != "workbook" or not laid_out(delivery.extra.get("top", ())):
        return False
    return delivery.sheet == next((sheet for sheet, _ in sheets(delivery, laid_out)), None)


def sheets(delivery: Delivery, laid_out: Callable[[Rows], bool]) -> Iterable[tuple[str, Rows]]:
    """The sheets of the workbook that are laid out so, and their rows."""
    for sheet in workbook.sheets(delivery.path, delivery.name):
        rows = workbook.sheet_rows(delivery.path, sheet, delivery.name)
        if laid_out(rows[:40]):
            yield sheet, rows


def text_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> pa.Table:
    """The rows as a table in which every cell is text."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table(
        {name: pa.array(values, pa.string()) for name, values in zip(columns, cells, strict=True)}
    )
