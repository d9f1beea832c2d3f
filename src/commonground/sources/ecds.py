"""Assaults treated in emergency departments, within the Emergency Care Data Set version 4."""

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

INTENT = meaning("hospital", "intent", "intent")

SOURCE = Source(
    key="ecds",
    title="Assaults treated in emergency departments (ECDS version 4)",
    publisher="Hospital trust, from the Emergency Care Data Set",
    licence=RESTRICTED,
    is_open=False,
    disclosure="nhs",
    attribution=ATTRIBUTION,
    about=(
        "One row an attendance after an assault, extracted from the Emergency Care Data Set, which carries "
        "ISTV for type 1 departments from 1 July 2025. It must come without anything about the patient."
    ),
    delivery=(
        Column(
            "site",
            spelled(
                "organisation site identifier (of treatment)",
                "site code (of treatment)",
                "site code of treatment",
            ),
            blank=False,
        ),
        Column("department_type", spelled("emergency care department type"), required=False),
        Column(
            "arrived",
            spelled(
                "emergency care arrival date and time",
                "emergency care arrival date time",
                "emergency care arrival date",
            ),
            "datetime",
            blank=False,
        ),
        Column(
            "assaulted",
            spelled(
                "injury date and time",
                "emergency care injury date and time",
                "emergency care injury date time",
                "assault date and time",
            ),
            "datetime",
            blank=False,
        ),
        Column(
            "method",
            spelled("emergency care injury mechanism (snomed ct)", "emergency care injury mechanism"),
            blank=False,
        ),
        Column(
            "location_type",
            spelled("emergency care place of injury (snomed ct)", "emergency care place of injury"),
            blank=False,
        ),
        Column(
            "intent",
            spelled("emergency care injury intent (snomed ct)", "emergency care injury intent"),
            required=False,
        ),
        Column("location_description", spelled("assault location description"), required=False),
        Column("lsoa_code", spelled("lsoa code", "assault lsoa code", "lsoa"), required=False),
        Column("borough", spelled("local authority", "borough", "local authority code"), required=False),
        Column("confidence", spelled("geocode confidence", "geocoding confidence"), required=False),
    ),
    published="max(moment(arrived)::date)::varchar from delivered",
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
               {LSOA_VINTAGE} as lsoa_vintage, trim(site) as site,
               date_trunc('month', moment(arrived))::date as start, last_day(moment(arrived)::date) as "end",
               moment(arrived) as arrived, moment(assaulted) as assaulted,
               {meaning("hospital", "method", "method")} as method,
               {meaning("hospital", "location_type", "location_type")} as location_type,
               {meaning("hospital", "confidence", "confidence")} as geocode_confidence
        from delivered
    """,
    checks=(
        Check(
            "the LSOA has no code of an LSOA",
            "trim(lsoa_code) <> '' and not regexp_matches(trim(lsoa_code), '^[EW]01[0-9]{6}$')",
        ),
        Check("the injury was not an assault", f"({INTENT}) = 'not an assault'", "reject"),
        Check("the injury is dated after the arrival", "moment(assaulted) > moment(arrived)", "warn"),
        Check(
            "the arrival is before 1 July 2025, from when ECDS carries ISTV",
            "moment(arrived) < timestamp '2025-07-01'",
            "warn",
        ),
        Check(
            "the department is not of type 1",
            "trim(department_type) <> '' and ltrim(trim(department_type), '0') <> '1'",
            "warn",
        ),
        Check("the injury intent is not in the code list", unlisted("hospital", "intent", "intent"), "warn"),
        Check(
            "the injury mechanism is not in the code list", unlisted("hospital", "method", "method"), "warn"
        ),
        Check(
            "the place of injury is not in the code list",
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
        "Not comparable with the ISTV minimum data set without care: the code lists and the departments "
        "differ.",
        "The free text on the place is read past and not kept.",
    ),
    breaks=("ecds_july_2025",),
)
