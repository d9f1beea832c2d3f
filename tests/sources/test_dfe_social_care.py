"""Children's social care, absence and NEET tables: every cell against a plain reading of the files."""

import gzip
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from delivered import DATA, cell, plain, read, read_file, year_of

from commonground.sources.readers.refusal import Refusal

FOLDER = "dfe-children-social-care"
IN_NEED = f"{FOLDER}/b1_children_in_need_2013_to_2025.csv.gz"
REFERRALS = f"{FOLDER}/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz"
FACTORS = f"{FOLDER}/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv.gz"
LOOKED_AFTER = f"{FOLDER}/cla_number_and_rate_per_10k_children.csv.gz"
LEAVERS = f"{FOLDER}/la_care_leavers_activity.csv.gz"
MISSING = f"{FOLDER}/la_children_who_were_missing_or_away_from_placement_without_authorisation.csv.gz"
OUTCOMES = f"{FOLDER}/la_conviction_health_outcome_cla.csv.gz"
ABSENCE = f"{FOLDER}/absence_la.csv.gz"
EXCLUDED = f"{FOLDER}/permanent_exclusions_and_suspensions_la.csv.gz"
ADMISSIONS = f"{FOLDER}/la_hospital_admissions_2324.csv.gz"
NEET = "dfe-neet/UD_NEETNK_LA_dashboard_2023_final.csv"

NAMED = {"National": "country_name", "Regional": "region_name", "Local authority": "la_name"}
TYPES = {"National": "country", "Regional": "region", "Local authority": "local_authority"}

# Per file: the columns that stay, and what each column of numbers is called once it has become a row.
WIDE: list[tuple[str, dict[str, str], str, dict[str, str]]] = [
    (IN_NEED, {}, "counted", {
        "Anypoint_episodes": "episodes at any point", "Anypoint_child": "children at any point",
        "Started_episodes": "episodes started", "Started_child": "children started",
        "Ended_episodes": "episodes ended", "Ended_child": "children ended",
        "At31_episodes": "episodes at 31 March", "awaiting_assessment": "awaiting assessment",
    }),
    (REFERRALS, {}, "counted", {
        "referral_count": "referrals", "rereferral_count": "re-referrals",
        "rereferral_percent": "re-referrals per cent", "no_further_action_count": "no further action",
        "no_further_action_percent": "no further action per cent", "not_in_need_count": "not in need",
        "not_in_need_percent": "not in need per cent", "referral_child_count": "children referred",
        "rereferral_child_count": "children re-referred",
        "rereferral_child_percent": "children re-referred per cent",
    }),
    (ABSENCE, {"social_care_group": "social_care_group", "phase_type_grouping": "school_type"}, "counted", {
        "t_pupils": "pupils", "t_sess_possible": "possible sessions", "t_sess_overall": "sessions missed",
        "pt_overall": "sessions missed per cent", "t_sess_authorised": "sessions missed authorised",
        "pt_sess_authorised": "sessions missed authorised per cent",
        "t_sess_unauthorised": "sessions missed unauthorised",
        "pt_sess_unauthorised": "sessions missed unauthorised per cent",
        "t_pupils_pa_10_exact": "persistently absent pupils",
        "pt_pupils_pa_10_exact": "persistently absent pupils per cent",
        "t_pupils_pa_50_exact": "severely absent pupils",
        "pt_pupils_pa_50_exact": "severely absent pupils per cent",
    }),
    (EXCLUDED, {"social_care_group": "social_care_group"}, "counted", {
        "t_pupils": "pupils", "t_perm_excl": "permanent exclusions",
        "pt_perm_excl": "permanent exclusions per cent", "t_one_plus_sus": "pupils suspended",
        "pt_one_plus_sus": "pupils suspended per cent",
    }),
    (NEET, {"Age": "age_group"}, "counted", {
        "Cohort_DJFavg": "cohort december to february", "cohort_March": "cohort march",
        "VG_cohort_DJF_avg": "vulnerable cohort december to february",
        "NEET_not_known_percent": "neet or not known per cent", "NEET_percent": "neet per cent",
        "Notknown_percent": "not known per cent",
        "TOTAL_participating_in_education_and_training_percent": "participating per cent",
        "Full_time_education_percent": "full time education per cent",
        "Apprenticeship_percent": "apprenticeship per cent",
        "Other_education_and_training_percent": "other education and training per cent",
        "September_guarantee_Offer_made_percent": "september guarantee per cent",
        "NEET_NK_noSEN_percent": "neet or not known no sen per cent",
        "NEET_NK_EHCP_percent": "neet or not known ehcp per cent",
        "NEET_NK_SENDsupport_percent": "neet or not known sen support per cent",
        "VG_cohort_percentage": "vulnerable cohort per cent",
        "VG_NEET_NK_percentage": "vulnerable neet or not known per cent",
    }),
]  # fmt: skip


