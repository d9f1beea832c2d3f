"""Recorded crime by electoral ward and month."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps, mps_recorded_crime

# Heathrow Villages has rows of its borough and rows of the airports' own police unit.
TWICE = "row_number() over (partition by area_code, borough, major, minor) > 1"

SOURCE = Source(
    key="mps_ward",
    title="MPS recorded crime by ward",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about="Offences recorded in the month, by ward, major and minor category; one column a month.",
    delivery=(
        Column("area_name", ("WardName", "Ward Name"), blank=False),
        Column("area_code", ("WardCode", "Ward Code"), blank=False),
        Column("major", ("MajorText", "Major Category", "major_category"), blank=False),
        Column("minor", ("MinorText", "Minor Category", "minor_category"), blank=False),
        Column("borough", ("LookUp_BoroughName", "BoroughName", "Borough")),
    ),
    wide=r"\d{6}",
    checks=(
        mps_recorded_crime.not_a_borough("borough"),
        Check(
            "the ward code is not of the form E05000000",
            "not regexp_full_match(trim(area_code), 'E05[0-9]{6}')",
        ),
        Check("the ward, borough and category are there twice", TWICE),
    ),
    columns=mps_recorded_crime.COLUMNS,
    # Most boroughs were given new wards in 2014, 2018 or 2022, the others kept theirs: the newest code tells
    # the year.
    tidy=f"""
        with newest as (select max(area_code) as code from delivered)
        select 'ward' as area_type, area_code,
               case when newest.code >= 'E05013496' then '2022' when newest.code >= 'E05011095' then '2018'
                    else '2014' end as area_vintage,
               area_name, borough, major,
               minor,
               {mps_recorded_crime.MONTH}
        from delivered join {mps_recorded_crime.MONTHS} using (heading), newest
    """,
    classify=mps_recorded_crime.CLASSIFIES,
    caveats=(
        *mps_recorded_crime.CAVEATS,
        "Offences without a usable place are left out: wards add up to 96 to 98 per cent of their borough.",
        "All months are given for the wards as they were when the file was published.",
    ),
    breaks=mps_recorded_crime.BREAKS,
)
