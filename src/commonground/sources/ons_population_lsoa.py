"""Everyone living in each LSOA of 2021, mid-2011 to mid-2022, rebased on the Census of 2021."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="ons_population_lsoa",
    title="Mid-year population of LSOAs (2021), mid-2011 to mid-2022",
    publisher="Office for National Statistics",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about=(
        "All residents of each LSOA of 2021 at the middle of the year; the years before 2021 rebased on the "
        "Census."
    ),
    delivery=(
        Column("area_code", ("LSOA 2021 Code",), blank=False),
        Column("area_name", ("LSOA 2021 Name",)),
        Column("square_km", ("Area Sq Km",), "number"),
    ),
    wide=r"mid-(\d{4}): population",
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "sex": "VARCHAR",
        "square_km": "DOUBLE",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy="""
        select 'lsoa' as area_type, '2021' as area_vintage, area_code, area_name,
               make_date(heading::integer, 1, 1) as start, make_date(heading::integer, 12, 31) as "end",
               'persons' as sex, number(square_km) as square_km, whole(value) as count, mark(value) as mark
        from delivered
    """,
    checks=(Check("the code is not an LSOA’s", "not regexp_matches(area_code, '^[EW]01[0-9]{6}$')"),),
    absent="unknown",
    caveats=(
        "Rebased on the Census of 2021: for mid-2020 up to 12 % apart from the estimates current before it "
        "in most of London, and about a quarter lower in Camden, Westminster and the City of London.",
        "Resident population is a poor denominator for town centres, where most of those present live "
        "elsewhere.",
    ),
)
