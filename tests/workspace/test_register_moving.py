"""A register moved in: a messy file is read, explained, judged row by row and brought in."""

import csv
import io
import zipfile
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django_scopes import scope
from made_register import shop
from working import do_jobs, enqueued

from commonground.partnership.models import AccessEvent
from commonground.registers.changes import bringing
from commonground.registers.models import Bringing, Entry
from commonground.registers.moving import database
from commonground.registers.moving.cells import read as read_cell
from commonground.registers.moving.held import columns_of, lines_of
from commonground.registers.moving.known import Known
from commonground.registers.moving.opening import read
from commonground.registers.moving.reading import rest
from commonground.registers.register import registers
from commonground.sources.readers.refusal import Refusal

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/registers/test_purchases/"
IN = f"{HERE}bring-in/"
DAY = date(2026, 7, 1)
HEADS = (
    "Ref", "Date of test", "Premises", "Kind of test", "Product", "Result", "Proof of age was asked for",
    "Officer’s view",
)  # fmt: skip
ROWS = (
    ("T1", "04/03/2026", "Corner shop", "Under-age test", "Kitchen knife", "SOLD", "N", "Poor light"),
    ("T2", "46085", "Invented Hardware", "challenge_25", "Multi-tool", "Refused", "y", ""),
    ("T3", "31/06/2026", "Corner shop", "Under-age test", "Knife", "Refused", "yes", ""),
    ("T4", "5 March 26", "Corner shop", "Mystery", "Knife", "Refused", "perhaps", ""),
    ("T5", "06/03/2026", "Corner shop", "Under-age test", "Knife", "Refused", "", "Seen by Daniel Fisher"),
    ("T1", "06/03/2026", "Corner shop", "Under-age test", "Knife", "Refused", "", ""),
)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME, settings.SCANNER = tmp_path / "home", ""
    settings.HOME.mkdir()


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def analyst(table, visit):
    return visit(table.user("analyst"))


@pytest.fixture
def register():
    return registers()["test_purchases"]


def a_csv(rows=(HEADS, *ROWS), encoding="utf-8", delimiter=",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def send(client, content: bytes, name: str = "tests.csv"):
    return client.post(IN, {"file": SimpleUploadedFile(name, content), "once": str(uuid4())})


def said(client, **changed: str) -> dict[str, str]:
    """The choices of the page of columns as they stand, with some changed."""
    form = client.get(client.at + "columns/").context_data["form"]
    given = {one.name: one.initial for one in form if one.name != "once"}
    return {name: "" if value is None else str(value) for name, value in given.items()} | changed


def explained(client, content: bytes, name: str = "tests.csv", **changed: str) -> None:
    """Send a file and say what its columns mean."""
    client.at = send(client, content, name).url.removesuffix("columns/")
    answer = client.post(client.at + "columns/", said(client, **changed) | {"once": str(uuid4())})
    assert answer.status_code == 302, answer.context_data["form"].errors
    assert answer.url == client.at


def bring(client, **given: str) -> str:
    return client.post(client.at, {"once": str(uuid4()), **given}, follow=True).content.decode()


def test_a_messy_file_is_judged_row_by_row_and_what_is_in_order_comes_in(table, analyst) -> None:
    explained(analyst, a_csv(), column2="place", column7="+")
    page = analyst.get(analyst.at).content.decode()
    assert "2 test purchases would be brought in; 4 rows would stay out." in page
    for sentence in (
        "Date: “31/06/2026” is a day that does not exist.",
        "Kind of test: “Mystery” is none of the choices",
        "Proof of age was asked for: “perhaps” is neither yes nor no.",
        "The reference “T1” is that of row 2, too.",
    ):
        assert sentence in page
    assert "“Daniel Fisher”" in analyst.get(f"{analyst.at}?show=ask").content.decode()
    assert "“46085” was taken as 4 March 2026, which is how Excel counts days" in (
        analyst.get(f"{analyst.at}?show=new").content.decode()
    )
    assert "4 rows would stay out. Say that they may" in bring(analyst)
    assert Entry.objects.count() == 0
    assert "2 test purchases were brought in. 4 rows stayed out." in bring(analyst, without_the_rest="on")
    found = {one.brought: one for one in Entry.objects.all()}
    assert {key: (one.on, one.place, one.details.result, one.details.id_asked) for key, one in found.items()} == {
        "T1": (date(2026, 3, 4), "Corner shop", "sold", False),
        "T2": (date(2026, 3, 4), "Invented Hardware", "refused", True),
    }
    assert found["T1"].notes == "Officer’s view: Poor light"
    assert found["T1"].due == date(2026, 4, 1)


def test_rows_that_stay_out_are_given_back_mended_and_brought_in(table, analyst) -> None:
    explained(analyst, a_csv(), column2="place", column7="+")
    bring(analyst, without_the_rest="on")
    file = analyst.get(f"{analyst.at}rest/csv/").content
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0] == [*HEADS, "Why it stays out"]
    assert [row[0] for row in rows[1:]] == ["T3", "T4", "T5", "T1"]
    assert [list(row) for row in ROWS[2:]] == [row[:-1] for row in rows[1:]], "nothing of a row is lost"
    rows[1][1], rows[2][3], rows[2][6], rows[4][0] = "30/06/2026", "Under-age test", "no", "T6"
    explained(analyst, a_csv(rows), column2="place", column7="-")
    bring(analyst, without_the_rest="on")
    assert sorted(Entry.objects.values_list("brought", flat=True)) == ["T1", "T2", "T3", "T4", "T5", "T6"]


