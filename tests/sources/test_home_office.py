"""Home Office tables: quarters of the financial year, forces and their codes, numbers as published."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from delivered import plain, read, read_file

from commonground.sources.readers.refusal import Refusal

KNIFE = "homeoffice-knife-and-prc-by-force/knifecrime2.csv"
ALL = "homeoffice-knife-and-prc-by-force/prc-pfa-201718_new.csv.gz"
QUARTERS = {1: ((0, 4), (0, 7)), 2: ((0, 7), (0, 10)), 3: ((0, 10), (1, 1)), 4: ((1, 1), (1, 4))}


def quarter(financial_year: str, number: str) -> tuple[date, date]:
    """First and last day; quarter 1 is April to June."""
    year = int(financial_year[:4])
    (y1, m1), (y2, m2) = QUARTERS[int(number.removeprefix("Q"))]
    return date(year + y1, m1, 1), date(year + y2, m2, 1) - timedelta(days=1)


def test_knife_offences_of_each_force_and_quarter() -> None:
    names = {
        "Knife enabled": "knife enabled",
        "Violence with Injury": "violence with injury",
        "Homicide and serious injury": "homicide and serious injury",
        "Knife Crime": "knife crime",
    }
    slow = Counter(
        (row["Force Name"], *quarter(row["Financial Year"], row["Financial Quarter"]), name, int(row[header]))
        for row in plain(KNIFE)
        for header, name in names.items()
    )
    assert read(KNIFE).counted("area_name", "start", "end", "subtype", "count") == slow


def test_all_42_forces_have_their_codes() -> None:
    codes = dict(read(KNIFE).rows("select distinct area_name, area_code from tidied"))
    assert len(codes) == len(set(codes.values())) == 42
    assert None not in codes.values()
    assert codes["Metropolitan Police"] == "E23000001"
    assert codes["Devon and Cornwall"] == "E23000035"  # "Devon & Cornwall" elsewhere
    assert codes["Greater Manchester"] == "E23000005"


def test_knife_crime_is_the_sum_of_its_parts() -> None:
    sums = read(KNIFE).rows("""
        select sum(count) filter (subtype = 'knife crime'), sum(count) filter (subtype <> 'knife crime')
        from tidied group by area_code, start
    """)
    assert len(sums) == 1848
    assert [row for row in sums if row[0] != row[1]] == []


def test_numbers_below_nought_are_kept() -> None:
    assert (
        read(KNIFE).one("select count(*) from tidied where count < 0")
        == sum(
            int(row[header]) < 0
            for row in plain(KNIFE)
            for header in (
                "Knife enabled",
                "Violence with Injury",
                "Homicide and serious injury",
                "Knife Crime",
            )
        )
        > 0
    )


def test_recorded_crime_by_force_code_and_quarter() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(ALL):
        start, end = quarter(row["Financial_Year"], row["Financial_Quarter"])
        slow[row["Force_Name"], row["Offence_Code"], row["Offence_Subgroup"], start, end] += int(
            row["Number_of_Offences"]
        )
    fast = read(ALL).rows(
        'select area_name, offence_code, minor, start, "end", sum(count) from tidied group by all'
    )
    assert {(*row[:-1],): row[-1] for row in fast} == dict(slow)
    assert (
        len(dict(read(ALL).rows("select distinct area_code, 1 from tidied where area_code is not null")))
        == 43
    )


def test_a_fifth_quarter_is_refused_with_its_line(tmp_path: Path) -> None:
    columns = ["Force Name", "Financial Year", "Financial Quarter", "Knife enabled", "Violence with Injury"]
    columns += ["Homicide and serious injury", "Knife Crime"]
    file = tmp_path / "knives.csv"
    good = "Surrey,2018/19,Q4,1,2,3,6"
    file.write_text(f"{','.join(columns)}\n{good}\n", "utf-8")
    assert read_file(file).rows('select distinct start, "end" from tidied') == [
        (date(2019, 1, 1), date(2019, 3, 31))
    ]
    file.write_text(f"{','.join(columns)}\n{good}\n{good.replace('Q4', 'Q5')}\n", "utf-8")
    with pytest.raises(Refusal, match="line 3: the financial year and quarter are not a quarter"):
        read_file(file)
