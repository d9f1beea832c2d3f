"""Outcomes of data.police.uk: one row an outcome of an offence, for any force and month."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import police_uk

SOURCE = Source(
    key="police_outcomes",
    title="Outcomes of street-level crime",
    publisher=police_uk.PUBLISHER,
    licence=OGL3,
    attribution=police_uk.ATTRIBUTION,
    about="What became of offences, one row an outcome, with the month of the outcome; joined by Crime ID.",
    holds="events",
    delivery=(
        Column("crime_id", ("Crime ID",)),
        Column("month", ("Month",), "month", blank=False),
        Column("reported_by", ("Reported by",)),
        Column("falls_within", ("Falls within",)),
        *police_uk.PLACED,
        Column("location", ("Location",)),
        Column("lsoa_code", ("LSOA code",)),
        Column("lsoa_name", ("LSOA name",), required=False),
        Column("outcome", ("Outcome type",), blank=False),
    ),
    checks=(police_uk.SWAPPED, police_uk.LSOA, police_uk.AWAY),
    no_repeats=police_uk.ID_REPEATS,
    parts="reported_by",
    columns={
        "crime_id": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "reported_by": "VARCHAR",
        "falls_within": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "location": "VARCHAR",
        "lsoa_code": "VARCHAR",
        "lsoa_vintage": "VARCHAR",
        "outcome": "VARCHAR",
    },  # fmt: skip
    tidy=f"""
        with {police_uk.VINTAGES}
        select nullif(trim(crime_id), '') as crime_id, month_start(month) as start, month_end(month) as "end",
               reported_by, falls_within, {police_uk.POINT}, location, nullif(trim(lsoa_code), '') as lsoa_code,
               case when trim(lsoa_code) <> '' then lsoa_vintage end as lsoa_vintage, outcome
        from delivered join vintages on month = vintage_month
    """,
    caveats=(
        "The month is that of the outcome, not of the offence; an offence can have several outcomes.",
        police_uk.POINTS_CAVEAT,
    ),
)
