"""Recorded crime by London borough and month, in each of the three classifications it has been published in."""

from commonground.sources import OGL2, Column, Source

SOURCE = Source(
    key="mps_borough",
    title="MPS recorded crime by borough",
    publisher="Metropolitan Police Service, London Datastore",
    licence=OGL2,
    attribution=(
        "Contains Metropolitan Police Service data published on the London Datastore, "
        "licensed under the Open Government Licence v2.0."
    ),
    about="Offences recorded in the month, by borough, major and minor category; one column a month.",
    delivery=(
        Column("area_name", ("LookUp_BoroughName", "BoroughName", "Borough"), blank=False),
        Column("major", ("MajorText", "Major Category", "major_category"), blank=False),
        Column("minor", ("MinorText", "Minor Category", "minor_category"), blank=False),
    ),
    wide=r"\d{6}",
    columns={
        "area_type": "VARCHAR", "area_code": "VARCHAR", "area_name": "VARCHAR", "major": "VARCHAR",
        "minor": "VARCHAR", "start": "DATE", "end": "DATE", "count": "BIGINT", "mark": "VARCHAR",
    },
    tidy="""
        select 'local_authority' as area_type, place_code(area_name, 'local_authority') as area_code, area_name,
               major, minor, month_start(heading) as start, month_end(heading) as "end",
               coalesce(whole(value), case when mark(value) is null then 0 end) as count, mark(value) as mark
        from delivered
    """,
    classify="""
        case when count(*) filter (lower(minor) = 'stalking and harassment') > 0 then 'home-office-2024'
             when count(*) filter (lower(minor) = 'violence with injury') > 0 then 'home-office-2019'
             when count(*) filter (lower(minor) in ('common assault', 'wounding/gbh')) > 0 then 'mps-old' end
        from delivered
    """,
    caveats=(
        "Offences recorded in the month, not committed in it; past months are revised in later publications.",
        "The City of London has its own police force and is not in these figures.",
    ),
    breaks=("mps_april_2013", "mps_connect_2024"),
)
