"""The exclusion statistics that the Department for Education published from 2006/07 to 2016/17."""

from commonground.sources import Check
from commonground.sources.families import dfe

SCHOOL_TYPE = """case lower(trim(school_type)) when 'primary' then 'State-funded primary'
             when 'secondary' then 'State-funded secondary' when 'special school' then 'Special'
             when 'special' then 'Special' else trim(school_type) end as school_type"""
"""SQL for the type of school, of which the spelling changed from file to file."""

ENGLAND = "'country' as area_type, country_code as area_code, country_name as area_name"
"""SQL for the area of a table about England as a whole."""

# The statistics of 2015/16 came out in July 2017 and those of 2016/17 in July 2018.
PUBLISHED = "max(try_cast(left(trim(year), 4) as integer) + 2) || '-07' from delivered"
"""SQL for the month of publication: the second July after the school year began."""

KNOWN_YEAR = Check(
    "the year is not a school year such as 201617",
    "not coalesce(regexp_matches(trim(year), '^20[0-9]{4}$') "
    "and try_cast(trim(year)[5:] as integer) = (try_cast(trim(year)[3:4] as integer) + 1) % 100, false)",
)

PERIOD = dfe.academic_year("year")

CAVEATS = (
    "School years from September to August. What was then called a fixed-period exclusion is now a "
    "suspension.",
    "x is one or two pupils, or a number withheld with them: it is not a nought, and sums that hold it "
    "are too low.",
    "Some older numbers are estimates with decimals, as published.",
)
