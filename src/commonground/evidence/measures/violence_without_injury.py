"""Violence without injury: assaults and threats in which nobody was hurt."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

HOME_OFFICE = (
    Is("major", ("Violence Against the Person",)),
    Is("minor", ("Violence without Injury",)),
)

MEASURE = Measure(
    key="violence_without_injury",
    title="Violence without injury",
    noun="recorded offences of violence without injury",
    definition="Assaults, threats and other violence in which nobody was hurt.",
    version=(
        "Home Office offence groups, as published by the MPS: stalking and harassment are in it in editions "
        "from 2019, and stand apart in editions from 2024"
    ),
    unit="offences",
    polarity="lower is better",
    counts=recorded(home_office_2024=HOME_OFFICE, home_office_2019=HOME_OFFICE),
    not_in=(
        (
            "mps-old",
            "the MPS’s own categories, used until 2019, do not separate violence without injury: common "
            "assault, harassment and other violence are not the same thing",
        ),
    ),
    flagged_by="offence category given by the police when the crime is recorded",
    breaks=("recording_2014",),
    caveats=("Recorded violence without injury depends much on what is reported and how it is recorded.",),
    part_of="violence_against_the_person",
)
