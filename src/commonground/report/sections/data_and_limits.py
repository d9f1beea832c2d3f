"""What the assessment is made from: what is present, how fresh, what is missing and why."""

from commonground.evidence.edition import Edition
from commonground.evidence.figure import Text
from commonground.evidence.measure import measures
from commonground.report.blocks import Block, Bullets, Caveat, Heading, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section
from commonground.sources import sources

NOT_OPEN = ("istv", "ecds", "police_victims", "police_incidents")


def build(desk: Desk) -> list[Block]:
    """Sources used with their coverage, then what is missing."""
    held: dict[str, list[Edition]] = {}
    for edition in desk.evidence.editions:
        if edition.id in desk.guard.editions and sources()[edition.source].holds != "reference":
            held.setdefault(edition.source, []).append(edition)
    absent = [m for m in measures().values() if desk.evidence.missing(m)]
    blocks: list[Block] = [
        Paragraph(
            (
                "The assessment uses published figures and whatever extracts partners have supplied. Each is dated: "
                "publishers revise past months, so a figure belongs to the edition it was read from. Definitions, and "
                "the limits of each source, are at the end.",
            )
        ),
        *(_made_from(held) if held else ()),
        Heading("What is missing, and why"),
    ]
    if absent:
        blocks.append(Bullets(tuple((desk.evidence.missing(m) or "",) for m in absent)))
    if not any(edition.source in NOT_OPEN for edition in desk.evidence.editions):
        blocks.append(
            Paragraph(
                (
                    "No partner extract is loaded. Emergency department and ambulance records would show violence that "
                    "police are never told of, with the hour and place; a police extract by victim would show "
                    "who is harmed, in which setting, and how many of the victims of domestic knife crime are women. "
                    "None of these is open data: they come under the partnership’s information-sharing agreement.",
                )
            )
        )
    return blocks


def _made_from(held: dict[str, list[Edition]]) -> list[Block]:
    return [
        Table(
            caption="Figures this assessment is made from",
            head=("Source", "Publisher", "Covers", "Published"),
            rows=tuple(_row(key, editions) for key, editions in sorted(held.items())),
            numeric=False,
        ),
        Caveat(
            (
                "Published figures reach the reader late, and not all to the same month. Each statement below "
                "says its own "
                "months; a comparison is always within one source.",
            )
        ),
    ]


def _row(key: str, editions: list[Edition]) -> tuple[Text, ...]:
    source = sources()[key]
    return ((source.title,), (source.publisher,), (_covers(editions),), (_published(editions),))


def _covers(editions: list[Edition]) -> str:
    days = [day for e in editions for span in e.periods for day in span]
    return f"{min(days):%B %Y} to {max(days):%B %Y}" if days else "not dated"


def _published(editions: list[Edition]) -> str:
    dates = sorted({e.published for e in editions if e.published})
    return ", ".join(dates) if dates else "not stated in the file"


SECTION = Section(key="data_and_limits", title="The data and their limits", order=20, build=build)
