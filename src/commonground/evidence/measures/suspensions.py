"""Suspensions from school, until 2020 called fixed-period exclusions."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="suspensions",
    title="Suspensions",
    noun="suspensions from school",
    definition=(
        "Exclusions from school for a set time on disciplinary grounds, in state-funded schools of the area."
    ),
    version="DfE, Permanent and fixed-period exclusions in England, 2006/07 to 2016/17",
    unit="suspensions",
    polarity="lower is better",
    counts=(
        Count(
            source="dfe_exclusions", where=(Is("counted", ("suspensions",)), Is("school_type", ("total",)))
        ),
    ),
    grain="year",
    population=None,
    limits="school years; schools in the area, whose pupils may live elsewhere",
    flagged_by="school census",
    caveats=("One pupil can be suspended several times in a year: suspensions are not pupils.",),
    recorded=False,
)
