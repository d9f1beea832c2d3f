"""Data protection."""

from commonground.papers.legal.law import Law

LAW = Law(
    key="data_protection",
    title="Data protection",
    statute="Data Protection Act 2018 and the UK GDPR",
    text=(
        "Personal data are processed under the UK GDPR and Part 2 of the Data Protection Act 2018, and by "
        "those who enforce the law, for that purpose, under Part 3 of the Act. This report holds no personal "
        "data about victims, suspects or people at risk; its figures are counts, and small ones are withheld."
    ),
    jurisdiction="United Kingdom",
    source=(
        "legislation.gov.uk, Data Protection Act 2018, section 62, before its change in 2025; which Part "
        "applies to whom was not confirmed"
    ),
    confidence="from background knowledge",
    order=80,
)
