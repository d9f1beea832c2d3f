"""The Local Authority Interactive Tool: years as each indicator means them, held against other releases."""

from collections import Counter
from datetime import date

import pytest
from delivered import plain, read

LAIT = "dfe-lait/bds_long_0.parquet"
DICTIONARY = "dfe-lait/lait_data_dictionary.csv.gz"
SOCIAL_CARE = "dfe-children-social-care"

pytestmark = pytest.mark.slow


def span(indicator: str, years: str) -> tuple[date, date]:
    ((start, end),) = read(LAIT).rows(
        f"select distinct start, \"end\" from tidied where indicator = '{indicator}' and years = '{years}'"
    )
    return start, end


@pytest.mark.parametrize(
    ("indicator", "years", "start", "end"),
    [
        ("FirstYJS", "2024", date(2024, 1, 1), date(2024, 12, 31)),  # calendar
        ("TotAbs", "2024", date(2023, 9, 1), date(2024, 8, 31)),  # academic, named by its end
        ("TotPermEx", "2023/24", date(2023, 9, 1), date(2024, 8, 31)),  # academic, both years named
        ("ReReferral", "2024", date(2023, 4, 1), date(2024, 3, 31)),  # financial, named by its end
        ("LACnum", "2024", date(2023, 4, 1), date(2024, 3, 31)),  # at 31 March
        ("PriFSM", "2024", date(2024, 1, 1), date(2024, 1, 31)),  # the January census
        ("Work_Force_NoSW", "2024", date(2023, 10, 1), date(2024, 9, 30)),  # at 30 September
        ("YouthJusticeFinance", "2016-17 (OT)", date(2016, 4, 1), date(2017, 3, 31)),
        ("HE_19_FSM", "2015-16", date(2015, 9, 1), date(2016, 8, 31)),
        ("RTA", "2014-16", date(2014, 1, 1), date(2016, 12, 31)),  # three calendar years
        ("Hosp_Adm_Alc_<18yrs", "2013/14-15/16", date(2013, 4, 1), date(2016, 3, 31)),  # three of them
    ],
)
def test_years_as_the_indicator_means_them(indicator: str, years: str, start: date, end: date) -> None:
    assert span(indicator, years) == (start, end)


def test_every_indicator_has_its_kind_of_year() -> None:
    assert read(LAIT).rows("select distinct indicator from tidied where year is null") == []
    kinds = {
        "Academic Year": "academic",
        "Financial Year": "financial",
        "Calendar Year": "calendar",
        "Annual": "31 march",
        "Annual - January": "january",
        "Annual (end of Sept)": "30 september",
    }
    stated = {row["Measure_short"]: kinds[row["Year_Type"]] for row in plain(DICTIONARY)}
    used = dict(read(LAIT).rows("select distinct indicator, year from tidied"))
    assert used == {indicator: kind for indicator, kind in stated.items() if indicator in used}


def test_first_time_entrants_in_lewisham() -> None:
    entrants = read(LAIT).rows("""
        select year(start), value from tidied
        where indicator = 'FirstYJS' and area_code = 'E09000023' order by 1
    """)
    assert entrants == [
        (2016, 525), (2017, 625), (2018, 422), (2019, 296), (2020, 337), (2021, 208), (2022, 162),
        (2023, 179), (2024, 211),
    ]  # fmt: skip


def test_every_cell_against_the_file() -> None:
    slow: Counter[tuple] = Counter()
    for row in plain(LAIT):
        if row["Years"] == "0":
            continue
        value = None if row["Values"] == "-" else float(row["Values"])
        slow[row["Short Desc"], row["LA and Regions"], row["Years"], value] += 1
    assert read(LAIT).counted("indicator", "area_name", "years", "value") == slow


def test_the_title_is_on_every_row_of_an_indicator_that_has_one() -> None:
    titles = {row["Short Desc"]: row["Data item"] for row in plain(LAIT) if row["Data item"] is not None}
    found = read(LAIT).rows("select distinct indicator, title from tidied")
    assert dict(found) == {indicator: titles.get(indicator) for indicator, _ in found}
    assert len(found) == 434


def test_places_are_known_by_their_numbers_and_regions_by_their_names() -> None:
    codes = dict(read(LAIT).rows("select distinct area_name, area_code from tidied"))
    assert len(codes) == 170
    assert len(set(codes.values())) == 170
    assert codes["London (Inner)"] == "E13000001"
    assert codes["London (Outer)"] == "E13000002"
    assert codes["London"] == "E12000007"
    assert codes["England"] == "E92000001"
    types = dict(read(LAIT).rows("select area_type, count(distinct area_code) from tidied group by 1"))
    assert types == {"country": 1, "region": 11, "local_authority": 158}


def test_looked_after_children_agree_with_their_release() -> None:
    both = """
        select distinct area_code, "end", {number} from tidied
        where {which} and area_type = 'local_authority' and {number} is not null and year("end") >= 2021
    """
    tool = read(LAIT).rows(both.format(number="value", which="indicator = 'LACnum'"))
    release = read(f"{SOCIAL_CARE}/cla_number_and_rate_per_10k_children.csv.gz").rows(
        both.format(number="count", which="counted = 'Children looked after on 31 March each year'")
    )
    published = {(code, end): count for code, end, count in release}
    same = [published[code, end] == value for code, end, value in tool if (code, end) in published]
    assert len(same) > 700
    assert sum(same) / len(same) > 0.98  # the tool holds some numbers of earlier releases


def test_absence_of_looked_after_children_agrees_with_its_release() -> None:
    tool = dict(read(LAIT).rows("""
        select start, value from tidied where indicator = 'LAC_Unauth' and area_code = 'E09000023'
        and value is not null and start >= date '2018-09-01'
    """))
    release = dict(read(f"{SOCIAL_CARE}/absence_la.csv.gz").rows("""
        select start, value from tidied
        where counted = 'sessions missed unauthorised per cent' and area_code = 'E09000023'
          and social_care_group = 'CLA 12 months at 31 March' and school_type = 'Total' and value is not null
    """))
    assert len(tool) == 6
    assert tool == pytest.approx(release)


def test_young_people_not_in_education_agree_with_their_release() -> None:
    tool = dict(read(LAIT).rows("""
        select area_code, value from tidied
        where indicator = '16-17_not known_NEET' and years = '2023' and value is not null
    """))
    release = dict(read("dfe-neet/UD_NEETNK_LA_dashboard_2023_final.csv").rows("""
        select area_code, value from tidied where counted = 'neet or not known per cent'
    """))
    assert tool["E09000023"] == release["E09000023"]


def test_dictionary() -> None:
    entry = read(DICTIONARY).rows("""
        select title, polarity, unit, year_type from tidied where indicator = 'FirstYJS'
    """)
    (row,) = [row for row in plain(DICTIONARY) if row["Measure_short"] == "FirstYJS"]
    assert row["Polarity"] == "Low"
    assert entry == [(row["Measure"], "lower is better", row["y_axis_name"], "Calendar Year")]
