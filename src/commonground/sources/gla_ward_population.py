"""Everyone living in each of the 624 London wards before 2014: estimates to 2016, projections to 2050."""

from commonground.sources import OGL3, Check, Column, Source

LAST_ESTIMATE = 2016
"""London agrees with the mid-year estimates to 0.1 % up to 2016, and is 0.8 % above that of mid-2017."""

SOURCE = Source(
    key="gla_ward_population",
    title="Population of London wards (before 2014): estimates and projections",
    publisher="Greater London Authority",
    licence=OGL3,
    attribution=(
        "Source: Greater London Authority. Contains Office for National Statistics data licensed under the "
        "Open Government Licence v3.0."
    ),
    about="Residents of the wards in force before May 2014, for each year 2011 to 2050.",
    delivery=(
        Column("area_code", ("Code",), blank=False),
        Column("borough", ("Borough",)),
        Column("area_name", ("Ward_Name",), blank=False),
        Column("year", ("Year",), "count", blank=False),
        Column("people", ("Population",), "count", blank=False),
        Column("hectares", ("Hectares",), "number"),
    ),
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "parent_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "sex": "VARCHAR",
        "basis": "VARCHAR",
        "hectares": "DOUBLE",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select 'ward' as area_type, '2011' as area_vintage, area_code, area_name,
               place_code(borough, 'local_authority') as parent_code,
               make_date(whole(year)::integer, 1, 1) as start, make_date(whole(year)::integer, 12, 31) as
               "end",
               'persons' as sex, case when whole(year) <= {LAST_ESTIMATE} then 'estimate' else 'projection'
               end as basis,
               number(hectares) as hectares, whole(people) as count, mark(people) as mark
        from delivered
    """,
    checks=(
        Check("the code is not a ward’s", "not regexp_matches(area_code, '^E05[0-9]{6}$')"),
        Check("the year is not from 2011 to 2050", "coalesce(whole(year) not between 2011 and 2050, true)"),
    ),
    absent="unknown",
    caveats=(
        f"Years after {LAST_ESTIMATE} are projections, which rest on planned housing; they are not counts of "
        f"anyone.",
        "The wards are those in force before May 2014: three boroughs changed theirs then, four in 2018, "
        "most in 2022.",
    ),
)
