"""People proceeded against for homicide."""

from commonground.evidence.measure import Count, Measure

MEASURE = Measure(
    key="homicide_accused",
    title="People proceeded against for homicide",
    noun="people proceeded against for homicide",
    definition=(
        "People charged or summonsed, or otherwise proceeded against, for a homicide, in the month of the "
        "proceedings."
    ),
    version="MPS homicide dashboard",
    unit="accused",
    polarity="neither",
    counts=(
        Count(
            source="mps_homicide_proceedings", by=("age_group", "sex", "ethnicity", "offence", "proceeding")
        ),
    ),
    population=None,
    flagged_by="the MPS’s homicide record",
    caveats=("Being proceeded against is not being convicted; several people may be accused of one death.",),
)
