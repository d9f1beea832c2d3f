"""People charged, summonsed or otherwise proceeded against for homicide in London."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

_MONTH = "try_strptime(trim(proceedings_date), '%b-%y')::date"

SOURCE = Source(
    key="mps_homicide_proceedings",
    title="MPS homicide dashboard: persons proceeded against",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Persons proceeded against for homicide by the month of the proceedings, borough, age, sex and "
        "ethnicity."
    ),
    delivery=(
        Column("persons", ("count_of_ppa", "Count of PPA"), "count", blank=False),
        Column("borough", ("borough",)),
        Column("gender", ("gender",)),
        Column("age_group", ("age_group", "Age Group")),
        Column("self_classified_ethnicity", ("self_classified_ethnicity", "Self Classified Ethnicity")),
        Column("offence_type", ("offence_type", "Offence Type")),
        Column("charged_summonsed", ("charged_summonsed", "Charged/Summonsed")),
        Column("proceedings_date", ("proceedings_date", "Proceedings Date"), blank=False),
    ),
    checks=(Check("the proceedings date is not a month such as Jul-08", f"{_MONTH} is null"),),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "age_group": "VARCHAR",
        "sex": "VARCHAR",
        "ethnicity": "VARCHAR",
        "offence": "VARCHAR",
        "proceeding": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy=f"""
        select 'local_authority' as area_type, place_code(borough, 'local_authority') as area_code,
               trim(borough) as area_name, trim(age_group) as age_group, trim(gender) as sex,
               trim(self_classified_ethnicity) as ethnicity, trim(offence_type) as offence,
               trim(charged_summonsed) as proceeding, {_MONTH} as start, last_day({_MONTH}) as "end",
               whole(persons) as count
        from delivered
    """,
    caveats=(
        "A person proceeded against is not a person convicted, and several may be proceeded against for "
        "one death.",
        "Borough, age, sex, ethnicity and month together describe one person: such breakdowns are not "
        "published.",
    ),
)
