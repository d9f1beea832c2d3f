"""Convictions, substance misuse, health checks and behaviour scores of looked-after children."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

SOURCE = Source(
    key="dfe_looked_after_outcomes",
    title="DfE looked-after children: convictions and health",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Children looked after for twelve months at 31 March: convictions or cautions, substance "
        "misuse, health."
    ),
    delivery=(
        *dfe.STANDARD,
        Column("characteristic", ("characteristic",), blank=False),
        Column("breakdown", ("breakdown",), blank=False),
        Column("cell", ("children_count",), "number"),
        Column("children_percent", ("children_percent",), "number"),
    ),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "characteristic": "VARCHAR",
        "outcome": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
        "value_mark": "VARCHAR",
    },
    # The average score stands in the column of counts; it is a value.
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(characteristic) as characteristic,
        trim(breakdown) as outcome,
               case when lower(breakdown) not like '%average%' then whole(cell) end as count,
               case when lower(breakdown) like '%average%' then number(cell) else number(children_percent)
               end as value,
               {dfe.BLANK_OR_MARK} as mark, mark(children_percent) as value_mark
        from delivered
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Children looked after for at least twelve months, not all looked-after children.",
        "The value is the published per cent, and for the strengths and difficulties score the average.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
