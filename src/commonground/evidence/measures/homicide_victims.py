"""Victims of homicide, one by one, since 2003."""

from commonground.evidence.measure import Count, Measure

BY = ("method", "age_group", "sex", "ethnicity", "domestic", "offence", "solved")

MEASURE = Measure(
    key="homicide_victims",
    title="Homicide victims",
    noun="victims of homicide",
    definition=(
        "People killed by murder, manslaughter, corporate manslaughter or infanticide, recorded by the MPS."
    ),
    version="MPS homicide dashboard",
    unit="victims",
    polarity="lower is better",
    counts=(Count(source="mps_homicide_victims", by=BY),),
    rate_per=100_000,
    flagged_by="the MPS’s homicide record",
    caveats=("Few in number: a change from one year to the next says little by itself.",),
)
