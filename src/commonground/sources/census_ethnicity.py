"""Residents of London's LSOAs by broad ethnic group, Census 2021."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="census_ethnicity",
    title="Census 2021: ethnic group by LSOA",
    publisher="Office for National Statistics, Census 2021",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="Usual residents of each LSOA (2021) on 21 March 2021, in five broad ethnic groups.",
    delivery=(
        Column("area_code", ("lsoa21_code",), blank=False),
        Column("everyone", ("total_residents",), "count", blank=False),
        Column("ethnicity", ("ethnic_group",), blank=False),
        Column("people", ("n",), "count", blank=False),
    ),
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "ethnicity": "VARCHAR",
        "count": "BIGINT",
        "of": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy="""
        select 'lsoa' as area_type, '2021' as area_vintage, area_code, date '2021-01-01' as start,
               date '2021-12-31' as "end", ethnicity, whole(people) as count, whole(everyone) as "of",
               mark(people) as mark
        from delivered
    """,
    checks=(
        Check("the code is not an LSOA’s", "not regexp_matches(area_code, '^[EW]01[0-9]{6}$')"),
        Check("the group is larger than the whole", "whole(people) > whole(everyone)"),
    ),
    absent="unknown",
    caveats=(
        "Census counts are perturbed so that nobody can be known from them: totals of two tables differ a "
        "little.",
    ),
)
