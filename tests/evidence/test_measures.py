"""What the measures count in the carried data is what a slow reading of the very files, in plain Python,
counts.
"""

import csv
import gzip
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from commonground.evidence.choice import Tally
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Period, parse
from commonground.evidence.run import Evidence
from commonground.sources import sources

DATA = Path(__file__).parent.parent.parent / "data"
BOROUGH = DATA / "mps-recorded-crime-borough"
OLD = "published-2019-02-old-classification"
HOME_OFFICE = "published-2023-12-home-office-classification"
LATEST = "published-2026-04-home-office-2024-classification"


def tally(
    evidence: Evidence, key: str, area: str, words: str, edition: str | None = None, **where: str
) -> Tally:
    measure, place, period = measures()[key], evidence.area(area), parse(words)
    for choice in evidence.choices(measure, place.type, edition):
        found = evidence.tally(measure, place, period, choice, **where)
        if found.count is not None or found.withheld:
            return found
    return Tally(None, 0, False)


def wide(folder: str) -> list[dict[str, str]]:
    """Every row of the files of one publication, headers without regard to case."""
    rows: list[dict[str, str]] = []
    for path in sorted((BOROUGH / folder).iterdir()):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as opened:
                rows += [{k.strip().lower(): v for k, v in row.items()} for row in csv.DictReader(opened)]
        else:
            rows += pq.read_table(path).to_pylist()
    return rows


def total(rows: list[dict[str, str]], borough: str, months: list[str], major: str, *minors: str) -> int:
    """The sum of the cells of these months in the rows of a category. An absent row or cell adds nothing."""
    sums = 0
    for row in rows:
        name = row.get("borough") or row.get("lookup_boroughname") or row.get("boroughname") or ""
        kind = row.get("major category") or row.get("majortext") or ""
        part = row.get("minor category") or row.get("minortext") or ""
        fits = not minors or part.strip().lower() in {minor.lower() for minor in minors}
        if name.strip().lower() == borough.lower() and kind.strip().lower() == major.lower() and fits:
            sums += sum(int(float(row.get(month) or 0)) for month in months)
    return sums


def months(year: int, first: int, last: int) -> list[str]:
    return [f"{year}{month:02d}" for month in range(first, last + 1)]


@pytest.mark.parametrize(
    ("folder", "edition", "june"),
    [(OLD, "2019-02", 809), (HOME_OFFICE, "2023-12", 652), (LATEST, "2026-04", 648)],
)
def test_violence_in_lewisham_in_june_2018_in_three_generations(london, folder, edition, june):
    assert total(wide(folder), "Lewisham", ["201806"], "Violence Against the Person") == june
    assert tally(london, "violence_against_the_person", "Lewisham", "2018-06", edition) == Tally(june)


@pytest.mark.parametrize(("year", "offences"), [(2018, 4678), (2017, 4820)])
def test_the_numbers_of_the_lewisham_report_of_2019(london, year, offences):
    slow = total(wide(OLD), "Lewisham", months(year, 4, 9), "Violence Against the Person")
    assert slow == offences
    words = f"April to September {year}"
    assert tally(london, "violence_against_the_person", "Lewisham", words, "2019-02") == Tally(offences)


