"""The summary: one page that a councillor can read in two minutes and not be misled by."""

from commonground.evidence.finding import Finding
from commonground.report import passages
from commonground.report.blocks import Block, Bullets, Heading, KeyFigure, KeyFigures, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

CARDS = ("violence_with_injury", "knife_crime", "knife_injury_victims_1_24", "robbery_of_personal_property")
READ = (
    "violence_against_the_person", "violence_with_injury", "knife_crime", "knife_crime_with_injury",
    "knife_injury_victims_1_24", "robbery_of_personal_property", "homicide", "possession_of_weapons",
)  # fmt: skip


def build(desk: Desk) -> list[Block]:
    """Key figures, what rose, what fell, what is not clear, what is missing."""
    cards = [f for key in CARDS if (f := desk.finding(key)) and f.count.value is not None]
    found = [f for key in READ if (f := desk.finding(key))]
    return [
        KeyFigures(tuple(_card(desk, f) for f in cards)),
        *_told(desk, "Higher than a year before, beyond chance", [f for f in found if f.verdict == "rose"]),
        *_told(desk, "Lower than a year before, beyond chance", [f for f in found if f.verdict == "fell"]),
        *_told(desk, "No clear change", [f for f in found if f.verdict == "no clear change"]),
        Paragraph(
            (
                "These are crimes that police recorded. They are not all the violence there was, and a change in them "
                "does not show why it came about.",
            )
        ),
    ]


def _card(desk: Desk, found: Finding) -> KeyFigure:
    detail = (
        (found.change_percent, " on the year before (", found.lower_percent, " to ", found.upper_percent, ")")
        if found.change_percent.value is not None
        else (found.change, " on the year before")
    )
    title = f"{desk.measure(found.measure).title}, {found.period.name}"
    return KeyFigure(title, (found.count,), passages.said(found), (*detail, passages.across(found)))


def _told(desk: Desk, heading: str, found: list[Finding]) -> list[Block]:
    if not found:
        return []
    items = tuple(
        (
            f"{desk.measure(f.measure).title}: ",
            f.count,
            f" in {f.period.name}, ",
            f.baseline_count,
            f" the year before{passages.across(f)}.",
        )
        for f in found
    )
    return [Heading(heading), Bullets(items)]


SECTION = Section(key="summary", title="Summary", order=0, build=build)
