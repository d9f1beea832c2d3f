"""Possession of an article with a blade or point: knives found on people."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MEASURE = Measure(
    key="possession_of_article_with_blade_or_point",
    title="Possession of an article with a blade or point",
    noun="recorded offences of possession of an article with a blade or point",
    definition=(
        "Having a knife or other bladed or pointed article in a public place or at school without good "
        "reason. It is not knife crime, in which a knife is used or threatened."
    ),
    version="Home Office counting rules, as published by the MPS from 2019 to 2023",
    unit="offences",
    polarity="neither",
    counts=recorded(
        home_office_2019=(
            Is("major", ("Possession of Weapons",)),
            Is("minor", ("Possession of Article with Blade or Point",)),
        ),
    ),
    not_in=(
        ("home-office-2024", "editions since 2024 give one figure for all weapons and none for blades"),
        ("mps-old", "the MPS’s own categories, used until 2019, give one figure for all offensive weapons"),
    ),
    flagged_by="offence category given by the police when the crime is recorded",
    caveats=(
        "Mostly found by searches: it measures what the police do as much as how many knives are carried.",
    ),
    part_of="possession_of_weapons",
)
