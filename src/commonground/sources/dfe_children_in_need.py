"""Children in need of social care: episodes and children at any point, started, ended and at 31 March."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_CELLS = tuple(
    Column(name, (spelled,), "count")
    for name, spelled in {
        "episodes_at_any_point": "Anypoint_episodes",
        "children_at_any_point": "Anypoint_child",
        "episodes_started": "Started_episodes",
        "children_started": "Started_child",
        "episodes_ended": "Ended_episodes",
        "children_ended": "Ended_child",
        "episodes_at_31_march": "At31_episodes",
        "awaiting_assessment": "awaiting_assessment",
    }.items()
)

SOURCE = Source(
    key="dfe_children_in_need",
    title="DfE children in need",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about="Children in need during the year to 31 March and at its end, by local authority.",
    delivery=(*dfe.STANDARD, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={**dfe.AREA_TYPES, "counted": "VARCHAR", "count": "BIGINT", "mark": "VARCHAR"},
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD},
               replace(replace(heading, '_', ' '), 'march', 'March') as counted, whole(cell) as count,
               {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(dfe.STANDARD), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "The year is the year to 31 March; a child can have several episodes in it.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
