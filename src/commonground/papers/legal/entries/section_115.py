"""The power to disclose information."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="section_115",
    title="The power to disclose information",
    statute="Crime and Disorder Act 1998, section 115",
    text=(
        "Section 115 of the Crime and Disorder Act 1998 gives any person the power to disclose information to "
        "the listed authorities where that is necessary or expedient for the purposes of the Act. It is a "
        "power and not a duty, and it does not override data protection law."
    ),
    jurisdiction="England and Wales",
    source=(
        "A training site on information sharing and the Research Ethics Guidebook; the statute itself was not "
        "read"
    ),
    confidence="read in the source",
    order=24,
)
