"""Stop and search, as the police publish it search by search."""

from commonground.evidence.measure import Count, Measure
from commonground.evidence.placing import PLACED

BY = (
    "type",
    "gender",
    "age_range",
    "self_defined_ethnicity",
    "officer_defined_ethnicity",
    "legislation",
    "object_of_search",
    "outcome_group",
)

MEASURE = Measure(
    key="stop_and_search",
    title="Stop and search",
    noun="stops and searches",
    definition="Searches of a person, a vehicle or both, under any of the powers that are published.",
    version="data.police.uk stop and search files",
    unit="searches",
    polarity="neither",
    counts=(Count(source="police_stop_and_search", value=None, by=BY, caveats=(PLACED,)),),
    flagged_by="the officer’s record of the search",
    caveats=(
        "More or fewer searches are a decision of the police: it measures what they do and not crime.",
        "People searched need not live where they are searched: a rate per resident is no measure of "
        "fairness alone.",
    ),
    recorded=False,
)
