"""Violence against the person, the major category of recorded crime, in each classification."""

from commonground.evidence.measure import Count, Is, Measure

MAJOR = Is("major", ("Violence Against the Person",))

MEASURE = Measure(
    key="violence_against_the_person",
    title="Violence against the person",
    noun="recorded offences of violence against the person",
    definition=(
        "All offences in the major category Violence Against the Person. It has no sexual offences and no robbery."
    ),
    version=(
        "The classification in which the edition was published: the MPS's own until 2019 (with harassment and "
        "offensive weapons in it), Home Office from 2019, Home Office from 2024 (with stalking and harassment, and "
        "death or serious injury by illegal driving, as minor categories of their own)"
    ),
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(source="mps_borough", classification="home-office-2024", where=(MAJOR,), by=("minor",)),
        Count(source="mps_borough", classification="home-office-2019", where=(MAJOR,), by=("minor",)),
        Count(source="mps_borough", classification="mps-old", where=(MAJOR,), by=("minor",)),
    ),
)
