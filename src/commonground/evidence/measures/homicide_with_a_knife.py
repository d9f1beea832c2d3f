"""Homicide with a knife or sharp implement."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="homicide_with_a_knife",
    title="Homicide with a knife",
    noun="victims killed with a knife or sharp implement",
    definition="Victims of homicide whose method of killing is recorded as a knife or sharp implement.",
    version="MPS homicide dashboard",
    unit="victims",
    polarity="lower is better",
    counts=(
        Count(
            source="mps_homicide_victims",
            where=(Is("method", ("Knife or Sharp Implement",)),),
            by=("age_group", "sex", "ethnicity", "domestic", "offence", "solved"),
        ),
    ),
    rate_per=100_000,
    flagged_by="method of killing in the MPS’s homicide record",
    caveats=(
        "Few in number: a change from one year to the next says little by itself.",
        "The method is unknown for about one victim in twenty since 2003.",
    ),
    part_of="homicide_victims",
)
