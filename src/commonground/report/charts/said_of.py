"""A chart of what is said of names under several heads: safe, mixed or unsafe, of places by time of day.

The word stands in each cell, so that the chart needs no colour.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from commonground.evidence.figure import Text
from commonground.report.blocks import Chart, Table
from commonground.report.charts import alternative
from commonground.report.charts.look import CLASSES, INK, NARROW, WIDE, Paper, data, drawing, finished

SHADES = {"safe": "#ffffff", "mixed": CLASSES[1], "unsafe": CLASSES[4]}
LETTERS = {"safe": "S", "mixed": "M", "unsafe": "U"}


def said_of(
    key: str,
    title: str,
    names: Sequence[str],
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    *,
    what: str,
    of: str,
    most: int,
    source: Text = (),
) -> Chart:
    """A grid of words; an empty cell was not spoken of. The first ``most`` names are drawn, the table has them all."""

    @drawing
    def draw(paper: Paper) -> dict[str, Any]:
        return _grid(names[:most], heads, cells, what, len(names) > most, paper)

    said = "; ".join(
        f"{name}, {', '.join(f'{head.lower()} {word}' for head, word in zip(heads, row, strict=True) if word)}"
        for name, row in zip(names[:most], cells, strict=False) if any(row)
    )  # fmt: skip
    more = f" The first {most} of {len(names)} are drawn." if len(names) > most else ""
    rows = tuple(
        ((name,), *((word.capitalize() or "–",) for word in row)) for name, row in zip(names, cells, strict=True)
    )
    body = Table(title, (of, *heads), rows, numeric=False)
    return Chart(
        key, title, f"{alternative.opening(what)}: {said}.{more}", draw(WIDE), body, source, narrow=draw(NARROW)
    )


def _grid(names, heads, cells, what, cut, paper) -> dict[str, Any]:  # type: ignore[no-untyped-def]
    lines = ["|".join(wrap(name, 16 if paper.narrow else 34)) for name in names]
    tops = ["|".join(wrap(head, 8)) for head in heads]
    rows = [
        {"name": line, "head": top, "said": word, "dark": word == "unsafe",
         "word": LETTERS.get(word, "") if paper.narrow else word.capitalize()}
        for line, row in zip(lines, cells, strict=False) for top, word in zip(tops, row, strict=True) if word
    ]  # fmt: skip
    split = "split(datum.label, '|')"
    base = alt.Chart(data(rows)).encode(
        x=alt.X("head:N", sort=None, scale=alt.Scale(domain=tops),
                axis=alt.Axis(title=None, orient="top", labelAngle=0, labelExpr=split, labelFontSize=paper.text - 1)),
        y=alt.Y("name:N", sort=None, scale=alt.Scale(domain=lines),
                axis=alt.Axis(title=None, labelLimit=400, labelExpr=split, labelFontSize=paper.text)),
    )  # fmt: skip
    scale = alt.Scale(domain=list(SHADES), range=list(SHADES.values()))
    squares = base.mark_rect(stroke=INK, strokeWidth=1).encode(color=alt.Color("said:N", scale=scale, legend=None))
    ink = alt.condition("datum.dark", alt.value("white"), alt.value(INK))
    words = base.mark_text(fontSize=paper.text - 1).encode(text="word:N", color=ink)
    key = " (S safe, M mixed, U unsafe)" if paper.narrow else ""
    above = f"{alternative.opening(what)}{key}; blank: not spoken of{'; the table has all places' if cut else ''}"
    each = max(30, 10 + (paper.text + 3) * max((line.count("|") + 1 for line in lines), default=1))
    return finished(alt.layer(squares, words), paper, 80 + each * len(names), above)
