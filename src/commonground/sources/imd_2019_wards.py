"""Indices of Deprivation 2019 summed up for London's wards of 2018, by the Greater London Authority."""

from commonground.sources import OGL3, Check, Column, Source

NUMBERS = {
    "people": "Population", "children": "Child population", "extent": "IMD Extent %",
    "extent_rank": "IMD Extent Rank",
    "average_rank": "IMD Average rank", "average_rank_rank": "IMD average rank rank",
    "average_score": "IMD average score", "average_score_rank": "IMD average score rank",
    "lsoas": "Number of LSOAs", "lsoas_in_worst_5_percent": "# LSOAs in worst 5%",
    "lsoas_in_worst_10_percent": "# LSOAs in worst 10%", "lsoas_in_worst_20_percent": "# LSOAs in worst 20%",
    "lsoas_in_worst_50_percent": "# LSOAs in worst 50%", "income_score": "Income score",
    "employment_score": "Employment score", "idaci_score": "IDACI score", "idaopi_score": "IDAOPI score",
}  # fmt: skip
WHOLE = {n for n in NUMBERS if n.startswith("lsoas") or (n.endswith("_rank") and n != "average_rank")}

SOURCE = Source(
    key="imd_2019_wards",
    title="Indices of Deprivation 2019: summary for London wards",
    publisher="Greater London Authority, from the Ministry of Housing, Communities and Local Government",
    licence=OGL3,
    attribution=(
        "Contains Ministry of Housing, Communities and Local Government data licensed under the Open "
        "Government Licence v3.0; summary for wards by the Greater London Authority."
    ),
    about=(
        "Deprivation of the London wards of 2018, averaged over the people of their LSOAs; ranks among "
        "London wards."
    ),
    delivery=(
        Column("area_code", ("Ward Code",), blank=False),
        Column("area_name", ("Ward Name",), blank=False),
        Column("borough", ("Borough",), blank=False),
        *(Column(name, (spelled,), "number", blank=False) for name, spelled in NUMBERS.items()),
    ),
    sheets=r"(?i)wards[_ ]id[_ ]summary",
    published="'2019-09-26'",
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "parent_code": "VARCHAR",
        **{name: "INTEGER" if name in WHOLE else "DOUBLE" for name in NUMBERS},
    },
    tidy=f"""
        select 'ward' as area_type, '2018' as area_vintage, area_code, area_name,
               place_code(borough, 'local_authority') as parent_code,
               {
        ", ".join(f"number({n})::integer as {n}" if n in WHOLE else f"number({n}) as {n}" for n in NUMBERS)
    }
        from delivered
    """,
    checks=(Check("the code is not a ward’s", "not regexp_matches(area_code, '^E05[0-9]{6}$')"),),
    absent="unknown",
    caveats=(
        "The 25 wards of the City of London are one row.",
        "Ranks are among London’s wards, 1 the most deprived; wards are made up of LSOAs that fit them best.",
        "The average hides the contrast within a ward; the extent counts its people in the most deprived "
        "places.",
    ),
)
