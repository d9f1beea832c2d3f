"""Sources, definitions and method: what every figure is, where it came from, and how it was worked out."""

from commonground.evidence.comparison import METHODS
from commonground.evidence.edition import Edition
from commonground.evidence.figure import Text
from commonground.evidence.measure import measures
from commonground.report.blocks import Block, Bullets, Definitions, Heading, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section
from commonground.sources import sources


def build(desk: Desk) -> list[Block]:
    """Definitions of the measures used, the method, disclosure control, then every edition."""
    known = [m for m in measures().values() if m.key in desk.guard.measures]
    read = [e for e in desk.evidence.editions if e.id in desk.guard.editions]
    used = dict.fromkeys(e.source for e in read if sources()[e.source].holds != "reference")
    hidden: Text = (desk.guard.summary.sentence,) if desk.guard.summary else ()
    return [
        Heading("Definitions"),
        Definitions(tuple((m.title, (f"{m.definition} Version: {m.version}. {_limits(m)}".strip(),)) for m in known)),
        Heading("Method"),
        Bullets(
            (
                (
                    f"Change between two periods. {METHODS['count']}. A change is called a rise or a fall only "
                    f"where the "
                    "whole interval lies on one side of nought.",
                ),
                ("Where either count is under 20, the change is given as a number and not in per cent.",),
                (
                    "Both periods of a comparison are read from one source in one classification; a break in the "
                    "series "
                    "between them is said, or the comparison is not made.",
                ),
                (
                    "Rates divide by the residents of the nearest year for which there is an estimate; their intervals "
                    "are exact for fewer than 10 events and Byar’s from there.",
                ),
                (
                    "Funnels widen the limits of chance until they allow for the differences that all boroughs show "
                    "(additive overdispersion).",
                ),
            )
        ),
        Heading("Limits of the sources"),
        Definitions(
            tuple((sources()[key].title, (" ".join(sources()[key].caveats),)) for key in used if sources()[key].caveats)
        ),
        Heading("Small numbers"),
        Paragraph(
            (
                "Counts of one to four are not shown (one to seven, with all others rounded to five, for figures "
                "from the "
                "NHS), nor any number from which one of them could be worked out by subtraction anywhere in this "
                "document. ",
                *hidden,
            )
        ),
        *(_editions(desk, read) if read else ()),
    ]


def _editions(desk: Desk, read: list[Edition]) -> list[Block]:
    return [
        Heading("Editions"),
        Paragraph(
            (
                "Each figure comes from the files below. The first characters of a file’s SHA-256 hash stand "
                "beside it; the "
                "ledger of this document holds the whole hash, and for each figure its filter and method, from "
                "which it can be worked out again.",
            )
        ),
        Table(
            caption="Files read",
            head=("Source", "Published", "Classification", "Rows", "Hash"),
            rows=tuple(_row(desk, e) for e in read),
            numeric=False,
        ),
    ]


def _limits(measure) -> str:  # type: ignore[no-untyped-def]
    said = [
        f"Limits: {measure.limits}." if measure.limits else "",
        f"Flagged by {measure.flagged_by}." if measure.flagged_by else "",
    ]
    return " ".join(filter(None, said))


def _row(desk: Desk, edition: Edition) -> tuple[Text, ...]:
    rows = desk.figure("rows_loaded", (edition.id,))
    return (
        (sources()[edition.source].title,),
        (edition.published or "not stated",),
        (edition.classification or "",),
        (rows,),
        (edition.sha256[:12],),
    )


SECTION = Section(key="sources_and_method", title="Sources, definitions and method", order=120, build=build)
