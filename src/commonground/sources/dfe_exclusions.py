"""Permanent exclusions and suspensions by local authority and type of school, 2006/07 to 2016/17."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import dfe, dfe_exclusions

_CELLS = tuple(
    Column(name, (spelled,), "number")
    for name, spelled in {
        "schools": "num_schools",
        "pupils": "headcount",
        "permanent_exclusions": "perm_excl",
        "suspensions": "fixed_excl",
        "pupils_suspended": "one_plus_fixed",
    }.items()
)

SOURCE = Source(
    key="dfe_exclusions",
    title="DfE permanent exclusions and suspensions by local authority",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Permanent exclusions, suspensions and pupils suspended in the school year, by local authority "
        "and school."
    ),
    delivery=(
        Column("year", ("year",), blank=False),
        Column("level", ("level",), blank=False),
        Column("la_name", ("la_name",), blank=False),
        Column("school_type", ("school_type",), blank=False),
        *_CELLS,
    ),
    checks=(
        dfe_exclusions.KNOWN_YEAR,
        Check(
            "the level is not known here",
            "coalesce(lower(trim(level)), '') not in ('national', 'region', 'regional', 'local authority')",
        ),
        Check("the area has no name (“NULL” as published)", "upper(trim(la_name)) = 'NULL'", "reject"),
    ),
    columns={
        **dfe.AREA_TYPES,
        "school_type": "VARCHAR",
        "counted": "VARCHAR",
        "count": "DOUBLE",
        "mark": "VARCHAR",
    },
    # The file names places without codes. Its Dorset is the county before 2019, larger than today's
    # authority.
    tidy=f"""
        with read as (
            select *, case lower(trim(level)) when 'national' then 'country' when 'region' then 'region'
                           when 'regional' then 'region' else 'local_authority' end as area_type
            from {dfe.long(("year", "level", "la_name", "school_type"), dfe.names(_CELLS))})
        select area_type,
               if(trim(la_name) = 'Dorset', 'E10000009', place_code(la_name, area_type)) as area_code,
               trim(la_name) as area_name, {dfe_exclusions.PERIOD}, {dfe_exclusions.SCHOOL_TYPE},
               replace(heading, '_', ' ') as counted, number(cell) as count, {dfe.BLANK_OR_MARK} as mark
        from read
    """,
    published=dfe_exclusions.PUBLISHED,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        *dfe_exclusions.CAVEATS,
        "The published rates are not kept: they follow from the numbers and the pupils.",
        "Bedfordshire and Cheshire as they were before 2009 have no code.",
    ),
)
