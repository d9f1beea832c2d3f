"""Violence against women and girls, as the MPS gathers the offences."""

from commonground.evidence.measure import Count, Is, Measure

MEASURE = Measure(
    key="violence_against_women_and_girls",
    title="Violence against women and girls",
    noun="recorded offences of violence against women and girls",
    definition=(
        "Offences that the MPS gathers as violence against women and girls: violence, sexual offences, "
        "stalking and harassment, public fear and others flagged so."
    ),
    version="MPS violence against women and girls dashboard",
    unit="offences",
    polarity="neither",
    counts=(Count(source="mps_vawg_offences", where=(Is("cut", ("location", "classification")),)),),
    limits="female victims of all ages",
    flagged_by="offence category and the victim’s sex in the crime record",
    caveats=(
        (
            "About a fifth of the offences in the table are marked as flagged, but outside the "
            "classification of violence against women and girls; the cut by borough cannot leave them out."
        ),
        (
            "Encouraging victims to report is an aim of the police: a rise can be more reporting and not "
            "more violence."
        ),
    ),
)
