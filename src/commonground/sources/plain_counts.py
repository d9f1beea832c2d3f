"""Counts of anything a partner has: area, period, measure, count."""

from commonground.sources import RESTRICTED, Check, Column, Source
from commonground.sources.families.partner import ATTRIBUTION, spelled

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
QUARTER = r"^20[0-9]{2}-?Q[1-4]$"
FINANCIAL = r"^20[0-9]{2}/[0-9]{2}$"
YEAR = r"^20[0-9]{2}$"
CODE = r"^[EWNSK][0-9]{8}$"

TYPE_OF_CODE = """case left(upper(trim(area)), 3)
    when 'E01' then 'lsoa' when 'W01' then 'lsoa' when 'E02' then 'msoa' when 'W02' then 'msoa' when 'E05'
           then 'ward'
    when 'W05' then 'ward' when 'E06' then 'local_authority' when 'E07' then 'local_authority'
    when 'E08' then 'local_authority' when 'E09' then 'local_authority' when 'W06' then 'local_authority'
    when 'E23' then 'force' when 'W15' then 'force' when 'E12' then 'region' when 'E92' then 'country'
    when 'W92' then 'country' end"""
TYPES_OF_NAME = ("local_authority", "region", "country", "force")
TYPE_OF_NAME = (
    "case " + " ".join(f"when place_code(area, '{t}') is not null then '{t}'" for t in TYPES_OF_NAME) + " end"
)
CODE_OF_NAME = "coalesce(" + ", ".join(f"place_code(area, '{t}')" for t in TYPES_OF_NAME) + ")"

DATED = f"""
        with dated as (
            select *, regexp_matches(upper(trim(area)), '{CODE}') as coded,
                   case when regexp_matches(trim(period), '{MONTH}') then month_start(period)
                        when regexp_matches(upper(trim(period)), '{QUARTER}')
                        then make_date(trim(period)[:4]::integer, right(trim(period), 1)::integer * 3 - 2, 1)
                        when regexp_matches(trim(period), '{FINANCIAL}')
                        then make_date(trim(period)[:4]::integer, 4, 1)
                        else make_date(trim(period)[:4]::integer, 1, 1) end as start,
                   case when regexp_matches(trim(period), '{MONTH}') then 1
                        when regexp_matches(upper(trim(period)), '{QUARTER}') then 3 else 12 end as months
            from delivered)"""
"""SQL: the delivered rows with their first day and how many months their period has."""

SOURCE = Source(
    key="plain_counts",
    title="Counts from a partner",
    publisher="A partner, under the information-sharing agreement",
    licence=RESTRICTED,
    is_open=False,
    attribution=ATTRIBUTION,
    about=(
        "Four columns: area (code or name), period (2024-01, 2024-Q1, 2023/24 or 2024), measure (in words) "
        "and count."
    ),
    delivery=(
        Column("area", spelled("area", "area code"), blank=False),
        Column("period", spelled("period"), blank=False),
        Column("measure", spelled("measure"), blank=False),
        Column("amount", spelled("count"), "count", blank=False),
    ),
    parts="measure",
    columns={
        "area_type": "VARCHAR",
        "area_vintage": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "measure": "VARCHAR",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    tidy=f"""
{DATED}
        select case when coded then {TYPE_OF_CODE} else {TYPE_OF_NAME} end as area_type,
               case when coded and {TYPE_OF_CODE} = 'lsoa' then
                    (select coalesce(max(c.vintage), '2021')
                     from delivered d join lsoa_changes c on c.code = upper(trim(d.area)))
                    end as area_vintage,
               case when coded then upper(trim(area)) else {CODE_OF_NAME} end as area_code,
               case when not coded then trim(area) end as area_name,
               start, last_day((start + to_months(months - 1))::date) as "end", trim(measure) as measure,
               whole(amount) as count, mark(amount) as mark
        from dated
    """,
    checks=(
        Check(
            "the period is not a month (2024-01), a quarter (2024-Q1), a financial year (2023/24) or a year "
            "(2024)",
            f"""not (regexp_matches(trim(period), '{MONTH}') or
                     regexp_matches(upper(trim(period)), '{QUARTER}')
                     or regexp_matches(trim(period), '{YEAR}')
                     or (regexp_matches(trim(period), '{FINANCIAL}')
                         and try_cast(right(trim(period), 2) as integer)
                             = (try_cast(trim(period)[:4] as integer) + 1) % 100))""",
        ),
        Check(
            "the area’s code is of no kind of area that is known here",
            f"regexp_matches(upper(trim(area)), '{CODE}') and {TYPE_OF_CODE} is null",
        ),
        Check(
            "the area is not known by this name; give its code",
            f"not regexp_matches(upper(trim(area)), '{CODE}') and {TYPE_OF_NAME} is null",
            "warn",
        ),
    ),
    absent="unknown",
    caveats=(
        "A partner’s own count: its definition is what the partner says it is.",
        "A quarter is of the calendar year; the year 2023/24 is April 2023 to March 2024.",
    ),
)
