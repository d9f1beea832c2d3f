"""The pieces a report is made of. A section is a list of them; ``render`` makes documents of it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from commonground.evidence.figure import Text


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; the section's own title is level 2, so these are 3 or 4."""

    text: str
    level: Literal[3, 4] = 3


@dataclass(frozen=True)
class Paragraph:
    text: Text


@dataclass(frozen=True)
class Statement:
    """A finding's sentence, set apart above its chart, with its verdict said in words."""

    text: Text
    verdict: str | None = None


@dataclass(frozen=True)
class Bullets:
    items: tuple[Text, ...]


@dataclass(frozen=True)
class Caveat:
    """What limits the figure above."""

    text: Text


@dataclass(frozen=True)
class Notice:
    """A box: data missing, invented records, or text that an officer has still to write."""

    kind: Literal["missing", "officer", "warning", "note"]
    title: str
    text: Text


@dataclass(frozen=True)
class KeyFigure:
    """One large number of the summary page with what it means and how sure it is."""

    label: str
    figure: Text
    verdict: str
    detail: Text


@dataclass(frozen=True)
class KeyFigures:
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Definitions:
    """Terms, each with what it means."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first column names the row. A cell is text, with figures in it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text = ()
    numeric: bool = True  # all columns but the first are numbers, set right


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification with its title, its text alternative and its numbers.

    ``key`` is unique in a report: it is the anchor. ``narrow`` is the same chart drawn for a phone, where
    shrinking the wide one would make its words too small to read. The table follows the chart; a long one is
    in the annex of the PDF and of the Word file.
    """

    key: str
    title: str
    alternative: str
    spec: dict[str, Any] = field(hash=False)
    table: Table
    source: Text = ()
    is_map: bool = False
    narrow: dict[str, Any] | None = field(default=None, hash=False)


Block = Heading | Paragraph | Statement | Bullets | Caveat | Notice | KeyFigures | Definitions | Table | Chart
