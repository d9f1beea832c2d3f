"""Hospital admissions of children for unintentional and deliberate injuries, by local authority and year."""

from commonground.sources import OGL3, Check, Column, Source

_YEAR = "try_cast(regexp_extract(trim(time_period), '^([0-9]{4})/[0-9]{2}$', 1) as integer)"

SOURCE = Source(
    key="ohid_child_injury_admissions",
    title="OHID hospital admissions of children for injuries",
    publisher="Office for Health Improvement and Disparities",
    licence=OGL3,
    attribution=(
        "Contains Office for Health Improvement and Disparities data licensed under the Open Government "
        "Licence v3.0."
    ),
    about=(
        "Admissions of children aged 0 to 14 caused by unintentional and deliberate injuries, by local "
        "authority."
    ),
    delivery=(
        Column("indicator_id", ("Indicator ID",), blank=False),
        Column("indicator_name", ("Indicator Name",), blank=False),
        Column("parent_code", ("Parent Code",)),
        Column("area_code_", ("Area Code",), blank=False),
        Column("area_name_", ("Area Name",), blank=False),
        Column("area_level", ("Area Type",), blank=False),
        Column("sex_", ("Sex",), blank=False),
        Column("age", ("Age",), blank=False),
        Column("category_type_", ("Category Type",)),
        Column("category_", ("Category",)),
        Column("time_period", ("Time period",), blank=False),
        Column("rate", ("Value",), "number"),
        Column("lower_95", ("Lower CI 95.0 limit",), "number"),
        Column("upper_95", ("Upper CI 95.0 limit",), "number"),
        Column("cell", ("Count",), "number"),
        Column("denominator", ("Denominator",), "number"),
        Column("value_note", ("Value note",)),
    ),
    checks=(
        Check("the time period is not a financial year such as 2023/24", f"{_YEAR} is null"),
        Check("England a second time, as a part of itself", "area_code_ = parent_code", "reject"),
    ),
    columns={
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "indicator": "VARCHAR",
        "sex": "VARCHAR",
        "age_group": "VARCHAR",
        "category_type": "VARCHAR",
        "category": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
        "value": "DOUBLE",
        "lower": "DOUBLE",
        "upper": "DOUBLE",
        "population": "BIGINT",
        "mark": "VARCHAR",
        "note": "VARCHAR",
    },
    # A limit of -1 is the publisher's sign that there is none. Rows of a deprivation decile carry England's
    # code.
    tidy=f"""
        select case when area_code_ = 'E92000001' then 'country' else 'local_authority' end as area_type,
               trim(area_code_) as area_code, trim(area_name_) as area_name,
               trim(indicator_name) as indicator,
               trim(sex_) as sex, trim(age) as age_group,
               coalesce(trim(category_type_), 'all') as category_type, coalesce(trim(category_),
               'all') as category,
               make_date({_YEAR}, 4, 1) as start, make_date({_YEAR} + 1, 3, 31) as "end",
               whole(cell) as count,
               number(rate) as value, nullif(number(lower_95), -1) as lower, nullif(number(upper_95),
               -1) as upper,
               whole(denominator) as population,
               coalesce(mark(cell), if(coalesce(trim(cell), '') = '', 'blank', null)) as mark,
               trim(value_note) as note
        from delivered
    """,
    absent="unknown",
    disclosure="nhs",
    caveats=(
        "All injuries, accidents among them: it is not a measure of violence.",
        "Numbers of local authorities are rounded to the nearest 5; a blank number is withheld or not "
        "presented, and "
        "the note says why.",
        "Rows by deprivation decile describe England, and are not added to it.",
        "Hackney's value is for Hackney and the City of London together.",
    ),
)
