"""The parts of the assessment that an officer writes, in the order in which they stand in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One part: its key among the officers’ texts, the section it stands in, and what is to be written there."""

    key: str
    section: str
    title: str
    prompt: str
    short: bool = False  # a cell of a table rather than paragraphs


FACTOR = "What the partnership decided on this factor, in a sentence or two, when it agreed its definition."

PARTS: tuple[Part, ...] = (
    Part(
        "purpose-definition", "purpose", "The local definition of serious violence",
        "Agree the wording with the partners. Until then this assessment uses the wording below.",
    ),
    Part("purpose-factor-1", "purpose", "The maximum penalty for the offence", FACTOR, short=True),
    Part("purpose-factor-2", "purpose", "The impact of the violence on any victim", FACTOR, short=True),
    Part("purpose-factor-3", "purpose", "How common the violence is in the area", FACTOR, short=True),
    Part("purpose-factor-4", "purpose", "The impact of the violence on the community in the area", FACTOR, short=True),
    Part(
        "changed-why", "changed", "Why it changed",
        "Give the partners’ reading of the changes and what supports it. Keep apart what is known and "
        "what is thought; changes in recording belong here too.",
    ),
    Part(
        "changed-public", "changed", "The public’s priorities",
        "Report what residents said should be the priorities, how they were asked, and how many answered.",
    ),
    Part(
        "protective", "risk", "Protective factors",
        "Say what protects children and adults here: trusted adults, schools that hold on to pupils, "
        "youth provision, family support, work; with what is known of its reach.",
    ),
    Part(
        "equality", "equality", "Equality analysis",
        "For each of the nine protected characteristics: what the evidence shows, the likely effect of the "
        "strategy, who was engaged, what will be done to lessen harm, and how it will be monitored.",
    ),
    Part(
        "delivered", "delivered", "What is delivered now",
        "List the services and operations that work on serious violence: lead agency, whom they reach and how "
        "many, where, evidence rating, and when funding ends. The action plan will fill this section.",
    ),
    Part(
        "delivered-last-plan", "delivered", "How far last year’s plan was carried out",
        "Say for each priority of last year’s plan what was done, what was not, and why.",
    ),
    Part(
        "voices", "gaps", "What young people, families and communities say",
        "Set out who was asked, how many, how, and what they said, in their own words where they agreed.",
    ),
    Part(
        "gaps", "gaps", "Gaps in services",
        "Set the needs found above beside what is delivered: who is not reached, where, and at what age.",
    ),
    Part(
        "recommendations", "recommendations", "Recommendations",
        "For each: what should be done, who owns it, by when, which finding above it answers, and how the "
        "partnership will know whether it was done. Say also when this assessment will be reviewed.",
    ),
)  # fmt: skip

BY_KEY = {part.key: part for part in PARTS}
