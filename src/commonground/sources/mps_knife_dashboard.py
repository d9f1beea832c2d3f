"""Knife crime and its overlapping parts, by borough and by Safer Neighbourhood ward, month by month."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

SOURCE = Source(
    key="mps_knife_dashboard",
    title="MPS monthly crime dashboard: knife crime",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Knife crime, knife crime with injury and knife-injury victims recorded in the month, and "
        "outcomes recorded "
        "in the month, by borough and by the ward of the Safer Neighbourhood Team."
    ),
    delivery=(
        Column("month_year", ("month_year",), "month", blank=False),
        Column("level", ("area_type",), blank=False),
        Column("borough_and_team", ("borough_snt",)),
        Column("area_name", ("area_name",)),
        Column("code", ("area_code",)),
        Column("crime_subtype", ("crime_subtype",), blank=False),
        Column("measured", ("measure",), blank=False),
        Column("counted_rows", ("count",), "count", blank=False),
        Column("refresh_date", ("refresh_date",), "date"),
    ),
    checks=(
        Check(
            "the area type is neither Borough nor Safer Neighbourhood Teams",
            "lower(trim(level)) not in ('borough', 'safer neighbourhood teams')",
        ),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_name": "VARCHAR",
        "borough": "VARCHAR",
        "subtype": "VARCHAR",
        "counted": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    # A team is named "Lewisham Ladywell": the borough, then the ward.
    tidy=r"""
        with teams as (
            select borough_and_team, max(p.name) as borough
            from (select distinct borough_and_team from delivered)
            join places p on p.code like 'E09%' and starts_with(plain_name(borough_and_team), p.plain)
            group by 1)
        select if(lower(trim(level)) = 'borough', 'local_authority', 'ward') as area_type,
               if(trim(code) ~ '^E0[59][0-9]{6}$', trim(code), null) as area_code,
               if(lower(trim(level)) = 'borough', null, '2022') as area_vintage,
               trim(area_name) as area_name, borough, trim(crime_subtype) as subtype,
               lower(trim(measured)) as counted, month_start(month_year) as start,
               month_end(month_year) as "end",
               whole(counted_rows) as count
        from delivered left join teams using (borough_and_team)
    """,
    published="max(day_of(refresh_date)) from delivered",
    caveats=(
        "The subtypes overlap, each being a part of knife crime, and victims are not offences: they are "
        "never added up.",
        "Boroughs and Safer Neighbourhood wards are two cuts of the same offences: adding both would "
        "count twice.",
        "Positive outcomes are those recorded in the month, not the outcomes of the month's offences.",
        mps.RECORDED_CAVEAT,
    ),
    breaks=("ndqis", "mps_connect_2024"),
)
