"""English Indices of Deprivation 2025: each LSOA of 2021 in the index and its seven domains, scored."""

from commonground.sources import OGL3, Check, Column, Source

DOMAINS = (
    ("IMD", "overall"),
    ("Income", "income"),
    ("Employment", "employment"),
    ("Education", "education, skills and training"),
    ("Health", "health and disability"),
    ("Crime", "crime"),
    ("Housing_and_Services", "barriers to housing and services"),
    ("Environment", "living environment"),
)
LSOAS = 33_755


def _cells(what: str) -> str:
    return ", ".join(f"{short.lower()}_{what}" for short, _ in DOMAINS)


SOURCE = Source(
    key="imd_2025",
    title="English Indices of Deprivation 2025",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OGL3,
    attribution=(
        "Contains Ministry of Housing, Communities and Local Government data licensed under the Open "
        "Government Licence v3.0."
    ),
    about=(
        "Score, rank and decile of each LSOA (2021) in the index and its domains. Decile 1 is the most "
        "deprived tenth of England."
    ),
    delivery=(
        Column("area_code", ("lsoa21_code", "LSOA code (2021)"), blank=False),
        *(
            Column(
                f"{short.lower()}_{what}",
                (f"{short}_{what}",),
                "number" if what == "score" else "count",
                blank=False,
            )
            for short, _ in DOMAINS
            for what in ("rank", "decile", "score")
        ),
    ),
    published="'2025-10'",
    holds="reference",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "domain": "VARCHAR",
        "rank": "INTEGER",
        "decile": "INTEGER",
        "score": "DOUBLE",
    },
    tidy=f"""
        select 'lsoa' as area_type, '2021' as area_vintage, area_code,
               unnest({[word for _, word in DOMAINS]}) as domain, whole(unnest([{_cells("rank")}]))::integer
               as rank,
               whole(unnest([{_cells("decile")}]))::integer as decile, number(unnest([{_cells("score")}])) as
               score
        from delivered
    """,
    checks=(
        Check("the code is not an English LSOA’s", "not regexp_matches(area_code, '^E01[0-9]{6}$')"),
        Check(
            "a decile is not from 1 to 10",
            " or ".join(
                f"coalesce(whole({s.lower()}_decile) not between 1 and 10, true)" for s, _ in DOMAINS
            ),
        ),
        Check(
            f"a rank is not from 1 to {LSOAS:,}",
            " or ".join(
                f"coalesce(whole({s.lower()}_rank) not between 1 and {LSOAS}, true)" for s, _ in DOMAINS
            ),
        ),
    ),
    absent="unknown",
    caveats=(
        "Decile 1 is the most deprived tenth of England’s LSOAs. It describes the place, not each person in "
        "it.",
        "The crime domain is made from recorded crime: it cannot explain crime.",
        "Ranks of 2019 and 2025 are on different LSOAs and are not a measure of change.",
    ),
)
