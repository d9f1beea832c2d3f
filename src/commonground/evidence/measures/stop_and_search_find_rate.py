"""The share of searches after which the police took some action."""

from commonground.evidence.measure import Count, Is, IsNot, Measure
from commonground.evidence.placing import PLACED

MEASURE = Measure(
    key="stop_and_search_find_rate",
    title="Stop and search find rate",
    noun="stops and searches followed by some action",
    definition=(
        "Searches that ended in an arrest or another action (a summons, a caution, a warning, a penalty "
        "notice, a community resolution) as a share of the searches whose outcome is known."
    ),
    version=(
        "data.police.uk stop and search files; outcomes in three groups that the labels before and since "
        "January 2018 share"
    ),
    unit="per cent",
    polarity="neither",
    counts=(
        Count(
            source="police_stop_and_search",
            where=(Is("outcome_group", ("arrest", "other action")),),
            of=(IsNot("outcome_group"),),
            value=None,
            by=(
                "type",
                "gender",
                "age_range",
                "self_defined_ethnicity",
                "officer_defined_ethnicity",
                "legislation",
                "object_of_search",
            ),
            caveats=(PLACED,),
        ),
    ),
    population=None,
    flagged_by="the outcome in the officer’s record of the search",
    breaks=("search_outcomes_2018",),
    caveats=(
        "Action need not be linked to what was searched for: a search for a weapon that finds cannabis "
        "counts. The Met does not publish the link for these years.",
    ),
    recorded=False,
)
