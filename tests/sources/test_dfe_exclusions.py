"""School exclusions 2006/07 to 2016/17: estimates kept, marks kept, drifting spellings made one."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from delivered import cell, plain, read, read_file

from commonground.sources.readers.refusal import Refusal

TOTALS = "dfe-exclusions/clean_la_data.csv.gz"
REASONS = "dfe-exclusions/reasons.csv.gz"
RELEASE = "dfe-exclusions/SFR35_2017_reason_for_exclusion.csv.gz"
CHARACTERISTICS = "dfe-exclusions/nat_char (201112 to 201617).csv.gz"
PER_PUPIL = "dfe-exclusions/SFR35_2017_number_fixed_period_exclusions.csv.gz"
LENGTHS = "dfe-exclusions/SFR35_2017_total_length_fixed_period_exclusions.csv.gz"

SCHOOLS = {
    "Total": "Total",
    "Primary": "State-funded primary",
    "State-funded primary": "State-funded primary",
    "Secondary": "State-funded secondary",
    "State-funded secondary": "State-funded secondary",
    "Special": "Special",
    "special": "Special",
    "Special school": "Special",
}
REASON = {
    "physical_pupils": "physical assault against a pupil",
    "physical_adult": "physical assault against an adult",
    "verbal_pupil": "verbal abuse against a pupil",
    "verbal_adult": "verbal abuse against an adult",
    "bullying": "bullying",
    "racist_abuse": "racist abuse",
    "sexual_misconduct": "sexual misconduct",
    "drug_alcohol": "drug and alcohol related",
    "damage": "damage",
    "theft": "theft",
    "persistent_disruptive": "persistent disruptive behaviour",
    "other": "other",
}


def school_year(text: str) -> tuple[date, date]:
    return date(int(text[:4]), 9, 1), date(int(text[:4]) + 1, 8, 31)


def test_totals_of_authorities() -> None:
    names = {
        "num_schools": "schools",
        "headcount": "pupils",
        "perm_excl": "permanent exclusions",
        "fixed_excl": "suspensions",
        "one_plus_fixed": "pupils suspended",
    }
    slow = Counter(
        (row["la_name"], *school_year(row["year"]), SCHOOLS[row["school_type"]], name, *cell(row[header]))
        for row in plain(TOTALS)
        if row["la_name"] != "NULL"
        for header, name in names.items()
    )
    columns = ("area_name", "start", "end", "school_type", "counted", "count", "mark")
    assert read(TOTALS).counted(*columns) == slow


@pytest.mark.slow
@pytest.mark.parametrize("file", [REASONS, RELEASE])
def test_reasons(file: str) -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(file):
        named = {"national": "country_name", "regional": "region_name", "local authority": "la_name"}
        area = row[named[row["level"].lower()]]
        schools = SCHOOLS[row["school_type"]]
        for kind, counted in (("perm", "permanent exclusions"), ("fixed", "suspensions")):
            for header, reason in REASON.items():
                found = cell(row[f"{kind}_{header}"])
                slow[area, *school_year(row["year"]), schools, counted, reason, *found] += 1
    columns = ("area_name", "start", "end", "school_type", "counted", "reason", "count", "mark")
    assert read(file).counted(*columns) == slow


def test_the_later_of_two_overlapping_files_is_known_by_its_last_year() -> None:
    assert (read(RELEASE).tidied.published, read(REASONS).tidied.published) == ("2017-07", "2018-07")
    assert set(read(RELEASE).tidied.periods) < set(read(REASONS).tidied.periods)


def test_estimates_with_decimals_are_kept() -> None:
    estimates = read(REASONS).rows("""
        select area_name, count from tidied
        where reason = 'racist abuse' and counted = 'permanent exclusions' and school_type = 'Total'
          and count <> round(count)
    """)
    assert sorted(estimates) == [
        ("Lancashire", 3.20513),
        ("Salford", 5.2),
        ("Stoke-on-Trent", 3.10714),
        ("Surrey", 3.22449),
        ("Worcestershire", 3.16364),
    ]


def test_places_without_codes_find_them_by_name() -> None:
    codes = dict(read(TOTALS).rows("select distinct area_name, area_code from tidied"))
    assert codes["Bristol City of"] == "E06000023"
    assert codes["Herefordshire"] == "E06000019"
    assert codes["Kingston upon Hull City of"] == "E06000010"
    assert codes["Durham"] == "E06000047"
    assert codes["Dorset"] == "E10000009"  # the county of those years, not the authority of 2019
    assert codes["Inner London"] == "E13000001"
    assert codes["Lewisham"] == "E09000023"
    assert codes["England"] == "E92000001"


def test_codes_of_that_time_become_those_of_today() -> None:
    codes = dict(read(REASONS).rows("select distinct area_name, area_code from tidied"))
    assert {row["new_la_code"] for row in plain(REASONS) if row["la_name"] == "Gateshead"} == {"E08000020"}
    assert codes["Gateshead"] == "E08000037"
    assert codes["Northumberland"] == "E06000057"
    assert codes["Dorset"] == "E10000009"


def test_characteristics_of_pupils() -> None:
    names = {
        "headcount": "pupils",
        "perm_excl": "permanent exclusions",
        "fixed_excl": "suspensions",
        "one_plus_fixed": "pupils suspended",
    }
    slow = Counter(
        (
            {"IDACI": "IDACI_decile", "FSM_Eligible": "FSM_eligible"}.get(
                row["characteristic_desc"], row["characteristic_desc"]
            ),
            row["characteristic_1"],
            row["characteristic_2"],
            school_year(row["year"])[0],
            SCHOOLS[row["school_type"]],
            name,
            *cell(row[header]),
        )
        for row in plain(CHARACTERISTICS)
        for header, name in names.items()
    )
    columns = ("characteristic", "pupil_group", "sex", "start", "school_type", "counted", "count", "mark")
    assert read(CHARACTERISTICS).counted(*columns) == slow


@pytest.mark.parametrize(
    ("file", "header", "column"),
    [(PER_PUPIL, "fixed_excl", "suspensions"), (LENGTHS, "total_length_days_fixed_exclusions", "days")],
)
def test_pupils_by_number_and_length_of_suspensions(file: str, header: str, column: str) -> None:
    slow = Counter(
        (
            school_year(row["Year"])[0],
            SCHOOLS[row["school_type"]],
            row[header].lower(),
            *cell(row["headcount"]),
        )
        for row in plain(file)
    )
    assert read(file).counted("start", "school_type", column, "count", "mark") == slow


def test_a_year_that_is_no_school_year_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "exclusions.csv"
    columns = list(plain(TOTALS)[0])
    good = plain(TOTALS)[0]
    bad = good | {"year": "201618"}
    file.write_text("\n".join(",".join(cells) for cells in (columns, good.values(), bad.values())), "utf-8")
    with pytest.raises(Refusal, match="line 3: the year is not a school year such as 201617"):
        read_file(file)
