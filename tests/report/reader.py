"""A reader of a document: every word of each block, and the digits among them that are no figure."""

import json
import re
from collections.abc import Iterable, Iterator

from commonground.evidence import breaks, wording
from commonground.evidence.figure import Figure, Text, plain
from commonground.evidence.measure import measures
from commonground.report.blocks import (
    Block,
    Bullets,
    Caveat,
    Chart,
    Definitions,
    Heading,
    KeyFigures,
    Notice,
    Paragraph,
    Statement,
    Table,
)  # fmt: skip
from commonground.sources import sources


def words(block: Block) -> Iterator[Text]:
    """Every text of a block but the alternative of a chart, in reading order."""
    if isinstance(block, Heading):
        yield (block.text,)
    elif isinstance(block, Paragraph | Statement | Caveat):
        yield block.text
    elif isinstance(block, Notice):
        yield from ((block.title,), block.text)
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Definitions):
        for term, meaning in block.items:
            yield from ((term,), meaning)
    elif isinstance(block, KeyFigures):
        for item in block.items:
            yield from ((item.label,), item.figure, (item.verdict,), item.detail)
    elif isinstance(block, Table):
        yield (block.caption,)
        yield from ((head,) for head in block.head)
        for row in block.rows:
            yield from row
        yield block.note
    else:
        assert isinstance(block, Chart), block
        yield from ((block.title,), block.source)
        yield from words(block.table)


def everything(block: Block) -> str:
    """All that the block gives to a reader or to a program, the drawing included."""
    said = "\n".join(plain(text) for text in words(block))
    if isinstance(block, Chart):
        said += f"\n{block.alternative}\n{json.dumps(block.spec)}\n{json.dumps(block.narrow)}"
    return said


def numbers(text: str) -> set[str]:
    """The numbers in it, as they are written, without the commas between thousands."""
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
NOT_NUMBERS = (
    rf"(?:\d{{1,2}} )?\b(?:{_MONTH}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) (?:19|20)\d\d\b",
    r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b",  # the date of an edition
    r"\b(?:19|20)\d\d/\d\d\b",
    r"\bmid-(?:19|20)\d\d\b",
    r"\b[Tt]he \d+ months to\b",
    r"\b12(?:-month average| months to|months| months before| months of| months allow|( months))",
    r"95% interval",
    r"per (?:1,000|100,000|10,000)",
    r"\bPer 100,000\b",
    r"Part \d Chapter \d", r"\(section \d+\)", r"Section 60\b",
    r"(?:under|over|under-|aged) ?\d+s?(?: to \d+)?", r"\bunder-16s\b", r"\b\d+ to \d+\b", r"\b65 and over\b",
    r"\b(?:3rd|4th|5th|6th|7th|8th|9th|2nd) tenth\b",
    r"(?:the )?32 boroughs", r"LSOA, about 1,700 people", r"SHA-256",
    r"fewer than 10 events", r"either count is under 20", r"\bversion \d\b", r"OGL v?\d(?:\.\d)?|v\d\.\d",
    r"E0\d{7}", r"\b0\d\d[A-Z]\b",  # an LSOA by code or by name
    r"“[^”]*”",
)  # fmt: skip
"""Dates, names, limits and sections of Acts: all that may have a digit in the words of a report."""


def described() -> set[str]:
    """Sentences that describe a source or a measure once and for all, and are no findings."""
    told: set[str] = set()
    for measure in measures().values():
        told |= {
            measure.definition,
            measure.version,
            measure.limits,
            measure.flagged_by,
            measure.title,
            measure.noun,
        }
        told |= {*measure.caveats, *(c for count in measure.counts for c in count.caveats)}
        told |= {reason for _, reason in measure.not_in}
    for source in sources().values():
        told |= {source.title, source.about, source.publisher, source.attribution, *source.caveats}
    told |= {found.sentence for found in breaks.BREAKS.values()}
    return {each for each in told if re.search(r"\d", each or "")}


def strays(text: Text, names: Iterable[str] = ()) -> list[str]:
    """Digits in the words that are no figure, no date, no name and no limit."""
    known = sorted((*described(), *names), key=len, reverse=True)
    kept: list[str | Figure] = []
    for part in text:
        if isinstance(part, str):
            for name in known:
                part = (
                    part.replace(name, " ")
                    .replace(name[:1].lower() + name[1:], " ")
                    .replace(name[:1].upper() + name[1:], " ")
                )
            for pattern in NOT_NUMBERS:
                part = re.sub(pattern, " ", part)
        kept.append(part)
    return wording.stray_numbers(tuple(kept))
