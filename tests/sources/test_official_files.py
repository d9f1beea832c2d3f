"""Every official statistics file: recognised, all of its rows accounted for, marks kept, places coded."""

import pytest
from delivered import DATA, read, stated_rows

from commonground.sources import sources

REORGANISED = {"Bedfordshire (Pre LGR 2009)", "Cheshire (Pre LGR 2009)"}
FRAUD = {"British Transport Police", "Action Fraud", "CIFAS", "UK Finance", "Financial Fraud Action UK"}
AIRPORTS = {
    None, "Non MET police force", "CO18 (Heathrow Airport)", "CO18 (Heathrow Airport) (Legacy Only)",
    "CO18 (City Airport)", "CO18 (City Airport) (Legacy Only)",
}  # fmt: skip
DASHBOARD = {
    None, "N/K", "N/K (Legacy Only)", "Non MET police force", "Aviation Security (SO18) (Legacy Only)",
}  # fmt: skip
ABROAD = {
    "England - Not Otherwise Specified", "Foreign (incl. Isle of Man & Channel Islands)", "Other UK Country",
    "Unknown",
}  # fmt: skip

# folder/file, source, periods (how many, first day, last day), names without a code, marks
FILES = [
    ("mps-knife-crime-dashboard/mps-monthly-crime-dashboard-knife_2022-03_2025-02.parquet",
     "mps_knife_dashboard", (36, "2022-03-01", "2025-02-28"), DASHBOARD, None),
    ("mps-homicide/homicide-victims.csv",
     "mps_homicide_victims", (255, "2003-01-01", "2024-03-31"), {"Unmapped"}, None),
    ("mps-homicide/homicide-persons-proceeded-against.parquet",
     "mps_homicide_proceedings", (255, "2003-01-01", "2024-03-31"), {"Heathrow"}, None),
    ("mps-vawg-custody-searches/vawg-offences.parquet",
     "mps_vawg_offences", (146, "2014-01-01", "2026-02-28"), {"Other", "Unknown"}, None),
    ("mps-vawg-custody-searches/vawg-victims.parquet",
     "mps_vawg_victims", (146, "2014-01-01", "2026-02-28"), {"Other", "Unknown"}, None),
    ("mps-vawg-custody-searches/custody.parquet",
     "mps_custody", (62, "2021-01-01", "2026-02-28"), set(), None),
    ("mps-vawg-custody-searches/thorough-searches.parquet",
     "mps_thorough_searches", (86, "2019-01-01", "2026-02-28"), AIRPORTS, None),
    ("homeoffice-knife-and-prc-by-force/knifecrime2.csv",
     "home_office_knife", (44, "2008-04-01", "2019-03-31"), set(), {}),
    ("homeoffice-knife-and-prc-by-force/prc-pfa-201718_new.csv.gz",
     "home_office_recorded_crime", (4, "2017-04-01", "2018-03-31"), FRAUD, None),
    ("dfe-exclusions/clean_la_data.csv.gz",
     "dfe_exclusions", (11, "2006-09-01", "2017-08-31"), REORGANISED, {"x": 1042}),
    ("dfe-exclusions/reasons.csv.gz",
     "dfe_exclusion_reasons", (11, "2006-09-01", "2017-08-31"), REORGANISED, {"x": 21790}),
    ("dfe-exclusions/SFR35_2017_reason_for_exclusion.csv.gz",
     "dfe_exclusion_reasons", (10, "2006-09-01", "2016-08-31"), REORGANISED, {"x": 19883}),
    ("dfe-exclusions/nat_char (201112 to 201617).csv.gz",
     "dfe_exclusion_characteristics", (6, "2011-09-01", "2017-08-31"), set(), {"x": 853}),
    ("dfe-exclusions/SFR35_2017_number_fixed_period_exclusions.csv.gz",
     "dfe_suspensions_per_pupil", (10, "2006-09-01", "2016-08-31"), set(), {"x": 295}),
    ("dfe-exclusions/SFR35_2017_total_length_fixed_period_exclusions.csv.gz",
     "dfe_suspension_lengths", (10, "2006-09-01", "2016-08-31"), set(), {"x": 66}),
    ("dfe-children-social-care/absence_la.csv.gz",
     "dfe_absence", (7, "2018-09-01", "2025-08-31"), set(), {"c": 44743, "k": 4, "x": 29700, "z": 4917}),
    ("dfe-children-social-care/b1_children_in_need_2013_to_2025.csv.gz",
     "dfe_children_in_need", (13, "2012-04-01", "2025-03-31"), set(), {"c": 62, "u": 10, "x": 46}),
    ("dfe-children-social-care/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz",
     "dfe_referrals", (13, "2012-04-01", "2025-03-31"), set(), {"c": 296, "u": 26, "x": 68}),
    ("dfe-children-social-care/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv.gz",
     "dfe_assessment_factors", (8, "2017-04-01", "2025-03-31"), set(),
     {"c": 2253, "u": 80, "x": 2701, "z": 34}),
    ("dfe-children-social-care/cla_number_and_rate_per_10k_children.csv.gz",
     "dfe_looked_after", (5, "2020-04-01", "2025-03-31"), set(), {"c": 2, "z": 56}),
    ("dfe-children-social-care/la_care_leavers_activity.csv.gz",
     "dfe_care_leavers", (5, "2020-04-01", "2025-03-31"), set(), {"c": 4117, "z": 2304}),
    ("dfe-children-social-care/la_children_who_were_missing_or_away_from_placement_without_authorisation.csv.gz",
     "dfe_missing", (5, "2019-04-01", "2024-03-31"), set(), {"c": 1206, "k": 5, "z": 244}),
    ("dfe-children-social-care/la_conviction_health_outcome_cla.csv.gz",
     "dfe_looked_after_outcomes", (5, "2020-04-01", "2025-03-31"), set(), {"c": 1516, "z": 575}),
    ("dfe-children-social-care/permanent_exclusions_and_suspensions_la.csv.gz",
     "dfe_social_care_exclusions", (6, "2015-09-01", "2021-08-31"), set(), {"c": 2568}),
    ("dfe-children-social-care/la_hospital_admissions_2324.csv.gz",
     "ohid_child_injury_admissions", (14, "2010-04-01", "2024-03-31"), set(), {"blank": 261}),
    ("dfe-neet/UD_NEETNK_LA_dashboard_2023_final.csv",
     "dfe_neet", (1, "2023-01-01", "2023-12-31"), set(), {"c": 6, "z": 6}),
    ("dfe-lait/bds_long_0.parquet",
     "dfe_lait", (66, "2013-04-01", "2026-03-31"), set(), {"-": 93713}),
    ("dfe-lait/lait_data_dictionary.csv.gz", "dfe_lait_dictionary", (0, None, None), None, None),
    ("nhs-assault-sharp-object/UK_Knife_Crime_Workbook.xlsx",
     "nhs_sharp_object", (120, "2012-04-01", "2022-03-31"), ABROAD, {"*": 25521, "blank": 4718}),
    ("dfe-education-care-offending-2023/2023-03_CSCExp.xlsx",
     "dfe_education_and_offending", (1, "2012-09-01", "2018-08-31"), set(), {"blank": 1423}),
    ("dfe-education-care-offending-2023/2023-03_Demographics.xlsx",
     "dfe_education_and_offending", (1, "2012-09-01", "2018-08-31"), set(), {"blank": 2818}),
    ("dfe-education-care-offending-2023/2023-03_SchoolExp.xlsx",
     "dfe_education_and_offending", (1, "2012-09-01", "2018-08-31"), set(), {"blank": 16747}),
]  # fmt: skip
REJECTED = {
    "dfe-children-social-care/la_hospital_admissions_2324.csv.gz": (
        ("England a second time, as a part of itself", 703),
    ),
    "dfe-exclusions/clean_la_data.csv.gz": (("the area has no name (“NULL” as published)", 2),),
    "dfe-lait/bds_long_0.parquet": (("the year is given as 0", 170),),
}
FOLDERS = sorted({file.partition("/")[0] for file, *_ in FILES})


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_folder_is_tried(folder: str) -> None:
    held = {path.name for path in (DATA / folder).iterdir()} - {"README.md"}
    assert {file.partition("/")[2] for file, *_ in FILES if file.startswith(f"{folder}/")} == held


