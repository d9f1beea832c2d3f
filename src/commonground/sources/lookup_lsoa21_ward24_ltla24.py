"""LSOAs of 2021 against the wards and local authorities of 2024."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_lsoa21_ward24_ltla24",
    title="Look-up: LSOA 2021 to ward 2024 to local authority 2024",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about=(
        "The ward of 2024 that fits each LSOA of 2021 best. In London the wards of 2024 are those of May "
        "2022."
    ),
    delivery=(
        Column("lsoa21_code", ("lsoa21_code", "LSOA21CD"), blank=False),
        Column("lsoa21_name", ("lsoa21_name", "LSOA21NM")),
        Column("ward24_code", ("ward24_code", "WD24CD"), blank=False),
        Column("ward24_name", ("ward24_name", "WD24NM")),
        Column("ltla24_code", ("ltla24_code", "LAD24CD"), blank=False),
        Column("ltla24_name", ("ltla24_name", "LAD24NM")),
    ),
    holds="reference",
    columns={
        "lsoa21_code": "VARCHAR",
        "lsoa21_name": "VARCHAR",
        "ward24_code": "VARCHAR",
        "ward24_name": "VARCHAR",
        "local_authority_code": "VARCHAR",
        "local_authority_name": "VARCHAR",
    },
    tidy="""
        select lsoa21_code, lsoa21_name, ward24_code, ward24_name, ltla24_code as local_authority_code,
               ltla24_name as local_authority_name
        from delivered
    """,
    checks=(
        Check(
            "a code is not an LSOA’s or a ward’s",
            "not regexp_matches(lsoa21_code || ward24_code, '^[EW]01[0-9]{6}[EW]05[0-9]{6}$')",
        ),
    ),
    absent="unknown",
    caveats=("LSOAs are given to the ward they fit best; wards made up from them are not exact.",),
)
