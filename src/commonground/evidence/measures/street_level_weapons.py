"""Possession of weapons as police.uk publishes it, offence by offence on anonymised points."""

from commonground.evidence.measure import Count, Is, Measure
from commonground.evidence.placing import PLACED

WHERE = (Is("crime_type", ("Possession of weapons",)),)

MEASURE = Measure(
    key="street_level_weapons",
    title="Possession of weapons (police.uk)",
    noun="offences of possession of weapons on police.uk",
    definition="Offences in the police.uk category Possession of weapons. It is not knife crime.",
    version=(
        "police.uk categories since May 2013; before, the group Public disorder and weapons, which is not "
        "the same"
    ),
    unit="offences",
    polarity="neither",
    counts=(
        Count(source="police_street", where=WHERE, value=None, caveats=(PLACED,)),
        Count(source="police_points", where=WHERE, value=None, caveats=(PLACED,)),
    ),
    flagged_by="police.uk category",
    caveats=(
        "Mostly found by searches: it measures what the police do as much as how many weapons are carried.",
        "Points are moved to the nearest of a list of anonymised places: good for LSOAs and larger, not for "
        "streets.",
    ),
)
