"""Each fault of a file is said in one sentence with its line, and nothing of the file is loaded."""

import codecs
import gzip
from pathlib import Path

import pytest
from small_files import BOROUGHS, boroughs, loaded, outcomes, refused, rows, street, write

from commonground.evidence.store import Store

CUT_OFF = "Arson and Criminal Damage,Arson,Barnet"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def cell(line: str, at: int, value: str) -> str:
    """The line with one cell changed."""
    cells = line.split(",")
    cells[at] = value
    return ",".join(cells)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("-3", "“202112” holds “-3”, which is not a whole number, nought or more."),
        ("4.5", "“202112” holds “4.5”, which is not a whole number, nought or more."),
        ("1e3", "“202112” holds “1e3”, which is not a whole number, nought or more."),
        ("1,2", None),
        ("four", "“202112” holds “four”, which is not a whole number, nought or more."),
        (
            "99999999999999999999",
            "“202112” holds “99999999999999999999”, which is not a whole number, nought or more.",
        ),
        ("inf", "“202112” holds “inf”, which is not a whole number, nought or more."),
        ("0x1F", "“202112” holds “0x1F”, which is not a whole number, nought or more."),
        ("1_000", "“202112” holds “1_000”, which is not a whole number, nought or more."),
    ],
)
def test_a_cell_that_is_no_count_refuses_the_file_by_its_line(store, tmp_path, value, said):
    lines = boroughs()
    lines[7] = cell(lines[7], 3, f'"{value}"')
    expected = said or f"“202112” holds “{value}”, which is not a whole number, nought or more."
    assert refused(store, write(tmp_path / "b.csv", lines)) == f"line 8: {expected} Nothing was loaded."


@pytest.mark.parametrize(
    ("value", "read"), [("1,234", 1234), (" 7 ", 7), ("12.0", 12), ("0", 0), ("", None), ("+5", 5)]
)
def test_a_whole_number_is_read_however_a_spreadsheet_writes_it(store, tmp_path, value, read):
    lines = boroughs(1)
    lines[1] = cell(lines[1], 3, f'"{value}"')
    edition = loaded(store, write(tmp_path / "b.csv", lines))
    counts = [count for (count,) in rows(edition, "select count from rows where start = '2021-12-01'")]
    assert counts == ([] if read is None else [read])


def test_a_withheld_count_is_kept_as_its_mark_and_not_as_nought(store, tmp_path):
    lines = boroughs(1)
    lines[1] = cell(cell(lines[1], 3, "*"), 4, " X ")
    edition = loaded(store, write(tmp_path / "b.csv", lines))
    answer = rows(edition, "select start::varchar, count, mark from rows where mark is not null order by 1")
    assert answer == [("2021-12-01", None, "*"), ("2022-01-01", None, "x")]


def test_a_line_with_too_few_or_too_many_cells(store, tmp_path):
    lines = boroughs()
    width = lines[0].count(",") + 1
    short = [*lines[:5], CUT_OFF, *lines[5:]]
    assert refused(store, write(tmp_path / "short.csv", short)) == (
        f"line 6 has 3 cells where the header has {width}. Nothing was loaded."
    )
    long = [*lines[:9], lines[9] + ",1,2", *lines[10:]]
    assert refused(store, write(tmp_path / "long.csv", long)) == (
        f"line 10 has {width + 2} cells where the header has {width}. Nothing was loaded."
    )


def test_the_line_is_counted_in_lines_where_a_cell_has_several(store, tmp_path):
    lines = street()
    lines[1] = lines[1].replace("On or near", '"On or\nnear', 1).replace(",E01", '",E01', 1)
    lines[4] = cell(lines[4], 1, "2017-13")
    said = refused(store, write(tmp_path / "street.csv", lines))
    assert said == "line 6: “Month” holds “2017-13”, which is not a month (such as 2018-04). Nothing was loaded."


def test_a_quotation_mark_that_is_never_closed(store, tmp_path):
    lines = boroughs(8)
    lines[3] = '"' + lines[3]
    assert refused(store, write(tmp_path / "b.csv", lines)) == (
        "line 4 or after: a quotation mark is opened and never closed. Nothing was loaded."
    )


def test_a_cell_longer_than_any_table_has(store, tmp_path):
    lines = boroughs()
    lines[3] = cell(lines[3], 0, "x" * 3_000_000)
    said = refused(store, write(tmp_path / "b.csv", lines))
    assert said == "line 4 or after: a cell is longer than 1,048,576 characters. Nothing was loaded."


def test_lines_ended_in_several_ways_and_blank_lines_are_no_fault(store, tmp_path):
    lines = boroughs()
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes((lines[0] + "\r\n" + lines[1] + "\n\n" + "\r\n".join(lines[2:10]) + "\n" + lines[10]).encode())
    edition = loaded(store, mixed)
    assert edition.rows_read == edition.rows_loaded == 10