def test_a_row_that_may_name_somebody_comes_in_when_its_sender_says_that_it_does_not(table, analyst) -> None:
    explained(analyst, a_csv((HEADS, ROWS[4])), column2="place", column7="+")
    page = analyst.get(analyst.at).content.decode()
    assert "0 test purchases would be brought in; 1 row would stay out." in page
    analyst.post(analyst.at, {"shown": "2", "sure": "2"})
    bring(analyst)
    assert [one.notes for one in Entry.objects.all()] == ["Officer’s view: Seen by Daniel Fisher"]


def test_a_row_that_may_name_somebody_and_breaks_a_rule_is_refused_before_anybody_is_asked(table, analyst) -> None:
    head, row = (*HEADS, "Age of the volunteer"), (*ROWS[4], "30")
    explained(analyst, a_csv((head, row)), column2="place", column7="+")
    page = analyst.get(analyst.at).content.decode()
    assert "in an under-age test the volunteer is 13 to 17" in page and "May name a person" not in page


def test_the_same_file_twice_adds_nothing_by_reference_or_by_what_it_says(table, analyst) -> None:
    alike = tuple(row[1:] for row in (HEADS, ROWS[0], ROWS[0], ROWS[1]))
    for _ in range(2):
        explained(analyst, a_csv(alike), column1="place", column6="-")
        bring(analyst)
    assert Entry.objects.count() == 3
    workbook = openpyxl.Workbook()
    for row in alike:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    explained(analyst, file.getvalue(), "tests.xlsx", column1="place", column6="-")
    assert "There already: 3" in analyst.get(analyst.at).content.decode()


def test_a_row_that_is_there_and_says_something_else_is_left_and_told(table, analyst) -> None:
    explained(analyst, a_csv((HEADS, ROWS[0])), column2="place", column7="-")
    bring(analyst)
    changed = (*ROWS[0][:4], "Bread knife", *ROWS[0][5:])
    explained(analyst, a_csv((HEADS, changed)), column2="place", column7="-")
    assert "The entry that is there says something else in: Product." in analyst.get(analyst.at).content.decode()
    assert [one.details.product for one in Entry.objects.all()] == ["Kitchen knife"]


