"""Violence with injury, the usual line of a borough's dashboard."""

from commonground.evidence.measure import Is, Measure
from commonground.evidence.recorded_crime import recorded

MAJOR = Is("major", ("Violence Against the Person",))
HOME_OFFICE = (MAJOR, Is("minor", ("Violence with Injury",)))
MPS_OLD = (MAJOR, Is("minor", ("Assault with Injury", "Wounding/GBH", "Grievous Bodily Harm")))

MEASURE = Measure(
    key="violence_with_injury",
    title="Violence with injury",
    noun="recorded offences of violence with injury",
    definition="Violence in which somebody was hurt, or was meant to be hurt seriously; not homicide.",
    version=(
        "Home Office offence groups, as published by the MPS from 2019. For editions up to 2019: assault "
        "with injury, grievous bodily harm and wounding together, the nearest in the MPS’s own categories"
    ),
    unit="offences",
    polarity="lower is better",
    counts=recorded(
        home_office_2024=HOME_OFFICE,
        home_office_2019=HOME_OFFICE,
        mps_old=MPS_OLD,
        old_caveat=(
            "In this edition violence with injury is put together from the MPS’s own categories (assault "
            "with injury, grievous bodily harm, wounding); it is near the Home Office group, not the same."
        ),
    ),
    flagged_by="offence category given by the police when the crime is recorded",
    breaks=("recording_2014",),
    caveats=(
        "Most violence is not reported to the police: recorded offences are not the amount of violence.",
    ),
    part_of="violence_against_the_person",
)
