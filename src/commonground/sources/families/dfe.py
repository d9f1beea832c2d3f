"""The standard columns of the Department for Education's open data, and the SQL that reads place and period.

A local authority keeps the code it has today. Gateshead, Northumberland and others were given new codes in
the years that these files cover; the department's three-figure number tells that they are the same place.
"""

from collections.abc import Iterable, Mapping

from commonground.sources import Check, Column

PUBLISHER = "Department for Education"
ATTRIBUTION = "Contains Department for Education data licensed under the Open Government Licence v3.0."

MARKS_CAVEAT = (
    "A cell marked c or x is withheld or not available, z does not apply and k is a number that rounds "
    "to nought: "
    "none of them is a nought."
)
REORGANISED_CAVEAT = (
    "Authorities that were split or merged (Northamptonshire, Cumbria, Dorset and others) begin or end "
    "with the "
    "years in which they existed."
)

STANDARD = (
    Column("time_period", ("time_period",), blank=False),
    Column("time_identifier", ("time_identifier",), blank=False),
    Column("geographic_level", ("geographic_level",), blank=False),
    Column("country_code", ("country_code",)),
    Column("country_name", ("country_name",)),
    Column("region_code", ("region_code",)),
    Column("region_name", ("region_name",)),
    Column("old_la_code", ("old_la_code",)),
    Column("new_la_code", ("new_la_code",)),
    Column("la_name", ("la_name",)),
)
"""The columns that every file of ‘Explore education statistics’ begins with."""

AREA_TYPES: Mapping[str, str] = {
    "area_type": "VARCHAR",
    "area_code": "VARCHAR",
    "area_name": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
}
"""The tidy columns of place and period."""

_YEAR = "try_cast(left(trim({period}), 4) as integer)"


def academic_year(period: str) -> str:
    """SQL for the start and end of a school year written 201617: 1 September to 31 August."""
    year = _YEAR.format(period=period)
    return f'make_date({year}, 9, 1) as start, make_date({year} + 1, 8, 31) as "end"'


def place(level: str = "geographic_level") -> str:
    """SQL for the type, code and name of the area, from the standard columns."""
    return f"""
        case lower(trim({level})) when 'national' then 'country' when 'regional' then 'region'
             when 'local authority' then 'local_authority' end as area_type,
        case lower(trim({level})) when 'national' then country_code when 'regional' then region_code
             else coalesce(place_of_number(old_la_code), case when new_la_code like 'E%' then new_la_code end)
             end as area_code,
        case lower(trim({level})) when 'national' then country_name when 'regional' then region_name
             else la_name end as area_name"""


# A reporting year 2024 of children's social care is the year to 31 March 2024.
_FIRST_DAY = f"""case lower(trim(time_identifier))
             when 'academic year' then make_date({_YEAR.format(period="time_period")}, 9, 1)
             when 'financial year' then make_date({_YEAR.format(period="time_period")}, 4, 1)
             when 'reporting year' then make_date({_YEAR.format(period="time_period")} - 1, 4, 1)
             when 'calendar year' then make_date({_YEAR.format(period="time_period")}, 1, 1) end"""

PERIOD = f"""
        {_FIRST_DAY} as start,
        ({_FIRST_DAY} + interval 1 year - interval 1 day)::date as "end\""""
"""SQL for the first and last day of the year a row reports on."""

KNOWN_YEAR = Check("the year is of a kind that is not known here", f"({_FIRST_DAY}) is null")


def known_level(level: str = "geographic_level") -> Check:
    """Refuse a file with a level of geography that would otherwise lose its area."""
    return Check(
        "the level of geography is not known here",
        f"coalesce(lower(trim({level})), '') not in ('national', 'regional', 'local authority')",
    )


STANDARD_CHECKS = (KNOWN_YEAR, known_level())


def long(keys: Iterable[str], cells: Iterable[str]) -> str:
    """SQL for a table of one row a cell: the keys, ``heading`` (the cell's column) and ``cell`` (its
    text).
    """
    kept, turned = ", ".join(keys), ", ".join(cells)
    unpivot = f"unpivot include nulls (cell for heading in ({turned}))"
    return f"(select {kept}, heading, cell from delivered {unpivot})"


def names(columns: Iterable[Column]) -> tuple[str, ...]:
    """Our names of these columns."""
    return tuple(column.name for column in columns)


BLANK_OR_MARK = "coalesce(mark(cell), case when coalesce(trim(cell), '') = '' then 'blank' end)"
"""SQL for the mark of a cell that holds no number."""
