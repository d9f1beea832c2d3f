"""Victims of homicide in London since 2003, one row each."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

_MONTH = "try_strptime(trim(recorded_year) || ' ' || left(trim(recorded_month), 3), '%Y %b')::date"

SOURCE = Source(
    key="mps_homicide_victims",
    title="MPS homicide dashboard: victims",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Victims of homicide by the month it was recorded, borough, method, age, sex, ethnicity and "
        "domestic abuse."
    ),
    delivery=(
        Column("victims", ("Count of Victims",), "count", blank=False),
        Column("age_group", ("Age Group",)),
        Column("sex", ("Sex",)),
        Column("method", ("MethodofKilling", "Method of Killing")),
        Column("domestic_abuse", ("Domestic Abuse",)),
        Column("recorded_year", ("Recorded Year",), blank=False),
        Column("recorded_month", ("Recorded Month",), blank=False),
        Column("offence", ("Homicide Offence Type",)),
        Column("solved_status", ("Solved Status",)),
        Column("borough", ("Borough",)),
        Column("ethnicity", ("Officer Observed Ethnicity",)),
    ),
    checks=(Check("the recorded year and month are not a month", f"{_MONTH} is null"),),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "method": "VARCHAR",
        "age_group": "VARCHAR",
        "sex": "VARCHAR",
        "ethnicity": "VARCHAR",
        "domestic": "VARCHAR",
        "offence": "VARCHAR",
        "solved": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    # Rows that are equal in every column are different victims: there is no identifier, and none is a
    # duplicate.
    tidy=f"""
        select 'local_authority' as area_type, place_code(borough, 'local_authority') as area_code,
               trim(borough) as area_name, trim(method) as method, trim(age_group) as age_group,
               trim(sex) as sex,
               trim(ethnicity) as ethnicity,
               case lower(trim(domestic_abuse)) when 'domestic abuse' then 'yes' when 'not domestic abuse'
               then 'no'
                    else lower(trim(domestic_abuse)) end as domestic,
               trim(offence) as offence, lower(trim(solved_status)) as solved, {_MONTH} as start,
               last_day({_MONTH}) as "end", whole(victims) as count
        from delivered
    """,
    caveats=(
        "The month is the month the homicide was recorded, which can be later than the death.",
        "The borough is the borough of recording; 64 of the victims from 2003 to 2024 are not mapped to one.",
        "Homicides are few: a difference between two years or two boroughs is nearly always within chance.",
        "Age, sex, ethnicity, borough and month together describe one person: such breakdowns are not "
        "published.",
    ),
)
