"""Knife crime with injury: somebody was hurt with the knife."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="knife_crime_with_injury",
    title="Knife crime with injury",
    noun="recorded offences of knife crime with injury",
    definition=(
        "Knife crime in which a knife or sharp instrument injured somebody; offences at all ages, domestic "
        "or not."
    ),
    version="As published on the MPS monthly crime dashboard since 2022",
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_knife_dashboard",
            where=(Is("subtype", ("Knife Crime with Injury",)), Is("counted", ("offences",))),
        ),
    ),
    limits="all ages, public and home, domestic and not",
    flagged_by=(
        "a flag on the crime record; whether set by hand or by the Home Office’s NDQIS method is not said"
    ),
    breaks=("ndqis",),
    caveats=("Offences, not people: one offence can have several injured victims.",),
    part_of="knife_crime",
)