def place_and_year(row: Mapping[str, str]) -> tuple[str, str, date, date]:
    level = row["geographic_level"]
    return TYPES[level], row[NAMED[level]], *year_of(row["time_identifier"], row["time_period"])


@pytest.mark.slow
@pytest.mark.parametrize(("file", "kept", "label", "cells"), WIDE)
def test_wide_table(file: str, kept: dict[str, str], label: str, cells: dict[str, str]) -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(file):
        for header, name in cells.items():
            number, mark = cell(row[header])
            count, value = (None, number) if name.endswith("per cent") else (number, None)
            slow[*place_and_year(row), *(row[k] for k in kept), name, count, value, mark] += 1
    numbers = {"count": "count", "value": "value" if file != IN_NEED else "null"}
    listed = ["area_type", "area_name", "start", '"end"', *kept.values(), label, *numbers.values(), "mark"]
    fast = read(file).rows(f"select {', '.join(listed)}, count(*) from tidied group by all")
    assert {(*row[:-1],): row[-1] for row in fast} == dict(slow)


@pytest.mark.slow
def test_factors_of_every_assessment_table() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(FACTORS):
        for header in list(row)[11:]:  # the eleven columns of year, place and category come first
            factor = header.replace("_", " ").lower()
            slow[*place_and_year(row), factor, *cell(row[header])] += 1
    assert read(FACTORS).counted("area_type", "area_name", "start", "end", "factor", "count", "mark") == slow


def test_gangs_and_exploitation_in_lewisham() -> None:
    by_year = dict(read(FACTORS).rows("""
        select year("end"), count from tidied where area_code = 'E09000023' and factor = 'gangs'
    """))
    raw = {int(r["time_period"]): r["Gangs"] for r in plain(FACTORS) if r["la_name"] == "Lewisham"}
    assert by_year == {year: int(text) for year, text in raw.items()}
    assert list(sorted(by_year)) == list(range(2018, 2026))

    exploited = read(FACTORS).rows("""
        select year("end"), count, mark from tidied
        where area_code = 'E09000023' and factor = 'child criminal exploitation' order by 1
    """)
    assert exploited[0] == (2018, None, "x")  # not asked for yet: no nought
    assert exploited[4:] == [(2022, None, "c"), (2023, 110, None), (2024, 78, None), (2025, 186, None)]


def long_rows(file: str, *columns: str) -> Counter[tuple]:
    return Counter((*place_and_year(row), *(row[column] for column in columns)) for row in plain(file))


@pytest.mark.parametrize(
    ("file", "raw", "tidy"),
    [
        (LOOKED_AFTER, ["population_type"], ["counted"]),
        (LEAVERS, ["care_leaver_age", "breakdown"], ["age_group", "activity"]),
        (MISSING, ["CLA_group"], ["counted"]),
        (OUTCOMES, ["characteristic", "breakdown"], ["characteristic", "outcome"]),
    ],
)
def test_long_table_keeps_its_rows(file: str, raw: list[str], tidy: list[str]) -> None:
    assert read(file).counted("area_type", "area_name", "start", "end", *tidy) == long_rows(file, *raw)


def test_looked_after_children_and_rates() -> None:
    slow = Counter(
        (
            row["new_la_code"] or row["region_code"] or row["country_code"],
            row["population_type"],
            *cell(row["children_count"]),
            cell(row["rate_per_10000"])[0],
            cell(row["population_estimate"])[0],
        )
        for row in plain(LOOKED_AFTER)
    )
    assert read(LOOKED_AFTER).counted("area_code", "counted", "count", "mark", "value", "population") == slow


