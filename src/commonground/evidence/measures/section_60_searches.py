"""Searches without suspicion, under section 60."""

from commonground.evidence.measure import Count, Is, Measure
from commonground.evidence.placing import PLACED

SECTION_60 = "Criminal Justice and Public Order Act 1994 (section 60)"

MEASURE = Measure(
    key="section_60_searches",
    title="Section 60 searches",
    noun="searches under section 60",
    definition=(
        "Searches without suspicion where an officer has authorised them for a time and a place, under "
        "section 60 of the Criminal Justice and Public Order Act 1994."
    ),
    version="data.police.uk stop and search files; the power is read from the legislation given",
    unit="searches",
    polarity="neither",
    counts=(
        Count(
            source="police_stop_and_search",
            where=(Is("legislation", (SECTION_60,)),),
            value=None,
            by=(
                "type",
                "gender",
                "age_range",
                "self_defined_ethnicity",
                "officer_defined_ethnicity",
                "outcome_group",
            ),
            caveats=(PLACED,),
        ),
    ),
    flagged_by="the legislation in the officer’s record of the search",
    caveats=(
        "One authorisation can bring many searches in a few days: months are uneven and say little by "
        "themselves.",
        "The rules for authorising section 60 were relaxed from 2019.",
    ),
    recorded=False,
    part_of="stop_and_search",
)
