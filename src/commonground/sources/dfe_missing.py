"""Looked-after children who went missing, or were away from placement without authorisation."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

SOURCE = Source(
    key="dfe_missing",
    title="DfE looked-after children missing or away from placement",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Looked-after children who went missing or were away without authorisation in the year to 31 March."
    ),
    delivery=(
        *dfe.STANDARD,
        Column("cla_group", ("CLA_group",), blank=False),
        Column("cell", ("number",), "number"),
    ),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    # The column "number" holds children, incidents, per cents and averages, told apart by the words of the
    # group.
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(cla_group) as counted,
               case when not regexp_matches(lower(trim(cla_group)), '^(percentage|average)') then whole(cell)
                    end as count,
               case when regexp_matches(lower(trim(cla_group)), '^(percentage|average)') then number(cell)
                    end as value,
               {dfe.BLANK_OR_MARK} as mark
        from delivered
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Each time a child goes missing is an incident: a few children can make most of them.",
        "Missing and away from placement without authorisation are different things and are not added up.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
