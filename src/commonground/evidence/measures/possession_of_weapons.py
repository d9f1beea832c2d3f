"""Possession of weapons: weapons found, mostly by police searches."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MAJOR = (Is("major", ("Possession of Weapons",)),)

MEASURE = Measure(
    key="possession_of_weapons",
    title="Possession of weapons",
    noun="recorded offences of possession of weapons",
    definition=(
        "Having a weapon, bladed article or firearm without lawful reason. It is not knife crime, in which a "
        "knife is used or threatened."
    ),
    version=(
        "Home Office offence group, as published by the MPS from 2019; before, the MPS’s category Offensive "
        "Weapon, which stood within violence against the person"
    ),
    unit="offences",
    polarity="neither",
    counts=recorded(
        home_office_2024=MAJOR,
        home_office_2019=MAJOR,
        mps_old=(Is("major", ("Violence Against the Person",)), Is("minor", ("Offensive Weapon",))),
        by_year=(Is("category", ("major-weapons",)),),
        old_caveat="In this edition the category is Offensive Weapon, within violence against the person.",
    ),
    flagged_by="offence category given by the police when the crime is recorded",
    caveats=(
        "Mostly found by searches: it measures what the police do as much as how many weapons are carried.",
    ),
)