def test_care_leavers_and_their_per_cents() -> None:
    slow = Counter(
        (
            row["la_name"] or row["region_name"] or row["country_name"], row["breakdown"],
            *cell(row["care_leaver_count"]), *cell(row["care_leaver_percent"]),
        )
        for row in plain(LEAVERS)
    )  # fmt: skip
    assert read(LEAVERS).counted("area_name", "activity", "count", "mark", "value", "value_mark") == slow


def test_missing_children_incidents_and_averages_are_told_apart() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(MISSING):
        number, mark = cell(row["number"])
        rate = row["CLA_group"].startswith(("Percentage", "Average"))
        slow[row["CLA_group"], None if rate else number, number if rate else None, mark] += 1
    assert read(MISSING).counted("counted", "count", "value", "mark") == slow


def test_convictions_of_looked_after_children_in_england() -> None:
    (row,) = [
        r
        for r in plain(OUTCOMES)
        if r["geographic_level"] == "National"
        and r["time_period"] == "2024"
        and r["breakdown"].startswith("Convicted")
    ]
    assert read(OUTCOMES).rows("""
        select count, value from tidied
        where area_code = 'E92000001' and year("end") = 2024 and outcome like 'Convicted%'
    """) == [(int(row["children_count"]), float(row["children_percent"]))]


def test_average_scores_are_values_and_no_counts() -> None:
    scores = "from tidied where outcome = 'SDQ average score' and area_name = 'Croydon' order by start"
    assert read(OUTCOMES).rows(f"select count, value {scores}")[:2] == [(None, 7.1), (None, 9.4)]


def test_authority_with_a_new_code_stays_one_place() -> None:
    raw = {row["new_la_code"] for row in plain(IN_NEED) if row["la_name"] == "Buckinghamshire"}
    assert raw == {"E10000002", "E06000060"}
    codes = read(IN_NEED).rows("select distinct area_code from tidied where area_name = 'Buckinghamshire'")
    assert codes == [("E06000060",)]


def test_admissions_of_children_for_injuries() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(ADMISSIONS):
        if row["Area Code"] == row["Parent Code"]:  # England, which stands in the file twice
            continue
        number, mark = cell(row["Count"])
        year = int(row["Time period"][:4])
        lower = cell(row["Lower CI 95.0 limit"])[0]
        slow[
            row["Area Code"], date(year, 4, 1), date(year + 1, 3, 31), row["Sex"], row["Category"] or "all",
            number, mark, cell(row["Value"])[0], None if lower == -1 else lower,
        ] += 1  # fmt: skip
    columns = ("area_code", "start", "end", "sex", "category", "count", "mark", "value", "lower")
    assert read(ADMISSIONS).counted(*columns) == slow
    repeated = read(ADMISSIONS).rows("""
        select area_code, start, sex from tidied where category = 'all' group by all having count(*) > 1
    """)
    assert repeated == []


def test_unknown_kind_of_year_or_place_is_refused_with_its_line(tmp_path: Path) -> None:
    text = gzip.decompress((DATA / LOOKED_AFTER).read_bytes()).decode("utf-8-sig")
    header, first, second, *_ = text.splitlines()
    file = tmp_path / "looked_after.csv"
    file.write_text("\n".join([header, first, second.replace("Reporting year", "Autumn term")]), "utf-8")
    with pytest.raises(Refusal, match="line 3: the year is of a kind that is not known here"):
        read_file(file)
    level = "National" if "National" in first else "Regional" if "Regional" in first else "Local authority"
    file.write_text("\n".join([header, first.replace(level, "Ward"), second]), "utf-8")
    with pytest.raises(Refusal, match="line 2: the level of geography is not known here"):
        read_file(file)


def test_text_in_a_column_of_numbers_is_refused_with_its_line(tmp_path: Path) -> None:
    text = gzip.decompress((DATA / FACTORS).read_bytes()).decode("utf-8-sig")
    header, first, *_ = text.splitlines()
    cells = first.rpartition(",")
    file = tmp_path / "factors.csv"
    file.write_text("\n".join([header, first, f"{cells[0]},many"]), "utf-8")
    with pytest.raises(Refusal, match="line 3: “Other” holds “many”, which is not a whole number"):
        read_file(file)
