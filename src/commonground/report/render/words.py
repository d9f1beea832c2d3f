"""What every format says alike: the words of verdicts and notices, dates, and the numbers of figures."""

import re
from datetime import date

from commonground.report.blocks import Table
from commonground.report.document import Document

SHAPES = {"fell": "▼", "rose": "▲", "no clear change": "◆", "cannot be compared": "–"}
NOTICES = {
    "missing": "Data missing",
    "officer": "Officer’s text needed",
    "warning": "Warning",
    "note": "Note",
}
LONG_TABLE = 13  # rows; a longer table behind a chart goes to the annex where pages are turned


def long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def numbered(document: Document) -> tuple[dict[str, int], dict[int, int]]:
    """Numbers of the figures by key, and of the tables by identity, in reading order.

    Raises ValueError if two parts of the document have one key.
    """
    keys = [section.key for section in document.sections] + [chart.key for chart in document.charts]
    keys += ["summary", "annex", "attributions", "contents", "main"]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"used for more than one part of the document: {', '.join(twice)}")
    figures = {chart.key: n for n, chart in enumerate(document.charts, 1)}
    tables = {id(block): n for n, block in enumerate((b for b in document.blocks if isinstance(b, Table)), 1)}
    return figures, tables


def annexed(document: Document) -> frozenset[str]:
    """The charts whose tables are too long to stand beneath them."""
    return frozenset(chart.key for chart in document.charts if len(chart.table.rows) > LONG_TABLE)
