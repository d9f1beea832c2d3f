"""Indices of Deprivation: every rank, decile and score as published, on the right LSOAs."""

import pytest
from delivered import plain, read, read_file, stated_rows

from commonground.sources.readers.refusal import Refusal

INDICES = [
    ("imd2019_england_lsoa11.csv.gz", "imd_2019", "lsoa11_code", "2011", 32_844, "Housing_and_Access"),
    ("imd2025_england_lsoa21.csv.gz", "imd_2025", "lsoa21_code", "2021", 33_755, "Housing_and_Services"),
]
WORDS = {
    "IMD": "overall", "Income": "income", "Employment": "employment",
    "Education": "education, skills and training",
    "Health": "health and disability", "Crime": "crime", "Environment": "living environment",
}  # fmt: skip


@pytest.mark.parametrize(("name", "source", "code", "vintage", "lsoas", "housing"), INDICES)
def test_every_lsoa_has_every_domain(name, source, code, vintage, lsoas, housing):
    reading = read(f"imd/{name}")
    assert reading.tidied.source.key == source
    assert reading.tidied.rows_read == reading.tidied.rows_loaded == stated_rows("imd")[name] == lsoas
    assert reading.rows("select distinct area_type, area_vintage from tidied") == [("lsoa", vintage)]
    assert set(reading.counted("domain").values()) == {lsoas}
    assert reading.rows("select min(rank), max(rank), min(decile), max(decile) from tidied") == [
        (1, lsoas, 1, 10)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "source", "code", "vintage", "lsoas", "housing"), INDICES)
def test_ranks_deciles_and_scores_are_those_of_the_file(name, source, code, vintage, lsoas, housing):
    slow = {}
    for row in plain(f"imd/{name}"):
        for short, word in [*WORDS.items(), (housing, "barriers to housing and services")]:
            score = row.get(f"{short}_score")
            slow[row[code], word] = (
                int(row[f"{short}_rank"]), int(row[f"{short}_decile"]), float(score) if score else None,
            )  # fmt: skip
    quick = read(f"imd/{name}").rows("select area_code, domain, rank, decile, score from tidied")
    assert {(area, domain): (rank, decile, score) for area, domain, rank, decile, score in quick} == slow


@pytest.mark.parametrize(("name", "source", "code", "vintage", "lsoas", "housing"), INDICES)
def test_decile_one_is_the_most_deprived_tenth(name, source, code, vintage, lsoas, housing):
    reading = read(f"imd/{name}")
    worst = "select max(rank) from tidied where decile = 1 and domain = 'overall'"
    assert reading.one(worst) < reading.one(worst.replace("max", "min").replace("= 1", "= 2"))
    assert reading.one(worst) == pytest.approx(lsoas / 10, abs=1)
    assert any("cannot explain crime" in caveat for caveat in reading.tidied.source.caveats)


def test_scores_are_only_in_2025():
    assert read("imd/imd2019_england_lsoa11.csv.gz").one("select count(score) from tidied") == 0
    assert (
        read("imd/imd2025_england_lsoa21.csv.gz").one("select count(*) from tidied where score is null") == 0
    )


def test_the_codes_of_each_index_are_of_its_own_lsoas():
    every = "select area_code from tidied"
    boundaries = {
        year: {code for (code,) in read(f"boundaries-london/london-{year}-lsoa-gen20.zip").rows(every)}
        for year in (2011, 2021)
    }
    for name, _, _, vintage, *_ in INDICES:
        codes = {code for (code,) in read(f"imd/{name}").rows("select distinct area_code from tidied")}
        assert boundaries[int(vintage)] <= codes
        assert not boundaries[4032 - int(vintage)] <= codes


def test_wards_are_those_of_2018():
    wards = read("imd/London wards id2019 summary measures.xlsx")
    assert (wards.tidied.source.key, wards.tidied.rows_read, wards.tidied.rows_loaded) == (
        "imd_2019_wards",
        633,
        633,
    )
    codes = {code for (code,) in wards.rows("select area_code from tidied")}
    assert codes <= {
        code
        for (code,) in read("boundaries-london/London_Ward_2018_ESRI.zip").rows(
            "select area_code from tidied"
        )
    }
    assert wards.rows("select distinct area_type, area_vintage from tidied") == [("ward", "2018")]
    assert wards.one("select count(*) from tidied where parent_code is null") == 0
    assert wards.one("select count(*) from tidied where parent_code = 'E09000023'") == 18
    assert wards.rows(
        "select area_name, people, average_score_rank, lsoas, lsoas_in_worst_20_percent from tidied "
        "where area_code = 'E05000026'"
    ) == [("Abbey", 14_370.0, 91, 7, 2)]


def test_an_impossible_decile_is_refused(tmp_path):
    row = dict(plain("imd/imd2019_england_lsoa11.csv.gz")[0])
    row["Crime_decile"] = "11"
    damaged = tmp_path / "imd.csv"
    damaged.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    with pytest.raises(Refusal, match="line 2: a decile is not from 1 to 10"):
        read_file(damaged)
