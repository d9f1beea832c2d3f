"""Victims of violence, one row each, from the police: the extract that open data cannot replace.

Knife crime with injury under 25, not domestic, and the sexes of the victims of domestic knife crime follow
from it.
"""

from commonground.sources import RESTRICTED, Check, Column, Source
from commonground.sources.families.partner import (
    ATTRIBUTION,
    AUTHORITY,
    AUTHORITY_UNKNOWN,
    LSOA_VINTAGE,
    known,
    spelled,
    unlisted,
)

AGE_UNKNOWN = ("", "unknown", "not known", "not recorded", "n/k", "nk")
POSSESSION = "(lower(offence) like '%possession%' or lower(offence) like '%having an article%')"
KNIFE = known("police", "knife", "knife")
INJURY = known("police", "flag", "injury")


def _flag(column: str, said: str) -> Check:
    return Check(f"{said} is neither yes nor no", unlisted("police", "flag", column))


SOURCE = Source(
    key="police_victims",
    title="Police extract of victims of violence",
    publisher="Police force, under the information-sharing agreement",
    licence=RESTRICTED,
    is_open=False,
    attribution=ATTRIBUTION,
    about=(
        "One row a victim: the offence, when it was recorded and committed, its setting, whether it was "
        "domestic, what part a knife had, injury, and the victim's age and sex. Without names, addresses or "
        "birth dates."
    ),
    delivery=(
        Column("offence", spelled("offence", "offence description", "offence type"), blank=False),
        Column("recorded", spelled("recorded date", "date recorded"), "date", blank=False),
        Column(
            "committed_from", spelled("committed from", "committed from date"), "datetime", required=False
        ),
        Column("committed_to", spelled("committed to", "committed to date"), "datetime", required=False),
        Column("setting", spelled("setting"), blank=False),
        Column("domestic", spelled("domestic flag", "domestic", "domestic abuse flag"), blank=False),
        Column("knife", spelled("knife", "knife use", "knife flag"), blank=False),
        Column("injury", spelled("injury", "victim injury", "injured"), blank=False),
        Column("age", spelled("victim age", "age")),
        Column("sex", spelled("victim sex", "sex")),
        Column("borough", spelled("borough", "local authority", "borough code"), required=False),
        Column("lsoa_code", spelled("lsoa", "lsoa code"), required=False),
    ),
    holds="events",
    parts="local_authority_code",
    columns={
        "local_authority_code": "VARCHAR",
        "lsoa_code": "VARCHAR",
        "lsoa_vintage": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "recorded": "DATE",
        "committed_from": "TIMESTAMP",
        "committed_to": "TIMESTAMP",
        "offence": "VARCHAR",
        "setting": "VARCHAR",
        "domestic": "VARCHAR",
        "knife": "VARCHAR",
        "injury": "VARCHAR",
        "knife_crime": "VARCHAR",
        "knife_injury": "VARCHAR",
        "age": "INTEGER",
        "sex": "VARCHAR",
    },
    tidy=f"""
        with read as (
            select *, {KNIFE} as knife_was, {INJURY} as injury_was from delivered)
        select {AUTHORITY} as local_authority_code, nullif(trim(lsoa_code), '') as lsoa_code,
               {LSOA_VINTAGE} as lsoa_vintage, date_trunc('month', day_of(recorded))::date as start,
               last_day(day_of(recorded)) as "end", day_of(recorded) as recorded,
               moment(committed_from) as committed_from, moment(committed_to) as committed_to,
               trim(offence) as offence, {known("police", "setting", "setting")} as setting,
               {known("police", "flag", "domestic")} as domestic, knife_was as knife, injury_was as injury,
               case when {POSSESSION} or knife_was = 'none' then 'no'
                    when knife_was is not null then 'yes' end as knife_crime,
               case when {POSSESSION} or knife_was in ('none', 'threatened', 'intimated') or injury_was =
               'no' then 'no'
                    when knife_was = 'used' and injury_was = 'yes' then 'yes' end as knife_injury,
               whole(age)::integer as age, {known("police", "sex", "sex")} as sex
        from read
    """,
    checks=(
        Check(
            "the victim’s age is not a whole number of years from 0 to 120",
            f"lower(trim(coalesce(age, ''))) not in {AGE_UNKNOWN} "
            "and coalesce(whole(age) not between 0 and 120, true)",
        ),
        _flag("domestic", "the domestic flag"),
        _flag("injury", "the injury"),
        Check("the knife is not used, threatened, intimated or none", unlisted("police", "knife", "knife")),
        Check("the setting is not in the code list", unlisted("police", "setting", "setting")),
        Check("the victim’s sex is not in the code list", unlisted("police", "sex", "sex")),
        Check(
            "there is neither a borough nor an LSOA",
            "coalesce(trim(borough), '') = '' and coalesce(trim(lsoa_code), '') = ''",
        ),
        Check(
            "the LSOA has no code of an LSOA",
            "trim(lsoa_code) <> '' and not regexp_matches(trim(lsoa_code), '^[EW]01[0-9]{6}$')",
        ),
        Check("it was committed until before it began", "moment(committed_to) < moment(committed_from)"),
        Check(
            "it was recorded before it was committed",
            "day_of(recorded) < moment(committed_from)::date",
            "warn",
        ),
        Check(
            "the borough is not known by this name",
            AUTHORITY_UNKNOWN,
            "warn",
        ),
        Check("the victim’s age is not known", f"lower(trim(coalesce(age, ''))) in {AGE_UNKNOWN}", "warn"),
    ),
    caveats=(
        "One row a victim: an offence with two victims is two. A victim whose age is not known is in no age "
        "group.",
        "Knife crime here is an offence in which a knife or sharp instrument was used, threatened or "
        "intimated; possession is left out, as in the national definition.",
        "A knife injury is one where the knife was used and the victim was injured; the extract does not say "
        "by what.",
        "Domestic abuse is defined for people aged 16 or over; violence at home against children is found by "
        "setting.",
    ),
    breaks=("mps_connect_2024",),
)
