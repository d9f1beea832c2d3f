"""The duty of the responsible authorities to have a strategy."""

from datetime import date

from commonground.papers.legal.law import Law

LAW = Law(
    key="crime_and_disorder_strategies",
    title="Strategies to reduce crime and disorder",
    statute="Crime and Disorder Act 1998, sections 5 to 7",
    text=(
        "The Crime and Disorder Act 1998 (sections 5 to 7) requires the responsible authorities, of which the "
        "Council is one, to prepare and carry out a strategy for the reduction of crime and disorder in the "
        "area. Since 31 January 2023 that includes a strategy for preventing people from becoming involved in "
        "serious violence and for reducing instances of it (section 6(1)(d))."
    ),
    jurisdiction="England and Wales",
    source=(
        "legislation.gov.uk, Police, Crime, Sentencing and Courts Act 2022, section 20, which amends the 1998 "
        "Act; in a copy that says it is up to date to 26 November 2024"
    ),
    confidence="read in the source",
    last_checked=date(2024, 11, 26),
    note=(
        "Section 7, by which the Secretary of State may ask for a report on the strategy, is from background "
        "knowledge."
    ),
    order=10,
)
