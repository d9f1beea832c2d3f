"""Robbery of personal property: theft from a person by force or the threat of it."""

from commonground.evidence.measure import Count, Is, Measure

HOME_OFFICE = (Is("major", ("Robbery",)), Is("minor", ("Robbery of Personal Property",)))
MPS_OLD = (Is("major", ("Robbery",)), Is("minor", ("Personal Property",)))

MEASURE = Measure(
    key="robbery_of_personal_property",
    title="Robbery of personal property",
    noun="recorded robberies of personal property",
    definition="Theft from a person using force, or the fear of force; robbery of a business is not in it.",
    version="Home Office counting rules, as published by the MPS",
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(source="mps_borough", classification="home-office-2024", where=HOME_OFFICE),
        Count(source="mps_borough", classification="home-office-2019", where=HOME_OFFICE),
        Count(source="mps_borough", classification="mps-old", where=MPS_OLD),
    ),
)
