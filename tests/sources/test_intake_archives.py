"""Archives: members are deliveries, what is wrong with one is said, and nothing is written outside."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from small_files import DATA, POLICE, SEARCHES, STREET, boroughs, contents, loaded, outcomes, refused, rows

from commonground.evidence.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """A zip archive of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_the_monthly_archive_of_data_police_uk(store, tmp_path):
    made = archive(
        tmp_path / "2018-01.zip",
        {
            f"2014-11/{STREET.name}": STREET.read_bytes(),
            f"2018-01/{SEARCHES.name}": SEARCHES.read_bytes(),
            "2018-01/README.txt": b"read me",
        },
    )
    found = outcomes(store, made, published=None)
    assert [(o.file, o.edition.source, o.edition.parts) for o in found] == [
        (f"{made}/2014-11/{STREET.name}", "police_street", ("City of London Police",)),
        (f"{made}/2018-01/{SEARCHES.name}", "police_stop_and_search", ("metropolitan",)),
    ]
    # The same files in a month folder are the same editions: the hash is that of the member's bytes.
    again = outcomes(store, POLICE / "2014-11", POLICE / "2018-01")
    assert [o.unchanged for o in again] == [True, True]
    assert [o.edition.id for o in again] == [o.edition.id for o in found]


def test_the_publication_is_read_from_the_path_in_an_archive(store, tmp_path):
    made = archive(tmp_path / "x.zip", {"published-2019-02/b.csv": "\n".join(boroughs()).encode()})
    assert loaded(store, made, published=None).published == "2019-02"
    made = archive(tmp_path / "y.zip", {"published-2019-13/b.csv": "\n".join(boroughs(9)).encode()})
    assert loaded(store, made, published=None).published is None


@pytest.mark.parametrize("name", ["../b.csv", "a/../../b.csv", "/etc/b.csv", "..\\b.csv", "C:\\b.csv"])
def test_a_member_that_would_be_written_outside(store, tmp_path, name):
    made = archive(tmp_path / "x.zip", {name: "\n".join(boroughs()).encode()})
    before = sorted(tmp_path.rglob("*"))
    with zipfile.ZipFile(made) as opened:
        (stored,) = opened.namelist()
    assert refused(store, made) == f"holds a member named “{stored}”, outside the archive; it was not read."
    assert sorted(p for p in tmp_path.rglob("*") if "home" not in p.parts) == before


def test_a_bomb(store, tmp_path):
    made = archive(tmp_path / "bomb.zip", {"b.csv": b"0" * (80 << 20)})
    assert refused(store, made) == "expands to far more than an archive of tables could; it was not read."


def test_an_archive_that_understates_what_it_holds(store, tmp_path):
    """The sizes in the directory of a bomb are the bomb maker's."""
    honest = archive(tmp_path / "x.zip", {"b.csv": b"0" * (80 << 20)}).read_bytes()
    lying = honest.replace(struct.pack("<L", 80 << 20), struct.pack("<L", 1000))
    assert lying != honest
    path = tmp_path / "lying.zip"
    path.write_bytes(lying)
    assert refused(store, path).endswith("is damaged in the archive; download it again. Nothing was loaded.")


def test_an_archive_cut_short_at_any_point(store, tmp_path):
    whole = archive(tmp_path / "x.zip", {"b.csv": "\n".join(boroughs()).encode()}).read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        cut = tmp_path / f"cut-{share}.zip"
        cut.write_bytes(whole[: int(len(whole) * share)])
        said = refused(store, cut)
        assert said == "is a damaged or incomplete zip archive; download it again. Nothing was loaded."


def test_a_damaged_member_does_not_stop_the_others(store, tmp_path):
    made = archive(tmp_path / "x.zip", {"a.csv": "\n".join(boroughs()).encode(), "b.csv": STREET.read_bytes()})
    damaged = bytearray(made.read_bytes())
    damaged[60] ^= 0xFF
    made.write_bytes(damaged)
    first, second = outcomes(store, made)
    assert first.error == f"{made}/a.csv: is damaged in the archive; download it again. Nothing was loaded."
    assert second.edition.source == "police_street"


