"""Residents of LSOAs by sex and five broad ages."""

from commonground.sources import OGL3, Check, Column, Source

YEAR = r"try_cast(nullif(regexp_extract(file_name(), '(?i)mid[ _-]?(20[0-9]{2})', 1), '') as integer)"
SEXES = ("persons", "males", "females")
BANDS = ("0-15", "16-29", "30-44", "45-64", "65+")
GROUPS = tuple((sex, band) for sex in SEXES for band in BANDS)


def _column(sex: str, band: str) -> str:
    return f"{sex}_{band.replace('-', '_').replace('+', '_plus')}"


SOURCE = Source(
    key="ons_population_broad_age",
    title="Mid-year population estimates of LSOAs by sex and broad age",
    publisher="Office for National Statistics",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about=(
        "Residents of LSOAs (2011) at the middle of the year, by sex and the ages 0–15, 16–29, 30–44, 45–64, "
        "65+. The table does not say its year: the file's name must (mid2019)."
    ),
    delivery=(
        Column("lsoa11_code", ("LSOA11CD",), blank=False),
        Column("area_name", ("LSOA11NM",)),
        *(Column(f"{sex}_everyone", (f"{sex}_All-Ages",), "count", blank=False) for sex in SEXES),
        *(Column(_column(sex, band), (f"{sex}_{band}",), "count", blank=False) for sex, band in GROUPS),
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
    tidy=f"""
        with long as (
            select lsoa11_code, area_name, unnest({[sex for sex, _ in GROUPS]}) as sex,
                   unnest({[band for _, band in GROUPS]}) as band,
                   unnest([{", ".join(_column(*group) for group in GROUPS)}]) as cell
            from delivered)
        select 'lsoa' as area_type, '2011' as area_vintage, lsoa11_code as area_code, area_name,
               make_date({YEAR}, 1, 1) as start, make_date({YEAR}, 12, 31) as "end",
               case sex when 'males' then 'male' when 'females' then 'female' else sex end as sex,
               regexp_extract(band, '^[0-9]+')::integer as age_from,
               try_cast(regexp_extract(band, '-([0-9]+)$', 1) as integer) as age_to, whole(cell) as count,
               mark(cell) as mark
        from long
    """,
    checks=(
        Check(
            "the name of the file does not say which year is estimated; put, for instance, mid-2019 into it",
            f"{YEAR} is null",
        ),
        Check("the code is not an LSOA’s", "not regexp_matches(lsoa11_code, '^[EW]01[0-9]{6}$')"),
        *(
            Check(
                f"the ages do not add up to all {sex}",
                f"whole({sex}_everyone) <> {' + '.join(f'whole({_column(sex, band)})' for band in BANDS)}",
            )
            for sex in SEXES
        ),
        Check(
            "males and females do not add up to persons",
            "whole(persons_everyone) <> whole(males_everyone) + whole(females_everyone)",
        ),
    ),
    absent="unknown",
    caveats=(
        "The highest age is empty where the band is open (65 and over). Persons are males and females "
        "together.",
        "Estimates for mid-2012 to mid-2020 were made before the Census of 2021 and not revised here. For "
        "mid-2020 they differ by up to 12 % from the rebased series for LSOAs of 2021 in most of London, and "
        "are about 30 % higher in Camden, Westminster and the City of London.",
        "Resident population is a poor denominator for town centres, where most of those present live "
        "elsewhere.",
    ),
)
