"""Permanent exclusions and suspensions of children in need, on protection plans or looked after."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_CELLS = tuple(
    Column(name, (spelled,), "number")
    for name, spelled in {
        "pupils": "t_pupils",
        "permanent_exclusions": "t_perm_excl",
        "permanent_exclusions_per_cent": "pt_perm_excl",
        "pupils_suspended": "t_one_plus_sus",
        "pupils_suspended_per_cent": "pt_one_plus_sus",
    }.items()
)
_KEYS = (*dfe.STANDARD, Column("social_care_group", ("social_care_group",), blank=False))

SOURCE = Source(
    key="dfe_social_care_exclusions",
    title="DfE permanent exclusions and suspensions by social care group",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Permanent exclusions, and pupils suspended at least once, in the school year, by social care group."
    ),
    delivery=(*_KEYS, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "social_care_group": "VARCHAR",
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(social_care_group) as social_care_group,
               replace(heading, '_', ' ') as counted, if(heading like '%per_cent', null,
               whole(cell)) as count,
               if(heading like '%per_cent', number(cell), null) as value, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(_KEYS), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Pupils suspended at least once, not suspensions: a pupil can be suspended several times.",
        "The three social care groups are not added up. Schools were closed to most pupils for parts of "
        "2019/20 and "
        "2020/21.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
