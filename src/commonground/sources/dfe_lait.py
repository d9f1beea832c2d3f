"""The Local Authority Interactive Tool: several hundred indicators by local authority and year."""

import csv
from importlib.resources import files

from commonground.sources import OGL3, Check, Column, Source
from commonground.sources.families import dfe

# Which kind of year each indicator reports on, from the tool's data dictionary: "2024" is September 2023 to
# August
# 2024 for absence, April 2023 to March 2024 for referrals and January to December 2024 for first-time
# entrants.
_KINDS = ", ".join(
    "('{}', '{}')".format(row["indicator"].replace("'", "''"), row["year"])
    for row in csv.DictReader(
        (files("commonground.sources") / "lait_years.csv").read_text("utf-8").splitlines()
    )
)

_YEARS = "trim(regexp_replace(years, ' *[(].*[)]$', ''))"
_SINGLE = f"regexp_matches({_YEARS}, '^(19|20)[0-9]{{2}}$')"
_SEVERAL = f"regexp_matches({_YEARS}, '^(19|20)[0-9]{{2}}[-/][0-9]{{2}}(-[0-9]{{2}}/[0-9]{{2}})?$')"

SOURCE = Source(
    key="dfe_lait",
    title="DfE Local Authority Interactive Tool",
    publisher=dfe.PUBLISHER,
    licence=OGL3,
    attribution=dfe.ATTRIBUTION,
    about=(
        "Exclusions, absence, first-time entrants to youth justice, looked-after children and more, by "
        "authority."
    ),
    delivery=(
        Column("indicator", ("Short Desc",), blank=False),
        Column("data_item", ("Data item",)),
        Column("years", ("Years",), blank=False),
        Column("la_name", ("LA and Regions",), blank=False),
        Column("cell", ("Values",), "number"),
        Column("la_number", ("LA Number",), blank=False),
    ),
    checks=(
        Check("the year is given as 0", "trim(years) = '0'", "reject"),
        Check(
            "the year is none of those known here (2016, 2015/16, 2014-16, 2013/14-15/16)",
            f"trim(years) <> '0' and not ({_SINGLE} or {_SEVERAL})",
        ),
    ),
    columns={
        **dfe.AREA_TYPES,
        "indicator": "VARCHAR",
        "title": "VARCHAR",
        "years": "VARCHAR",
        "year": "VARCHAR",
        "value": "DOUBLE",
        "mark": "VARCHAR",
    },
    # The name of an indicator stands only beside its first year. An authority keeps the code it has today.
    tidy=f"""
        with kinds as (from (values {_KINDS}) as kinds(indicator, kind)),
             titles as (select trim(indicator) as indicator,
             max(trim(data_item)) as title from delivered group by 1),
             spans as (
                select trim(d.indicator) as indicator, title, kind, years, la_name, la_number, cell,
                       if({_SINGLE}, {_YEARS}::integer - if(kind in ('calendar', 'january'), 0, 1),
                          {_YEARS}[:4]::integer) as b,
                       if({_SINGLE}, {_YEARS}::integer, ({_YEARS}[:2] || {_YEARS}[-2:])::integer) as e
                from delivered d left join titles on titles.indicator = trim(d.indicator)
                left join kinds on kinds.indicator = trim(d.indicator))
        select case when la_number::double = 970 then 'country' when la_number::double between 980 and 990
                    then 'region' else 'local_authority' end as area_type,
               case when la_number::double = 970 then 'E92000001'
                    when la_number::double between 980 and 990 then place_code(
                         case trim(la_name) when 'London (Inner)' then 'Inner London'
                              when 'London (Outer)' then 'Outer London' else la_name end, 'region')
                    else place_of_number(la_number) end as area_code,
               trim(la_name) as area_name,
               case kind when 'academic' then make_date(b, 9, 1) when 'calendar' then make_date(b, 1, 1)
                    when 'january' then make_date(e, 1, 1) when '30 september' then make_date(b, 10, 1)
                    when 'financial' then make_date(b, 4, 1) when '31 march' then make_date(b, 4, 1)
                    end as start,
               case kind when 'academic' then make_date(e, 8, 31) when 'calendar' then make_date(e, 12, 31)
                    when 'january' then make_date(e, 1, 31) when '30 september' then make_date(e, 9, 30)
                    when 'financial' then make_date(e, 3, 31) when '31 march' then make_date(e, 3, 31)
                    end as "end",
               indicator, title, trim(years) as years, kind as year, number(cell) as value,
               {dfe.BLANK_OR_MARK} as mark
        from spans
    """,
    absent="unknown",
    disclosure="dfe",
    caveats=(
        "Indicators report on different kinds of year; the dates given follow the tool's data dictionary.",
        "A dash is a number that is withheld, missing or does not apply: the tool does not say which, "
        "and it is not a "
        "nought.",
        "Rates and per cents are as published; they cannot be added up.",
        "(Rev), (Final) and (prov) stand in the year as published; (OT) are figures of outturn.",
    ),
)
