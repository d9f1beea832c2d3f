"""Usual limits on a chart: a quiet band with its mean, its columns in the table, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from commonground.report.charts import alternative
from commonground.report.charts.look import QUIET, data
from commonground.report.charts.values import Value, number


@dataclass(frozen=True)
class Usual:
    """The limits within which a number usually varies and its mean, from one place of a series to another.

    ``rules`` names the set of rules they are made by.
    """

    first: int
    last: int
    mean: Value
    lower: Value
    upper: Value
    rules: str

    def said(self, names: Sequence[str]) -> str:
        """In words, for who does not see the band."""
        low, mean, high = (alternative.written(number(v) or 0) for v in (self.lower, self.mean, self.upper))
        return f"Usual limits, {names[self.first]} to {names[self.last]}: {low} to {high}, mean {mean}."


USUAL = ("Mean of the limits", "Lower limit", "Upper limit")


def columns_of(usual: Sequence[Usual], size: int) -> list[list[Value | str]]:
    """Mean, lower and upper limit at each place; a dash where there are none. No columns without any limits."""
    if not usual:
        return []
    columns: list[list[Value | str]] = [["–"] * size for _ in USUAL]
    for side in usual:
        for column, value in zip(columns, (side.mean, side.lower, side.upper), strict=True):
            column[side.first : side.last + 1] = [value] * (side.last + 1 - side.first)
    return columns


def named(usual: Sequence[Usual]) -> list[str]:
    """By which rules the limits are made."""
    return [f"Limits: {rules}." for rules in dict.fromkeys(side.rules for side in usual)]


def tops(usual: Sequence[Usual]) -> list[float]:
    """The upper limits, which an axis must reach."""
    return [n for side in usual if (n := number(side.upper)) is not None]


BAND, MEAN = "#e8eff6", "usual limits, mean dashed"


def _banded(rows: list[dict[str, Any]], scale: alt.Scale, **where: Any) -> list[Any]:
    """A quiet band between limits with its mean, under whatever is drawn next."""
    base = alt.Chart(data([row | {"limits": MEAN} for row in rows]))
    fill = alt.Fill(
        "limits:N",
        scale=alt.Scale(domain=[MEAN], range=[BAND]),
        legend=alt.Legend(title=None, symbolType="square", symbolSize=220, symbolStrokeWidth=0),
    )
    return [
        base.mark_rect(opacity=1).encode(**where, y=alt.Y("lower:Q", scale=scale, title=None), y2="upper:Q", fill=fill),
        base.mark_rule(strokeDash=[6, 4], color=QUIET).encode(**where, y=alt.Y("mean:Q", scale=scale, title=None)),
    ]


def _levels(side: Usual) -> dict[str, Any]:
    """The limits of one side as a row to draw."""
    return {"lower": number(side.lower), "mean": number(side.mean), "upper": number(side.upper)}


def along(months: Sequence[date], usual: Sequence[Usual], time: alt.X, scale: alt.Scale) -> list[Any]:
    """The band of each side, between its months."""
    rows = [
        _levels(side) | {"month": months[side.first].isoformat(), "last": months[side.last].isoformat()}
        for side in usual
    ]
    return _banded(rows, scale, x=time, x2="last:T")


def across(usual: Sequence[Usual], scale: alt.Scale) -> list[Any]:
    """The band of limits that are those of the whole chart, from one end to the other."""
    return _banded([_levels(side) for side in usual], scale) if usual else []
