"""Three workbooks of shares: every cell of every sheet, against an unhurried reading with openpyxl."""

from collections import Counter
from functools import cache
from typing import Any

import openpyxl
import pytest
from delivered import DATA, read

FOLDER = "dfe-education-care-offending-2023"
BOOKS = {"CSCExp": 4, "Demographics": 7, "SchoolExp": 22}
# The columns that say what a row is about; those of a sheet that are none of these hold numbers.
SAYING = {
    "LA", "indicator", "group", "CINCLA", "CSC_subset", "Gender", "EthnicGroupMajor", "OffenceStartAge",
    "Subject", "Absence", "SusExcl", "SEN_type", "Timing", "Time", "time_group", "grouped_overall", "rank",
}  # fmt: skip


def book(name: str) -> str:
    return f"{FOLDER}/2023-03_{name}.xlsx"


@cache
def sheets(name: str) -> dict[str, list[dict[str, Any]]]:
    opened = openpyxl.load_workbook(DATA / book(name), read_only=True, data_only=True)
    found = {}
    for sheet in opened:
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_every_cell_of_every_sheet(name: str) -> None:
    slow: Counter[tuple] = Counter()
    for sheet, rows in sheets(name).items():
        for row in rows:
            for header, value in row.items():
                if header in SAYING:
                    continue
                count = share = None
                if isinstance(value, str):
                    count, _, rest = value.partition(" (")
                    count, share = int(count), float(rest.removesuffix("%)"))
                elif header == "all":
                    count = value
                elif value is not None:
                    share = float(value)
                mark = "blank" if value is None else None
                place = row["indicator"].lower()
                slow[sheet, row["LA"], place, row.get("group"), header.lower(), count, share, mark] += 1
    assert len(sheets(name)) == BOOKS[name]
    columns = ("sheet", "area_name", "place", "pupils", "statistic", "count", "value", "mark")
    assert read(book(name)).counted(*columns) == slow


def test_numbers_and_their_per_cents_are_told_apart() -> None:
    (row,) = [
        r
        for r in sheets("Demographics")["info_table"]
        if r["LA"] == "Lewisham" and r["indicator"] == "Home"
    ]
    found = read(book("Demographics")).rows("""
        select statistic, count, value from tidied
        where sheet = 'info_table' and area_code = 'E09000023' and place = 'home' order by 1
    """)
    shown = {name: str(count) if value is None else f"{count} ({value:.0f}%)" for name, count, value in found}
    assert shown == {k: str(v) for k, v in row.items() if k not in ("LA", "indicator")}


def test_breakdowns_and_timings_are_kept_beside_the_number() -> None:
    (row,) = [
        r
        for r in sheets("CSCExp")["CSC_timing"]
        if (r["LA"], r["indicator"], r["CSC_subset"]) == ("England", "School", "CIN")
        and r["Timing"].startswith("Before")
    ]
    assert read(book("CSCExp")).rows("""
        select value from tidied where sheet = 'CSC_timing' and area_code = 'E92000001' and place = 'school'
        and breakdown = 'CIN' and timing = 'Before the first serious violence offence'
    """) == [(row["perc"],)]
    row = next(r for r in sheets("SchoolExp")["fst.clst_SusExcl"] if r["LA"] == "England" and r["Perc"])
    said = ", ".join([row["Time"], row["time_group"], row["grouped_overall"]])
    assert read(book("SchoolExp")).rows(f"""
        select value from tidied where sheet = 'fst.clst_SusExcl' and area_code = 'E92000001'
        and place = lower('{row["indicator"]}') and breakdown = '{row["SusExcl"]}' and timing = '{said}'
    """) == [(row["Perc"],)]


def test_places_by_name_have_their_codes() -> None:
    codes = dict(read(book("CSCExp")).rows("select distinct area_name, area_code from tidied"))
    assert len(codes) == 151
    assert codes["Medway Towns"] == "E06000035"
    assert codes["St Helens"] == "E08000013"
    assert codes["Durham"] == "E06000047"


def test_month_of_publication_comes_from_the_file_name() -> None:
    assert {read(book(name)).tidied.published for name in BOOKS} == {"2023-03"}


def test_each_workbook_holds_other_sheets() -> None:
    held = [set(read(book(name)).tidied.parts) for name in BOOKS]
    assert [len(part) for part in held] == list(BOOKS.values())
    assert len(set.union(*held)) == sum(BOOKS.values())
