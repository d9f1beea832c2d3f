"""Wards of 2021 against local authorities of 2021."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_ward21_ltla21",
    title="Look-up: ward 2021 to local authority 2021",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="The local authority of each ward of 2021. In London the wards of 2021 are the 657 of 2018.",
    delivery=(
        Column("ward21_code", ("ward21_code", "WD21CD"), blank=False),
        Column("ward21_name", ("ward21_name", "WD21NM")),
        Column("ltla21_code", ("ltla21_code", "LAD21CD"), blank=False),
        Column("ltla21_name", ("ltla21_name", "LAD21NM")),
    ),
    holds="reference",
    columns={
        "ward21_code": "VARCHAR",
        "ward21_name": "VARCHAR",
        "local_authority_code": "VARCHAR",
        "local_authority_name": "VARCHAR",
    },
    tidy="""
        select ward21_code, ward21_name, ltla21_code as local_authority_code, ltla21_name as
               local_authority_name
        from delivered
    """,
    checks=(
        Check(
            "a ward has a code that is not of a ward", "not regexp_matches(ward21_code, '^[EWNS][0-9]{8}$')"
        ),
    ),
    absent="unknown",
)