@pytest.mark.parametrize(
    ("bytes_", "said"),
    [
        (b"", "is empty."),
        (b"\n \r\n", "is empty."),
        (codecs.BOM_UTF8, "is empty."),
        (gzip.compress(b"", mtime=0), "is empty."),
        (
            b"<!DOCTYPE html><html><body>Not found</body></html>",
            "is a web page, not data; the download may have failed.",
        ),
        (b"%PDF-1.7\n%...", "is a PDF document, which is not read; load the table it was made from."),
        (b"PAR1 and nothing else", "is a damaged or incomplete Parquet file; nothing was loaded."),
        (
            b"PK\x03\x04 and nothing else",
            "is a damaged or incomplete zip archive; download it again. Nothing was loaded.",
        ),
        (b'{"features": 3}', "is JSON, but not a collection of GeoJSON features; nothing was loaded."),
        (
            b"\xd0\xcf\x11\xe0 and nothing else",
            "is a damaged or password-protected workbook; nothing was loaded.",
        ),
    ],
)
def test_files_that_are_no_tables(store, tmp_path, bytes_, said):
    path = tmp_path / "file.csv"
    path.write_bytes(bytes_)
    assert refused(store, path) == said


def test_a_header_and_no_rows(store, tmp_path):
    said = "holds a header and no rows; nothing was loaded."
    assert refused(store, write(tmp_path / "b.csv", boroughs(0))) == said
    assert refused(store, write(tmp_path / "s.csv", street()[:1])) == said


def test_a_column_that_is_there_twice(store, tmp_path):
    lines = boroughs()
    twice = [line + "," + line.split(",")[2] for line in lines]
    assert refused(store, write(tmp_path / "b.csv", twice)) == (
        "has more than one column “LookUp_BoroughName”; nothing was loaded."
    )
    month = [line + "," + line.split(",")[3] for line in lines]
    assert refused(store, write(tmp_path / "m.csv", month)) == "has more than one column “202112”; nothing was loaded."


def test_an_unknown_file_and_one_that_lacks_a_column(store, tmp_path):
    assert refused(store, write(tmp_path / "x.csv", ["apples,pears", "1,2"])) == (
        "is not a file that is known here (its columns: “apples”, “pears”); "
        "“commonground sources” lists what can be loaded."
    )
    lacking = [line.split(",", 1)[1] for line in boroughs()]
    assert refused(store, write(tmp_path / "y.csv", lacking)) == (
        "looks like MPS recorded crime by borough, but has no column “MajorText”; check that it is as published."
    )


def test_a_file_is_not_recognised_by_its_name(store, tmp_path):
    edition = loaded(store, write(tmp_path / "2014-11-city-of-london-street.csv", boroughs()))
    assert edition.source == "mps_borough"


def test_swapped_columns(store, tmp_path):
    header, *lines = boroughs()
    swapped = [header, *(",".join([b, a, *rest]) for a, c, b, *rest in (line.split(",") for line in lines))]
    short = [line.rsplit(",", 1)[0] for line in swapped[:1]] + swapped[1:]
    assert "cells where the header has" in refused(store, write(tmp_path / "ragged.csv", short))
    turned = [
        header.replace("MajorText", "?").replace("LookUp_BoroughName", "MajorText").replace("?", "LookUp_BoroughName")
    ]
    assert refused(store, write(tmp_path / "turned.csv", [*turned, *lines])) == (
        "line 2: the borough is not a borough of London. Nothing was loaded."
    )
    points = street()
    points[0] = points[0].replace("Longitude,Latitude", "Latitude,Longitude")
    first = next(i for i, line in enumerate(points) if i and line.split(",")[4]) + 1
    assert refused(store, write(tmp_path / "points.csv", points)) == (
        f"line {first}: the longitude and the latitude are in each other's place. Nothing was loaded."
    )
    types = street()
    types[0] = types[0].replace("Crime type,Last outcome category", "Last outcome category,Crime type")
    said = refused(store, write(tmp_path / "types.csv", types))
    assert said.startswith("line 2: ")
    assert said.endswith(
        (
            "the crime type is none of data.police.uk. Nothing was loaded.",
            "“Crime type” is empty. Nothing was loaded.",
        )
    )


