"""A document as JSON and back: what a frozen report is kept as. The same document gives the same bytes."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from commonground.evidence.figure import Figure
from commonground.report import blocks
from commonground.report.document import Document, Section

KIND = "kind_of_part"
KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Document, Section, Figure, blocks.Heading, blocks.Paragraph, blocks.Statement, blocks.Bullets, blocks.Caveat,
        blocks.Notice, blocks.KeyFigure, blocks.KeyFigures, blocks.Definitions, blocks.Table, blocks.Chart,
    )
}  # fmt: skip
VERBATIM = ("spec", "narrow")
"""Fields of a chart that are JSON already, of lists and dictionaries, and come back as such."""


def to_json(document: Document) -> str:
    """The document as JSON text."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Document:
    """The document of the text. Raises ValueError for a text that is none."""
    made = _made(json.loads(text))
    if not isinstance(made, Document):
        raise ValueError("this is not a document")
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {
            f.name: getattr(value, f.name) if f.name in VERBATIM else _plain(getattr(value, f.name))
            for f in fields(value)
        }
        return {KIND: type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"a document holds no {type(value).__name__}")


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(item) for item in value)
    if isinstance(value, dict) and KIND in value:
        kind = KINDS[value[KIND]]
        return kind(**{k: v if k in VERBATIM else _made(v) for k, v in value.items() if k != KIND})
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return value
