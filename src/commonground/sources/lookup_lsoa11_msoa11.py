"""LSOAs of 2011 against MSOAs of 2011."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_lsoa11_msoa11",
    title="Look-up: LSOA 2011 to MSOA 2011",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="The MSOA that each LSOA of 2011 is part of; exact.",
    delivery=(
        Column("lsoa11_code", ("lsoa11_code", "LSOA11CD"), blank=False),
        Column("lsoa11_name", ("lsoa11_name", "LSOA11NM")),
        Column("msoa11_code", ("msoa11_code", "MSOA11CD"), blank=False),
        Column("msoa11_name", ("msoa11_name", "MSOA11NM")),
    ),
    holds="reference",
    columns={
        "lsoa11_code": "VARCHAR",
        "lsoa11_name": "VARCHAR",
        "msoa11_code": "VARCHAR",
        "msoa11_name": "VARCHAR",
    },
    tidy="select lsoa11_code, lsoa11_name, msoa11_code, msoa11_name from delivered",
    checks=(
        Check(
            "a code is not an LSOA’s or an MSOA’s",
            "not regexp_matches(lsoa11_code || msoa11_code, '^[EW]01[0-9]{6}[EW]02[0-9]{6}$')",
        ),
    ),
    absent="unknown",
)
