"""What makes violence more or less likely: published figures on children, schools and justice."""

from commonground.report import passages
from commonground.report.blocks import Block, Caveat, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

FACTORS = (
    "first_time_entrants",
    "suspensions",
    "permanent_exclusions",
    "children_in_need_gangs",
    "children_in_need_criminal_exploitation",
    "children_in_need_sexual_exploitation",
    "children_in_need_missing",
)


def build(desk: Desk) -> list[Block]:
    """Each factor over the years, beside London and England where they are published."""
    blocks: list[Block] = [
        Paragraph(
            (
                "These figures describe the conditions in which children grow up. They are about groups, not "
                "persons: most "
                "children who are excluded, in need or reported missing never take part in violence, and none of "
                "these figures may be used to judge a child.",
            )
        )
    ]
    for key in FACTORS:
        blocks += passages.measured(desk, key)
    return [
        *blocks,
        *desk.words("protective", "Protective factors",
                    "Say what protects children and adults here: trusted adults, schools that hold on to pupils, "
                    "youth provision, family support, work; with what is known of its reach."),
        Caveat(("That two things are found together does not show that one brings about the other.",)),
    ]  # fmt: skip


SECTION = Section(key="risk", title="Risk and protective factors", order=70, build=build)
