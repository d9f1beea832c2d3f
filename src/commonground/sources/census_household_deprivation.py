"""Households of London's LSOAs by the number of dimensions in which they are deprived, Census 2021."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="census_household_deprivation",
    title="Census 2021: household deprivation by LSOA",
    publisher="Office for National Statistics, Census 2021",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about=(
        "Households of each LSOA (2021) on 21 March 2021 by the number of dimensions of deprivation: "
        "employment, education, health and disability, housing."
    ),
    delivery=(
        Column("area_code", ("lsoa21_code",), blank=False),
        Column("everyone", ("total_households",), "count", blank=False),
        Column("said", ("deprivation_dimensions",), blank=False),
        Column("households", ("n",), "count", blank=False),
    ),
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "dimensions": "INTEGER",
        "count": "BIGINT",
        "of": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy="""
        select 'lsoa' as area_type, '2021' as area_vintage, area_code, date '2021-01-01' as start,
               date '2021-12-31' as "end",
               list_position(['not', 'one', 'two', 'three', 'four'],
                             regexp_extract(lower(said), '(not|one|two|three|four)', 1))::integer - 1 as
                             dimensions,
               whole(households) as count, whole(everyone) as "of", mark(households) as mark
        from delivered
    """,
    checks=(
        Check("the code is not an LSOA’s", "not regexp_matches(area_code, '^[EW]01[0-9]{6}$')"),
        Check(
            "it does not say in how many dimensions the households are deprived",
            "not regexp_matches(lower(said), '(not|one|two|three|four)')",
        ),
        Check("the group is larger than the whole", "whole(households) > whole(everyone)"),
    ),
    absent="unknown",
    caveats=(
        "Census counts are perturbed so that nobody can be known from them: totals of two tables differ a "
        "little.",
    ),
)