def test_a_workbook_with_titles_merged_cells_blank_rows_and_totals(table, register, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "Kept by trading standards"
    sheet = book.create_sheet("Tests 2026")
    for row in (
        ("Test purchases of knives, invented",), (),
        ("Shop or street", "Date", "Kind of test", "Product", "Result", "Date"),
        ("Corner shop", date(2026, 3, 4), "Under-age test", "Knife", "Sold", None),
        (None, date(2026, 3, 5), "Under-age test", "Knife", "Refused", None), (),
        ("Market stall", date(2026, 3, 6), "Under-age test", "=1+1", "Refused", "x"), ("Total", 3),
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A4:A5")
    path = tmp_path / "sent"
    book.save(path)
    by = table.actor("analyst")
    found = bringing.send(register, read(path, "tests.xlsx"), by=by)
    columns = columns_of(found)
    assert (columns.sheet, columns.head) == (1, 3)
    assert columns.columns == ("place", "on", "kind", "product", "result", ""), "the second “Date” has to be placed"
    done = bringing.explain(found, columns.__class__(1, 3, (*columns.columns[:5], "-")), by=by)
    told = {line.row: (str(line.verdict), line.why) for line in lines_of(done)}
    assert told == {
        4: ("new", ()), 5: ("new", ()), 8: ("aside", ("It reads as a total, and not as an entry.",)),
        7: ("bad", ("Product: enter it, for an entry cannot do without.",)),
    }  # fmt: skip
    bringing.bring_in(done, without_the_rest=True, by=by)
    assert sorted(Entry.objects.values_list("place", "on")) == [
        ("Corner shop", date(2026, 3, 4)), ("Corner shop", date(2026, 3, 5)),
    ]  # fmt: skip


def test_each_column_of_the_file_is_placed_or_left_out_knowingly(table, analyst) -> None:
    analyst.at = send(analyst, a_csv()).url.removesuffix("columns/")
    given = said(analyst)
    assert (given["column0"], given["column7"]) == ("#", "")
    answer = analyst.post(analyst.at + "columns/", given | {"column2": "on", "once": str(uuid4())})
    page = answer.content.decode()
    assert "Choose what column H means, or leave it out" in page
    assert "Column B has this meaning already" in page
    answer = analyst.post(analyst.at + "columns/", given | {"column2": "-", "column7": "-", "once": str(uuid4())})
    assert "No column is said to be: Shop or street." in answer.content.decode()


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")]
)
def test_a_csv_file_is_read_in_its_encoding_and_with_its_separator(encoding, delimiter, tmp_path) -> None:
    path = tmp_path / "sent"
    path.write_bytes(a_csv((("Place", "Notes"), ("Café", "- one\n- two")), encoding, delimiter))
    assert read(path, "a.csv").sheets[0].rows == (("Place", "Notes"), ("Café", "- one\n- two"))


def a_zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def a_far_cell() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["XFD1048576"] = "Date", "far"
    book.save(file)
    return file.getvalue()


NOTHING = " Nothing was taken over."
WEB = "is a web page, whatever its name; open it, save it as .xlsx or .ods and send that."
SECRET = "is protected by a password; save a copy without one and send that."
MACROS = "holds macros; save it without them, as .xlsx or .ods, and send that."
BOMB = "expands to far more than an archive of tables could; it was not read."
FAR = "has a cell in row 1,048,576, far from the rest; delete the rows and columns beyond the list."
LONG = (
    "it has 20,001 rows, and a list of entries that is sent in may have 20,000; delete the rows that are not the list "
    "and send it again."
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\0\x03", "is not a spreadsheet or a CSV file." + NOTHING),
        (b"<html><table><tr><td>Date", WEB + NOTHING),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), SECRET + NOTHING),
        (a_zip(xl__workbook_dot_xml=b"<x/>", xl__vbaProject_dot_bin=b"x"), MACROS + NOTHING),
        (a_zip(xl__workbook_dot_xml=b" " * (151 << 20)), BOMB),
        (a_far_cell(), FAR + NOTHING),
        (b"a\r\n" * 20_001, LONG + NOTHING),
        (a_zip(a_dot_txt=b"x"), "is not a spreadsheet. Send Excel (.xlsx), OpenDocument (.ods) or CSV." + NOTHING),
        (b" , \r\n,", "holds no table with anything in it." + NOTHING),
    ],
    ids=["program", "web page", "password", "macros", "bomb", "far cell", "long", "archive", "empty"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(content, sentence, tmp_path) -> None:
    path = tmp_path / "sent"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read(path, "list.xlsx")
    assert refused.value.sentence == sentence


def test_a_file_that_is_refused_is_told_on_the_page_and_nothing_is_kept(table, analyst) -> None:
    page = send(analyst, b"%PDF-1.7").content.decode()
    assert "tests.csv: is a PDF file; send the spreadsheet that it was made from." in page
    assert Bringing.objects.count() == 0


def test_what_waits_is_for_its_sender_alone_and_is_forgotten(table, analyst, visit) -> None:
    explained(analyst, a_csv(), column2="place", column7="-")
    other = visit(table.user("plan_owner"))
    assert "tests.csv" not in other.get(IN).content.decode()
    assert other.get(analyst.at).status_code == other.get(f"{analyst.at}rest/csv/").status_code == 404
    assert "tests.csv" in analyst.get(IN).content.decode()
    analyst.post(f"{analyst.at}forget/")
    assert analyst.get(analyst.at).status_code == 404
    held = Bringing.objects.get()
    assert (held.held, held.judged, held.mapping, held.state) == (None, None, {}, "forgotten")


def test_who_may_not_correct_a_register_brings_nothing_in(table, visit) -> None:
    assert visit(table.user("practitioner")).get(IN).status_code == 403


def test_a_column_that_its_sender_may_not_read_is_not_offered(table, visit) -> None:
    """The plan owner brings sweeps in, and does not read where exactly a weapon was hidden."""
    register, owner = registers()["weapon_sweeps"], visit(table.user("plan_owner"))
    at = f"/partnerships/lewisham/registers/{register.key}/"
    file = SimpleUploadedFile("sweeps.csv", b"Date,Hiding place\r\n2026-03-04,Under the bridge\r\n")
    page = owner.get(owner.post(f"{at}bring-in/", {"file": file, "once": str(uuid4())}).url)
    offered = {key for key, _ in page.context_data["form"].fields["column1"].choices}
    assert "place" in offered and offered.isdisjoint(register.restricted)


def test_a_long_file_is_worked_through_by_the_worker(table, analyst, monkeypatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    explained(analyst, a_csv((HEADS, *ROWS[:2])), column2="place", column7="-")
    assert "Checking the rows" in analyst.get(analyst.at).content.decode()
    assert enqueued() == ["registers.check_file"]
    do_jobs()
    bring(analyst)
    assert Entry.objects.count() == 0
    do_jobs()
    assert Entry.objects.count() == 2
    assert "2 test purchases were brought in." in analyst.get(analyst.at).content.decode()


def test_a_worker_that_breaks_off_again_and_again_says_so(table, analyst, monkeypatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    explained(analyst, a_csv((HEADS, *ROWS[:2])), column2="place", column7="-")
    do_jobs(attempts=3)
    assert "A fault in Common Ground stopped it" in analyst.get(f"{analyst.at}columns/").content.decode()


def test_what_the_database_refuses_after_all_lets_nothing_in_and_is_found(table, analyst, monkeypatch) -> None:
    """The check before is switched off, so that the insertion itself meets the rule."""
    wrong = (*ROWS[0][:3], "challenge_25", *ROWS[0][4:])
    monkeypatch.setattr("commonground.registers.moving.judging.broken_by", lambda rows: {})
    head = (*HEADS, "Age of the volunteer")
    rows = (head, (*wrong, "15"), (*ROWS[1], "21"))
    explained(analyst, a_csv(rows), column2="place", column7="-")
    page = bring(analyst)
    assert "Nothing was brought in: the database refused rows" in page
    assert "in a Challenge 25 test the volunteer is 18 to 24" in page
    assert Entry.objects.count() == 0


def test_the_rules_of_the_database_are_asked_over_many_rows_at_once(table, register) -> None:
    one = register.model(kind="challenge_25", age=15, product="Knife", result="sold")
    other = register.model(kind="under_age", age=15, product="Knife", result="sold", outcome="warning")
    assert database.broken_by({1: one, 2: other}) == {
        1: ["challenge_25_volunteer_is_18_to_24"], 2: ["outcome_of_a_test_has_a_day"],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from registers_testpurchase")
        assert cursor.fetchone() == (0,)


def test_bringing_in_is_written_down_with_every_entry(table, analyst) -> None:
    explained(analyst, a_csv((HEADS, *ROWS[:2])), column2="place", column7="-")
    bring(analyst)
    line = AccessEvent.objects.get(kind="collection", details__has_key="register", details__rows=2, concerns__len=2)
    assert sorted(line.concerns) == sorted(f"entry:{one.public_id}" for one in Entry.objects.all())


# Cells


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("on", "2026-03-04", date(2026, 3, 4)), ("on", "04.03.26", date(2026, 3, 4)),
        ("on", "4th March 2026", date(2026, 3, 4)), ("on", "2026-03-04 14:30", date(2026, 3, 4)),
        ("poster", "Y", True), ("poster", "1", True), ("poster", "No", False),
        ("kind", "UNDER-AGE TEST: the volunteer was under 18", "under_age"), ("kind", "Challenge 25", "challenge_25"),
        ("age", "15.0", 15), ("product", "'=1+1", "=1+1"), ("product", "'Tis", "'Tis"),
        ("ward", "e05013714", "E05013714"), ("ward", "Bellingham Ward", "E05013714"),
        ("agency", "MPS", "Metropolitan Police Service"),
    ],
)  # fmt: skip
def test_a_cell_is_read_in_the_ways_people_write(register, name, words, value) -> None:
    force = "Metropolitan Police Service"
    known = Known({"metropolitan police service": [force], "mps": [force]}, {"E05013714": "Bellingham"}, {}, {})
    assert read_cell(register, name, words, known).value == value


@pytest.mark.parametrize(
    ("words", "taken"),
    [("Under-age test", ""), ("Under-age", "“Under-age” was taken as “Under-age test: the volunteer was under 18”")],
)
def test_the_name_of_a_choice_before_its_colon_is_its_own(register, words, taken) -> None:
    found = read_cell(register, "kind", words, Known({}, {}, {}, {}))
    assert (found.value, found.taken) == ("under_age", taken)


@pytest.mark.parametrize(
    ("name", "words"), [("age", "about 15"), ("poster", "perhaps"), ("agency", "Nobody"), ("ward", "E99")]
)
def test_a_cell_that_cannot_be_read_says_so(register, name, words) -> None:
    found = read_cell(register, name, words, Known({}, {"E05013714": "Bellingham"}, {}, {}))
    assert (found.value, f"“{words}”" in found.fault) == (None, True)


def test_the_shop_of_a_test_is_found_by_its_name(table, analyst) -> None:
    one = shop(table)
    rows = (("Date", "Shop in the register", "Shop or street", "Kind of test", "Product", "Result"),
            ("2026-03-04", "corner shop", "Corner shop", "Under-age test", "Knife", "Refused"))  # fmt: skip
    explained(analyst, a_csv(rows))
    bring(analyst)
    assert Entry.objects.get(register="test_purchases").about == one


@pytest.mark.slow
def test_of_ten_thousand_rows_a_thousand_are_bad_and_none_is_lost(table, register, tmp_path) -> None:
    """A fifth of the bad rows are such that only the database can tell."""
    heads = ("Ref", "Date", "Shop or street", "Kind of test", "Age of the volunteer", "Product", "Result", "Notes")
    rows = [
        (
            f"R{n}", "31/02/2026" if n % 10 == 3 and n % 50 != 3 else f"{n % 28 + 1}/03/2026",
            f"Shop {n % 400}, Example Street", "Under-age test", 30 if n % 50 == 3 else 15, "Kitchen knife",
            "Sold" if n % 7 == 0 else "Refused", f"Visit {n}: a colleague watched from the door.",
        )
        for n in range(10_000)
    ]  # fmt: skip
    path, by = tmp_path / "sent", table.actor("analyst")
    path.write_bytes(a_csv((heads, *rows)))
    bringing.AT_ONCE, before = 20_000, bringing.AT_ONCE
    try:
        found = bringing.send(register, read(path, "tests.csv"), by=by)
        found = bringing.explain(found, columns_of(found), by=by)
        found = bringing.bring_in(found, without_the_rest=True, by=by)
    finally:
        bringing.AT_ONCE = before
    assert (found.state, found.added, Entry.objects.count()) == ("done", 9_000, 9_000)
    back = rest(found)
    assert [row[0] for row in back[1:]] == [f"R{n}" for n in range(10_000) if n % 10 == 3]
    told = [row[-1] for row in back[1:]]
    assert sum("is a day that does not exist" in one for one in told) == 800
    assert sum("in an under-age test the volunteer is 13 to 17" in one for one in told) == 200
