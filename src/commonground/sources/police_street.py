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
    about="Offences and anti-social behaviour, one row each, with the month, a map point and the LSOA.",
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
        Check("the crime type is none of data.police.uk", f"crime_type not in {TYPES}", tolerated=True),
        police_uk.AWAY,
    ),
    no_repeats="crime_id",
    parts="reported_by",
    kinds="crime_type",
    columns={**police_uk.TYPES, "crime_type": "VARCHAR", "last_outcome": "VARCHAR"},
    each={**police_uk.EVENT, **police_uk.PLACE, "crime_type": "crime_type", "last_outcome": "last_outcome"},
    caveats=(
        police_uk.POINTS_CAVEAT,
        police_uk.MONTH_CAVEAT,
        "There is no knife flag: possession of weapons is not knife crime.",
        "One offence can have several rows with the same Crime ID; anti-social behaviour has none.",
    ),
)
