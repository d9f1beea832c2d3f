"""What the files of data.police.uk have in common, for every force of England, Wales and Northern Ireland."""

from commonground.sources import Check, Column

PUBLISHER = "Home Office, data.police.uk"
ATTRIBUTION = (
    "Contains public sector information from data.police.uk licensed under the Open Government Licence v3.0."
)
POINTS_CAVEAT = (
    "A point is the nearest of some 750,000 map points, each for eight or more addresses or none: it is not where the "
    "offence took place, and distances under about 100 metres mean nothing."
)
MONTH_CAVEAT = "The month is all that is published of the time."

PLACED = (
    Column("longitude", ("Longitude",), "number"),
    Column("latitude", ("Latitude",), "number"),
)
ID_REPEATS = "trim(crime_id) <> ''"

SWAPPED = Check(
    "the longitude and the latitude are in each other's place",
    "number(longitude) between 49 and 61.5 and number(latitude) between -9 and 3",
)
# A point in the sea off Ghana is a blank one; the offence stays, without it.
ABROAD = "not (number(longitude) between -9 and 3 and number(latitude) between 49 and 61.5)"
AWAY = Check("a point outside the United Kingdom, kept without its place", ABROAD, "warn")
POINT = f"""
    case when not coalesce({ABROAD}, true) then number(longitude) end as longitude,
    case when not coalesce({ABROAD}, true) then number(latitude) end as latitude
"""
"""SQL for the point, where both of its coordinates are there."""

LSOA = Check(
    "the LSOA code is not of nine characters, such as E01000001", "length(trim(lsoa_code)) not in (0, 9)"
)

VINTAGES = """
    vintages as (
        select month as vintage_month, coalesce(max(vintage), '2021') as lsoa_vintage
        from (select distinct month, lsoa_code as code from delivered) left join lsoa_changes using (code)
        group by month)
"""
"""SQL for the set that a month's LSOA codes are of; a month whose codes are all in both sets counts as the newer."""
