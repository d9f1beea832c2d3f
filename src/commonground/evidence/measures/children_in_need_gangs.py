"""Assessments of children in need that name gangs as a factor."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="children_in_need_gangs",
    title="Children in need with gangs as a factor",
    noun="assessments with gangs as a factor",
    definition=(
        "Episodes of need assessed in the year, at the end of which the social worker named gangs as a "
        "factor."
    ),
    version="DfE, Children in need, factors identified at the end of assessment",
    unit="assessments",
    polarity="neither",
    counts=(Count(source="dfe_assessment_factors", where=(Is("factor", ("Gangs",)),)),),
    grain="year",
    population="0-17",
    rate_per=10000,
    limits="children in need; years to March",
    flagged_by="the social worker’s judgement at the end of an assessment",
    caveats=("More of it can mean more harm, or that it is better seen.",),
    recorded=False,
)
