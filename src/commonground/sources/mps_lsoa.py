"""Recorded crime by LSOA and month."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps, mps_recorded_crime

SOURCE = Source(
    key="mps_lsoa",
    title="MPS recorded crime by LSOA",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about="Offences recorded in the month, by LSOA, major and minor category; one column a month.",
    delivery=(
        Column("area_code", ("LSOA Code", "lsoa_code", "LSOA21CD", "LSOA11CD"), blank=False),
        Column("area_name", ("LSOA Name", "lsoa_name", "LSOA21NM", "LSOA11NM"), required=False),
        Column("borough", ("Borough", "LookUp_BoroughName", "BoroughName")),
        Column("major", ("Major Category", "major_category", "MajorText"), blank=False),
        Column("minor", ("Minor Category", "minor_category", "MinorText"), blank=False),
    ),
    wide=r"\d{6}",
    checks=(
        Check(
            "the LSOA code is not of the form E01000000",
            "not regexp_full_match(trim(area_code), 'E01[0-9]{6}')",
        ),
        Check(
            "the LSOA and category are there twice",
            "row_number() over (partition by area_code, major, minor) > 1",
        ),
    ),
    columns=mps_recorded_crime.COLUMNS,
    tidy=f"""
        with found as (
            select coalesce(max(vintage), '2021') as vintage
            from (select distinct area_code as code from delivered) join lsoa_changes using (code))
        select 'lsoa' as area_type, area_code, found.vintage as area_vintage,
               area_name, borough, major,
               minor,
               {mps_recorded_crime.MONTH}
        from delivered join {mps_recorded_crime.MONTHS} using (heading), found
    """,
    classify=mps_recorded_crime.CLASSIFIES,
    caveats=(
        *mps_recorded_crime.CAVEATS,
        "Sexual offences are not published by LSOA, and offences without a usable place are left out: LSOAs "
        "do not add up to their borough.",
        "Counts for one LSOA and one month are small and may point at people; they are for adding up.",
    ),
    breaks=mps_recorded_crime.BREAKS,
    within=(("local_authority", "borough"),),
)
