"""Hospital admissions for assault with a sharp object."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="sharp_object_admissions",
    title="Hospital admissions for assault with a sharp object",
    noun="hospital admissions for assault with a sharp object",
    definition=(
        "Finished admission episodes with the cause code X99, assault by sharp object; accidents and "
        "self-harm are other codes."
    ),
    version="ICD-10 X99, NHS Digital tabulation of Hospital Episode Statistics, April 2012 to March 2022",
    unit="admissions",
    polarity="lower is better",
    counts=(Count(source="nhs_sharp_object", where=(Is("cut", ("total",)), Is("counted", ("admissions",)))),),
    limits="region of residence; London as a whole, not boroughs",
    rate_per=100_000,
    flagged_by="clinical coding of the cause",
    caveats=("Only the gravest injuries are admitted: most people who are hurt with a knife are not.",),
    recorded=False,
)
