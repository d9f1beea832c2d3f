"""School absence of children in need, on protection plans or looked after."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_CELLS = tuple(
    Column(name, (spelled,), "number")
    for name, spelled in {
        "pupils": "t_pupils",
        "possible_sessions": "t_sess_possible",
        "sessions_missed": "t_sess_overall",
        "sessions_missed_per_cent": "pt_overall",
        "sessions_missed_authorised": "t_sess_authorised",
        "sessions_missed_authorised_per_cent": "pt_sess_authorised",
        "sessions_missed_unauthorised": "t_sess_unauthorised",
        "sessions_missed_unauthorised_per_cent": "pt_sess_unauthorised",
        "persistently_absent_pupils": "t_pupils_pa_10_exact",
        "persistently_absent_pupils_per_cent": "pt_pupils_pa_10_exact",
        "severely_absent_pupils": "t_pupils_pa_50_exact",
        "severely_absent_pupils_per_cent": "pt_pupils_pa_50_exact",
    }.items()
)
_KEYS = (
    *dfe.STANDARD,
    Column("social_care_group", ("social_care_group",), blank=False),
    Column("school_type", ("phase_type_grouping",), blank=False),
)

SOURCE = Source(
    key="dfe_absence",
    title="DfE absence from school by social care group",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Sessions missed, and pupils persistently or severely absent, in the school year, by social "
        "care group."
    ),
    delivery=(*_KEYS, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "social_care_group": "VARCHAR",
        "school_type": "VARCHAR",
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(social_care_group) as social_care_group,
               trim(school_type) as school_type, replace(heading, '_', ' ') as counted,
               if(heading like '%per_cent', null, whole(cell)) as count,
               if(heading like '%per_cent', number(cell), null) as value, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(_KEYS), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Persistently absent pupils missed a tenth of their sessions or more, severely absent pupils "
        "half or more.",
        "School types overlap with their total, and the three social care groups are not added up.",
        "Schools were closed to most pupils for parts of 2019/20 and 2020/21.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
