"""Recorded crime by London borough and month, in each of its three classifications."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps, mps_recorded_crime

SOURCE = Source(
    key="mps_borough",
    title="MPS recorded crime by borough",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about="Offences recorded in the month, by borough, major and minor category; one column a month.",
    delivery=(
        Column("area_name", ("LookUp_BoroughName", "BoroughName", "Borough"), blank=False),
        Column("major", ("MajorText", "Major Category", "major_category"), blank=False),
        Column("minor", ("MinorText", "Minor Category", "minor_category"), blank=False),
    ),
    wide=r"\d{6}",
    checks=(
        mps_recorded_crime.not_a_borough("area_name"),
        Check(
            "the borough and category are there twice",
            "row_number() over (partition by area_name, major, minor) > 1",
        ),
    ),
    columns={k: v for k, v in mps_recorded_crime.COLUMNS.items() if k not in ("borough", "area_vintage")},
    tidy=f"""
        select 'local_authority' as area_type, place_code(area_name, 'local_authority') as area_code,
               area_name, major, minor,
               {mps_recorded_crime.MONTH}
        from delivered join {mps_recorded_crime.MONTHS} using (heading)
    """,
    classify=mps_recorded_crime.CLASSIFIES,
    caveats=(
        *mps_recorded_crime.CAVEATS,
        "Offences at Heathrow and City Airports, and those of an unknown borough, are not in any borough.",
    ),
    breaks=mps_recorded_crime.BREAKS,
)
