"""Residents by single year of age: LSOAs of 2011 and local authorities, one column a year of age."""

from commonground.sources import OGL3, Check, Column, Source

AGES = tuple(range(91))
YEAR = r"try_cast(nullif(regexp_extract(file_name(), '(?i)mid[ _-]?(20[0-9]{2})', 1), '') as integer)"
LTLA = tuple(f"ltla{year}_code" for year in range(17, 26))

SOURCE = Source(
    key="ons_population_single_year",
    title="Mid-year population estimates by single year of age",
    publisher="Office for National Statistics",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about=(
        "Residents of LSOAs (2011) or local authorities at the middle of the year, by age 0 to 89 and 90 and "
        "over. The table does not say its year: the file's name must (mid-2019)."
    ),
    delivery=(
        Column("lsoa11_code", ("lsoa11_code", "LSOA11CD"), required=False),
        *(Column(code, (code, f"LAD{code[4:6]}CD"), required=False) for code in LTLA),
        Column("area_name", ("lsoa11_name", "LSOA11NM", *(code.replace("_code", "_name") for code in LTLA))),
        Column("everyone", ("total_population", "All Ages"), "count", blank=False),
        *(Column(f"age_{age}", (f"{age}" if age < 90 else "90+",), "count", blank=False) for age in AGES),
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
        "age": "INTEGER",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select case when lsoa11_code is not null then 'lsoa' else 'local_authority' end as area_type,
               case when lsoa11_code is not null then '2011' end as area_vintage,
               coalesce(lsoa11_code, {", ".join(LTLA)}) as area_code, area_name,
               make_date({YEAR}, 1, 1) as start, make_date({YEAR}, 12, 31) as "end", 'persons' as sex,
               unnest(range(91))::integer as age,
               whole(unnest([{", ".join(f"age_{age}" for age in AGES)}])) as count,
               mark(unnest([{", ".join(f"age_{age}" for age in AGES)}])) as mark
        from delivered
    """,
    checks=(
        Check(
            "the name of the file does not say which year is estimated; put, for instance, mid-2019 into it",
            f"{YEAR} is null",
        ),
        Check(
            "the area has no code of an LSOA of 2011 or a local authority",
            f"""not coalesce(regexp_matches(coalesce(lsoa11_code, {", ".join(LTLA)}),
                                            '^([EW]01|E0[6789]|W06)[0-9]{{6}}$'), false)""",
        ),
        Check(
            "the ages do not add up to the total",
            f"whole(everyone) <> {' + '.join(f'whole(age_{age})' for age in AGES)}",
        ),
    ),
    absent="unknown",
    caveats=(
        "Age 90 stands for 90 and over.",
        "Estimates for mid-2012 to mid-2020 were made before the Census of 2021 and not revised here. For "
        "mid-2020 they differ by up to 12 % from the rebased series for LSOAs of 2021 in most of London, and "
        "are about 30 % higher in Camden, Westminster and the City of London.",
        "Resident population is a poor denominator for town centres, where most of those present live "
        "elsewhere.",
    ),
)
