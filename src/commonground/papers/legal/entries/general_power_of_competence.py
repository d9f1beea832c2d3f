"""The general power of competence."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="general_power_of_competence",
    title="The general power of competence",
    statute="Localism Act 2011, section 1",
    text=(
        "Section 1 of the Localism Act 2011 gives local authorities in England a general power of competence: "
        "the power to do anything that individuals generally may do, within the boundaries that section 2 of "
        "that Act sets."
    ),
    jurisdiction="England",
    source="legislation.gov.uk, explanatory notes to the Localism Act 2011, paragraphs 10 and 11",
    confidence="read in the source",
    note="The notes are of 2011; later changes were not looked for.",
    order=50,
)
