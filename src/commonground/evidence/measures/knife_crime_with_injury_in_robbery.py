"""Knife crime with injury in personal robbery."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="knife_crime_with_injury_in_robbery",
    title="Knife crime with injury in personal robbery",
    noun="recorded personal robberies in which somebody was injured with a knife",
    definition=(
        "Knife crime with injury that is a robbery of personal property. Robberies in which a knife was "
        "threatened or used without injury are not in it: it is not all robbery with a knife."
    ),
    version="As published on the MPS monthly crime dashboard since 2022",
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_knife_dashboard",
            where=(
                Is("subtype", ("Knife Crime with Injury (Personal Robbery)",)),
                Is("counted", ("offences",)),
            ),
        ),
    ),
    flagged_by=(
        "a flag on the crime record; whether set by hand or by the Home Office’s NDQIS method is not said"
    ),
    breaks=("ndqis",),
    caveats=("Most robbery with a knife injures nobody and is not counted here.",),
    part_of="knife_crime_with_injury",
)
