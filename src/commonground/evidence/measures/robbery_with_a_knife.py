"""Robbery with a knife, from the police extract; no open data have it."""

from commonground.evidence.measure import Contains, Count, Is, Measure

MEASURE = Measure(
    key="robbery_with_a_knife",
    title="Robbery with a knife",
    noun="victims of robbery with a knife",
    definition=(
        "People robbed where a knife or sharp instrument was used, threatened or intimated, with or without "
        "injury."
    ),
    version="National definition of knife crime, over the robberies of the police extract",
    unit="victims",
    polarity="lower is better",
    counts=(
        Count(
            source="police_victims",
            where=(Contains("offence", ("robbery",)), Is("knife_crime", ("yes",))),
            value=None,
            by=("sex", "setting", "knife_injury"),
        ),
    ),
    flagged_by="the knife flag in the police extract",
    caveats=("A knife that was suggested by words or gesture counts, even if nobody saw it.",),
)
