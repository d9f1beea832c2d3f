"""Specifications become pictures: SVG by vl-convert, with a name and words for who cannot see it."""

import json
import re
from functools import cache, lru_cache
from html import escape
from typing import Any

from commonground.report.charts.look import HATCH, QUIET
from commonground.report.render.typeface import FONTS

_SIZE = re.compile(r'<svg\b([^>]*?)\swidth="([\d.]+)"([^>]*?)\sheight="([\d.]+)"([^>]*)>')


@lru_cache(maxsize=256)
def _vega(spec: str) -> str:
    """What vl-convert draws: one drawing serves the page, the PDF and the Word file."""
    svg = _converter().vegalite_to_svg(json.loads(spec), vl_version="6.1", allowed_base_urls=[])
    return re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg).strip()


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def drawn(spec: dict[str, Any], name: str, title: str, description: str | None = None) -> str:
    """The specification as an SVG element for a page, its ids made unique by ``name``.

    ``title`` is its accessible name. It fills the width it is given, up to its own. Raises ValueError if the
    specification refers to anything outside itself.
    """
    svg = _vega(json.dumps(spec, default=str))
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\1{name}-", svg)
    svg = re.sub(r' aria-[a-z]+="[^"]*"| role="[^"]*"', "", svg)  # Vega's own words, in place of ours
    if re.search(r'(href|src)="(?!#)', svg):
        raise ValueError(f"the chart {name} refers to something outside itself")
    labels = f"{name}-title" + (f" {name}-desc" if description else "")
    words = f'<title id="{name}-title">{escape(title)}</title>'
    words += f'<desc id="{name}-desc">{escape(description)}</desc>' if description else ""
    if HATCH in svg:
        words += _hatching(name)
        svg = svg.replace(f'"{HATCH}"', f'"url(#{name}-hatch)"')
    return _SIZE.sub(
        rf'<svg\1\3\5 width="\2" height="\4" role="img" aria-labelledby="{labels}" focusable="false">'
        + words.replace("\\", r"\\"),
        svg,
        count=1,
    )


def picture(spec: dict[str, Any], scale: float = 2) -> tuple[bytes, float]:
    """The specification as PNG and its width in pixels before scaling, for documents that take no SVG."""
    svg = drawn(spec, "picture", "")
    match = re.search(r'\swidth="([\d.]+)"', svg)
    assert match is not None
    return rastered(svg, scale), float(match[1])


def rastered(svg: str, scale: float = 2) -> bytes:
    """An SVG as PNG."""
    return _converter().svg_to_png(svg, scale=scale)


def _hatching(name: str) -> str:
    """Diagonal lines, for what is withheld or unknown: they read in black and white too."""
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{QUIET}" stroke-width="2.2"/></pattern></defs>'
    )
