"""Violence against women and girls: offences recorded in London, in two cuts of the same offences."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps

SOURCE = Source(
    key="mps_vawg_offences",
    title="MPS violence against women and girls: offences",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about="Offences against women and girls by the month recorded: one cut by place, one by kind of offence.",
    delivery=(
        Column("bcu_location", ("bcu_location",)),
        Column("borough_name", ("borough_name",)),
        Column("ward_name", ("ward_name_clean_2", "ward_name")),
        Column("recorded", ("recorded_date_months",), "month", blank=False),
        Column("committed_from", ("date_committed_from_date_months",), "month"),
        Column("offences", ("count",), "count", blank=False),
        Column("sheet", ("sheet",), blank=False),
        Column("crimsec_group", ("crimsec_group",)),
        Column("crimsec_code", ("crimseccodeexpansion",)),
        Column("crimsec_offences", ("crimsec_offences",)),
        Column("vawg_offence", ("vawg_offence",)),
    ),
    checks=(
        Check(
            "the sheet is neither the cut by location nor the cut by classification",
            "lower(trim(sheet)) not in ('offence count location', 'offence count classification')",
        ),
    ),
    columns={
        "cut": "VARCHAR",
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "bcu": "VARCHAR",
        "ward": "VARCHAR",
        "major": "VARCHAR",
        "minor": "VARCHAR",
        "offence": "VARCHAR",
        "vawg_offence": "VARCHAR",
        "committed": "DATE",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy=f"""
        select 'location' as cut, 'local_authority' as area_type,
               place_code(borough_name, 'local_authority') as area_code, trim(borough_name) as area_name,
               trim(bcu_location) as bcu, trim(ward_name) as ward, null as major, null as minor,
               null as offence,
               null as vawg_offence, month_start(committed_from) as committed, month_start(recorded) as start,
               month_end(recorded) as "end", whole(offences) as count
        from delivered where lower(trim(sheet)) = 'offence count location'
        union all
        select 'classification', {mps.WHOLE_FORCE}, null, null, trim(crimsec_group), trim(crimsec_code),
               trim(crimsec_offences), trim(vawg_offence), month_start(committed_from), month_start(recorded),
               month_end(recorded), whole(offences)
        from delivered where lower(trim(sheet)) = 'offence count classification'
    """,
    caveats=(
        "The two cuts hold the same offences: a figure is made from one of them.",
        "The month is the month recorded; an offence committed years before is counted when it is reported.",
        "The cut by kind of offence covers London as a whole, without boroughs.",
        mps.RECORDED_CAVEAT,
    ),
    breaks=("recording_2014", "mps_connect_2024"),
)
