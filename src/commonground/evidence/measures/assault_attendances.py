"""Assaults seen in emergency departments, from the data hospitals share."""

from commonground.evidence.measure import Count, Measure

BY = ("method", "location_type", "site")

MEASURE = Measure(
    key="assault_attendances",
    title="Assault attendances at emergency departments",
    noun="attendances at emergency departments after an assault",
    definition=(
        "Arrivals at an emergency department of someone hurt in an assault, whether or not the police know "
        "of it."
    ),
    version=(
        "Information Sharing to Tackle Violence minimum data set; from July 2025 the Emergency Care Data "
        "Set, version 4"
    ),
    unit="attendances",
    polarity="lower is better",
    counts=(
        Count(source="ecds", value=None, by=BY),
        Count(source="istv", value=None, by=BY),
    ),
    limits="departments that share their data; the borough is that of the assault, where it is given",
    flagged_by="what the patient tells the receptionist or nurse",
    caveats=(
        "How many are asked, and recorded, differs from one department to the next and from one month to the "
        "next.",
        "Attendances, not people; the data hold no name, age or address.",
    ),
    recorded=False,
)
