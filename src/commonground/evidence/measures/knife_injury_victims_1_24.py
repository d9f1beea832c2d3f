"""Victims aged 1 to 24 injured with a knife, domestic abuse or not."""

from commonground.evidence.measure import Between, Count, Is, Measure

MEASURE = Measure(
    key="knife_injury_victims_1_24",
    title="Knife injury victims aged 1 to 24",
    noun="victims aged 1 to 24 injured with a knife",
    definition=(
        "People aged 1 to 24 who were injured in an offence with a knife or sharp instrument, domestic abuse "
        "included."
    ),
    version="Mayor of London’s measure, as published on the MPS monthly crime dashboard since 2022",
    unit="victims",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_knife_dashboard",
            where=(Is("subtype", ("Knife Injury Victims (1-24)",)), Is("counted", ("offences",))),
        ),
        Count(
            source="police_victims",
            where=(Is("knife_injury", ("yes",)), Between("age", 1, 24)),
            value=None,
            by=("sex", "setting", "domestic"),
        ),
    ),
    population="1-24",
    limits="victims aged 1 to 24; those whose age is not known are left out",
    flagged_by=(
        "a flag on the crime record; whether set by hand or by the Home Office’s NDQIS method is not said"
    ),
    breaks=("ndqis",),
    caveats=("Victims, not offences: one offence with two injured victims counts twice.",),
)
