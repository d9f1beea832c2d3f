"""Population and census: rows as the README states, totals as published, no year that is not said."""

import gzip
import shutil
from collections import defaultdict
from datetime import date

import pytest
from delivered import DATA, plain, read, read_file, stated_rows

from commonground.sources.readers.refusal import Refusal

FILES = {
    "ons-population/england-wales-ltla-single-year-of-age_mid2019.csv.gz": "ons_population_single_year",
    "ons-population/england-wales-ltla-single-year-of-age_mid2020.csv.gz": "ons_population_single_year",
    "ons-population/london-lsoa11-single-year-of-age_mid2017.csv.gz": "ons_population_single_year",
    "ons-population/london-lsoa11-single-year-of-age_mid2019.csv.gz": "ons_population_single_year",
    "ons-population/london-lsoa11-single-year-of-age_mid2020.csv.gz": "ons_population_single_year",
    "ons-population/london-mid2019-pop.csv.gz": "ons_population_broad_age",
    "ons-population/london-mid2020-pop.csv.gz": "ons_population_broad_age",
    "ons-population/london_ward_pop.csv.gz": "gla_ward_population",
    "ons-population/lsoa21_population_density_mid2011_mid2022.parquet": "ons_population_lsoa",
    "ons-population/ons_mid-year_population_estimates_2012_to_2024.csv.gz": "ons_population_children",
    "census-2021-lsoa/london_ethnicity21_lsoa21.csv.gz": "census_ethnicity",
    "census-2021-lsoa/london_household_deprivation21_lsoa21.csv.gz": "census_household_deprivation",
}
MID_2019 = (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(("file", "source"), FILES.items())
def test_every_row_of_the_readme_is_read_and_loaded(file, source):
    folder, _, name = file.partition("/")
    tidied = read(file).tidied
    assert tidied.source.key == source
    assert (tidied.rows_read, tidied.rows_loaded) == (stated_rows(folder)[name],) * 2
    assert tidied.rejections == ()


def test_every_file_of_population_and_census_is_tested():
    carried = {f"{folder}/{p.name}" for folder in ("ons-population", "census-2021-lsoa")
               for p in (DATA / folder).iterdir() if p.name != "README.md"}  # fmt: skip
    assert carried == set(FILES)


@pytest.mark.parametrize(("year", "london"), [(2017, 8_825_001), (2019, 8_961_989), (2020, 9_002_488)])
def test_single_years_add_up_to_the_published_total_of_london(year, london):
    reading = read(f"ons-population/london-lsoa11-single-year-of-age_mid{year}.csv.gz")
    assert reading.rows('select sum(count), min(age), max(age), min(start), max("end") from tidied') == [
        (london, 0, 90, date(year, 1, 1), date(year, 12, 31))
    ]
    assert reading.rows("select distinct area_type, area_vintage, sex from tidied") == [
        ("lsoa", "2011", "persons")
    ]


@pytest.mark.slow
def test_single_years_of_lsoas_are_those_of_the_file():
    name = "ons-population/london-lsoa11-single-year-of-age_mid2019.csv.gz"
    slow = {}
    for row in plain(name):
        for age in range(91):
            slow[row["lsoa11_code"], age] = int(row[str(age) if age < 90 else "90+"])
    quick = {(code, age): n for code, age, n in read(name).rows("select area_code, age, count from tidied")}
    assert quick == slow


def test_the_same_year_from_two_files_is_the_same():
    by_age = read("ons-population/london-lsoa11-single-year-of-age_mid2019.csv.gz")
    by_band = read("ons-population/london-mid2019-pop.csv.gz")
    bands = [(0, 15), (16, 29), (30, 44), (45, 64), (65, None)]
    slow = defaultdict(int)
    for code, age, n in by_age.rows("select area_code, age, count from tidied"):
        band = next(b for b in bands if b[0] <= age and (b[1] is None or age <= b[1]))
        slow[code, *band] += n
    quick = by_band.rows("select area_code, age_from, age_to, count from tidied where sex = 'persons'")
    assert {(code, a, b): n for code, a, b, n in quick} == slow


def test_males_and_females_are_persons():
    reading = read("ons-population/london-mid2020-pop.csv.gz")
    sums = dict(reading.rows("select sex, sum(count) from tidied group by 1"))
    assert sums == {"persons": 9_002_488, "male": sums["male"], "female": 9_002_488 - sums["male"]}
    assert set(reading.rows("select distinct age_from, age_to from tidied")) == {
        (0, 15), (16, 29), (30, 44), (45, 64), (65, None),
    }  # fmt: skip


def test_local_authorities_agree_with_their_lsoas():
    authorities = read("ons-population/england-wales-ltla-single-year-of-age_mid2019.csv.gz")
    lewisham = authorities.one("select sum(count) from tidied where area_code = 'E09000023'")
    lsoas = read("ons-population/london-lsoa11-single-year-of-age_mid2019.csv.gz")
    assert lewisham == lsoas.one("select sum(count) from tidied where area_name like 'Lewisham %'") == 305_842
    assert authorities.rows("select distinct area_type, area_vintage from tidied") == [
        ("local_authority", None)
    ]


def test_rebased_lsoas_differ_from_the_earlier_estimates_and_say_so():
    rebased = read("ons-population/lsoa21_population_density_mid2011_mid2022.parquet")
    assert rebased.rows("select distinct area_vintage, area_type from tidied") == [("2021", "lsoa")]
    assert rebased.rows("select count(distinct area_code), count(distinct start), count(*) from tidied") == [
        (35_672, 12, 35_672 * 12)
    ]
    row = plain("ons-population/lsoa21_population_density_mid2011_mid2022.parquet")[0]
    assert rebased.rows("select year(start), count from tidied where area_code = 'E01000001' order by 1") == [
        (year, row[f"Mid-{year}: Population"]) for year in range(2011, 2023)
    ]


def test_what_is_said_of_the_rebased_series_is_so():
    borough = (
        "select regexp_replace(area_name, ' [0-9]+[A-Z]$', ''), sum(count) from tidied "
        "where year(start) = 2020 group by 1"
    )
    before = dict(read("ons-population/london-lsoa11-single-year-of-age_mid2020.csv.gz").rows(borough))
    rebased = dict(read("ons-population/lsoa21_population_density_mid2011_mid2022.parquet").rows(borough))
    apart = {name: before[name] / rebased[name] - 1 for name in before}
    centre = {"Camden", "Westminster", "City of London"}
    assert len(apart) == 33
    assert all(0.29 < apart[name] < 0.32 for name in centre)
    assert 0.12 < max(abs(by) for name, by in apart.items() if name not in centre) < 0.125
    for file, source in FILES.items():
        if source in ("ons_population_single_year", "ons_population_broad_age", "ons_population_lsoa"):
            assert "up to 12 %" in " ".join(read(file).tidied.source.caveats)


def test_children_of_every_authority_and_the_mark_of_those_not_there_yet():
    reading = read("ons-population/ons_mid-year_population_estimates_2012_to_2024.csv.gz")
    assert reading.marks() == {"x": 21}
    assert reading.one("select count(*) from tidied where mark = 'x' and count is not null") == 0
    assert reading.rows("select distinct age_from, age_to from tidied") == [(0, 17)]
    slow = {
        (row["new_la_code"] or row["region_code"] or row["country_code"], int(row["time_period"])): int(
            row["population_estimate"]
        )
        for row in plain("ons-population/ons_mid-year_population_estimates_2012_to_2024.csv.gz")
        if row["population_estimate"] != "x"
    }  # fmt: skip
    quick = reading.rows("select area_code, year(start), count from tidied where count is not null")
    assert {(code, year): n for code, year, n in quick} == slow
    assert reading.counted("area_type") == {("country",): 13, ("region",): 143, ("local_authority",): 1976}


def test_ward_projections_are_told_from_estimates():
    reading = read("ons-population/london_ward_pop.csv.gz")
    assert reading.rows(
        "select basis, min(year(start)), max(year(start)), count(distinct area_code) from tidied "
        "group by 1 order by 1"
    ) == [("estimate", 2011, 2016, 624), ("projection", 2017, 2050, 624)]
    assert reading.rows("select distinct area_vintage, area_type from tidied") == [("2011", "ward")]
    assert reading.one("select count(distinct parent_code) from tidied") == 32
    mid_2017 = reading.one("select sum(count) from tidied where year(start) = 2017")
    assert mid_2017 / 8_825_001 == pytest.approx(1.008, abs=0.0005)


def test_census_groups_are_those_of_the_file():
    ethnicity = read("census-2021-lsoa/london_ethnicity21_lsoa21.csv.gz")
    slow = {
        (row["lsoa21_code"], row["ethnic_group"]): (int(row["n"]), int(row["total_residents"]))
        for row in plain("census-2021-lsoa/london_ethnicity21_lsoa21.csv.gz")
    }
    quick = ethnicity.rows('select area_code, ethnicity, count, "of" from tidied')
    assert {(code, group): (n, of) for code, group, n, of in quick} == slow
    assert ethnicity.rows("select count(distinct area_code), count(distinct ethnicity) from tidied") == [
        (4_994, 5)
    ]


def test_households_are_deprived_in_none_to_four_dimensions():
    households = read("census-2021-lsoa/london_household_deprivation21_lsoa21.csv.gz")
    assert households.counted("dimensions") == {(n,): 4_994 for n in range(5)}
    first = households.rows("select dimensions, count from tidied where area_code = 'E01000001' order by 1")
    said = {r["deprivation_dimensions"]: int(r["n"]) for r in
            plain("census-2021-lsoa/london_household_deprivation21_lsoa21.csv.gz")[:5]}  # fmt: skip
    assert first[0] == (0, said["Household is not deprived in any dimension"])
    assert first[1] == (1, said["Household is deprived in one dimension"])


def test_a_file_whose_name_does_not_say_the_year_is_refused(tmp_path):
    copy = tmp_path / "population.csv.gz"
    shutil.copy(DATA / "ons-population/london-mid2019-pop.csv.gz", copy)
    with pytest.raises(Refusal, match="does not say which year is estimated"):
        read_file(copy)


def test_ages_that_do_not_add_up_are_refused(tmp_path):
    lines = gzip.decompress(
        (DATA / "ons-population/london-lsoa11-single-year-of-age_mid2017.csv.gz").read_bytes()
    ).decode().splitlines()  # fmt: skip
    cells = lines[2].split(",")
    cells[10] = str(int(cells[10]) + 1)
    damaged = tmp_path / "lsoa-mid-2017.csv"
    damaged.write_text("\n".join([*lines[:2], ",".join(cells), *lines[3:]]))
    with pytest.raises(Refusal, match="line 3: the ages do not add up to the total"):
        read_file(damaged)
