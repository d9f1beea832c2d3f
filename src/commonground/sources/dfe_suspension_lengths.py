"""How many pupils in England were suspended for how many days in the school year."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe, dfe_exclusions

SOURCE = Source(
    key="dfe_suspension_lengths",
    title="DfE pupils by total length of suspensions",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about="Pupils in England by the days of suspension each had in the school year, by type of school.",
    delivery=(
        Column("year", ("Year",), blank=False),
        Column("country_code", ("country_code",)),
        Column("country_name", ("country_name",)),
        Column("school_type", ("school_type",), blank=False),
        Column("days", ("total_length_days_fixed_exclusions",), blank=False),
        Column("cell", ("headcount",), "count"),
    ),
    checks=(dfe_exclusions.KNOWN_YEAR,),
    columns={
        **dfe.AREA_TYPES,
        "school_type": "VARCHAR",
        "days": "VARCHAR",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe_exclusions.ENGLAND}, {dfe_exclusions.PERIOD}, {dfe_exclusions.SCHOOL_TYPE},
               lower(trim(days)) as days, whole(cell) as count, {dfe.BLANK_OR_MARK} as mark
        from delivered
    """,
    published=dfe_exclusions.PUBLISHED,
    absent="unknown",
    disclosure="dfe",
    caveats=(*dfe_exclusions.CAVEATS[:2], "The row “total” is the sum of the others. England as a whole."),
)
