"""Children aged 0 to 17 by local authority and region, republished by the Department for Education."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="ons_population_children",
    title="Mid-year population estimates of children aged 0 to 17",
    publisher="Office for National Statistics, as published by the Department for Education",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="Children aged 0 to 17 at the middle of the year, by local authority, region and England.",
    delivery=(
        Column("year", ("time_period",), blank=False),
        Column("level", ("geographic_level",), blank=False),
        Column("country_code", ("country_code",), blank=False),
        Column("country_name", ("country_name",)),
        Column("region_code", ("region_code",)),
        Column("region_name", ("region_name",)),
        Column("la_code", ("new_la_code",)),
        Column("la_name", ("la_name",)),
        Column("age_group", ("age_group",), blank=False),
        Column("children", ("population_estimate",), "count", blank=False),
    ),
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "sex": "VARCHAR",
        "age_from": "INTEGER",
        "age_to": "INTEGER",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy="""
        select case level when 'Local authority' then 'local_authority' when 'Regional' then 'region'
                          when 'National' then 'country' end as area_type,
               null::varchar as area_vintage,
               case level when 'Local authority' then la_code when 'Regional' then region_code
                          else country_code end as area_code,
               case level when 'Local authority' then la_name when 'Regional' then region_name
                          else country_name end as area_name,
               make_date(year::integer, 1, 1) as start, make_date(year::integer, 12, 31) as "end",
               'persons' as sex, regexp_extract(age_group, '([0-9]+) to', 1)::integer as age_from,
               regexp_extract(age_group, 'to ([0-9]+)', 1)::integer as age_to,
               whole(children) as count, mark(children) as mark
        from delivered
    """,
    checks=(
        Check("the time period is not a year", "not regexp_matches(year, '^20[0-9]{2}$')"),
        Check(
            "the geographic level is not National, Regional or Local authority",
            "level not in ('National', 'Regional', 'Local authority')",
        ),
        Check(
            "the age group does not say from which age to which",
            "not regexp_matches(age_group, '[0-9]+ to [0-9]+')",
        ),
        Check("a local authority has no code", "level = 'Local authority' and coalesce(la_code, '') = ''"),
    ),
    absent="unknown",
    caveats=(
        "Inner and Outer London are given as regions; London is their sum and has a row of its own.",
        "“x” stands where an authority did not exist in the year.",
    ),
)
