"""Permanent exclusions and suspensions by reason, local authority and type of school, 2006/07 to 2016/17."""

from commonground.sources import OGL3, Column, Source
from commonground.sources.families import dfe, dfe_exclusions

_REASONS = {
    "physical_assault_against_a_pupil": "physical_pupils",
    "physical_assault_against_an_adult": "physical_adult",
    "verbal_abuse_against_a_pupil": "verbal_pupil",
    "verbal_abuse_against_an_adult": "verbal_adult",
    "bullying": "bullying",
    "racist_abuse": "racist_abuse",
    "sexual_misconduct": "sexual_misconduct",
    "drug_and_alcohol_related": "drug_alcohol",
    "damage": "damage",
    "theft": "theft",
    "persistent_disruptive_behaviour": "persistent_disruptive",
    "other": "other",
}
_CELLS = tuple(
    Column(f"{kind}_{name}", (f"{kind}_{spelled}",), "number")
    for kind in ("perm", "fixed")
    for name, spelled in _REASONS.items()
)
_KEYS = (
    Column("year", ("year",), blank=False),
    Column("level", ("level",), blank=False),
    Column("country_code", ("country_code",)),
    Column("country_name", ("country_name",)),
    Column("region_code", ("region_code",)),
    Column("region_name", ("region_name",)),
    Column("old_la_code", ("old_la_code",)),
    Column("new_la_code", ("new_la_code",)),
    Column("la_name", ("la_name",)),
    Column("school_type", ("school_type",), blank=False),
)

SOURCE = Source(
    key="dfe_exclusion_reasons",
    title="DfE permanent exclusions and suspensions by reason",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Permanent exclusions and suspensions in the school year by the reason given, local authority "
        "and school."
    ),
    delivery=(*_KEYS, *_CELLS),
    checks=(dfe_exclusions.KNOWN_YEAR, dfe.known_level("level")),
    columns={
        **dfe.AREA_TYPES,
        "school_type": "VARCHAR",
        "counted": "VARCHAR",
        "reason": "VARCHAR",
        "count": "DOUBLE",
        "mark": "VARCHAR",
    },
    tidy=f"""
        select {dfe.place("level")}, {dfe_exclusions.PERIOD}, {dfe_exclusions.SCHOOL_TYPE},
               if(heading like 'perm%', 'permanent exclusions', 'suspensions') as counted,
               replace(regexp_replace(heading, '^(perm|fixed)_', ''), '_', ' ') as reason,
               number(cell) as count, {dfe.BLANK_OR_MARK} as mark
        from {dfe.long(dfe.names(_KEYS), dfe.names(_CELLS))}
    """,
    published=dfe_exclusions.PUBLISHED,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        *dfe_exclusions.CAVEATS,
        "Two files hold the same years up to 2015/16 (the release of 2017 and the table that goes on to "
        "2016/17); a "
        "figure is made from the later one.",
        "One reason is given for each exclusion in these years.",
        "Bedfordshire and Cheshire as they were before 2009 have no code.",
    ),
)
