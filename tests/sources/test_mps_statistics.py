"""MPS dashboards: what the tidy tables hold, against the files read in plain Python."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from delivered import plain, read, read_file

from commonground.sources.readers.refusal import Refusal

KNIFE = "mps-knife-crime-dashboard/mps-monthly-crime-dashboard-knife_2022-03_2025-02.parquet"
VICTIMS = "mps-homicide/homicide-victims.csv"
PROCEEDINGS = "mps-homicide/homicide-persons-proceeded-against.parquet"
OFFENCES = "mps-vawg-custody-searches/vawg-offences.parquet"
VAWG_VICTIMS = "mps-vawg-custody-searches/vawg-victims.parquet"
CUSTODY = "mps-vawg-custody-searches/custody.parquet"
SEARCHES = "mps-vawg-custody-searches/thorough-searches.parquet"


@pytest.mark.slow
def test_knife_dashboard_keeps_each_count_of_each_subtype_and_month() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(KNIFE):
        ward = row["area_type"] == "Safer Neighbourhood Teams"
        code = (row["area_code"] or "").strip()
        slow[
            "ward" if ward else "local_authority",
            code if code.startswith("E0") else None,
            row["crime_subtype"],
            row["measure"].lower(),
            row["month_year"].date(),
        ] += row["count"]
    fast = read(KNIFE).rows(
        "select area_type, area_code, subtype, counted, start, sum(count) from tidied group by all"
    )
    assert {(*row[:-1],): row[-1] for row in fast} == dict(slow)


def test_knife_dashboard_counts_the_same_offences_in_both_cuts() -> None:
    totals = read(KNIFE).rows("""
        select subtype, counted, sum(count) filter (area_type = 'local_authority'),
               sum(count) filter (area_type = 'ward') from tidied group by all
    """)
    assert len(totals) == 8
    assert [row for row in totals if row[2] != row[3]] == []


def test_knife_dashboard_names_the_borough_of_every_ward() -> None:
    reading = read(KNIFE)
    assert reading.one("select count(*) from tidied where area_code is not null and borough is null") == 11
    without = "select distinct area_name from tidied where area_code is not null and borough is null"
    assert reading.rows(without) == [("Heathrow Villages",)]  # under "Aviation Security", not Hillingdon
    wards = "from tidied where area_type = 'ward' and borough is not null"
    by_borough = dict(reading.rows(f"select borough, count(distinct area_code) {wards} group by 1"))
    assert len(by_borough) == 32
    assert by_borough["Lewisham"] == 19  # the wards of May 2022
    assert set(
        dict(reading.rows("select distinct area_vintage, 1 from tidied where area_type = 'ward'"))
    ) == {"2022"}


def test_knife_dashboard_says_when_it_was_refreshed() -> None:
    assert read(KNIFE).tidied.published == "2026-03-18"
    assert read(KNIFE).tidied.classification is None


def test_knife_dashboard_refuses_a_third_level_of_area(tmp_path: Path) -> None:
    file = tmp_path / "knife.csv"
    header = "month_year,area_type,borough_snt,area_name,area_code,crime_subtype,measure,count,refresh_date"
    line = "2022-03-01,Borough,Lewisham,Lewisham,E09000023,Knife Crime,Offences,5,2026-03-18"
    file.write_text(f"{header}\n{line}\n", "utf-8")
    assert read_file(file).one("select count from tidied") == 5
    file.write_text(f"{header}\n{line}\n{line.replace('Borough', 'BCU')}\n", "utf-8")
    with pytest.raises(
        Refusal, match="line 3: the area type is neither Borough nor Safer Neighbourhood Teams"
    ):
        read_file(file)


def test_every_victim_of_homicide_is_counted_though_rows_are_equal() -> None:
    raw = plain(VICTIMS)
    assert len(raw) - len({tuple(row.values()) for row in raw}) == 31
    reading = read(VICTIMS)
    assert reading.one("select sum(count) from tidied") == len(raw) == 2936

    slow = Counter(
        (
            datetime.strptime(f"{row['Recorded Year']} {row['Recorded Month']}", "%Y %b").date(),
            row["MethodofKilling"],
            row["Sex"],
            row["Age Group"],
            {"Domestic Abuse": "yes", "Not Domestic Abuse": "no"}[row["Domestic Abuse"]],
            row["Solved Status"].lower(),
            row["Officer Observed Ethnicity"],
            row["Borough"],
        )
        for row in raw
    )
    columns = ("start", "method", "sex", "age_group", "domestic", "solved", "ethnicity", "area_name")
    assert reading.counted(*columns) == slow


def test_homicide_boroughs_spelt_with_an_ampersand_have_their_codes() -> None:
    codes = dict(read(VICTIMS).rows("select distinct area_name, area_code from tidied"))
    assert codes["Hammersmith & Fulham"] == "E09000013"
    assert codes["Kensington & Chelsea"] == "E09000020"
    assert codes["Barking & Dagenham"] == "E09000002"
    assert len({code for code in codes.values() if code}) == 32


def test_homicide_month_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    header = ",".join(plain(VICTIMS)[0])
    good = ",".join(plain(VICTIMS)[0].values())
    file = tmp_path / "victims.csv"
    file.write_text(
        f"{header}\n{good}\n{good.replace(plain(VICTIMS)[0]['Recorded Month'], 'Smarch')}\n", "utf-8"
    )
    with pytest.raises(Refusal, match="line 3: the recorded year and month are not a month"):
        read_file(file)


def test_persons_proceeded_against_by_month_and_kind() -> None:
    slow = Counter(
        (
            datetime.strptime(row["proceedings_date"], "%b-%y").date(),
            row["offence_type"].strip(),
            row["charged_summonsed"].strip(),
            row["gender"].strip(),
            row["age_group"].strip(),
            row["self_classified_ethnicity"].strip(),
        )
        for row in plain(PROCEEDINGS)
    )
    columns = ("start", "offence", "proceeding", "sex", "age_group", "ethnicity")
    assert read(PROCEEDINGS).counted(*columns) == slow
    assert read(PROCEEDINGS).one("select sum(count) from tidied") == 4512


@pytest.mark.slow
def test_cuts_of_violence_against_women_and_girls_hold_the_same_offences_and_victims() -> None:
    cuts = {
        OFFENCES: {"Offence count location": "location", "Offence count classification": "classification"},
        VAWG_VICTIMS: {
            "Victim count by location": "location",
            "Victim count by age group": "age group",
            "Victim count by ethnic group": "ethnic group",
        },
    }
    for file, names in cuts.items():
        slow: Counter[tuple[str, date]] = Counter()
        rows: Counter[str] = Counter()
        for row in plain(file):
            slow[names[row["sheet"]], row["recorded_date_months"].date()] += row["count"]
            rows[names[row["sheet"]]] += 1
        reading = read(file)
        fast = reading.rows("select cut, start, sum(count) from tidied group by all")
        assert {(cut, start): count for cut, start, count in fast} == dict(slow)
        assert dict(reading.rows("select cut, count(*) from tidied group by 1")) == dict(rows)
        totals = reading.rows("select cut, sum(count) from tidied group by 1")
        assert len({count for _, count in totals}) == 1

    assert read(OFFENCES).one("select sum(count) from tidied where cut = 'location'") == 1_612_003
    assert read(VAWG_VICTIMS).one("select sum(count) from tidied where cut = 'age group'") == 1_527_047


@pytest.mark.slow
def test_columns_of_another_cut_are_empty_and_only_they() -> None:
    by_kind = read(OFFENCES).rows("""
        select cut, count(major), count(bcu), count(distinct area_type), min(area_type)
        from tidied group by 1 order by 1
    """)
    assert [(row[0], row[1] > 0, row[2] > 0, row[3], row[4]) for row in by_kind] == [
        ("classification", True, False, 1, "force"),
        ("location", False, True, 1, "local_authority"),
    ]
    by_group = read(VAWG_VICTIMS).rows(
        "select cut, count(age_group) > 0, count(ethnicity) > 0 from tidied group by 1 order by 1"
    )
    assert by_group == [("age group", True, False), ("ethnic group", False, True), ("location", False, False)]


def test_custody_by_month_offence_and_disposal() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(CUSTODY):
        month = date(row["current_disposal_year"], row["current_disposal_month"], 1)
        slow[month, row["offence_group"], row["current_disposal"], row["ethnicity_4+1"].strip()] += row[
            "offence_count"
        ]
    fast = read(CUSTODY).rows(
        "select start, offence, disposal, ethnicity, sum(count) from tidied group by all"
    )
    assert {(*row[:-1],): row[-1] for row in fast} == dict(slow)


def test_searches_are_put_together_from_misspelt_columns_and_changing_codes() -> None:
    sexes = {"M": "Male", "F": "Female", "U": "Not recorded", "Unknown": "Not recorded"}
    sexes |= {"Not Recorded": "Not recorded", "V": "V", "Male": "Male", "Female": "Female"}
    ages = {
        "18 or older": "18 or over",
        "Recorded as 0 or Not Known": "Not recorded",
        "Not Recorded": "Not recorded",
    }
    slow: Counter[tuple] = Counter()
    for row in plain(SEARCHES):
        found = [row["positive_outcome_of_stop"], row["postive_outcome_of_stop"], row["positve_outcome"]]
        adults = [row["appropriate_adult_present"], row["approporiate_adult_present_if_required?"]]
        (outcome,) = [said for said in found if said]
        adult = next((said for said in adults if said and said.strip()), None)
        slow[
            date.fromisoformat(row["stop_date"][:10]),
            outcome.lower(),
            sexes[row["sex"]],
            ages.get(row["age_group"], row["age_group"]),
            {"Y": "yes", "N": "no", None: None}[adult],
        ] += 1
    columns = ("stopped", "positive_outcome", "sex", "age_group", "appropriate_adult")
    assert read(SEARCHES).counted(*columns) == slow


def test_reasons_for_searches_have_one_spelling_each() -> None:
    reasons = dict(read(SEARCHES).rows("select reason, count(*) from tidied group by 1"))
    assert reasons == {
        "Drugs": 23204 + 12552,
        "All Other Searches": 3276,
        "Weapons, points and blades": 3462 + 1228,
        "Section 60": 260 + 48,
        "Firearms": 45 + 35,
    }
    outcomes = dict(read(SEARCHES).rows("select outcome, count(*) from tidied group by 1"))
    assert outcomes == {
        "Drugs": 8447 + 5235,
        "Drugs (possession only)": 1926 + 875,
        "Weapons, points and blades": 782 + 511,
        "All Other Outcome Reasons": 3729,
        "Not Applicable": 22605,
    }
