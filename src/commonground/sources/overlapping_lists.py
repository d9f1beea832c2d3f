"""People on several partners’ lists, counted by which lists they are on; nobody is named."""

from commonground.sources import RESTRICTED, Check, Column, Source
from commonground.sources.families.partner import ATTRIBUTION, spelled
from commonground.sources.plain_counts import (
    CODE,
    CODE_OF_NAME,
    DATED,
    FINANCIAL,
    MONTH,
    QUARTER,
    TYPE_OF_CODE,
    TYPE_OF_NAME,
    YEAR,
)

ON = "list_filter(list_transform(string_split(lists, '+'), x -> trim(x)), x -> x <> '')"
"""SQL: the lists of a row, one by one."""

SOURCE = Source(
    key="overlapping_lists",
    title="Overlapping lists of partners",
    publisher="Partners, under the information-sharing agreement",
    licence=RESTRICTED,
    is_open=False,
    attribution=ATTRIBUTION,
    about=(
        "Four columns: area (code or name), period (2024-01, 2024-Q1, 2023/24 or 2024), lists (those a person is on, "
        "with + between them, as in police + hospital) and people (how many are on these and on no other)."
    ),
    delivery=(
        Column("area", spelled("area", "area code"), blank=False),
        Column("period", spelled("period"), blank=False),
        Column("lists", spelled("lists", "on lists"), blank=False),
        Column("people", spelled("people"), "count", blank=False),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "lists": "VARCHAR",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    parts="area_code",
    tidy=f"""
{DATED}
        select case when coded then {TYPE_OF_CODE} else {TYPE_OF_NAME} end as area_type,
               case when coded then upper(trim(area)) else {CODE_OF_NAME} end as area_code,
               start, last_day((start + to_months(months - 1))::date) as "end",
               array_to_string(list_sort({ON}), ' + ') as lists, whole(people) as count, mark(people) as mark
        from dated
    """,
    checks=(
        Check(
            "the period is not a month (2024-01), a quarter (2024-Q1), a financial year (2023/24) or a year (2024)",
            f"""not (regexp_matches(trim(period), '{MONTH}') or regexp_matches(upper(trim(period)), '{QUARTER}')
                     or regexp_matches(trim(period), '{YEAR}') or regexp_matches(trim(period), '{FINANCIAL}'))""",
        ),
        Check(
            "the area is of no kind that is known here; give the code of a borough, force, region or country",
            f"""case when regexp_matches(upper(trim(area)), '{CODE}') then {TYPE_OF_CODE} is null
                     else {TYPE_OF_NAME} is null end""",
        ),
        Check("no list is named; people on none cannot have been counted", f"len({ON}) = 0"),
        Check("a list is named twice", f"len({ON}) <> len(list_distinct({ON}))"),
    ),
    absent="nought",
    caveats=(
        "Who is one person was settled by the partners’ own matching; records that were missed make the estimate "
        "too high, and records joined wrongly make it too low.",
        "It serves an estimate for the area as a whole. Nothing in it is of a person, and none can be found by it.",
    ),
)
