"""Care leavers aged 17 to 21: in education, employment or training, or not."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

SOURCE = Source(
    key="dfe_care_leavers",
    title="DfE care leavers: activity",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Care leavers aged 17 to 18 and 19 to 21 by main activity in the year to 31 March, by local "
        "authority."
    ),
    delivery=(
        *dfe.STANDARD,
        Column("care_leaver_age", ("care_leaver_age",), blank=False),
        Column("breakdown", ("breakdown",), blank=False),
        Column("care_leaver_count", ("care_leaver_count",), "count"),
        Column("care_leaver_percent", ("care_leaver_percent",), "number"),
    ),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "age_group": "VARCHAR",
        "activity": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
        "value_mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(care_leaver_age) as age_group, trim(breakdown) as activity,
               whole(cell) as count, number(care_leaver_percent) as value, {dfe.BLANK_OR_MARK} as mark,
               mark(care_leaver_percent) as value_mark
        from (select *, care_leaver_count as cell from delivered)
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Activities overlap with their totals: a figure is made from one of them. The value is the "
        "published per cent.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