def test_a_row_that_is_there_twice(store, tmp_path):
    lines = boroughs(5)
    assert refused(store, write(tmp_path / "b.csv", [*lines, lines[2]])) == (
        "line 7: the borough and category are there twice. Nothing was loaded."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_that_is_known_gives_the_same_rows(store, tmp_path, encoding):
    lines = street()
    lines[1] = lines[1].replace("On or near", "On or near Café", 1)
    edition = loaded(store, write(tmp_path / "street.csv", lines, encoding))
    assert rows(edition, "select count(*) from rows where location like '%Café%'") == [(1,)]
    assert edition.rows_loaded == len(lines) - 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda text: codecs.BOM_UTF8 + text.replace("Arson", "Arsén", 1).encode("cp1252"),
            "says that it is UTF-8 but is not; save it as CSV UTF-8 again. Nothing was loaded.",
        ),
        (
            lambda text: text.replace("Arson", "Ars\0on", 2).encode(),
            "line 2 holds a null byte, so it is not a text table; nothing was loaded.",
        ),
        (
            lambda text: text.encode("utf-16-le"),
            "line 1 holds a null byte, so it is not a text table; nothing was loaded.",
        ),
        (
            lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le")[:-3],
            "is in an encoding that is not known here; save it as CSV UTF-8 and try again. Nothing was loaded.",
        ),
        (
            lambda text: text.replace("Arson", "Arson\x81", 1).encode("latin-1"),
            "is in an encoding that is not known here; save it as CSV UTF-8 and try again. Nothing was loaded.",
        ),
    ],
)
def test_other_encodings_are_refused(store, tmp_path, damage, said):
    path = tmp_path / "b.csv"
    path.write_bytes(damage("\n".join(boroughs())))
    assert refused(store, path) == said


def test_a_gzip_that_is_cut_short_or_too_good_to_be_true(store, tmp_path):
    whole = gzip.compress("\n".join(boroughs()).encode())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole[:-20])
    assert refused(store, cut) == "is a damaged or incomplete gzip file; download it again. Nothing was loaded."
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * (80 << 20)))
    assert refused(store, bomb) == "expands to far more than a table could; it was not read."


def test_a_path_that_is_not_there(store, tmp_path):
    (outcome,) = outcomes(store, tmp_path / "nothing.csv")
    assert outcome.error == f"{tmp_path / 'nothing.csv'}: there is no such file or folder."


def test_the_good_files_load_and_the_bad_are_reported(store, tmp_path):
    write(tmp_path / "in/a.csv", boroughs())
    write(tmp_path / "in/b.csv", ["apples,pears", "1,2"])
    write(tmp_path / "in/deeper/c.csv", street())
    for name in ("README.md", "LICENCE.txt", "licence", ".hidden.csv", "notes.txt", "__MACOSX/._a.csv"):
        write(tmp_path / "in" / name, ["anything"])
    found = outcomes(store, tmp_path / "in")
    assert [(Path(o.file).name, o.edition.source if o.edition else None) for o in found] == [
        ("a.csv", "mps_borough"),
        ("b.csv", None),
        ("c.csv", "police_street"),
    ]


def test_csv_compressed_csv_and_parquet_give_equal_rows(store, tmp_path):
    import duckdb

    compressed = tmp_path / "b.csv.gz"
    compressed.write_bytes(gzip.compress(BOROUGHS.read_bytes()))
    parquet = tmp_path / "b.parquet"
    duckdb.sql(f"select * from read_csv('{BOROUGHS}', header = true)").write_parquet(str(parquet))
    editions = [loaded(store, path) for path in (BOROUGHS, compressed, parquet)]
    first, *others = [rows(edition) for edition in editions]
    assert len(first) == 1581 * 24
    assert all(other == first for other in others)
    assert len({edition.id for edition in editions}) == 3


def test_loading_again_changes_nothing(store, tmp_path):
    path = write(tmp_path / "b.csv", boroughs())
    first = loaded(store, path, published="2023-12")
    stamp = first.rows.stat().st_mtime_ns
    (again,) = outcomes(store, path, published="2024-01")
    assert again.unchanged
    assert again.edition == first
    assert again.edition.rows.stat().st_mtime_ns == stamp
    assert again.to_json()["warnings"] == ["was loaded before; nothing has changed"]
    assert len(store.editions()) == 1


@pytest.mark.parametrize(
    "month", ["2014-11", "201411", " 2014-11 ", "2014-11-01", "2014-11-01 00:00:00", "01/11/2014", "Nov-14"]
)
def test_a_month_is_read_however_a_spreadsheet_writes_it(store, tmp_path, month):
    lines = [street()[0], cell(street()[1], 1, month)]
    edition = loaded(store, write(tmp_path / "s.csv", lines))
    assert rows(edition, 'select start::varchar, "end"::varchar from rows') == [("2014-11-01", "2014-11-30")]


@pytest.mark.parametrize("month", ["2014-13", "2014", "11-2014", "0014-11", "2014-11-31", "November", "9999-01"])
def test_what_is_no_month_refuses_the_file(store, tmp_path, month):
    lines = [street()[0], cell(street()[1], 1, month)]
    assert refused(store, write(tmp_path / "s.csv", lines)) == (
        f"line 2: “Month” holds “{month}”, which is not a month (such as 2018-04). Nothing was loaded."
    )