def test_an_archive_within_an_archive_and_one_without_data(store, tmp_path):
    inner = archive(tmp_path / "inner.zip", {"b.csv": "\n".join(boroughs()).encode()})
    outer = archive(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()})
    assert refused(store, outer) == "is an archive within an archive; unpack the outer one first."
    empty = archive(tmp_path / "empty.zip", {"README.md": b"nothing"})
    assert refused(store, empty) == "holds no data files."


def test_an_archive_with_a_password(store, tmp_path):
    made = archive(tmp_path / "x.zip", {"b.csv": b"a,b\n1,2\n"})
    locked = bytearray(made.read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    made.write_bytes(locked)
    assert refused(store, made) == "is protected by a password; unpack it first. Nothing was loaded."


def test_an_office_document(store, tmp_path):
    made = archive(tmp_path / "x.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert refused(store, made) == "is an office document, not a table; nothing was loaded."


def test_a_workbook_and_a_shapefile_in_an_archive(store, tmp_path):
    book = DATA / "nhs-assault-sharp-object/UK_Knife_Crime_Workbook.xlsx"
    shapes = DATA / "boundaries-london/london-2021-lad22-gen20.zip"
    made = archive(tmp_path / "x.zip", {book.name: book.read_bytes(), shapes.name: shapes.read_bytes()})
    found = outcomes(store, made)
    assert [o.error for o in found if o.error] == []
    assert {o.edition.source for o in found} == {"nhs_sharp_object", "boundaries"}


def test_a_workbook_is_read_by_its_sheets_header(store, tmp_path):
    """The header is found under a title, and the row is counted as the spreadsheet counts it."""
    from openpyxl import Workbook

    def save(name: str, *, worst: object = 5) -> Path:
        book = Workbook()
        book.active.title = "Notes"
        book.active.append(["Recorded crime, as sent by e-mail"])
        sheet = book.create_sheet("Counts")
        sheet.append(["Recorded crime"])
        sheet.append([])
        sheet.append(["MajorText", "MinorText", "LookUp_BoroughName", "202112", 202201])
        sheet.append(["Robbery", "Robbery of Personal Property", "Lewisham", 12, "*"])
        sheet.append(["Robbery", "Robbery of Business Property", "Lewisham", worst, 7.0])
        path = tmp_path / name
        book.save(path)
        return path

    edition = loaded(store, save("good.xlsx"))
    assert (edition.source, edition.file) == ("mps_borough", f"{tmp_path}/good.xlsx [Counts]")
    assert rows(edition, "select area_code, minor, start::varchar, count, mark from rows order by all") == [
        ("E09000023", "Robbery of Business Property", "2021-12-01", 5, None),
        ("E09000023", "Robbery of Business Property", "2022-01-01", 7, None),
        ("E09000023", "Robbery of Personal Property", "2021-12-01", 12, None),
        ("E09000023", "Robbery of Personal Property", "2022-01-01", None, "*"),
    ]
    said = refused(store, save("bad.xlsx", worst=-1))
    assert said == "row 5: “202112” holds “-1”, which is not a whole number, nought or more. Nothing was loaded."


def test_a_workbook_without_a_known_sheet_and_a_damaged_one(store, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["apples", "pears"])
    unknown = tmp_path / "unknown.xlsx"
    book.save(unknown)
    assert refused(store, unknown) == (
        "has no sheet that is known here; “commonground sources” lists what can be loaded."
    )
    bytes_ = io.BytesIO(unknown.read_bytes())
    with zipfile.ZipFile(bytes_) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    members["xl/workbook.xml"] = b"<workbook"
    damaged = archive(tmp_path / "damaged.xlsx", members)
    assert refused(store, damaged) == "is a damaged or password-protected workbook; nothing was loaded."


def test_nothing_is_left_in_the_temporary_folder(store, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    made = archive(tmp_path / "x.zip", {"a.csv": "\n".join(boroughs()).encode(), "b.csv": b"apples\n1\n"})
    assert len(outcomes(store, made)) == 2
    assert list(scratch.iterdir()) == []
    assert [name for name in contents(store) if "/." in name] == []
