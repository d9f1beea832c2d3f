"""The Serious Violence Duty."""

from datetime import date

from commonground.papers.legal.law import Law

LAW = Law(
    key="serious_violence_duty",
    title="The Serious Violence Duty",
    statute="Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1",
    text=(
        "Part 2 Chapter 1 of the Police, Crime, Sentencing and Courts Act 2022 (the Serious Violence Duty), "
        "in force since 31 January 2023, requires the specified authorities, of which the Council is one, to "
        "collaborate to prevent and reduce serious violence: to identify the kinds of serious violence in the "
        "area and, so far as possible, their causes, and to prepare and implement a strategy. Educational, "
        "prison and youth custody authorities must be consulted. Violence includes domestic abuse, sexual "
        "offences, violence against property and threats of violence, and does not include terrorism. Whether "
        "it is serious must take account in particular of the maximum penalty, the impact on any victim, the "
        "prevalence of the violence in the area and its impact on the community in the area (section 13)."
    ),
    jurisdiction="England and Wales",
    source=(
        "legislation.gov.uk, Police, Crime, Sentencing and Courts Act 2022, sections 8 and 13; section 13 in "
        "a copy that says it is up to date to 2 November 2025"
    ),
    confidence="read in the source",
    last_checked=date(2025, 11, 2),
    order=30,
)
