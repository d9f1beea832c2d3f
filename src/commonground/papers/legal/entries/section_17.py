"""The duty to think of crime and disorder in everything."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="section_17",
    title="Crime and disorder in every function",
    statute="Crime and Disorder Act 1998, section 17",
    text=(
        "Section 17 of the Crime and Disorder Act 1998 requires the Council to exercise its various functions "
        "with due regard to their likely effect on, and the need to do all that it reasonably can to prevent, "
        "crime and disorder in its area (including anti-social behaviour), the misuse of drugs, alcohol and "
        "other substances, re-offending, and serious violence."
    ),
    jurisdiction="England and Wales",
    source=(
        "legislation.gov.uk, Crime and Disorder Act 1998, section 17 as amended; in a stored copy that gives "
        "limb (d), serious violence"
    ),
    confidence="read in the source",
    note="The copy bears no date.",
    order=20,
)
