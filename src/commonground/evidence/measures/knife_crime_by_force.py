"""Knife crime by police force and quarter, as the Home Office publishes it."""

from datetime import date

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="knife_crime_by_force",
    title="Knife crime by police force",
    noun="offences involving a knife or sharp instrument",
    definition=(
        "Chosen offences (homicide, serious violence, robbery, rape and others) that involved a knife or "
        "sharp instrument."
    ),
    version="Home Office special collection, national definition since April 2007",
    unit="offences",
    polarity="lower is better",
    counts=(Count(source="home_office_knife", where=(Is("subtype", ("knife crime",)),)),),
    grain="quarter",
    comparable_from=date(2010, 4, 1),
    flagged_by="by hand in this series; forces moved to the NDQIS method later, at different dates",
    breaks=("mps_april_2013", "ndqis", "gmp_knife_2018"),
    caveats=("Figures before the year to March 2011 are not comparable with later ones.",),
)
