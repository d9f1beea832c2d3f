"""Robbery as police.uk publishes it, offence by offence on anonymised points."""

from commonground.evidence.measure import Count, Is, Measure
from commonground.evidence.placing import PLACED

WHERE = (Is("crime_type", ("Robbery",)),)

MEASURE = Measure(
    key="street_level_robbery",
    title="Robbery (police.uk)",
    noun="robberies on police.uk",
    definition="Offences in the police.uk category Robbery, of people and of businesses.",
    version="police.uk categories",
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(source="police_street", where=WHERE, value=None, caveats=(PLACED,)),
        Count(source="police_points", where=WHERE, value=None, caveats=(PLACED,)),
    ),
    flagged_by="police.uk category",
    caveats=(
        "Points are moved to the nearest of a list of anonymised places: good for LSOAs and larger, not for "
        "streets.",
    ),
)
