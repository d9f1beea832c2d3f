"""Why the assessment is written, and what the partnership means by serious violence."""

from commonground.report.blocks import Block, Bullets, Heading, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.section import Section


def build(desk: Desk) -> list[Block]:
    """The duty, the definition under the four factors of the Act, and what the assessment cannot do."""
    return [
        Paragraph(
            (
                f"This is the strategic assessment of serious violence in {desk.area.name}. It is for the "
                f"community safety "
                "partnership: the council, police, fire and rescue, probation, youth justice and the NHS, with "
                "schools, prisons and youth custody consulted. It says what is known of violence in the area, who it "
                "harms, where and when it happens, what makes it more or less likely, and how sure each statement is.",
            )
        ),
        Heading("The duty"),
        Paragraph(
            (
                "The Serious Violence Duty (Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1, in force "
                "since 31 January 2023) requires the specified authorities to work together to identify the kinds of "
                "serious violence in the area and, so far as possible, their causes, and to prepare and carry out a "
                "strategy. In the Act, violence includes domestic abuse, sexual offences, violence against property "
                "and threats of violence; it does not include terrorism. Becoming involved in violence includes "
                "becoming a victim of it.",
            )
        ),
        Heading("What is meant by serious violence here"),
        *desk.words(
            "purpose-definition",
            "The local definition of serious violence",
            "Agree the wording with the partners. Until then this assessment uses the wording below.",
        ),
        Paragraph(
            (
                "The wording of the London Violence Reduction Unit, which London boroughs have adopted and "
                "adapted: any "
                "violence and exploitation affecting people under 25, domestic abuse and sexual violence; within that, "
                "homicide, grievous and actual bodily harm, rape, assault by penetration, sexual assault, personal "
                "robbery, threats to kill, and violence against property during one of these offences.",
            )
        ),
        Table(
            caption="The four factors the Act requires a definition to take into account",
            head=("Factor", "How it is answered here"),
            rows=tuple(
                ((factor,), desk.words_or_blank(f"purpose-factor-{number}", "For the partnership to record"))
                for number, factor in enumerate(
                    (
                        "The maximum penalty for the offence",
                        "The impact of the violence on any victim",
                        "How common the violence is in the area",
                        "The impact of the violence on the community in the area",
                    ),
                    start=1,
                )
            ),
            numeric=False,
        ),
        Heading("How to read it"),
        Bullets(
            (
                (
                    "A change is called a rise or a fall only where it is larger than chance alone would explain. "
                    "Otherwise it is “no clear change”, whatever the direction of the counts.",
                ),
                (
                    "Most figures are of crime recorded by police. Much violence is never reported, and recording "
                    "practice changes, so a fall in recorded crime is not by itself a fall in violence.",
                ),
                ("Nothing here shows what caused a change. A borough’s figures cannot prove that a plan worked.",),
                (
                    "Small numbers are withheld so that nobody can be recognised, and so are others from which they "
                    "could be worked out.",
                ),
                ("Every figure carries its source, edition, period and method, listed at the end.",),
            )
        ),
    ]


SECTION = Section(key="purpose", title="Purpose and definition", order=10, build=build)
