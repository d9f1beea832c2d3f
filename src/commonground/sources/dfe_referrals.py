"""Referrals to children's social care, and those within twelve months of an earlier one."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_CELLS = tuple(
    Column(name, (spelled,), "number")
    for name, spelled in {
        "referrals": "referral_count",
        "re_referrals": "rereferral_count",
        "re_referrals_per_cent": "rereferral_percent",
        "no_further_action": "no_further_action_count",
        "no_further_action_per_cent": "no_further_action_percent",
        "not_in_need": "not_in_need_count",
        "not_in_need_per_cent": "not_in_need_percent",
        "children_referred": "referral_child_count",
        "children_re_referred": "rereferral_child_count",
        "children_re_referred_per_cent": "rereferral_child_percent",
    }.items()
)

SOURCE = Source(
    key="dfe_referrals",
    title="DfE referrals and re-referrals to children's social care",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about="Referrals during the year to 31 March, re-referrals and what came of them, by local authority.",
    delivery=(*dfe.STANDARD, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD},
               replace(replace(heading, 're_referr', 're-referr'), '_', ' ') as counted,
               if(heading like '%per_cent', null, whole(cell)) as count,
               if(heading like '%per_cent', number(cell), null) as value, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(dfe.STANDARD), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "The year is the year to 31 March. More referrals can mean more need or readier referral.",
        dfe.MARKS_CAVEAT,
        dfe.REORGANISED_CAVEAT,
    ),
)
