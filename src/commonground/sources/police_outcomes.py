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
    no_repeats="crime_id",
    parts="reported_by",
    columns={**police_uk.TYPES, "outcome": "VARCHAR"},
    each={**police_uk.EVENT, **police_uk.PLACE, "outcome": "outcome"},
    caveats=(
        "The month is that of the outcome, not of the offence; an offence can have several outcomes.",
        police_uk.POINTS_CAVEAT,
    ),
)
