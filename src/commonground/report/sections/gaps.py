"""Gaps: what this assessment could not say, drawn from what is missing and from officers."""

from commonground.evidence.measure import measures
from commonground.report.blocks import Block, Bullets, Paragraph
from commonground.report.desk import Desk
from commonground.report.section import Section

QUESTIONS = (
    (("assault_attendances",), "How much violence reaches hospital and not the police, and at which hours and places."),
    (
        ("knife_injury_victims_1_24_non_domestic", "domestic_knife_victims"),
        "Who is harmed by knives: age, sex, and whether at home or in public.",
    ),
    (
        ("robbery_with_a_knife",),
        "How many robberies involve a knife, seen or threatened, whether or not anyone is hurt.",
    ),
    (("sharp_object_admissions",), "How many people are admitted to hospital after an assault with a sharp object."),
    (("first_time_entrants",), "How many children enter the youth justice system for the first time."),
)


def build(desk: Desk) -> list[Block]:
    """Questions that nothing loaded can answer, then the voices that figures do not carry."""
    unanswered = [
        question
        for keys, question in QUESTIONS
        if any(key in measures() and desk.evidence.missing(measures()[key]) for key in keys)
    ]
    blocks: list[Block] = [
        Paragraph(("Figures answer only what somebody recorded. These questions stay open after this assessment.",))
    ]
    if unanswered:
        blocks.append(Bullets(tuple((question,) for question in unanswered)))
    return [
        *blocks,
        *desk.words(
            "voices",
            "What young people, families and communities say",
            "Set out who was asked, how many, how, and what they said, in their own words where they agreed.",
        ),
        *desk.words(
            "gaps",
            "Gaps in services",
            "Set the needs found above beside what is delivered: who is not reached, where, and at what age.",
        ),
    ]


SECTION = Section(key="gaps", title="Gaps", order=100, build=build)
