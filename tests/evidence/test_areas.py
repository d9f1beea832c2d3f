"""Areas are found by name and gathered in groups; their people and deprivation agree with a slow reading."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from invented_editions import put

from commonground.evidence import areas
from commonground.evidence.areas import Gazetteer, UnknownArea
from commonground.evidence.finding import Area
from commonground.evidence.population import BEST_FIT, NOT_REBASED, UnreadableAges, age_range
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store

DATA = Path(__file__).parent.parent.parent / "data"
LEWISHAM = Area("E09000023", "Lewisham", "local_authority")


def table(path):
    with gzip.open(DATA / path, "rt", encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(opened)


@pytest.mark.parametrize(
    ("group", "number"),
    [
        ("london-boroughs", 32),
        ("london-local-authorities", 33),
        ("force-areas", 43),
        ("wards of Lewisham", 19),
        ("2021 wards of Lewisham", 18),
        ("lsoas of Lewisham", 175),
        ("2011 lsoas of lewisham", 169),
    ],
)
def test_groups(london, group, number):
    found = london.areas(group)
    assert len(set(found)) == number
    assert [a.name for a in found] == sorted(a.name for a in found)


def test_similar_areas_begin_with_the_area_itself(london):
    found = london.areas("similar to Lewisham")
    assert found[0] == LEWISHAM
    assert len(set(found)) == 11
    assert set(found) <= set(london.areas("london-boroughs"))
    with pytest.raises(UnknownArea, match="Indices of Deprivation"):
        london.areas("similar to Cardiff")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Lewisham", "E09000023"),
        ("hammersmith & fulham", "E09000013"),
        ("London", "E12000007"),
        ("City of London", "E09000001"),
        ("Metropolitan Police", "E23000001"),
        ("Bellingham, Lewisham", None),
        ("Lewisham 034A", "E01003189"),
        ("e01003189", "E01003189"),
    ],
)
def test_names(london, words, code):
    found = london.area(words)
    if code is None:  # a ward said with its borough
        assert london.gazetteer.parent(found) == LEWISHAM
    else:
        assert found.code == code


def test_a_name_that_several_areas_have_asks_which(london):
    with pytest.raises(UnknownArea, match="Bellingham, Lewisham or Bellingham, Northumberland"):
        london.area("Bellingham")
    with pytest.raises(UnknownArea, match="Did you mean Deptford"):
        london.area("Deptfrd", "ward")


def test_small_areas_need_the_look_ups(tmp_path):
    evidence = Evidence(Store(tmp_path))
    with pytest.raises(UnknownArea, match="once the look-ups are loaded"):
        evidence.area("Bellingham", "ward")
    with pytest.raises(UnknownArea, match="once the look-ups are loaded"):
        evidence.areas("wards of Lewisham")
    assert evidence.gazetteer.small == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Metropolitan Police Service", "E23000001"),
        ("metropolitan", "E23000001"),
        ("City of London Police", "E23000034"),
        ("avon-and-somerset", "E23000036"),
        ("Devon & Cornwall Police", "E23000035"),
        ("Thames Valley Police", "E23000029"),
        ("British Transport Police", None),
    ],
)
def test_forces_by_the_names_they_go_by(name, code):
    assert areas.force_named(name) == code


@pytest.mark.parametrize(
    ("local_authority", "force"),
    [
        ("Lewisham", "Metropolitan Police"),
        ("City of London", "London, City of"),
        ("Nottingham", "Nottinghamshire"),
        ("Leeds", "West Yorkshire"),
        ("Bristol, City of", "Avon and Somerset"),
        ("Cardiff", "South Wales"),
    ],
)
def test_who_polices_a_local_authority(local_authority, force):
    code = areas.find(local_authority, areas.places(), "local_authority").code
    assert areas.force_of(code) == areas.find(force, areas.places(), "force").code


def test_every_force_polices_somewhere_and_a_county_of_districts_is_left_to_them():
    policed = {areas.force_of(a.code) for a in areas.places() if a.type == "local_authority"} - {None}
    assert policed == {a.code for a in areas.force_areas()}
    assert areas.force_of("E10000024") is None  # Nottinghamshire


def test_people_of_all_ages_are_those_of_the_lsoas(london):
    inside = {
        r["lsoa21_code"]
        for r in table("geography-lookups/lookup_lsoa21_ward24_ltla24.csv.gz")
        if r["ltla24_code"] == LEWISHAM.code
    }
    rows = pq.read_table(
        DATA / "ons-population/lsoa21_population_density_mid2011_mid2022.parquet"
    ).to_pylist()
    code, year = (
        next(n for n in rows[0] if all(w in n.lower() for w in words))
        for words in (("lsoa", "code"), ("2018", "pop"))
    )
    slow = sum(int(str(r[year]).replace(",", "")) for r in rows if r[code] in inside)
    found = london.population(LEWISHAM, 2018)
    assert (found.people, found.year, found.caveats) == (slow, 2018, ())
    assert {e.source for e in found.editions} == {"ons_population_lsoa", "lookup_lsoa21_ward24_ltla24"}


def test_people_of_some_ages(london):
    (row,) = [
        r
        for r in table("ons-population/england-wales-ltla-single-year-of-age_mid2020.csv.gz")
        if LEWISHAM.code in r.values()
    ]
    slow = sum(int(row[str(age)]) for age in range(10, 18))
    found = london.population(LEWISHAM, 2020, "10-17")
    assert (found.people, found.caveats) == (slow, (NOT_REBASED,))
    later = london.population(LEWISHAM, 2023, "10-17")
    assert (later.people, later.year, later.asked) == (slow, 2020, 2023)
    assert later.caveats[-1] == "Population of mid-2020, the nearest year to 2023 that is loaded."
    with pytest.raises(UnreadableAges, match="“young” is not a range of ages"):
        london.population(LEWISHAM, 2020, "young")


def test_wards_lsoas_and_london(london):
    wards = [london.population(ward, 2021) for ward in london.areas("wards of Lewisham")]
    whole = london.population(LEWISHAM, 2021)
    assert sum(ward.people for ward in wards) == whole.people
    assert {ward.caveats for ward in wards} == {(BEST_FIT,)}
    assert (
        sum(london.population(lsoa, 2021).people for lsoa in london.areas("lsoas of Lewisham"))
        == whole.people
    )
    boroughs = sum(london.population(b, 2021).people for b in london.areas("london-boroughs"))
    assert london.population(london.area("Metropolitan Police"), 2021).people == boroughs
    assert london.population(london.area("Durham", "force"), 2021) is None


@pytest.mark.parametrize(
    ("words", "ages"),
    [("all ages", (0, 90)), ("10-17", (10, 17)), ("1–24", (1, 24)), ("65+", (65, 90)), ("0 to 4", (0, 4))],
)
def test_ages(words, ages):
    assert age_range(words) == ages


@pytest.mark.parametrize("words", ["17-10", "young", "", "10-", "-3"])
def test_ages_that_are_none(words):
    with pytest.raises(UnreadableAges):
        age_range(words)


@pytest.mark.slow
def test_deprivation_is_weighted_by_people(london):
    authority = {
        r["lsoa21_code"]: r["ltla24_code"]
        for r in table("geography-lookups/lookup_lsoa21_ward24_ltla24.csv.gz")
    }
    people, score = {}, {}
    for edition in london.editions:
        if edition.source == "ons_population_lsoa":
            people = {
                r["area_code"]: r["count"]
                for r in pq.read_table(edition.rows).to_pylist()
                if r["start"].year == 2022
            }
        if edition.source == "imd_2025":
            score = {
                r["area_code"]: r["score"]
                for r in pq.read_table(edition.rows).to_pylist()
                if r["domain"] == "overall"
            }
    above, below = defaultdict(float), defaultdict(int)
    for lsoa, value in score.items():
        above[authority[lsoa]] += value * people[lsoa]
        below[authority[lsoa]] += people[lsoa]
    boroughs = london.areas("london-boroughs")
    assert {b.code: london.deprivation[b.code] for b in boroughs} == pytest.approx(
        {b.code: above[b.code] / below[b.code] for b in boroughs}
    )
    nearest = london.areas("similar to Lewisham")
    apart = [abs(london.deprivation[a.code] - london.deprivation[LEWISHAM.code]) for a in nearest[1:]]
    assert max(apart) < max(
        abs(london.deprivation[b.code] - london.deprivation[LEWISHAM.code]) for b in boroughs
    )


def test_codes_that_did_not_change_are_in_both_years(tmp_path):
    store = Store(tmp_path)
    both = [
        {"lsoa11_code": c, "lsoa11_name": c, "local_authority_code": LEWISHAM.code}
        for c in ("E01000001", "E01000002")
    ]
    put(store, both, source="lookup_lsoa11_lsoa21_ltla22", classification=None)
    now = [
        {
            "lsoa21_code": "E01000001",
            "lsoa21_name": "x",
            "ward24_code": "E05000001",
            "ward24_name": "W",
            "local_authority_code": LEWISHAM.code,
        }
    ]
    put(store, now, source="lookup_lsoa21_ward24_ltla24", classification=None)
    gazetteer = Gazetteer(store.editions())
    assert [a.code for a in gazetteer.within(LEWISHAM, "lsoa")] == ["E01000001"]
    assert [a.code for a in gazetteer.within(LEWISHAM, "lsoa", "2011")] == ["E01000001", "E01000002"]
