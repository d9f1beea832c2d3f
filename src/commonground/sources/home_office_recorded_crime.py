"""All police recorded crime by force, offence and quarter."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import home_office

SOURCE = Source(
    key="home_office_recorded_crime",
    title="Home Office police recorded crime by force, offence and quarter",
    publisher=home_office.PUBLISHER,
    licence=OGL3,
    attribution=home_office.ATTRIBUTION,
    about="Offences recorded by each police force in the quarter, by offence code, group and subgroup.",
    delivery=(
        Column("financial_year", ("Financial_Year", "Financial Year"), blank=False),
        Column("quarter", ("Financial_Quarter", "Financial Quarter"), blank=False),
        Column("force", ("Force_Name", "Force Name"), blank=False),
        Column("description", ("Offence_Description", "Offence Description"), blank=False),
        Column("offence_group", ("Offence_Group", "Offence Group"), blank=False),
        Column("offence_subgroup", ("Offence_Subgroup", "Offence Subgroup"), blank=False),
        Column("offence_code", ("Offence_Code", "Offence Code"), blank=False),
        Column("offences", ("Number_of_Offences", "Number of Offences"), "number", blank=False),
    ),
    checks=(
        Check("the financial year and quarter are not a quarter", f"{home_office.QUARTER_START} is null"),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "major": "VARCHAR",
        "minor": "VARCHAR",
        "offence": "VARCHAR",
        "offence_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy=f"""
        select 'force' as area_type, place_code(force, 'force') as area_code, trim(force) as area_name,
               trim(offence_group) as major, trim(offence_subgroup) as minor, trim(description) as offence,
               trim(offence_code) as offence_code, {home_office.QUARTER_START} as start,
               {home_office.QUARTER_END} as "end", whole(offences) as count
        from delivered
    """,
    caveats=(
        "Fraud bodies (Action Fraud, CIFAS, UK Finance) and the British Transport Police stand beside "
        "the forces of "
        "places and have no area code.",
        "A number can be below nought: offences cancelled or recorded elsewhere are taken off in the "
        "quarter it is done.",
        "Recorded crime depends on reporting and on recording practice, which differ between forces.",
    ),
    breaks=("recording_2014",),
)
