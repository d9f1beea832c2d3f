"""Stop and search of data.police.uk: one row a search; the force is only in the file's name."""

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import police_uk

# Labels changed in January 2018. Whatever is neither is another action: a caution, a warning, a penalty, a
# summons.
NOTHING = "('a no further action disposal', 'nothing found - no further action')"
ARREST = "('arrest', 'suspect arrested')"
NAMED = "regexp_extract(lower(file_name()), '(?:^|/)(?:[0-9]{4}-[0-9]{2}-)?([a-z-]+)-stop-and-search[^/]*$', 1)"

SOURCE = Source(
    key="police_stop_and_search",
    title="Stop and search",
    publisher=police_uk.PUBLISHER,
    licence=OGL3,
    attribution=police_uk.ATTRIBUTION,
    about="Searches of people and vehicles, one row each, with the power, what was looked for and the outcome.",
    holds="events",
    delivery=(
        Column("type", ("Type",), blank=False),
        Column("date", ("Date",), "datetime", blank=False),
        Column("operation", ("Policing operation",), required=False),
        Column("part_of_operation", ("Part of a policing operation",), required=False),
        Column("latitude", ("Latitude",), "number"),
        Column("longitude", ("Longitude",), "number"),
        Column("gender", ("Gender",)),
        Column("age_range", ("Age range",)),
        Column("self_defined_ethnicity", ("Self-defined ethnicity",)),
        Column("officer_defined_ethnicity", ("Officer-defined ethnicity",)),
        Column("legislation", ("Legislation",)),
        Column("object_of_search", ("Object of search",)),
        Column("outcome", ("Outcome",)),
        Column("linked", ("Outcome linked to object of search",), required=False),
        Column("removal", ("Removal of more than just outer clothing",), required=False),
    ),
    checks=(
        police_uk.SWAPPED,
        Check(
            "the type is not a search of a person or a vehicle",
            "lower(trim(type)) not in ('person search', 'vehicle search', 'person and vehicle search')",
        ),
        police_uk.AWAY,
    ),
    columns={
        "at": "TIMESTAMP",
        "start": "DATE",
        "end": "DATE",
        "force": "VARCHAR",
        "type": "VARCHAR",
        "longitude": "DOUBLE",
        "latitude": "DOUBLE",
        "gender": "VARCHAR",
        "age_range": "VARCHAR",
        "self_defined_ethnicity": "VARCHAR",
        "officer_defined_ethnicity": "VARCHAR",
        "legislation": "VARCHAR",
        "object_of_search": "VARCHAR",
        "outcome": "VARCHAR",
        "outcome_group": "VARCHAR",
        "linked": "BOOLEAN",
    },
    parts="force",
    each={
        "at": "moment(date)",
        "start": "date_trunc('month', moment(date))::date",
        "end": "last_day(moment(date))",
        "force": f"if({NAMED} in ('met', 'metropolitan'), 'metropolitan', nullif({NAMED}, ''))",
        "type": "type",
        **police_uk.POINT,
        "gender": "gender",
        "age_range": "age_range",
        "self_defined_ethnicity": "self_defined_ethnicity",
        "officer_defined_ethnicity": "officer_defined_ethnicity",
        "legislation": "legislation",
        "object_of_search": "object_of_search",
        "outcome": "outcome",
        "outcome_group": f"""
            case when lower(trim(outcome)) in {NOTHING} then 'no further action'
                 when lower(trim(outcome)) in {ARREST} then 'arrest'
                 when trim(outcome) <> '' then 'other action' end
        """,
        "linked": "case lower(trim(linked)) when 'true' then true when 'false' then false end",
    },
    caveats=(
        "About a quarter of the Met's searches have no place and cannot be given to a borough.",
        "Ages are in bands: searches of people under 25 can be counted, under 18 by year of age cannot.",
        "There is no identifier: searches of several people together and true repeats cannot be told apart.",
        "Outcome labels changed in January 2018; they are put into three groups that both sets share.",
        "Some forces publish every time as midnight.",
    ),
)
