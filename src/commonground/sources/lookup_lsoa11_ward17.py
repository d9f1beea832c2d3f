"""LSOAs of 2011 against the wards of 2017."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_lsoa11_ward17",
    title="Look-up: LSOA 2011 to ward 2017",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="The ward of 2017 that fits each LSOA of 2011 best.",
    delivery=(
        Column("lsoa11_code", ("lsoa11_code", "LSOA11CD"), blank=False),
        Column("ward17_code", ("ward17_code", "WD17CD"), blank=False),
    ),
    holds="reference",
    columns={"lsoa11_code": "VARCHAR", "ward17_code": "VARCHAR"},
    tidy="select lsoa11_code, ward17_code from delivered",
    checks=(
        Check(
            "a code is not an LSOA’s or a ward’s",
            "not regexp_matches(lsoa11_code || ward17_code, '^[EW]01[0-9]{6}[EW]05[0-9]{6}$')",
        ),
    ),
    absent="unknown",
    caveats=(
        "LSOAs are given to the ward they fit best; wards made up from them are not exact.",
        "The wards are those before the London changes of May 2018 (Bexley, Croydon, Redbridge, Southwark).",
    ),
)
