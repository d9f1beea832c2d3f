"""What is done about serious violence now: an officer's text until the action plan supplies it."""

from commonground.report.blocks import Block, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section


def build(desk: Desk) -> list[Block]:
    """The present programme, and how far last year's was carried out."""
    return [
        Paragraph(
            (
                "An assessment sets need beside what is already done about it: who delivers what, to whom, with what "
                "evidence that it works, and how long it is funded.",
            )
        ),
        *desk.words(
            "delivered",
            "What is delivered now",
            "List the services and operations that work on serious violence: lead agency, whom they reach and how "
            "many, where, evidence rating, and when funding ends. The action plan will fill this section.",
        ),
        *desk.words(
            "delivered-last-plan",
            "How far last year’s plan was carried out",
            "Say for each priority of last year’s plan what was done, what was not, and why.",
        ),
    ]


SECTION = Section(key="delivered", title="What is delivered now", order=90, build=build)
