"""Victims of domestic knife crime, by sex."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="domestic_knife_victims",
    title="Victims of domestic knife crime",
    noun="victims of domestic knife crime",
    definition=(
        "People against whom a knife or sharp instrument was used, threatened or intimated in an offence "
        "flagged as domestic abuse."
    ),
    version="National definition of knife crime, with the domestic abuse flag of the police extract",
    unit="victims",
    polarity="lower is better",
    counts=(
        Count(
            source="police_victims",
            where=(Is("knife_crime", ("yes",)), Is("domestic", ("yes",))),
            value=None,
            by=("sex", "setting", "knife_injury"),
        ),
    ),
    limits="all ages; by sex",
    flagged_by="flags for knife and domestic abuse in the police extract",
    caveats=(
        "Domestic abuse is defined from age 16; violence at home against children is found by its setting.",
        "A rise can mean that more victims come forward.",
    ),
)
