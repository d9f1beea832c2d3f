"""Hospital admissions for assault with a sharp object (ICD-10 X99) by region of residence and month."""

import re
from collections.abc import Iterator

import pyarrow as pa

from commonground.sources import OGL3, Column, Source
from commonground.sources.families.presentation import Row, Rows, first_of, sheets, text_table
from commonground.sources.readers import workbook
from commonground.sources.readers.delivery import Delivery

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CUTS = {"age group": "age group", "ethnicity": "ethnicity"}
COLUMNS = ("cut", "region", "month", "group", "counted", "cell")


def unfold(delivery: Delivery) -> pa.Table:
    """The tables of the workbook as rows of text: cut, region, month, group, what was counted, and the cell.

    The year and the month stand only on the first row of their block, regions over groups of columns, and
    totals of years between the blocks. The totals are left out: they repeat the months.
    """
    others = [name for name in workbook.sheets(delivery.path, delivery.name) if "stabbings" in name.lower()]
    if others:
        delivery.extra["warnings"] = [
            f"the sheets {', '.join(others)} are not read: they were added to the published tables by "
            f"somebody else"
        ]
    return text_table(COLUMNS, (line for _, rows in sheets(delivery, _laid_out) for line in _lines(rows)))


def _header(rows: Rows) -> int | None:
    """Where the row "Year, Month, ..., FAEs, FCEs" stands."""
    wanted = {"year", "month", "faes", "fces"}
    return next((i for i, row in enumerate(rows) if wanted <= {(c or "").strip().lower() for c in row}), None)


def _laid_out(rows: Rows) -> bool:
    return _header(rows) is not None and any("X99" in (cell or "") for row in rows for cell in row)


def _lines(rows: Rows) -> Iterator[tuple[str | None, ...]]:
    at = _header(rows)
    assert at is not None
    third = (rows[at][2] or "").strip().lower()
    over = next(i for i in range(at - 1, -1, -1) if "England" in rows[i])
    regions, kinds = _across(rows[over]), [(c or "").strip() for c in rows[at]]
    sexes = _across(rows[at - 1]) if over < at - 1 else None
    cut = "sex" if sexes else CUTS.get(third, "total")
    year, month = "", ""
    for row in rows[at + 1 :]:
        first = (row[0] or "").strip()
        if first.lower().startswith("source:"):
            return
        if first.lower().endswith("total"):
            continue
        if first not in ("", "-"):
            year = first
        if (row[1] or "-").strip() != "-":
            month = (row[1] or "").strip()
        for column, kind in enumerate(kinds):
            if kind in ("FAEs", "FCEs"):
                group = sexes[column] if sexes else row[2] if third in CUTS else None
                yield cut, regions[column], _month(year, month), group, kind, row[column]


def _across(row: Row) -> list[str]:
    """Each column's heading, where a heading stands over several columns and is written over the first."""
    headings: list[str] = []
    for cell in row:
        headings.append((cell or "").strip() or (headings[-1] if headings else ""))
    return headings


def _month(year: str, month: str) -> str:
    """2012-13 and January as 2013-01. The cell as published where it is not that, to be refused with
    its line.
    """
    number = MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else 0
    found = re.fullmatch(r"(20\d\d)-\d\d", year)
    return f"{int(found[1]) + (number < 4)}-{number:02}" if found and number else f"{month} {year}"


SOURCE = Source(
    key="nhs_sharp_object",
    title="NHS hospital admissions for assault with a sharp object",
    publisher="NHS Digital",
    licence=OGL3,
    attribution=(
        "Copyright © 2022, NHS Digital. Hospital Episode Statistics (HES). "
        "Licensed under the Open Government Licence v3.0."
    ),
    about=(
        "Admissions and consultant episodes with cause X99, by region of residence and month, sex, age "
        "or ethnicity."
    ),
    delivery=(
        Column("cut", ("cut",), blank=False),
        Column("region", ("region",), blank=False),
        Column("month", ("month",), "month", blank=False),
        Column("patient_group", ("group",)),
        Column("counted_as", ("counted",), blank=False),
        Column("cell", ("cell",), "count"),
    ),
    columns={
        "cut": "VARCHAR",
        "area_type": "VARCHAR",
        "area_code": "VARCHAR",
        "area_name": "VARCHAR",
        "sex": "VARCHAR",
        "age_group": "VARCHAR",
        "ethnicity": "VARCHAR",
        "counted": "VARCHAR",
        "start": "DATE",
        "end": "DATE",
        "count": "BIGINT",
        "mark": "VARCHAR",
    },
    # Labels drift from year to year: 10 to 19 and 10-19, Under 10 and 0-9, 80+ and 80 and over.
    tidy="""
        select cut, if(region = 'England', 'country', 'region') as area_type,
               if(region = 'England', 'E92000001', place_code(region, 'region')) as area_code,
               region as area_name,
               if(cut = 'sex', patient_group, null) as sex,
               if(cut <> 'age group', null,
                  case when regexp_matches(patient_group, '^[0-9]+ *(to|-) *[0-9]+$')
                       then regexp_replace(patient_group, ' *(to|-) *', ' to ')
                       when lower(patient_group) like 'under 10' then '0 to 9'
                       when patient_group like '80%' then '80 and over' else 'Unknown' end) as age_group,
               if(cut <> 'ethnicity', null,
                  case when lower(patient_group) in ('unknown / invalid', 'not known', 'unknown')
                  then 'Not known'
                       when lower(patient_group) = 'other ethnic group' then 'Other ethnic group'
                       when lower(patient_group) = 'not stated' then 'Not stated' else patient_group
                       end) as ethnicity,
               if(counted_as = 'FAEs', 'admissions', 'episodes') as counted,
               month_start(month) as start, month_end(month) as "end", whole(cell) as count,
               coalesce(mark(cell), if(coalesce(trim(cell), '') = '', 'blank', null)) as mark
        from delivered
    """,
    unfold=unfold,
    recognises=lambda delivery: first_of(delivery, _laid_out),
    disclosure="nhs",
    caveats=(
        "Admissions are not people: one person can be admitted more than once.",
        "Numbers of regions are rounded to the nearest 5, and 1 to 7 are withheld (*); those of England "
        "are exact. A "
        "year added up from rounded months can differ a little from the published total of the year.",
        "April 2021 to March 2022 is provisional, and likely to be too low for its last months.",
        "A blank cell is kept as unknown and not as nought, although it seems to stand for none: the tables "
        "with blanks print no nought.",
        "Sex, age group and ethnicity are cuts of the same admissions: a figure is made from one of them.",
        "Region of residence: the tables by local authority are not in this copy.",
    ),
)
