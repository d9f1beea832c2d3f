"""Robbery of personal property: theft from a person by force or the fear of it."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MAJOR = Is("major", ("Robbery",))
HOME_OFFICE = (MAJOR, Is("minor", ("Robbery of Personal Property",)))

MEASURE = Measure(
    key="robbery_of_personal_property",
    title="Robbery of personal property",
    noun="recorded robberies of personal property",
    definition="Theft from a person using force, or the fear of force. Robbery of a business is not in it.",
    version="Home Office counting rules, as published by the MPS",
    unit="offences",
    polarity="lower is better",
    counts=recorded(
        home_office_2024=HOME_OFFICE,
        home_office_2019=HOME_OFFICE,
        mps_old=(MAJOR, Is("minor", ("Personal Property",))),
    ),
    flagged_by="offence category given by the police when the crime is recorded",
)
