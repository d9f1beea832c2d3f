"""Assaults treated in emergency departments: the Information Sharing to Tackle Violence minimum data set."""

from commonground.sources import RESTRICTED, Check, Column, Source
from commonground.sources.families.partner import (
    ATTRIBUTION,
    AUTHORITY,
    AUTHORITY_UNKNOWN,
    LSOA_VINTAGE,
    meaning,
    spelled,
    unlisted,
)

SOURCE = Source(
    key="istv",
    title="Assaults treated in emergency departments (ISTV)",
    publisher="Hospital trust, under the ISTV information standard",
    licence=RESTRICTED,
    is_open=False,
    disclosure="nhs",
    attribution=ATTRIBUTION,
    about=(
        "One row an attendance after an assault, as CSV or XML: when, how and in what kind of place. The set "
        "has no name, age, sex or address, and must not be joined to people."
    ),
    delivery=(
        Column(
            "period_start",
            spelled("reporting period start date", "reporting period start"),
            "date",
            blank=False,
        ),
        Column(
            "period_end", spelled("reporting period end date", "reporting period end"), "date", blank=False
        ),
        Column(
            "site", spelled("site code of treatment", "site code (of treatment)", "site code"), blank=False
        ),
        Column(
            "arrived",
            spelled("arrival date and time at accident and emergency department", "arrival date and time"),
            "datetime",
            required=False,
        ),
        Column("assaulted", spelled("assault date and time"), "datetime", blank=False),
        Column("method", spelled("assault method"), blank=False),
        Column("other_method_description", spelled("assault method other description"), required=False),
        Column("location_type", spelled("assault location type"), blank=False),
        Column("location_description", spelled("assault location description"), required=False),
        Column("lsoa_code", spelled("lsoa code", "assault lsoa code", "lsoa"), required=False),
        Column("borough", spelled("local authority", "borough", "local authority code"), required=False),
        Column("confidence", spelled("geocode confidence", "geocoding confidence"), required=False),
    ),
    published="max(day_of(period_end))::varchar from delivered",
    holds="events",
    parts="site",  # each hospital sends its own file for the month
    columns={
        "local_authority_code": "VARCHAR",
        "lsoa_code": "VARCHAR",
        "lsoa_vintage": "VARCHAR",
        "site": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "arrived": "TIMESTAMP",
        "assaulted": "TIMESTAMP",
        "method": "VARCHAR",
        "location_type": "VARCHAR",
        "geocode_confidence": "VARCHAR",
    },
    tidy=f"""
        select {AUTHORITY} as local_authority_code, nullif(trim(lsoa_code), '') as lsoa_code,
               {LSOA_VINTAGE} as lsoa_vintage, trim(site) as site, day_of(period_start) as start,
               day_of(period_end) as "end", moment(arrived) as arrived, moment(assaulted) as assaulted,
               {meaning("hospital", "method", "method")} as method,
               {meaning("hospital", "location_type", "location_type")} as location_type,
               {meaning("hospital", "confidence", "confidence")} as geocode_confidence
        from delivered
    """,
    checks=(
        Check("the reporting period ends before it starts", "day_of(period_end) < day_of(period_start)"),
        Check(
            "the LSOA has no code of an LSOA",
            "trim(lsoa_code) <> '' and not regexp_matches(trim(lsoa_code), '^[EW]01[0-9]{6}$')",
        ),
        Check(
            "the assault is dated after the reporting period",
            "moment(assaulted)::date > day_of(period_end)",
            "reject",
        ),
        Check(
            "the arrival is outside the reporting period",
            "moment(arrived)::date not between day_of(period_start) and day_of(period_end)",
            "reject",
        ),
        Check("the assault is dated after the arrival", "moment(assaulted) > moment(arrived)", "warn"),
        Check("the assault has a date without a time", "length(trim(assaulted)) <= 10", "warn"),
        Check("the assault method is not in the code list", unlisted("hospital", "method", "method"), "warn"),
        Check(
            "the assault location type is not in the code list",
            unlisted("hospital", "location_type", "location_type"),
            "warn",
        ),
        Check(
            "the local authority is not known by this name",
            AUTHORITY_UNKNOWN,
            "warn",
        ),
    ),
    caveats=(
        "Attendances recorded as assaults, not people and not crimes; how many are asked and recorded "
        "differs from one department to the next.",
        "The free text on the place and the method is read past and not kept: places are known by kind and, "
        "where the sender found it, by LSOA. Points with low geocode confidence are not fit for a map.",
        "Type 1 departments send these data within the Emergency Care Data Set from 1 July 2025.",
    ),
    breaks=("ecds_july_2025",),
)
