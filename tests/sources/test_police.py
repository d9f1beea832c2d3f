"""Street-level crime, outcomes and searches, against the plainest reading of the same files."""

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from small_files import DATA, POLICE, SEARCHES, STREET, loaded, outcomes, refused, rows, street, write

from commonground.evidence.store import Store
from commonground.sources import sources
from commonground.sources.readers import intake, swift
from commonground.sources.readers.deliveries import deliveries

OUTCOMES = POLICE / "invented-outcomes.csv"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def plainly(path: Path) -> list[dict[str, str]]:
    """The file as the csv module reads it."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_street_level_row_is_there_as_published(store):
    edition = loaded(store, STREET, published=None)
    assert edition.rejections == ()
    assert edition.periods == ((date(2014, 11, 1), date(2014, 11, 30)),)
    assert edition.parts == ("City of London Police",)
    columns = "crime_id, reported_by, falls_within, longitude, latitude, location, lsoa_code, crime_type, last_outcome"
    expected = Counter(
        (
            row["Crime ID"] or None,
            row["Reported by"],
            row["Falls within"],
            float(row["Longitude"]) if row["Longitude"] else None,
            float(row["Latitude"]) if row["Latitude"] else None,
            row["Location"],
            row["LSOA code"] or None,
            row["Crime type"],
            row["Last outcome category"] or None,
        )
        for row in plainly(STREET)
    )
    assert Counter(rows(edition, f"select {columns} from rows")) == expected


def test_a_file_of_burglaries_alone_says_nothing_of_robberies(store, tmp_path):
    head, *lines = STREET.read_text("utf-8").splitlines()
    burglary = [",".join(["", *line.split(",")[1:9], "Burglary", "", ""]) for line in lines]
    path = write(tmp_path / "2014-11-city-of-london-street.csv", [head, *burglary[:120]])
    edition = loaded(store, path)
    assert (edition.rows_loaded, edition.periods) == (120, ())
    assert edition.partial == ((date(2014, 11, 1), date(2014, 11, 30)),)
    said = "only Burglary is in the file, a part of what is published: no measure is counted from it"
    assert said in edition.warnings


def test_rows_without_an_identifier_or_a_place_are_kept(store):
    edition = loaded(store, STREET)
    published = plainly(STREET)
    blank_id = sum(not row["Crime ID"] for row in published)
    blank_place = sum(not row["Longitude"] for row in published)
    assert (blank_id, blank_place) == (10, 20)
    kept = rows(edition, "select count(*) - count(crime_id), count(*) - count(longitude) from rows")
    assert kept == [(blank_id, blank_place)]
    types = rows(edition, "select distinct crime_type from rows where crime_id is null")
    assert types == [("Anti-social behaviour",)]


def test_an_exact_repeat_that_carries_an_identifier_is_rejected_and_no_other(store, tmp_path):
    lines = street()
    with_id = next(line for line in lines[1:] if not line.startswith(","))
    without = next(line for line in lines[1:] if line.startswith(","))
    other_outcome = with_id.rsplit(",", 2)[0] + ",Suspect charged,"
    other_name = with_id.replace(",City of London 0", ",City of London 9", 1)
    assert len({with_id, other_outcome, other_name}) == 3
    path = write(tmp_path / "s.csv", [*lines, with_id, without, other_outcome, with_id, other_name])
    edition = loaded(store, path)
    reason = "an exact repeat of an earlier row with the same identifier"
    assert edition.rejections == ((reason, 2),)
    assert edition.rows_read == len(lines) - 1 + 5
    assert edition.rows_loaded == edition.rows_read - 2
    assert rows(edition, "select count(*) from rows") == [(edition.rows_loaded,)]


def test_outcomes(store):
    edition = loaded(store, OUTCOMES)
    assert (edition.source, edition.rows_read, edition.rows_rejected) == ("police_outcomes", 5, 1)
    assert rows(edition, "select left(crime_id, 2), start::varchar, outcome from rows order by all") == [
        ("11", "2023-01-01", "Investigation complete; no suspect identified"),
        ("11", "2023-01-01", "Suspect charged"),
        (None, "2023-01-01", "Unable to prosecute suspect"),
        (None, "2023-01-01", "Unable to prosecute suspect"),
    ]


def test_searches_with_their_outcomes_in_three_groups(store):
    edition = loaded(store, SEARCHES)
    published = plainly(SEARCHES)
    assert edition.rows_loaded == len(published)
    assert edition.parts == ("metropolitan",)
    groups = {"A no further action disposal": "no further action", "Arrest": "arrest"}
    expected = Counter((row["Outcome"], groups.get(row["Outcome"], "other action")) for row in published)
    assert Counter(rows(edition, "select outcome, outcome_group from rows")) == expected
    first = published[0]
    answer = rows(
        edition,
        'select strftime("at", \'%Y-%m-%dT%H:%M:%S+00:00\'), start::varchar, "end"::varchar, type, '
        "legislation, "
        'object_of_search, age_range, longitude, latitude, linked from rows order by "at" limit 1',
    )
    assert answer == [
        (
            first["Date"], "2018-01-01", "2018-01-31", first["Type"], first["Legislation"],
            first["Object of search"],
            first["Age range"], float(first["Longitude"]), float(first["Latitude"]), None,
        )
    ]  # fmt: skip


def test_the_force_of_searches_is_unknown_where_the_name_does_not_tell(store, tmp_path):
    lines = SEARCHES.read_text("utf-8").splitlines()
    assert loaded(store, write(tmp_path / "searches.csv", lines)).parts == ()
    named = write(tmp_path / "2018-01-city-of-london-stop-and-search.csv", lines[:9])
    assert loaded(store, named).parts == ("city-of-london",)


def test_labels_of_before_2018_fall_into_the_same_groups(london_store):
    (edition,) = london_store.editions("police_stop_and_search")
    answer = rows(
        edition,
        "select outcome_group, count(*) filter (start < '2018-01-01'), "
        "count(*) filter (start >= '2018-01-01') "
        "from rows group by 1 order by 1",
    )
    assert answer == [
        ("arrest", 52807, 28970),
        ("no further action", 187531, 134326),
        ("other action", 33443, 22378),
    ]
    section_60 = "select count(*) from rows where legislation like '%(section 60)'"
    assert rows(edition, section_60) == [(9779,)]
    assert rows(edition, "select round(avg((longitude is null)::int), 2) from rows") == [(0.26,)]


@pytest.mark.parametrize(
    ("code", "vintage"),
    [
        ("E01000010", "2011"),  # only in the 2011 set
        ("E01035762", "2021"),  # only in the 2021 set
        ("E01000001", "both"),
        ("W01001957", "2011"),
        ("W01002040", "2021"),
        ("W01000003", "both"),
        ("", None),
        ("S01006506", None),
        ("95AA01S1", "refused"),
    ],
)
def test_the_vintage_is_told_by_the_code(store, tmp_path, code, vintage):
    lines = street()[:3]
    cells = lines[1].split(",")
    cells[7] = code
    path = write(tmp_path / "s.csv", [lines[0], ",".join(cells)])
    if vintage == "refused":
        said = "line 2: the LSOA code is not of nine characters, such as E01000001. Nothing was loaded."
        assert refused(store, path) == said
    else:
        assert rows(loaded(store, path), "select lsoa_code, lsoa_vintage from rows") == [(code or None, vintage)]


def test_the_codes_of_one_set_only_agree_with_the_look_up_of_ons():
    with gzip.open(DATA / "geography-lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz", "rt", encoding="utf-8") as file:
        pairs = [(row["lsoa11_code"], row["lsoa21_code"]) for row in csv.DictReader(file)]
    old, new = {a for a, _ in pairs if a}, {b for _, b in pairs if b}
    with intake.connect() as connection:
        packaged = set(connection.execute("select code, vintage from lsoa_changes").fetchall())
        vintage = sources()["police_street"].each["lsoa_vintage"]
        told = dict(
            connection.execute(
                f"select lsoa_code, {vintage} from (select unnest(?) as lsoa_code)", [sorted(old | new)]
            ).fetchall()
        )
    assert packaged == {(c, "2011") for c in old - new} | {(c, "2021") for c in new - old}
    assert told == {c: "both" if c in old and c in new else "2011" if c in old else "2021" for c in old | new}


def test_a_point_abroad_is_left_out_and_its_offence_kept(store, tmp_path):
    lines = street()
    cells = lines[40].split(",")
    cells[4:6] = "0", "0"
    edition = loaded(store, write(tmp_path / "s.csv", [*lines[:40], ",".join(cells), *lines[41:]]))
    assert edition.rows_loaded == len(lines) - 1
    assert edition.warnings == ("1 row: a point outside the United Kingdom, kept without its place",)
    assert rows(edition, f"select longitude, latitude from rows where crime_id = '{cells[0]}'")[0] == (
        None,
        None,
    )


def test_a_few_unknown_crime_types_are_kept_and_said(store, tmp_path):
    lines = street()
    lines[40] = lines[40].replace(lines[40].split(",")[9], "Hovercraft theft")
    edition = loaded(store, write(tmp_path / "s.csv", lines))
    assert edition.warnings == ("1 row: the crime type is none of data.police.uk",)
    assert rows(edition, "select count(*) from rows where crime_type = 'Hovercraft theft'") == [(1,)]


def both_ways(path: Path, draft: Path) -> tuple[list[tuple], list[tuple], intake.Tidied, intake.Tidied]:
    """The tidy rows by the quick way and by the careful one, and what each says of the file."""
    (delivery,) = deliveries([path], "2020-01")
    source = intake.recognise(delivery)
    with intake.connect() as connection:
        quick = intake.tidy(delivery, source, connection, draft)
        quickly = connection.execute("select * from tidied order by all").fetchall()
        careful = intake.tidy(delivery, source, connection)
        carefully = connection.execute("select * from tidied order by all").fetchall()
    return quickly, carefully, quick, careful


@pytest.mark.parametrize("path", [STREET, SEARCHES], ids=["street", "searches"])
def test_the_quick_way_and_the_careful_way_agree(tmp_path, path):
    quickly, carefully, quick, careful = both_ways(path, tmp_path / "rows.parquet")
    assert (quick.written, careful.written) == (tmp_path / "rows.parquet", None)
    assert quickly == carefully
    for said in ("rows_read", "rows_loaded", "rejections", "warnings", "periods", "parts", "published"):
        assert getattr(quick, said) == getattr(careful, said)


@pytest.mark.slow
def test_both_ways_agree_on_three_years_of_the_city_of_london(tmp_path):
    path = DATA / "police-street-level-met/city-of-london-street_2014-09_2017-08.parquet"
    quickly, carefully, quick, _ = both_ways(path, tmp_path / "rows.parquet")
    assert quick.written is not None
    assert len(quickly) == 19_518
    assert quickly == carefully


def test_the_quick_way_stops_at_anything_doubtful(tmp_path):
    lines = street()
    fine = lines[50].split(",")
    doubtful = {
        "month": {1: "2014-13"},
        "no month": {1: ""},
        "number": {4: "west"},
        "not finite": {4: "nan"},
        "abroad": {4: "0", 5: "0"},
        "type": {9: "Hovercraft theft"},
        "code": {7: "E0100"},
        "too few": {11: None},
    }
    for name, changes in doubtful.items():
        cells = [changes.get(at, cell) for at, cell in enumerate(fine)]
        line = ",".join(cell for cell in cells if cell is not None)
        path = write(tmp_path / f"{name}.csv", [*lines[:50], line, *lines[51:]])
        (delivery,) = deliveries([path])
        with intake.connect() as connection:
            target = tmp_path / "rows.parquet"
            assert swift.write(connection, delivery, sources()["police_street"], target) is None, name


def test_a_month_folder(store):
    assert [o.edition.source for o in outcomes(store, POLICE)] == [
        "police_street",
        "police_stop_and_search",
        "police_outcomes",
    ]
