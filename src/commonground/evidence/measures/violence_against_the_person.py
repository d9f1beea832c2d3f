"""Violence against the person, the major category of recorded crime, in each classification."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MAJOR = (Is("major", ("Violence Against the Person",)),)

MEASURE = Measure(
    key="violence_against_the_person",
    title="Violence against the person",
    noun="recorded offences of violence against the person",
    definition=(
        "All offences in the major category Violence Against the Person. Sexual offences and robbery are not "
        "in it."
    ),
    version=(
        "As classified in the edition: the MPS’s own categories until 2019 (harassment and offensive weapons "
        "among them); Home Office from 2019; Home Office from 2024 (stalking and harassment, and death or "
        "serious injury by illegal driving, shown as minor categories)"
    ),
    unit="offences",
    polarity="lower is better",
    counts=recorded(
        home_office_2024=MAJOR,
        home_office_2019=MAJOR,
        mps_old=MAJOR,
        by_year=(Is("category", ("major-violence",)),),
        by=("minor",),
    ),
    flagged_by="offence category given by the police when the crime is recorded",
    breaks=("recording_2014",),
    caveats=(
        "Most violence is not reported to the police: recorded offences are not the amount of violence.",
    ),
)
