"""Children looked after: number and rate at 31 March, starting and ceasing in the year."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

SOURCE = Source(
    key="dfe_looked_after",
    title="DfE children looked after: number and rate",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Children looked after at 31 March, and starting and ceasing to be in the year to it, by local "
        "authority."
    ),
    delivery=(
        *dfe.STANDARD,
        Column("population_type", ("population_type",), blank=False),
        Column("population_estimate", ("population_estimate",), "number"),
        Column("children_count", ("children_count",), "count"),
        Column("rate_per_10000", ("rate_per_10000",), "number"),
    ),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "population": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(population_type) as counted, whole(cell) as count,
               number(rate_per_10000) as value, whole(population_estimate) as population,
               {dfe.BLANK_OR_MARK} as mark
        from (select *, children_count as cell from delivered)
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Children looked after at 31 March are a count of that day, given here with the year it ends.",
        "The value is the published rate per 10,000 children under 18.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
