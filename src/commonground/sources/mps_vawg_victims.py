"""Violence against women and girls: victims in London, in three cuts of the same victims."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

SOURCE = Source(
    key="mps_vawg_victims",
    title="MPS violence against women and girls: victims",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Victims by the month the offence was recorded: one cut by place, one by age group, one by "
        "ethnic group."
    ),
    delivery=(
        Column("bcu_location", ("bcu_location",)),
        Column("borough_name", ("borough_name",)),
        Column("ward_name", ("ward_name_clean_2", "ward_name")),
        Column("recorded", ("recorded_date_months",), "month", blank=False),
        Column("committed_from", ("date_committed_from_date_months",), "month"),
        Column("victims", ("count",), "count", blank=False),
        Column("sheet", ("sheet",), blank=False),
        Column("age_group", ("age_group",)),
        Column("ethnic_appearance", ("ethnic_appearance_group_group",)),
    ),
    checks=(
        Check(
            "the sheet is not the cut by location, age group or ethnic group",
            "lower(trim(sheet)) not in ('victim count by location', 'victim count by age group', "
            "'victim count by ethnic group')",
        ),
    ),
    columns={
        "cut": "VARCHAR",
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "bcu": "VARCHAR",
        "ward": "VARCHAR",
        "age_group": "VARCHAR",
        "ethnicity": "VARCHAR",
        "committed": "DATE",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy=f"""
        select 'location' as cut, 'local_authority' as area_type,
               place_code(borough_name, 'local_authority') as area_code, trim(borough_name) as area_name,
               trim(bcu_location) as bcu, trim(ward_name) as ward, null as age_group, null as ethnicity,
               month_start(committed_from) as committed, month_start(recorded) as start,
               month_end(recorded) as "end", whole(victims) as count
        from delivered where lower(trim(sheet)) = 'victim count by location'
        union all
        select if(lower(trim(sheet)) = 'victim count by age group', 'age group', 'ethnic group'),
               {mps.WHOLE_FORCE}, null, null, trim(age_group), trim(ethnic_appearance),
               month_start(committed_from), month_start(recorded), month_end(recorded), whole(victims)
        from delivered where lower(trim(sheet)) <> 'victim count by location'
    """,
    caveats=(
        "The three cuts hold the same victims: a figure is made from one of them.",
        "Ethnic appearance is what an officer saw, not what the victim says of herself.",
        "The month is the month recorded; an offence committed years before is counted when it is reported.",
        mps.RECORDED_CAVEAT,
    ),
    breaks=("recording_2014", "mps_connect_2024"),
)
