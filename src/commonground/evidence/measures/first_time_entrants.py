"""First-time entrants to the youth justice system."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="first_time_entrants",
    title="First-time entrants to the youth justice system",
    noun="first-time entrants per 100,000 children aged 10 to 17",
    definition=(
        "Children aged 10 to 17 who receive their first caution or conviction, per 100,000 children of that "
        "age."
    ),
    version=(
        "Youth Justice Board rate from the Police National Computer, as published in the DfE’s LAIT "
        "(FirstYJS)"
    ),
    unit="per 100,000",
    polarity="lower is better",
    counts=(Count(source="dfe_lait", where=(Is("indicator", ("FirstYJS",)),), value="value"),),
    grain="year",
    population=None,
    limits="children aged 10 to 17",
    flagged_by="Police National Computer",
    caveats=(
        "Only the rate is published, without the number of children: whether a change is more than chance "
        "cannot be tested.",
    ),
    recorded=False,
)
