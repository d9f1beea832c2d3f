"""Homicide as a category of recorded crime."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MAJOR = Is("major", ("Violence Against the Person",))

MEASURE = Measure(
    key="homicide",
    title="Homicide",
    noun="recorded homicides",
    definition="Murder, manslaughter and infanticide, one offence for each person killed.",
    version="Home Office offence group, as published by the MPS from 2019; before, the MPS’s category Murder",
    unit="offences",
    polarity="lower is better",
    counts=recorded(
        home_office_2024=(MAJOR, Is("minor", ("Homicide",))),
        home_office_2019=(MAJOR, Is("minor", ("Homicide",))),
        mps_old=(MAJOR, Is("minor", ("Murder",))),
        old_caveat="In this edition the category is Murder; whether it holds manslaughter is not said.",
    ),
    rate_per=100_000,
    flagged_by="offence category given by the police when the crime is recorded",
    caveats=(
        "Counted in the month in which the homicide was recorded, which can be later than the death.",
        "Few in number: a change from one year to the next says little by itself.",
    ),
    part_of="violence_against_the_person",
)
