"""LSOAs of 2011 against LSOAs of 2021, with the local authority of 2022."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_lsoa11_lsoa21_ltla22",
    title="Look-up: LSOA 2011 to LSOA 2021 to local authority 2022",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    about="Which LSOA of 2011 became which of 2021: unchanged, split, merged or otherwise.",
    delivery=(
        Column("lsoa11_code", ("lsoa11_code", "LSOA11CD"), blank=False),
        Column("lsoa11_name", ("lsoa11_name", "LSOA11NM")),
        Column("change_code", ("change_code", "CHGIND"), blank=False),
        Column("lsoa21_code", ("lsoa21_code", "LSOA21CD"), blank=False),
        Column("lsoa21_name", ("lsoa21_name", "LSOA21NM")),
        Column("ltla22_code", ("ltla22_code", "LAD22CD"), blank=False),
        Column("ltla22_name", ("ltla22_name", "LAD22NM")),
    ),
    holds="reference",
    columns={
        "lsoa11_code": "VARCHAR",
        "lsoa11_name": "VARCHAR",
        "lsoa21_code": "VARCHAR",
        "lsoa21_name": "VARCHAR",
        "local_authority_code": "VARCHAR",
        "local_authority_name": "VARCHAR",
        "change": "VARCHAR",
    },
    tidy="""
        select lsoa11_code, lsoa11_name, lsoa21_code, lsoa21_name, ltla22_code as local_authority_code,
               ltla22_name as local_authority_name,
               case upper(trim(change_code)) when 'U' then 'unchanged' when 'S' then 'split' when 'M' then
               'merged'
                    when 'X' then 'irregular' end as change
        from delivered
    """,
    checks=(
        Check("the change code is not U, S, M or X", "upper(trim(change_code)) not in ('U', 'S', 'M', 'X')"),
        Check(
            "a code is not an LSOA’s",
            "not regexp_matches(lsoa11_code || lsoa21_code, '^([EW]01[0-9]{6}){2}$')",
        ),
    ),
    absent="unknown",
    caveats=("One LSOA of 2011 may be several of 2021 (split) and several of 2011 one of 2021 (merged).",),
)
