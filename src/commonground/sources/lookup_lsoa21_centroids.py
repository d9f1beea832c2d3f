"""Population-weighted centres of the LSOAs of 2021."""

from commonground.sources import OGL3, Check, Column, Source

SOURCE = Source(
    key="lookup_lsoa21_centroids",
    title="Population-weighted centroids of LSOAs, December 2021",
    publisher="Office for National Statistics, Open Geography Portal",
    licence=OGL3,
    attribution=(
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. Contains "
        "OS data © Crown copyright and database right."
    ),
    about=(
        "Where the people of each LSOA live, as one point: metres on the British National Grid (EPSG:27700)."
    ),
    delivery=(
        Column("lsoa21_code", ("LSOA21CD", "lsoa21_code"), blank=False),
        Column("x", ("x", "easting"), "number", blank=False),
        Column("y", ("y", "northing"), "number", blank=False),
        Column("published_as", ("GlobalID",), required=False),
    ),
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "easting": "DOUBLE",
        "northing": "DOUBLE",
        "crs": "VARCHAR",
    },
    tidy="""
        select 'lsoa' as area_type, '2021' as area_vintage, lsoa21_code as area_code, number(x) as easting,
               number(y) as northing, 'EPSG:27700' as crs
        from delivered
    """,
    checks=(
        Check("a code is not an LSOA’s", "not regexp_matches(lsoa21_code, '^[EW]01[0-9]{6}$')"),
        Check(
            "the point is not on the British National Grid in England or Wales",
            "not (number(x) between 80000 and 660000 and number(y) between 5000 and 660000)",
        ),
    ),
    absent="unknown",
)
