"""The NHS workbook: every cell of four presentation tables, against an unhurried reading with openpyxl."""

import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import openpyxl
import pytest
from delivered import DATA, read

WORKBOOK = "nhs-assault-sharp-object/UK_Knife_Crime_Workbook.xlsx"
MONTHS = ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar"]

# sheet: cut, row of regions, row of sexes, first row and first column of numbers, all counted from 1
SHEETS = {
    "GOR-Data-Totals": ("total", 5, None, 7, 3),
    "GOR-Data-Gender": ("sex", 4, 5, 7, 3),
    "GOR-Data-Age-Group": ("age group", 4, None, 6, 4),
    "GOR-Data-Ethnicity": ("ethnicity", 3, None, 5, 4),
}
AGES = {
    "Under 10": "0 to 9", "0-9": "0 to 9", "0 to 9": "0 to 9", "10-19": "10 to 19", "20-29": "20 to 29",
    "30-39": "30 to 39", "40-49": "40 to 49", "50-59": "50 to 59", "60-69": "60 to 69", "70-79": "70 to 79",
    "80+": "80 and over", "Unknown Age": "Unknown",
}  # fmt: skip
ETHNICITIES = {
    "not stated": "Not stated", "Other Ethnic Group": "Other ethnic group", "Unknown / Invalid": "Not known",
    "Unknown": "Not known",
}  # fmt: skip


@cache
def grid(sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(DATA / WORKBOOK, read_only=True, data_only=True)
    return list(book[sheet].iter_rows(values_only=True, max_col=60))


def table(sheet: str) -> list[tuple[str, str, str, date | None, str | None, str, Any]]:
    """Cut, kind of line (month or total), region, month, group, FAEs or FCEs, and the cell."""
    cut, regions, sexes, first, column = SHEETS[sheet]
    rows = grid(sheet)
    lines, year, month = [], 0, 0
    for row in rows[first - 1 :]:
        label = str(row[0] or "").strip()
        if label.startswith("Source"):
            break
        total = label.lower().endswith("total")
        if re.match(r"20\d\d-\d\d", label) and not total:
            year = int(label[:4])
        said = str(row[1] or "-").strip()[:3].lower()
        if said in MONTHS:
            month = MONTHS.index(said)
        day = date(year + (month > 8), month + 4 - 12 * (month > 8), 1)
        region = sex = None
        for at in range(column - 1, 60):
            region = rows[regions - 1][at] or region
            sex = (rows[sexes - 1][at] if sexes else None) or sex
            kind = rows[first - 2][at]
            if kind:
                group = sex if sexes else row[2] if column == 4 else None
                lines.append((cut, "total" if total else "month", region, day, group, kind, row[at]))
    return lines


@pytest.mark.slow
def test_every_cell_of_the_four_tables() -> None:
    slow: Counter[tuple] = Counter()
    for sheet in SHEETS:
        for cut, line, region, day, group, kind, value in table(sheet):
            if line == "total":
                continue
            number = value if isinstance(value, int) else None
            mark = None if isinstance(value, int) else "*" if value == "*" else "blank"
            slow[
                cut, region, day, group if cut == "sex" else None,
                AGES.get(group, group) if cut == "age group" else None,
                ETHNICITIES.get(group, group) if cut == "ethnicity" else None,
                {"FAEs": "admissions", "FCEs": "episodes"}[kind], number, mark,
            ] += 1  # fmt: skip
    columns = ("cut", "area_name", "start", "sex", "age_group", "ethnicity", "counted", "count", "mark")
    assert read(WORKBOOK).counted(*columns) == slow


def test_months_of_england_add_up_to_the_totals_left_out() -> None:
    totals = [
        row[-1]
        for row in table("GOR-Data-Totals")
        if row[1] == "total" and row[2] == "England" and row[5] == "FAEs"
    ]
    years = read(WORKBOOK).rows("""
        select sum(count) from tidied
        where cut = 'total' and area_code = 'E92000001' and counted = 'admissions'
        group by year(start - interval 3 month) order by min(start)
    """)
    assert len(totals) == 10
    assert [count for (count,) in years] == totals


def test_labels_that_drift_are_made_one() -> None:
    ages = read(WORKBOOK).rows("select distinct age_group from tidied where cut = 'age group' order by 1")
    assert [age for (age,) in ages] == [
        "0 to 9", "10 to 19", "20 to 29", "30 to 39", "40 to 49", "50 to 59", "60 to 69", "70 to 79",
        "80 and over", "Unknown",
    ]  # fmt: skip
    groups = read(WORKBOOK).rows("select distinct ethnicity from tidied where cut = 'ethnicity' order by 1")
    assert [group for (group,) in groups] == [
        "Asian or Asian British", "Black or Black British", "Mixed", "Not known", "Not stated",
        "Other ethnic group", "White",
    ]  # fmt: skip


def test_a_withheld_number_is_never_a_nought() -> None:
    assert read(WORKBOOK).one("select count(*) from tidied where mark is not null and count is not null") == 0
    regions = "area_type = 'region' and count is not null"
    assert read(WORKBOOK).one(f"select count(*) from tidied where {regions} and count between 1 and 7") == 0
    assert read(WORKBOOK).one(f"select count(*) from tidied where {regions} and count % 5 <> 0") == 0


def test_london_is_a_region_with_its_code() -> None:
    first = read(WORKBOOK).rows("""
        select area_code, count from tidied where cut = 'total' and area_name = 'London'
        and counted = 'admissions' and start = date '2012-04-01'
    """)
    assert first == [("E12000007", 65)]
    codes = read(WORKBOOK).one("select count(distinct area_code) from tidied where area_type = 'region'")
    assert codes == 9


def test_the_sheets_somebody_added_are_not_read_and_that_is_said() -> None:
    (warning, *_) = read(WORKBOOK).tidied.warnings
    assert warning == (
        "the sheets UK_Stabbings_Totals, UK_Stabbings_Gender, UK_Stabbings_Age, UK_Stabbings_Ethnicity are "
        "not read: they were added to the published tables by somebody else"
    )
    assert read(WORKBOOK).tidied.source.disclosure == "nhs"
