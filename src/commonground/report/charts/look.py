"""One look for every chart: the font, the ink, two widths, and how a finished specification is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

INK = "#0b0c0c"
QUIET = "#505a5f"  # 7:1 on white
LINE = "#b1b4b6"
HAIR = "#e4e7e9"
ACCENT = "#12436d"
SOFT = "#a9c6e3"  # beside ACCENT it differs in lightness, so the pair survives black-and-white print
MUTED = "#8a949e"
HATCH = "#fefdfc"  # a colour used for nothing else: render.drawing turns it into hatching
CLASSES = ("#e6eff8", "#b3d0ea", "#72a7d6", "#2f73b3", "#12436d")  # light to dark, in even steps of lightness
FONT = "'Source Sans 3', sans-serif"  # quoted: a family name that ends in a digit is not an identifier


@dataclass(frozen=True)
class Paper:
    """What a chart is drawn on; text is at least 12 px, and neither width is shrunk on its screen."""

    width: int
    text: int
    narrow: bool


WIDE = Paper(680, 15, False)
NARROW = Paper(288, 13, True)


_UNDRAWN = ContextVar("undrawn", default=False)


@contextmanager
def undrawn() -> Iterator[None]:
    """Charts made meanwhile have their words and tables and no drawing: enough to gather their numbers."""
    before = _UNDRAWN.set(True)
    try:
        yield
    finally:
        _UNDRAWN.reset(before)


def drawing(draw: Callable[[Paper], dict[str, Any]]) -> Callable[[Paper], dict[str, Any]]:
    """The drawing of a chart, left out while charts are undrawn.

    Altair checks each piece of a chart as it is made, which takes most of the time; the tests check them whole.
    """

    def drawn(paper: Paper) -> dict[str, Any]:
        if _UNDRAWN.get():
            return {}
        with debug_mode(False):
            return draw(paper)

    return drawn


def finished(
    chart: Any, paper: Paper, height: int, above: str = "", padding: dict[str, int] | None = None
) -> dict[str, Any]:
    """The whole specification; ``above`` is what the vertical axis measures, written above it."""
    spec = chart.properties(width=paper.width, height=height).to_dict(validate=False)
    return frame(spec, paper, above, padding)


def frame(
    spec: dict[str, Any], paper: Paper, above: str = "", padding: dict[str, int] | None = None
) -> dict[str, Any]:
    """The specification with the look laid on."""
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    spec["padding"] = {"left": 5, "right": 5, "top": 4, "bottom": 4} | (padding or {})
    spec["background"] = "white"
    spec["config"] = configuration(paper)
    if above:
        spec["title"] = {"text": wrapped(above, paper), "anchor": "start", "frame": "bounds", "offset": 10}
    return spec


def wrapped(text: str, paper: Paper) -> list[str]:
    """The text in lines that the paper is wide enough for."""
    from textwrap import wrap

    return wrap(text, 88 if not paper.narrow else 42) or [""]


def configuration(paper: Paper) -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    text = paper.text
    layout = {"direction": "vertical" if paper.narrow else "horizontal", "anchor": "start", "margin": 10}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "title": {"font": FONT, "fontSize": text, "fontWeight": "normal", "color": QUIET},
        "axis": {
            "labelFont": FONT, "titleFont": FONT, "labelFontSize": text, "titleFontSize": text,
            "titleFontWeight": "normal", "labelColor": INK, "titleColor": QUIET, "gridColor": HAIR,
            "domainColor": LINE, "tickColor": LINE, "labelPadding": 5, "titlePadding": 8,
            "labelLimit": 400, "titleLimit": 600,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"grid": False},
        "legend": {
            "labelFont": FONT, "titleFont": FONT, "labelFontSize": text, "titleFontSize": text,
            "titleFontWeight": "normal", "labelColor": INK, "titleColor": QUIET, "labelLimit": 400,
            "titleLimit": 600, "orient": "top", "direction": "vertical" if paper.narrow else "horizontal",
            "layout": {"top": layout, "bottom": layout},
            "offset": 8, "columnPadding": 18, "rowPadding": 4, "titlePadding": 8,
        },
        "header": {"labelFont": FONT, "labelFontSize": text, "labelColor": INK, "titleFont": FONT},
        "text": {"font": FONT, "fontSize": text, "color": INK},
        "line": {"invalid": "break-paths-show-path-domains"},
    }  # fmt: skip


def data(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Rows inside the specification: a chart reads nothing from elsewhere."""
    return alt.InlineData(values=rows)


def lettered(base: Any, **mark: Any) -> list[Any]:
    """Words on a chart, with a white edge so that a line behind them does not strike them through."""
    halo = mark | {"color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [base.mark_text(**halo), base.mark_text(**mark)]
