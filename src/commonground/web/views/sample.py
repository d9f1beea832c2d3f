"""Invented content for `/design/`. No place, person or number here is real."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commonground.plan.glance import Tally
from commonground.plan.terms import Rag, Standing
from commonground.report.blocks import (
    Bullets,
    Caveat,
    Definitions,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Statement,
    Table,
)
from commonground.report.charts import Band, Break, monthly

SHAPES = Path(__file__).parents[1] / "static"
COLUMNS = {"place": "place", "count": "count", "rate": "rate"}
PLACES: list[dict[str, Any]] = [
    {"place": "Harbour", "count": 84, "rate": 6.1, "verdict": "no clear change"},
    {"place": "Mill End", "count": 52, "rate": 4.4, "verdict": "fell"},
    {"place": "Castle Hill", "count": 131, "rate": 9.7, "verdict": "rose"},
    {"place": "Station Quarter", "count": 47, "rate": 3.2, "verdict": "cannot be compared"},
]
SERIES = [68, 74, 71, 83, 88, 92, 86, 79, 90, 72, 66, 70, 64, 69, 77, 81, 84, 73, 88, 76, 70, 61, 58, 63]
MONTHS = [date(2024 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(24)]


def everything() -> dict[str, Any]:
    """The context of the page, but for what the request decides."""
    return {
        "series": SERIES, "gappy": [*SERIES[:7], None, None, *SERIES[9:]], "tasks": TASKS, "facts": FACTS,
        "events": EVENTS, "files": FILES, "blocks": BLOCKS, "chart": chart(), "tiles": TILES, "classes": CLASSES,
        "theirs": THEIRS, "yours": YOURS, "until": date(2026, 8, 31), "still": still(),
        "colours": COLOURS, "applied": APPLIED, "standings": ["", *Standing], "colours_said": ["", *Rag],
        "tallies": [Tally("met", 4), Tally("partly", 11), Tally("not_met", 2), Tally("", 3)],
    }  # fmt: skip


def still() -> SafeString:
    """The invented wards as a still map."""
    boundaries = json.loads((SHAPES / "invented-places.json").read_text(encoding="utf-8"))
    areas = ((f["properties"]["class"], _outline(f["geometry"]["coordinates"][0])) for f in boundaries["features"])
    drawn = format_html_join("", '<path class="cg-class-{}" d="{}" stroke="#fff" stroke-width="2"/>', areas)
    return format_html('<svg viewBox="0 0 640 440" role="img" aria-label="Invented incidents by ward">{}</svg>', drawn)


def _outline(ring: list[list[float]]) -> str:
    return "M" + "L".join(f"{60 + x * 4600:.0f},{410 - y * 4600:.0f}" for x, y in ring) + "Z"


def chart() -> Any:
    """A chart of invented numbers in the look of the reports."""
    average = [None if n < 11 else round(sum(SERIES[n - 11 : n + 1]) / 12, 1) for n in range(24)]
    band = Band([51.0] * 24, [98.0] * 24)
    return monthly(
        "invented-months", "Invented incidents in Harbour each month", MONTHS, SERIES,
        what="invented incidents in Harbour each month", average=average, band=band,
        breaks=[Break(date(2025, 9, 1), "new form")], source=("Source: invented for this page.",),
    )  # fmt: skip


TASKS = [
    {"title": "Confirm your agency’s people", "status": "Done", "done": True},
    {"title": "Read the draft assessment", "status": "Due 30 Sept", "href": "#task-list", "hint": "Chapter 2"},
    {"title": "Send the number of referrals", "status": "Not started", "href": "#task-list"},
]
FACTS = [
    ("Name", "Harbour and Mill End Partnership", "#summary-list", "Change"),
    ("Area", "Two invented wards"),
    ("Chair", "Invented Person", "#summary-list", "Change"),
]
EVENTS = [
    {"title": "Assessment published", "by": "Invented Person, Council", "when": datetime(2026, 9, 14, 10, 5),
     "text": "Approved by the chair after two readings.", "href": "#timeline"},
    {"title": "Passage on robbery rewritten", "by": "Another Person, Police", "when": datetime(2026, 9, 2, 16, 40)},
    {"title": "Assessment built", "by": "Common Ground", "when": date(2026, 8, 28)},
]  # fmt: skip
FILES = [
    {"href": "#download-list", "title": "Invented incidents, every month", "kind": "CSV", "size": "4 KB"},
    {"href": "#download-list", "title": "Invented incidents, every month", "kind": "ODS", "size": "11 KB"},
    {"href": "#download-list", "title": "The chart as a picture", "kind": "PNG", "size": "63 KB"},
]
TILES = [
    {"key": "a", "name": "Harbour", "shown": "6.1", "href": "#map-with-list"},
    {"key": "b", "name": "Mill End", "shown": "4.4"},
    {"key": "c", "name": "Castle Hill", "shown": "9.7"},
    {"key": "d", "name": "Station Quarter", "shown": "3.2"},
]
CLASSES = ("under 3", "3 to 5", "5 to 7", "7 to 9", "9 and over")
THEIRS = "Robbery in Harbour was recorded less often than a year before. The panel asked for lighting near the station."
YOURS = "Robbery in Harbour was recorded less often than a year before. The panel asked for a visit to the station."
BLOCKS = (
    Statement(("Invented incidents in Harbour: 63 in August 2026, 70 in August 2025.",), "no clear change"),
    Paragraph(("A paragraph of a report. Its measure is about seventy characters, so the eye finds the next line.",)),
    KeyFigures((
        KeyFigure("Invented incidents", ("812",), "fell", ("in the year to August 2026, 874 the year before",)),
        KeyFigure("Invented visits", ("1,204",), "rose", ("more visits were paid; here a rise is what was wanted",)),
        KeyFigure("Invented calls", ("96",), "no clear change", ("within what is usual from year to year",)),
    )),
    Bullets((("What the partnership asked.",), ("What the data answer.",))),
    Caveat(("The form changed in September 2025, so earlier months are counted otherwise.",)),
    Notice("missing", "Hospital data", ("None were received for July.",)),
    Notice("officer", "What the partnership makes of it", ("An officer writes this passage.",)),
    Definitions((("Incident", ("Something that was recorded on a day at a place.",)),)),
    Table("Invented incidents by quarter", ("Quarter", "2025", "2026"), (
        (("January to March",), ("231",), ("214",)), (("April to June",), ("248",), ("233",)),
    )),
)  # fmt: skip
COLOURS = ("blue", "teal", "green", "purple", "burgundy", "slate")
APPLIED = (("Harbour", "?place="), ("Police", "?kind="))
