"""Victims aged 1 to 24 injured with a knife outside domestic abuse: the Mayor's headline measure."""

from commonground.evidence.measure import Between, Count, Is, Measure

MEASURE = Measure(
    key="knife_injury_victims_1_24_non_domestic",
    title="Knife injury victims aged 1 to 24, not domestic",
    noun="victims aged 1 to 24 injured with a knife, domestic abuse left out",
    definition=(
        "People aged 1 to 24 who were injured in an offence with a knife or sharp instrument that was not "
        "domestic abuse."
    ),
    version="Mayor of London’s headline measure, as published on the MPS monthly crime dashboard since 2022",
    unit="victims",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_knife_dashboard",
            where=(Is("subtype", ("Knife Injury Victims (non DA 1-24)",)), Is("counted", ("offences",))),
        ),
        Count(
            source="police_victims",
            where=(Is("knife_injury", ("yes",)), Is("domestic", ("no",)), Between("age", 1, 24)),
            value=None,
            by=("sex", "setting"),
        ),
    ),
    population="1-24",
    limits="victims aged 1 to 24, domestic abuse left out; those whose age is not known are left out",
    flagged_by=(
        "flags for knife and domestic abuse on the crime record; how the knife flag was set is not said"
    ),
    breaks=("ndqis",),
    caveats=(
        "Victims, not offences: one offence with two injured victims counts twice.",
        "Violence in the home is left out only where it is flagged as domestic abuse, which is defined from "
        "age 16.",
    ),
    part_of="knife_injury_victims_1_24",
)
