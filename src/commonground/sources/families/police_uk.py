"""What the files of data.police.uk have in common, for every force of England, Wales and Northern Ireland."""

from collections.abc import Mapping

from commonground.sources import Check, Column

PUBLISHER = "Home Office, data.police.uk"
ATTRIBUTION = "Contains public sector information from data.police.uk licensed under the Open Government Licence v3.0."
POINTS_CAVEAT = (
    "A point is the nearest of some 750,000 map points, each for eight or more addresses or none: it is not "
    "where the offence took place, and distances under about 100 metres mean nothing."
)
MONTH_CAVEAT = "The month is all that is published of the time."

PLACED = (
    Column("longitude", ("Longitude",), "number"),
    Column("latitude", ("Latitude",), "number"),
)

SWAPPED = Check(
    "the longitude and the latitude are in each other's place",
    "number(longitude) between 49 and 61.5 and number(latitude) between -9 and 3",
)
# A point in the sea off Ghana is a blank one; the offence stays, without it.
ABROAD = "not (number(longitude) between -9 and 3 and number(latitude) between 49 and 61.5)"
LSOA = Check("the LSOA code is not of nine characters, such as E01000001", "strlen(lsoa_code) not in (0, 9)")
AWAY = Check("a point outside the United Kingdom, kept without its place", ABROAD, "warn")

EVENT: Mapping[str, str] = {
    "crime_id": "nullif(crime_id, '')",
    "start": "month_start(month)",
    "end": "month_end(month)",
    "reported_by": "reported_by",
    "falls_within": "falls_within",
}
"""SQL of what is known of every offence and outcome."""

POINT: Mapping[str, str] = {
    "longitude": f"case when not coalesce({ABROAD}, true) then number(longitude) end",
    "latitude": f"case when not coalesce({ABROAD}, true) then number(latitude) end",
}
"""SQL of the point, where both of its coordinates are there."""

PLACE: Mapping[str, str] = {
    **POINT,
    "location": "location",
    "lsoa_code": "nullif(lsoa_code, '')",
    # The codes new in 2021 follow on from the last of 2011 (a test holds this to the look-up).
    "lsoa_vintage": """
        case when lsoa_code in (select code from lsoa_changes where vintage = '2011') then '2011'
             when lsoa_code between 'E01033769' and 'E01999999' then '2021'
             when lsoa_code between 'W01001959' and 'W01999999' then '2021'
             when lsoa_code between 'E01' and 'E02' or lsoa_code between 'W01' and 'W02' then 'both' end
    """,
}
"""SQL of the place; the vintage is that of the only set the LSOA code is in, or "both"."""

TYPES = {
    "crime_id": "VARCHAR", "start": "DATE", "end": "DATE", "reported_by": "VARCHAR",
    "falls_within": "VARCHAR", "longitude": "DOUBLE", "latitude": "DOUBLE", "location": "VARCHAR",
    "lsoa_code": "VARCHAR", "lsoa_vintage": "VARCHAR",
}  # fmt: skip
"""The tidy columns of EVENT and PLACE."""
