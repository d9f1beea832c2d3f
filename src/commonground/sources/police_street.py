"""Street-level crime of data.police.uk: one row an offence or incident, for any force and month."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import police_uk

TYPES = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
    "Vehicle crime", "Violence and sexual offences", "Violent crime", "Public disorder and weapons",
)  # fmt: skip
"""The fourteen of today and the two that were divided in May 2013."""

SOURCE = Source(
    key="police_street",
    title="Street-level crime",
    publisher=police_uk.PUBLISHER,
    licence=OGL3,
    attribution=police_uk.ATTRIBUTION,
    about="Offences and incidents of anti-social behaviour, one row each, with the month, a map point and the LSOA.",
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
        Column("crime_type", ("Crime type",), blank=False),
        Column("last_outcome", ("Last outcome category",)),
        Column("context", ("Context",), required=False),
    ),
    checks=(
        police_uk.SWAPPED,
        police_uk.LSOA,
        Check(
            "the crime type is none of data.police.uk",
            f"crime_type not in {TYPES} and "
            f"(select count(*) filter (crime_type in {TYPES}) * 2 < count(*) from delivered)",
        ),
        Check("a crime type that is not known here, kept", f"crime_type not in {TYPES}", "warn"),
        police_uk.AWAY,
    ),
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
        "crime_type": "VARCHAR",
        "last_outcome": "VARCHAR",
    },  # fmt: skip
    tidy=f"""
        with {police_uk.VINTAGES}
        select nullif(trim(crime_id), '') as crime_id, month_start(month) as start, month_end(month) as "end",
               reported_by, falls_within, {police_uk.POINT}, location, nullif(trim(lsoa_code), '') as lsoa_code,
               case when trim(lsoa_code) <> '' then lsoa_vintage end as lsoa_vintage, crime_type, last_outcome
        from delivered join vintages on month = vintage_month
    """,
    caveats=(
        police_uk.POINTS_CAVEAT,
        police_uk.MONTH_CAVEAT,
        "There is no knife flag: possession of weapons is not knife crime.",
        "One offence can have several rows with the same Crime ID; anti-social behaviour has no Crime ID at all.",
    ),
)
