"""Custody: disposals of arrested people in London by offence group, age, sex and ethnicity."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

_MONTH = "try_strptime(trim(current_disposal_year) || '-' || trim(current_disposal_month), '%Y-%m')::date"

SOURCE = Source(
    key="mps_custody",
    title="MPS custody: disposals",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Offences for which people were in custody, by the month and kind of disposal, offence group, "
        "age and sex."
    ),
    delivery=(
        Column("current_disposal_year", ("current_disposal_year",), blank=False),
        Column("current_disposal_month", ("current_disposal_month",), blank=False),
        Column("gender", ("gender",)),
        Column("age_group", ("age_group",)),
        Column("ethnicity", ("ethnicity_4+1",)),
        Column("offence_group", ("offence_group",), blank=False),
        Column("current_disposal", ("current_disposal",), blank=False),
        Column("offences", ("offence_count",), "count", blank=False),
    ),
    checks=(Check("the year and month of the disposal are not a month", f"{_MONTH} is null"),),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "sex": "VARCHAR",
        "age_group": "VARCHAR",
        "ethnicity": "VARCHAR",
        "offence": "VARCHAR",
        "disposal": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy=f"""
        select {mps.WHOLE_FORCE}, trim(gender) as sex, trim(age_group) as age_group,
        trim(ethnicity) as ethnicity,
               trim(offence_group) as offence, trim(current_disposal) as disposal, {_MONTH} as start,
               last_day({_MONTH}) as "end", whole(offences) as count
        from delivered
    """,
    caveats=(
        "Offences, not people: one person can be in custody for several.",
        "The disposal is the latest one when the table was made, so recent months hold more bail and "
        "release under "
        "investigation.",
        "London as a whole, without boroughs.",
    ),
)