MINORS = {
    ("violence_with_injury", OLD): (
        "Violence Against the Person", "Assault with Injury", "Wounding/GBH", "Grievous Bodily Harm",
    ),
    ("violence_with_injury", HOME_OFFICE): ("Violence Against the Person", "Violence with Injury"),
    ("violence_with_injury", LATEST): ("Violence Against the Person", "Violence with Injury"),
    ("violence_without_injury", LATEST): ("Violence Against the Person", "Violence without Injury"),
    ("homicide", OLD): ("Violence Against the Person", "Murder"),
    ("homicide", HOME_OFFICE): ("Violence Against the Person", "Homicide"),
    ("homicide", LATEST): ("Violence Against the Person", "Homicide"),
    ("robbery_of_personal_property", OLD): ("Robbery", "Personal Property"),
    ("robbery_of_personal_property", LATEST): ("Robbery", "Robbery of Personal Property"),
    ("possession_of_weapons", OLD): ("Violence Against the Person", "Offensive Weapon"),
    ("possession_of_weapons", HOME_OFFICE): ("Possession of Weapons",),
    ("possession_of_weapons", LATEST): ("Possession of Weapons",),
    ("possession_of_article_with_blade_or_point", HOME_OFFICE): (
        "Possession of Weapons", "Possession of Article with Blade or Point",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("key", "folder"), MINORS)
@pytest.mark.parametrize(("year", "first", "last"), [(2012, 1, 12), (2018, 6, 6)])
def test_recorded_crime_in_every_borough(london, key, folder, year, first, last):
    rows, months_of = wide(folder), months(year, first, last)
    period = Period(date(year, first, 1), parse(f"{year}-{last:02d}").end)
    measure, boroughs = measures()[key], london.areas("london-boroughs")
    choice = london.choices(measure, "local_authority", folder.removeprefix("published-")[:7])[0]
    found = london.tallies(measure, boroughs, period, choice)
    assert {a.name: found[a.code] for a in boroughs} == {
        a.name: Tally(total(rows, a.name, months_of, *MINORS[key, folder])) for a in boroughs
    }


def test_the_city_of_london_is_not_nought_but_unknown(london):
    assert tally(london, "violence_against_the_person", "City of London", "2018-06") == Tally(None, 0, False)


def test_a_borough_without_a_row_has_none(london):
    names = {row["lookup_boroughname"] for row in wide(HOME_OFFICE) if row["minortext"] == "Homicide"}
    months_of_none = tally(london, "homicide", "Richmond upon Thames", "2018-01", "2023-12")
    assert "Richmond upon Thames" in names
    assert months_of_none == Tally(
        total(
            wide(HOME_OFFICE), "Richmond upon Thames", ["201801"], "Violence Against the Person", "Homicide"
        )
    )


KNIFE = {
    "knife_crime": "Knife Crime",
    "knife_crime_with_injury": "Knife Crime with Injury",
    "knife_crime_with_injury_in_robbery": "Knife Crime with Injury (Personal Robbery)",
    "knife_injury_victims_1_24": "Knife Injury Victims (1-24)",
    "knife_injury_victims_1_24_non_domestic": "Knife Injury Victims (non DA 1-24)",
}


@pytest.mark.parametrize("key", KNIFE)
def test_the_knife_dashboard(london, key):
    slow: dict[tuple[str, str], int] = defaultdict(int)
    for row in pq.read_table(next((DATA / "mps-knife-crime-dashboard").glob("*.parquet"))).to_pylist():
        if (
            row["crime_subtype"] == KNIFE[key]
            and row["measure"] == "Offences"
            and row["month_year"].year == 2024
        ):
            slow[row["area_type"], (row["area_code"] or "").strip()] += int(row["count"])
    for level, kind in (("local_authority", "Borough"), ("ward", "Safer Neighbourhood Teams")):
        measure = measures()[key]
        choice = london.choices(measure, level)[0]
        group = "london-boroughs" if level == "local_authority" else "wards of Lewisham"
        areas = london.areas(group)
        found = london.tallies(measure, areas, parse("2024"), choice)
        known = [area for area in areas if found[area.code] != Tally(None, 0, False)]
        assert len(known) >= len(areas) - 1
        assert {a.name: found[a.code].count for a in known} == {a.name: slow[kind, a.code] for a in known}


def test_homicide_victims(london):
    with (DATA / "mps-homicide/homicide-victims.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = [
            r for r in csv.DictReader(opened) if r["Borough"] == "Lewisham" and r["Recorded Year"] == "2018"
        ]
    knives = [r for r in rows if r["MethodofKilling"] == "Knife or Sharp Implement"]
    assert tally(london, "homicide_victims", "Lewisham", "2018") == Tally(len(rows))
    assert tally(london, "homicide_with_a_knife", "Lewisham", "2018") == Tally(len(knives))
    women = [r for r in rows if r["Sex"] == "Female"]
    assert tally(london, "homicide_victims", "Lewisham", "2018", sex="female") == Tally(len(women))


def test_searches_in_the_whole_force(london):
    path = next((DATA / "police-stop-and-search-met").glob("*.parquet"))
    columns = pq.read_table(path, columns=["Date", "Legislation", "Outcome"]).to_pylist()
    june = [row for row in columns if row["Date"].startswith("2018-06")]
    sixty = [row for row in june if "section 60" in (row["Legislation"] or "")]
    action = [row for row in june if row["Outcome"] and "no further action" not in row["Outcome"]]
    known = [row for row in june if row["Outcome"]]
    assert tally(london, "stop_and_search", "Metropolitan Police", "2018-06") == Tally(len(june))
    assert tally(london, "section_60_searches", "Metropolitan Police", "2018-06") == Tally(len(sixty))
    rate = tally(london, "stop_and_search_find_rate", "Metropolitan Police", "2018-06")
    assert (rate.count, rate.of) == (len(action), len(known))


FACTORS = {
    "children_in_need_gangs": "Gangs",
    "children_in_need_criminal_exploitation": "Child_criminal_exploitation",
    "children_in_need_sexual_exploitation": "Child_sexual_exploitation",
    "children_in_need_missing": "Going_missing",
}


@pytest.mark.parametrize("key", FACTORS)
@pytest.mark.parametrize("year", [2018, 2022, 2025])
def test_factors_in_children_in_need(london, key, year):
    path = DATA / "dfe-children-social-care/c3_factors_identified_at_end_of_assessment_2018_to_2025.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as opened:
        rows = {
            row["new_la_code"]: row[FACTORS[key]]
            for row in csv.DictReader(opened)
            if row["time_period"] == str(year) and row["geographic_level"] == "Local authority"
        }
    words = f"{year - 1}/{year % 100:02d}"
    for area in london.areas("london-local-authorities"):
        cell = rows[area.code]
        expected = Tally(int(cell)) if cell.isdigit() else Tally(None, 1, False)
        assert tally(london, key, area.name, words) == expected, area.name


@pytest.mark.parametrize(
    ("key", "column"), [("permanent_exclusions", "perm_excl"), ("suspensions", "fixed_excl")]
)
def test_exclusions(london, key, column):
    with gzip.open(
        DATA / "dfe-exclusions/clean_la_data.csv.gz", "rt", encoding="utf-8-sig", newline=""
    ) as opened:
        rows = [r for r in csv.DictReader(opened) if (r["year"], r["la_name"]) == ("201617", "Lewisham")]
    (cell,) = [row[column] for row in rows if row["school_type"] == "Total"]
    assert tally(london, key, "Lewisham", "September 2016 to August 2017") == Tally(float(cell))


def test_first_time_entrants_are_a_rate(london):
    assert tally(london, "first_time_entrants", "Lewisham", "2024").count == 211
    assert tally(london, "first_time_entrants", "London", "2024").count == 157


def test_titles_are_unique_and_every_measure_has_data_or_says_why_not(london):
    every: dict[str, Measure] = dict(measures())
    assert len({measure.title for measure in every.values()}) == len(every)
    assert {key for key, measure in every.items() if london.missing(measure)} == {
        "assault_attendances", "domestic_knife_victims", "robbery_with_a_knife",
    }  # fmt: skip
    for key in ("assault_attendances", "domestic_knife_victims", "robbery_with_a_knife"):
        assert f"{every[key].title}: no edition of " in (london.missing(every[key]) or "")


def test_every_count_names_a_source_and_columns_that_it_has():
    for measure in measures().values():
        for count in measure.counts:
            columns = set(sources()[count.source].columns)
            assert {condition.column for condition in (*count.where, *count.of)} <= columns, measure.key
            assert set(count.by) <= columns, measure.key
            assert count.value is None or count.value in columns, measure.key
        ways = [(count.source, count.classification) for count in measure.counts]
        assert len(set(ways)) == len(ways), measure.key
