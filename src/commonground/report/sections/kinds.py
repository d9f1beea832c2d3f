"""The kinds of serious violence in the area, each with its run of months and what may be said of the change."""

from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

KINDS = (
    "violence_against_the_person",
    "violence_with_injury",
    "violence_without_injury",
    "homicide",
    "homicide_with_a_knife",
    "knife_crime",
    "knife_crime_with_injury",
    "knife_injury_victims_1_24",
    "knife_injury_victims_1_24_non_domestic",
    "knife_crime_with_injury_in_robbery",
    "robbery_of_personal_property",
    "robbery_with_a_knife",
    "possession_of_weapons",
    "possession_of_article_with_blade_or_point",
)


def build(desk: Desk) -> list[Block]:
    """One passage for each kind, the widest first."""
    blocks: list[Block] = [
        Paragraph(
            (
                "Each kind of violence below opens with what the latest 12 months allow to be said beside the 12 "
                "months "
                "before. The kinds overlap: knife crime is counted again among the offences it is a part of, and "
                "victims are not offences. They must not be added together.",
            )
        ),
        *(Caveat((caveat,)) for caveat in passages.general_caveats()),
    ]
    for key in KINDS:
        blocks += passages.measured(desk, key)
    if desk.is_london:
        blocks += passages.measured(desk, "sharp_object_admissions", area=desk.evidence.area("London", "region"))
    blocks.append(
        Caveat(
            (
                "Offences found by police searches, such as the possession of weapons, measure the activity of police "
                "as much as the carrying of weapons.",
            )
        )
    )
    return blocks


SECTION = Section(key="kinds", title="Kinds of violence", order=40, build=build)
