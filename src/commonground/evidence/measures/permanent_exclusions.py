"""Permanent exclusions from school."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="permanent_exclusions",
    title="Permanent exclusions",
    noun="permanent exclusions from school",
    definition=(
        "Pupils excluded from school for good on disciplinary grounds, in state-funded schools of the area."
    ),
    version="DfE, Permanent and fixed-period exclusions in England, 2006/07 to 2016/17",
    unit="exclusions",
    polarity="lower is better",
    counts=(
        Count(
            source="dfe_exclusions",
            where=(Is("counted", ("permanent exclusions",)), Is("school_type", ("total",))),
        ),
    ),
    grain="year",
    population=None,
    limits="school years; schools in the area, whose pupils may live elsewhere",
    flagged_by="school census",
    caveats=("The risk lies as much in what follows an exclusion as in the exclusion itself.",),
    recorded=False,
)
