"""What a chart may draw: a number, or a figure that may not be shown, or nothing because nothing is known."""

from collections.abc import Sequence
from datetime import date

from commonground.evidence.figure import Figure, Text
from commonground.report.blocks import Table

Value = int | float | Figure | None

WITHHELD = Figure(None, "withheld", "withheld", (), (), withheld="small number")
NO_DATA = "no data"


def number(value: Value) -> float | None:
    """The number to draw. A withheld figure has none, whatever it carries."""
    if isinstance(value, Figure):
        return None if value.withheld else value.value
    return value


def reason(value: Value) -> str | None:
    """Why there is no number: "withheld: small number", "no data", or None where there is one."""
    if number(value) is not None:
        return None
    if isinstance(value, Figure) and value.withheld and value.withheld != "missing":
        return f"withheld: {value.withheld.removeprefix('withheld ')}"
    return NO_DATA


def cell(value: Value | str) -> Text:
    """The value in a table; words stay as they are."""
    if isinstance(value, Figure | str):
        return (value,)
    return (NO_DATA if value is None else written(value),)


def written(value: float) -> str:
    """A number for a reader: thousands set off, a real minus sign, one decimal unless it is whole."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace("-", "−")


def month(day: date) -> str:
    return f"{day:%B %Y}"


def table(
    caption: str, head: Sequence[str], names: Sequence[str], columns: Sequence[Sequence[Value | str]]
) -> Table:
    """The numbers behind a chart: one row for each name, one column for each series."""
    rows = zip(names, *columns, strict=True)
    return Table(caption, tuple(head), tuple(((name,), *map(cell, values)) for name, *values in rows))
