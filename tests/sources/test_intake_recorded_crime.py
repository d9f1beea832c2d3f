"""Recorded crime of the MPS as loaded from ``data/``, against its README tables and the plainest reading."""

import csv
import gzip
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from small_files import DATA, loaded, refused, rows, write

from commonground.evidence.edition import Edition
from commonground.evidence.store import Store
from commonground.sources.families.mps_recorded_crime import COLUMNS
from commonground.sources.mps_lsoa_annual import CATEGORIES

FOLDERS = (
    "mps-recorded-crime-borough",
    "mps-recorded-crime-ward",
    "mps-recorded-crime-lsoa",
    "police-street-level-met",
    "police-stop-and-search-met",
)
ROW = re.compile(r"^\| `([^`]+)` \| ([\d,]+) \| (\d+) \|", re.MULTILINE)
TABLES = [
    (DATA / folder / name, int(count.replace(",", "")), int(columns))
    for folder in FOLDERS
    for name, count, columns in ROW.findall((DATA / folder / "README.md").read_text("utf-8"))
    if (DATA / folder / name).exists()
]


@cache
def plain(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows, cells as text."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        columns = [["" if v is None else str(v) for v in column.to_pylist()] for column in table.columns]
        return table.column_names, [list(row) for row in zip(*columns, strict=True)]
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    header, *found = csv.reader(content.decode("utf-8-sig").splitlines())
    return header, found


def edition_of(store: Store, path: Path) -> Edition:
    """The edition loaded from this file."""
    (found,) = [e for e in store.editions() if e.file == str(path)]
    return found


def months(header: list[str]) -> list[tuple[int, date]]:
    """Where the months of a wide file stand."""
    return [(i, date(int(h[:4]), int(h[4:]), 1)) for i, h in enumerate(header) if re.fullmatch(r"\d{6}", h)]


def test_the_readme_tables_were_read():
    assert len(TABLES) == 5 + 1 + 14 + 2 + 1


@pytest.mark.parametrize(("path", "count", "columns"), TABLES, ids=lambda v: v.name if isinstance(v, Path) else "")
def test_every_row_of_the_readme_is_read_and_loaded_or_rejected(london_store, path, count, columns):
    edition = edition_of(london_store, path)
    assert edition.rows_read == count
    assert edition.rows_loaded + edition.rows_rejected == count
    if "sexual" not in path.name:
        assert edition.rejections == ()
    if edition.source in ("mps_borough", "mps_ward", "mps_lsoa"):
        labels = {"mps_borough": 3, "mps_ward": 5, "mps_lsoa": 5}[edition.source]
        assert len(edition.periods) + len(edition.partial) == columns - labels


@pytest.mark.parametrize("source", ["mps_borough", "mps_ward", "mps_lsoa"])
def test_every_month_of_every_file_has_the_published_sum(london_store, source):
    editions = london_store.editions(source)
    assert editions
    for edition in editions:
        header, published = plain(Path(edition.file))
        expected = {month: sum(int(row[at] or 0) for row in published) for at, month in months(header)}
        assert dict(rows(edition, "select start, sum(count) from rows group by 1")) == expected


@pytest.mark.slow
def test_every_row_of_the_borough_files_is_there_as_published(london_store):
    for edition in london_store.editions("mps_borough"):
        header, published = plain(Path(edition.file))
        spelled = [h.lower().strip("\ufeff") for h in header]
        name = next(i for i, h in enumerate(spelled) if "borough" in h)
        major, minor = (next(i for i, h in enumerate(spelled) if h.startswith(k)) for k in ("major", "minor"))
        expected = Counter(
            (row[name], row[major], row[minor], month, int(row[at]))
            for row in published
            for at, month in months(header)
        )
        assert Counter(rows(edition, "select area_name, major, minor, start, count from rows")) == expected


def test_the_three_classifications_and_their_publications(london_store):
    answer = [
        (e.classification, e.published, e.periods[0][0], e.periods[-1][1]) for e in london_store.editions("mps_borough")
    ]
    assert sorted(answer) == [
        ("home-office-2019", "2023-12", date(2010, 4, 1), date(2021, 11, 30)),
        ("home-office-2019", "2023-12", date(2021, 12, 1), date(2023, 11, 30)),
        ("home-office-2024", "2026-04", date(2010, 4, 1), date(2024, 2, 29)),
        ("mps-old", "2019-02", date(2008, 1, 1), date(2016, 12, 31)),
        ("mps-old", "2019-02", date(2017, 1, 1), date(2018, 12, 31)),
    ]
    assert {e.classification for k in ("mps_ward", "mps_lsoa") for e in london_store.editions(k)} == {
        "home-office-2024"
    }


def test_violence_in_lewisham_in_june_2018_differs_between_the_three(london_store):
    """The figures of the README: 809, 652 and 648 for the same month."""
    sql = (
        "select sum(count) from rows where area_code = 'E09000023' and start = '2018-06-01' "
        "and lower(major) = 'violence against the person'"
    )
    found = {e.classification: rows(e, sql)[0][0] for e in london_store.editions("mps_borough") if rows(e, sql)[0][0]}
    assert found == {"mps-old": 809, "home-office-2019": 652, "home-office-2024": 648}


def test_the_claim_of_the_lewisham_report(london_store):
    """April to September 2018 against the year before, in the edition of February 2019: 4,820 to 4,678."""
    (edition,) = [e for e in london_store.editions("mps_borough") if e.periods[0][0] == date(2017, 1, 1)]
    sql = """
        select year(start), sum(count)::int from rows
        where area_code = 'E09000023' and lower(major) = 'violence against the person'
        and month(start) between 4 and 9
        group by 1 order by 1
    """
    assert rows(edition, sql) == [(2017, 4820), (2018, 4678)]


def test_all_32_boroughs_have_a_code_and_nothing_else_has(london_store):
    for edition in london_store.editions("mps_borough"):
        codes = rows(edition, "select count(distinct area_code) from rows")
        assert codes == [(32,)]
        unplaced = {name for (name,) in rows(edition, "select distinct area_name from rows where area_code is null")}
        assert unplaced <= {"London Heathrow and London City Airports", "Unknown"}


def test_wards_and_lsoas_have_codes_of_one_set(london_store):
    (wards,) = london_store.editions("mps_ward")
    assert rows(wards, "select distinct area_vintage from rows") == [("2022",)]
    assert rows(wards, "select count(distinct area_code) from rows where borough = 'Lewisham'") == [(19,)]
    (lsoas,) = london_store.editions("mps_lsoa")
    assert rows(lsoas, "select distinct area_vintage from rows") == [("2021",)]
    look_up = DATA / "geography-lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz"
    known = f"select lsoa21_code from read_csv('{look_up}', all_varchar = true)"
    assert rows(lsoas, f"select count(*) from rows where area_code not in ({known})") == [(0,)]


def test_february_2024_by_lsoa_is_known_to_be_there_only_in_part(london_store):
    (edition,) = london_store.editions("mps_lsoa")
    assert edition.partial == ((date(2024, 2, 1), date(2024, 2, 29)),)
    assert len(edition.periods) == 24
    assert rows(edition, "select sum(count) from rows where start = '2024-02-01'") == [(39,)]
    assert [e.partial for k in ("mps_borough", "mps_ward") for e in london_store.editions(k)] == [()] * 6


def test_the_category_of_an_annual_file_comes_from_its_name(london_store):
    editions = london_store.editions("mps_lsoa_annual")
    assert len(editions) == len(CATEGORIES) == 13
    for edition in editions:
        ending = re.search(r"((?:major|minor)-[a-z-]+)", Path(edition.file).name).group(1)
        if ending == "major-sexual":
            assert (edition.rows_loaded, edition.rows_rejected, edition.parts) == (0, 4829, ())
            continue
        assert edition.parts == (ending,)
        header, published = plain(Path(edition.file))
        expected = {
            year: sum(int(float(row[header.index(str(year))])) for row in published)
            for year in (*range(2011, 2020), 2021)
        }
        sums = rows(edition, "select year(start), sum(count)::int from rows group by 1 order by 1")
        assert dict(sums) == expected
        assert [(a, b) for a, b in edition.periods] == [(date(y, 1, 1), date(y, 12, 31)) for y in expected]
        assert "2020 is left out: it is known to be wrong as published" in edition.warnings
        assert rows(edition, "select distinct major, minor from rows") == [CATEGORIES[ending]]


def test_annual_sums_agree_with_the_borough_file(london_store):
    """LSOA sums are 98 to 99 per cent of borough totals for violence, which tells the classification."""
    (violence,) = [e for e in london_store.editions("mps_lsoa_annual") if e.parts == ("major-violence",)]
    (boroughs,) = [e for e in london_store.editions("mps_borough") if e.periods[-1][1] == date(2021, 11, 30)]
    by_lsoa = dict(rows(violence, "select year(start), sum(count) from rows group by 1"))
    sql = """
        select year(start), sum(count) from rows
        where major = 'Violence Against the Person' and area_code is not null group by 1
    """
    by_borough = dict(rows(boroughs, sql))
    for year in range(2011, 2020):
        assert 0.975 < by_lsoa[year] / by_borough[year] < 1


def test_an_annual_file_of_another_name_is_refused(tmp_path):
    with gzip.open(DATA / "mps-recorded-crime-lsoa/annual-2011-2021/london-2011-2021-major-arson.csv.gz", "rt") as file:
        lines = file.read().splitlines()[:5]
    said = refused(Store(tmp_path / "home"), write(tmp_path / "arson.csv", lines))
    assert said == (
        "line 2: the name of the file does not end in a category that is known, "
        "such as “major-violence.csv.gz”. Nothing was loaded."
    )


@pytest.mark.parametrize(
    "header",
    [
        "MajorText,MinorText,LookUp_BoroughName,202112",
        "\ufeffMajorText,MinorText,BoroughName,202112",
        "majortext,minortext,boroughname,202112",
        " MajorText , MinorText,Borough,202112 ",
        "Major Category,Minor Category,Borough,202112",
    ],
)
def test_the_header_drifts_and_the_table_does_not(tmp_path, header):
    lines = [header, "Robbery,Robbery of Personal Property,Lewisham,12"]
    edition = loaded(Store(tmp_path / "home"), write(tmp_path / "b.csv", lines))
    expected = ("local_authority", "E09000023", "Lewisham", "Robbery", "Robbery of Personal Property")
    assert rows(edition, 'select * exclude (start, "end", count, mark) from rows') == [expected]


def test_the_store_holds_exactly_the_declared_columns(london_store):
    from commonground.sources import sources

    assert set(COLUMNS) > {"area_code", "count", "mark"}
    for edition in london_store.editions():
        described = duckdb.sql(f"select * from read_parquet('{edition.rows}') limit 0")
        found = {name: str(kind) for name, kind in zip(described.columns, described.types, strict=True)}
        assert found == {k: v.upper() for k, v in sources()[edition.source].columns.items()}, edition.source
