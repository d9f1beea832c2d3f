"""Permanent exclusions and suspensions in England by pupils' sex, age, ethnicity, need and deprivation."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe, dfe_exclusions

_CELLS = tuple(
    Column(name, (spelled,), "count")
    for name, spelled in {
        "pupils": "headcount",
        "permanent_exclusions": "perm_excl",
        "suspensions": "fixed_excl",
        "pupils_suspended": "one_plus_fixed",
    }.items()
)
_KEYS = (
    Column("year", ("year",), blank=False),
    Column("country_code", ("country_code",)),
    Column("country_name", ("country", "country_name")),
    Column("school_type", ("school_type",), blank=False),
    Column("characteristic", ("characteristic_desc",), blank=False),
    Column("characteristic_1", ("characteristic_1",), blank=False),
    Column("characteristic_2", ("characteristic_2",)),
)

SOURCE = Source(
    key="dfe_exclusion_characteristics",
    title="DfE permanent exclusions and suspensions by pupil characteristic",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Permanent exclusions, suspensions and pupils suspended in England by characteristic and type "
        "of school."
    ),
    delivery=(*_KEYS, *_CELLS),
    checks=(dfe_exclusions.KNOWN_YEAR,),
    columns={
        **dfe.AREA_TYPES,
        "school_type": "VARCHAR",
        "characteristic": "VARCHAR",
        "pupil_group": "VARCHAR",
        "sex": "VARCHAR",
        "counted": "VARCHAR",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe_exclusions.ENGLAND}, {dfe_exclusions.PERIOD}, {dfe_exclusions.SCHOOL_TYPE},
               case lower(trim(characteristic)) when 'idaci' then 'IDACI_decile'
                    when 'fsm_eligible' then 'FSM_eligible' else trim(characteristic) end as characteristic,
               trim(characteristic_1) as pupil_group,
               trim(characteristic_2) as sex, replace(heading, '_', ' ') as counted, whole(cell) as count,
               {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(_KEYS), dfe.names(_CELLS))}
    """,
    published=dfe_exclusions.PUBLISHED,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        *dfe_exclusions.CAVEATS[:2],
        "England as a whole. Each characteristic is a cut of the same pupils: a figure is made from one "
        "of them.",
    ),
)
