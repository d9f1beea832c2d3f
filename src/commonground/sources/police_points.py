"""Street-level offences of twelve types as month and map point only, without an identifier or a force."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import police_uk
from commonground.sources.police_street import TYPES

SOURCE = Source(
    key="police_points",
    title="Street-level crime, points of twelve types",
    publisher=police_uk.PUBLISHER,
    licence=OGL3,
    attribution=police_uk.ATTRIBUTION,
    about="Located offences of twelve types, one row each, with the month and a map point.",
    holds="events",
    delivery=(
        Column("month", ("Month",), "month", blank=False),
        Column("longitude", ("Longitude",), "number", blank=False),
        Column("latitude", ("Latitude",), "number", blank=False),
        Column("crime_type", ("Crime type",), blank=False),
        Column("category_in_source", ("category_in_source",)),
    ),
    checks=(
        police_uk.SWAPPED,
        Check("the crime type is none of data.police.uk", f"crime_type not in {TYPES}"),
        police_uk.AWAY,
    ),
    columns={
        "start": "DATE",
        "end": "DATE",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "crime_type": "VARCHAR",
    },
    each={
        "start": "month_start(month)",
        "end": "month_end(month)",
        **police_uk.POINT,
        "crime_type": "crime_type",
    },
    caveats=(
        "Violence and sexual offences, anti-social behaviour and offences without a place are not in it.",
        "The crime types were translated back from the names that the source repository had given them.",
        police_uk.POINTS_CAVEAT,
        police_uk.MONTH_CAVEAT,
    ),
)
