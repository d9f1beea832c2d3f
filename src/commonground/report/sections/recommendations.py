"""Recommendations: always an officer's words."""

from commonground.report.blocks import Block, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section


def build(desk: Desk) -> list[Block]:
    """The officer's recommendations, or a box that says they are still to be written."""
    return [
        Paragraph(
            (
                "Recommendations are a judgement. They are written by an officer and agreed by the partnership; this "
                "document does not make them from the figures.",
            )
        ),
        *desk.words(
            "recommendations",
            "Recommendations",
            "For each: what should be done, who owns it, by when, which finding above it answers, and how the "
            "partnership will know whether it was done. Say also when this assessment will be reviewed.",
        ),
    ]


SECTION = Section(key="recommendations", title="Recommendations", order=110, build=build)
