"""The duty to share depersonalised information."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="section_17a",
    title="Sharing depersonalised information",
    statute="Crime and Disorder Act 1998, section 17A",
    text=(
        "Section 17A of the Crime and Disorder Act 1998 requires relevant authorities to disclose to each "
        "other information of the kinds that regulations prescribe, at the intervals that they prescribe. It "
        "is used for depersonalised information."
    ),
    jurisdiction="England and Wales",
    source=(
        "legislation.gov.uk, Crime and Disorder Act 1998, section 17A(1); a training site on information "
        "sharing for what is prescribed"
    ),
    confidence="read in the source",
    note="That the information is depersonalised and shared at least quarterly was not confirmed.",
    order=22,
)