@pytest.mark.slow
@pytest.mark.parametrize(("file", "key", "periods", "unplaced", "marks"), FILES)
def test_file(file: str, key: str, periods: tuple, unplaced: set | None, marks: dict | None) -> None:
    reading = read(file)
    tidied = reading.tidied
    assert tidied.source is sources()[key]

    folder, _, name = file.partition("/")
    if name in stated_rows(folder):
        assert tidied.rows_read == stated_rows(folder)[name]
    assert tidied.rejections == REJECTED.get(file, ())
    assert tidied.rows_read == tidied.rows_loaded + sum(count for _, count in tidied.rejections)

    first, last = (tidied.periods[0][0], tidied.periods[-1][1]) if tidied.periods else (None, None)
    assert (len(tidied.periods), first and str(first), last and str(last)) == periods
    assert tidied.partial == ()

    columns = {row[0]: row[1] for row in reading.rows("describe tidied")}
    assert columns == dict(tidied.source.columns)
    if unplaced is not None:
        assert reading.unplaced() == unplaced
        known = "area_code in (select code from places) or area_code ~ '^E05[0-9]{6}$'"
        assert reading.rows(f"select distinct area_code from tidied where not ({known})") == []
        dated = 'start is not null and "end" is not null and start < "end"'
        assert reading.one(f"select count(*) from tidied where not ({dated})") == 0
    if marks is not None:
        numbers = [name for name in ("count", "value") if name in columns]
        assert reading.marks() == marks
        filled = " or ".join(f"{name} is not null" for name in numbers)
        assert reading.one(f"select count(*) from tidied where (mark is null) <> ({filled})") == 0


NUMBERS = {"count", "value", "mark", "value_mark", "lower", "upper", "population", "note", "title"}
SEVERAL_ROWS_A_KEY = {
    "home_office_recorded_crime",  # homicide: murder, manslaughter and others under one code
    "dfe_lait_dictionary",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [f for f, key, *_ in FILES if key not in SEVERAL_ROWS_A_KEY and not key.startswith("mps")]
)
def test_nothing_is_counted_twice(file: str) -> None:
    keys = ", ".join(f'"{c}"' for c, *_ in read(file).rows("describe tidied") if c not in NUMBERS)
    assert read(file).rows(f"select {keys} from tidied group by all having count(*) > 1") == []
