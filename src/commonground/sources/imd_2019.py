"""English Indices of Deprivation 2019: each LSOA of 2011 in the whole index and its seven domains."""

from commonground.sources import OGL3, Check, Column, Source

DOMAINS = (
    ("IMD", "overall", "Index of Multiple Deprivation (IMD)", "Score"),
    ("Income", "income", "Income", "Score (rate)"),
    ("Employment", "employment", "Employment", "Score (rate)"),
    ("Education", "education, skills and training", "Education, Skills and Training", "Score"),
    ("Health", "health and disability", "Health Deprivation and Disability", "Score"),
    ("Crime", "crime", "Crime", "Score"),
    ("Housing_and_Access", "barriers to housing and services", "Barriers to Housing and Services", "Score"),
    ("Environment", "living environment", "Living Environment", "Score"),
)
"""Our column, our word, and the words of the published workbook for London, which has the scores as well."""

LSOAS = 32_844


def _spelled(short: str, long: str, score: str) -> tuple[Column, Column, Column]:
    name = short.lower()
    rank = f"{long} Rank (where 1 is most deprived)"
    decile = f"{long} Decile (where 1 is most deprived 10% of LSOAs)"
    return (
        Column(f"{name}_rank", (f"{short}_rank", rank), "count", blank=False),
        Column(f"{name}_decile", (f"{short}_decile", decile), "count", blank=False),
        Column(f"{name}_score", (f"{short}_score", f"{long} {score}"), "number", required=False),
    )


def _cells(what: str) -> str:
    return ", ".join(f"{short.lower()}_{what}" for short, *_ in DOMAINS)


SOURCE = Source(
    key="imd_2019",
    title="English Indices of Deprivation 2019",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OGL3,
    attribution=(
        "Contains Ministry of Housing, Communities and Local Government data licensed under the Open "
        "Government Licence v3.0."
    ),
    about=(
        "Rank and decile of each LSOA (2011) in the index and its domains. Decile 1 is the most deprived "
        "tenth of England."
    ),
    delivery=(
        Column("area_code", ("lsoa11_code", "LSOA code (2011)"), blank=False),
        *(column for short, _, long, score in DOMAINS for column in _spelled(short, long, score)),
    ),
    published="'2019-09-26'",
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
        select 'lsoa' as area_type, '2011' as area_vintage, area_code,
               unnest({[word for _, word, *_ in DOMAINS]}) as domain,
               whole(unnest([{_cells("rank")}]))::integer as rank,
               whole(unnest([{_cells("decile")}]))::integer as decile, number(unnest([{_cells("score")}])) as
               score
        from delivered
    """,
    checks=(
        Check("the code is not an English LSOA’s", "not regexp_matches(area_code, '^E01[0-9]{6}$')"),
        Check(
            "a decile is not from 1 to 10",
            " or ".join(
                f"coalesce(whole({s.lower()}_decile) not between 1 and 10, true)" for s, *_ in DOMAINS
            ),
        ),
        Check(
            f"a rank is not from 1 to {LSOAS:,}",
            " or ".join(
                f"coalesce(whole({s.lower()}_rank) not between 1 and {LSOAS}, true)" for s, *_ in DOMAINS
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
