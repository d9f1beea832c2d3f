"""Searches that removed more than outer clothing, and intimate searches, in London: one row a search."""

from commonground.sources import OGL2, Column, Source
from commonground.sources.families import mps

SOURCE = Source(
    key="mps_thorough_searches",
    title="MPS more thorough and intimate-part searches",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about=(
        "Stop and searches exposing more than outer clothing by day, borough, reason, outcome, age, sex "
        "and ethnicity."
    ),
    delivery=(
        Column("stop_date", ("stop_date",), "date", blank=False),
        Column("bcu", ("area",)),
        Column("borough", ("borough",)),
        Column("age", ("age_group",), blank=False),
        Column("sex_code", ("sex",)),
        Column("ethnic_appearance", ("ethnic_appearance",)),
        Column("stop_reason", ("stop_reason",), blank=False),
        Column("outcome_reason", ("outcome_reason",)),
        # The publisher's own spellings, each used by some of the files that were stacked into one.
        Column("outcome_1", ("positive_outcome_of_stop",)),
        Column("outcome_2", ("postive_outcome_of_stop",), required=False),
        Column("outcome_3", ("positve_outcome",), required=False),
        Column("adult_1", ("appropriate_adult_present",), required=False),
        Column("adult_2", ("approporiate_adult_present_if_required?",), required=False),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "bcu": "VARCHAR",
        "age_group": "VARCHAR",
        "sex": "VARCHAR",
        "ethnicity": "VARCHAR",
        "reason": "VARCHAR",
        "positive_outcome": "VARCHAR",
        "outcome": "VARCHAR",
        "appropriate_adult": "VARCHAR",
        "stopped": "DATE",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
    },
    tidy="""
        select 'local_authority' as area_type, place_code(borough, 'local_authority') as area_code,
               trim(borough) as area_name, trim(bcu) as bcu,
               case lower(trim(age)) when '18 or older' then '18 or over' when 'recorded as 0 or not known'
                    then 'Not recorded' when 'not recorded' then 'Not recorded' else trim(age)
                    end as age_group,
               case when lower(trim(sex_code)) in ('m', 'male') then 'Male'
                    when lower(trim(sex_code)) in ('f', 'female') then 'Female'
                    when lower(trim(sex_code)) in ('u', 'unknown', 'not recorded') then 'Not recorded'
                    else trim(sex_code) end as sex,
               case when lower(trim(ethnic_appearance)) in ('#n/a', 'unknown', 'not recorded')
               then 'Not recorded'
                    else trim(ethnic_appearance) end as ethnicity,
               case when lower(stop_reason) like '%drugs%' then 'Drugs' when lower(stop_reason) like '%s.60%'
                    then 'Section 60' when lower(stop_reason) like '%weapons%'
                    then 'Weapons, points and blades'
                    when lower(stop_reason) like '%firearms%' then 'Firearms' else trim(stop_reason)
                    end as reason,
               lower(coalesce(trim(outcome_1), trim(outcome_2), trim(outcome_3))) as positive_outcome,
               case when lower(outcome_reason) like '%drugs%possession only%' then 'Drugs (possession only)'
                    when lower(outcome_reason) like '%drugs%' then 'Drugs'
                    when lower(outcome_reason) like '%weapons%' then 'Weapons, points and blades'
                    else trim(outcome_reason) end as outcome,
               case coalesce(nullif(trim(adult_1), ''), nullif(trim(adult_2), '')) when 'Y' then 'yes'
                    when 'N' then 'no' end as appropriate_adult,
               day_of(stop_date) as stopped, month_start(stop_date) as start, month_end(stop_date) as "end",
               1::bigint as count
        from delivered
    """,
    caveats=(
        "A part of all stop and searches; ages are known only as under 18 and 18 or over.",
        "Ethnicity is the officer's view of the person's appearance.",
        "The borough is where the search was made, not where the person lives.",
        "The sex “V”, on ten rows, is not explained by the publisher.",
    ),
)
