"""Knife crime: a flag over chosen offences, as the Met's dashboard publishes it."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="knife_crime",
    title="Knife crime",
    noun="recorded offences of knife crime",
    definition=(
        "Homicide, attempted murder, threats to kill, assault with injury or intent to cause serious harm, "
        "sexual assault, rape and robbery in which a knife or sharp instrument was used, or in which one was "
        "threatened or intimated even if not seen. Possession, and weapons found by searches, are not knife "
        "crime."
    ),
    version=(
        "National definition of offences involving a knife or sharp instrument, as published by the MPS "
        "since 2022"
    ),
    unit="offences",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_knife_dashboard",
            where=(Is("subtype", ("Knife Crime",)), Is("counted", ("offences",))),
        ),
    ),
    flagged_by=(
        "a flag on the crime record; whether set by hand or by the Home Office’s NDQIS method is not said"
    ),
    comparable_from=None,
    breaks=("ndqis",),
    caveats=("A sharp instrument is wider than a knife: a bottle or a pin can be one.",),
)
