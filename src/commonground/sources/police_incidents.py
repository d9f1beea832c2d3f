"""Offences, one row each, with a point and the earliest and latest time: the extract that open data cannot replace.

Hours of the day, near repeats and densities follow from it. Published points are moved and have only a month.
"""

from commonground.sources import RESTRICTED, Check, Column, Source
from commonground.sources.families.partner import ATTRIBUTION, AUTHORITY, AUTHORITY_UNKNOWN, spelled


def _without_time(column: str) -> str:
    return f"(trim({column}) <> '' and length(trim({column})) <= 10)"


EARLIEST = "moment(earliest)"
# A date alone says that it was some time that day: until the midnight that ends it, not at the one that begins it.
LATEST = f"""
    case when {_without_time("latest")} then moment(latest) + interval 1 day
         when trim(latest) <> '' then moment(latest)
         when {_without_time("earliest")} then moment(earliest) + interval 1 day end
"""
METRES = "(number(easting) is not null and number(northing) is not null)"
DEGREES = "(number(longitude) is not null and number(latitude) is not null)"
REPEATED = "trim(reference) <> '' and count(*) over (partition by lower(trim(reference))) > 1"

SOURCE = Source(
    key="police_incidents",
    title="Police extract of offences with point and time",
    publisher="Police force, under the information-sharing agreement",
    licence=RESTRICTED,
    is_open=False,
    attribution=ATTRIBUTION,
    about=(
        "One row an offence: what it was, where, and between which two times it happened. Without names, addresses or "
        "anything about people."
    ),
    delivery=(
        Column("reference", spelled("reference", "crime reference", "crime reference number", "incident reference")),
        Column("offence", spelled("offence", "offence description", "offence type"), blank=False),
        Column(
            "earliest", spelled("earliest", "earliest date and time", "committed from", "from"), "datetime", blank=False
        ),
        Column("latest", spelled("latest", "latest date and time", "committed to", "to"), "datetime"),
        Column("easting", spelled("easting", "eastings", "x"), "number", required=False),
        Column("northing", spelled("northing", "northings", "y"), "number", required=False),
        Column("longitude", spelled("longitude", "lon", "long"), "number", required=False),
        Column("latitude", spelled("latitude", "lat"), "number", required=False),
        Column("recorded", spelled("recorded date", "date recorded"), "date", required=False),
        Column("borough", spelled("borough", "local authority", "borough code"), required=False),
    ),
    holds="events",
    no_repeats="reference",
    parts="local_authority_code",
    columns={
        "incident": "INTEGER",
        "local_authority_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "offence": "VARCHAR",
        "earliest": "TIMESTAMP",
        "latest": "TIMESTAMP",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "easting": "DOUBLE",
        "northing": "DOUBLE",
    },
    # The reference tells rows of one incident from another and is not kept: a number within the file stands for it.
    tidy=f"""
        with read as (
            select *, coalesce(day_of(recorded), {EARLIEST}::date) as counted_on,
                   case when {METRES} then {{'easting': number(easting), 'northing': number(northing)}}
                        when {DEGREES} then metres_of(number(longitude), number(latitude)) end as metres,
                   case when {DEGREES} then {{'longitude': number(longitude), 'latitude': number(latitude)}}
                        when {METRES} then degrees_of(number(easting), number(northing)) end as degrees,
                   coalesce(lower(nullif(trim(reference), '')), 'row ' || row_number() over ()) as named
            from delivered)
        select dense_rank() over (order by named) as incident, {AUTHORITY} as local_authority_code,
               date_trunc('month', counted_on)::date as start, last_day(counted_on) as "end", trim(offence) as offence,
               {EARLIEST} as earliest, {LATEST} as latest, degrees.longitude as longitude,
               degrees.latitude as latitude, metres.easting as easting, metres.northing as northing
        from read
    """,
    checks=(
        Check(
            "the easting and northing are not in metres of the British National Grid",
            "number(easting) not between 0 and 700000 or number(northing) not between 0 and 1300000",
        ),
        Check(
            "the longitude and latitude are not degrees in or near the United Kingdom",
            "number(longitude) not between -9 and 3 or number(latitude) not between 49 and 61.5",
        ),
        Check("there is no point: it is in no place and no distance", f"not ({METRES} or {DEGREES})", "warn"),
        Check(
            "the latest time precedes the earliest: both are kept as they are, and no hour is made of them",
            f"{LATEST} < {EARLIEST}",
            "warn",
        ),
        Check(
            "a date without a time: taken as any time of that day",
            f"{_without_time('earliest')} or {_without_time('latest')}",
            "warn",
        ),
        Check("another row has the same reference: they count as one incident", REPEATED, "warn"),
        Check("the recorded date is before the earliest time", f"day_of(recorded) < {EARLIEST}::date", "warn"),
        Check("the borough is not known by this name", AUTHORITY_UNKNOWN, "warn"),
    ),
    caveats=(
        "One row an offence that the police recorded, not all that happened; several rows with one reference are one "
        "incident.",
        "Times are as recorded. Midnight and one minute past it often stand for “not known”, and a time is often that "
        "of the report.",
        "A point may be somebody’s home: it is used for distances, densities and areas of many, and is never shown.",
        "The month of an offence is that in which it was recorded where the extract says so, else that of its "
        "earliest time.",
    ),
    breaks=("mps_connect_2024",),
)
