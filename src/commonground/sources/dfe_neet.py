"""Young people aged 16 and 17 not in education, employment or training, or not known, by local authority."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe

_COUNTS = {
    "cohort_december_to_february": "Cohort_DJFavg",
    "cohort_march": "cohort_March",
    "vulnerable_cohort_december_to_february": "VG_cohort_DJF_avg",
}
_VALUES = {
    "neet_or_not_known_per_cent": "NEET_not_known_percent",
    "neet_per_cent": "NEET_percent",
    "not_known_per_cent": "Notknown_percent",
    "participating_per_cent": "TOTAL_participating_in_education_and_training_percent",
    "full_time_education_per_cent": "Full_time_education_percent",
    "apprenticeship_per_cent": "Apprenticeship_percent",
    "other_education_and_training_per_cent": "Other_education_and_training_percent",
    "september_guarantee_per_cent": "September_guarantee_Offer_made_percent",
    "neet_or_not_known_no_sen_per_cent": "NEET_NK_noSEN_percent",
    "neet_or_not_known_ehcp_per_cent": "NEET_NK_EHCP_percent",
    "neet_or_not_known_sen_support_per_cent": "NEET_NK_SENDsupport_percent",
    "vulnerable_cohort_per_cent": "VG_cohort_percentage",
    "vulnerable_neet_or_not_known_per_cent": "VG_NEET_NK_percentage",
}
_CELLS = (
    *(Column(name, (spelled,), "count") for name, spelled in _COUNTS.items()),
    *(Column(name, (spelled,), "number") for name, spelled in _VALUES.items()),
)
_KEYS = (*dfe.STANDARD, Column("age_group", ("Age",), blank=False))

SOURCE = Source(
    key="dfe_neet",
    title="DfE young people not in education, employment or training",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about="Young people aged 16 and 17 by participation, from the records of local authorities (NCCIS).",
    delivery=(*_KEYS, *_CELLS),
    checks=dfe.STANDARD_CHECKS,
    columns={
        **dfe.AREA_TYPES,
        "age_group": "VARCHAR",
        "counted": "VARCHAR",
        "count": "BIGINT",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place()}, {dfe.PERIOD}, trim(age_group) as age_group, replace(heading, '_',
        ' ') as counted,
               if(heading like '%per_cent', null, whole(cell)) as count,
               if(heading like '%per_cent', number(cell), null) as value, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(_KEYS), dfe.names(_CELLS))}
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Given for the calendar year as published; the figures are the average of December, January and "
        "February, and "
        "participation is that of March.",
        "Young people whose activity the authority does not know are as important as those known to be "
        "out of "
        "education: a low figure with many not known is no success.",
        dfe.MARKS_CAVEAT,
    ),
)
