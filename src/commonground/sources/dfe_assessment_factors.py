"""Factors that social workers identified when they assessed a child: gangs, exploitation, going missing."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_FACTORS = (
    "Episodes_with_assessment_factor",
    "Alcohol_Misuse_child",
    "Alcohol_Misuse_parent",
    "Alcohol_Misuse_person",
    "Drug_Misuse_child",
    "Drug_Misuse_parent",
    "Drug_Misuse_person",
    "Domestic_Abuse_child",
    "Domestic_Abuse_parent",
    "Domestic_Abuse_person",
    "Mental_Health_child",
    "Mental_Health_parent",
    "Mental_Health_person",
    "Learning_Disability_child",
    "Learning_Disability_parent",
    "Learning_Disability_person",
    "Physical_Disability_child",
    "Physical_Disability_parent",
    "Physical_Disability_person",
    "Young_Carer",
    "Privately_fostered",
    "Unaccompanied_asylum_seeker",
    "Going_missing",
    "Child_sexual_exploitation",
    "Trafficking",
    "Gangs",
    "Socially_unacceptable_behaviour",
    "Self_harm",
    "Neglect",
    "Emotional_Abuse",
    "Physical_Abuse_unknown",
    "Physical_Abuse_child_on_child",
    "Physical_Abuse_adult_on_child",
    "Sexual_Abuse_unknown",
    "Sexual_Abuse_child_on_child",
    "Sexual_Abuse_adult_on_child",
    "Female_Genital_Mutilation",
    "Faith_linked_abuse",
    "Child_criminal_exploitation",
    "Other",
)
_NEEDED = {"Episodes_with_assessment_factor", "Gangs", "Going_missing", "Trafficking"}
_CELLS = tuple(Column(name.lower(), (name,), "count", required=name in _NEEDED) for name in _FACTORS)

SOURCE = Source(
    key="dfe_assessment_factors",
    title="DfE factors identified at the end of assessment of children in need",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Assessments of children in the year to 31 March in which each factor was identified, by local "
        "authority."
    ),
    delivery=(*dfe.STANDARD, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={**dfe.AREA_TYPES, "factor": "VARCHAR", "count": "BIGINT", "mark": "VARCHAR"},
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, replace(heading, '_', ' ') as factor, whole(cell) as count,
               {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(dfe.STANDARD), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "An assessment can name several factors, so factors are never added up; a child can be assessed "
        "twice a year.",
        "A factor is what the social worker recorded. More of it can mean more harm or better recognition.",
        "Child criminal exploitation, and abuse by a child or an adult told apart, were added in later "
        "years.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
