"""Files beside entries: what is let in, what leaves a photograph, who opens them, and how they are sent."""

import dataclasses
import io
import zipfile

import made_places
import made_register
import pytest
from django_scopes import scope
from PIL import Image

from commonground.partnership import kept
from commonground.partnership.models import AccessEvent
from commonground.partnership.photographs import ACROSS
from commonground.partnership.rule import Actor
from commonground.partnership.scanner import ScannerDown
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes import attachments
from commonground.registers.changes.attachments import FILES, add_file, keep_photograph, remove_file, scan_waiting
from commonground.registers.files import may_open
from commonground.registers.models import Attachment
from commonground.registers.register import registers
from commonground.registers.rules import READ_RESTRICTED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME, settings.SCANNER = tmp_path, ""
    return tmp_path


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def entry(table):
    return made_register.entry(table)


@pytest.fixture
def by(table):
    return table.actor("practitioner")


def office(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return content.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")
LET_IN = {
    "minutes.pdf": b"%PDF-1.7", "minutes.DOCX": office(*WORD), "counts.xlsx": office("xl/workbook.xml"),
    "counts.ods": office("mimetype", "content.xml"), "notes.txt": "Grüße".encode(),
}  # fmt: skip
REFUSED = {
    "a kind that is not kept": ("list.csv", b"a,b", "is of a kind that is not kept here"),
    "a page": ("page.html", b"<script>", "is of a kind that is not kept here"),
    "a drawing with a script": ("plan.svg", b"<svg/>", "is of a kind that is not kept here"),
    "a program called PDF": ("report.pdf", b"MZ\x90", "is not what its name says"),
    "a page called JPEG": ("photo.jpg", b"<html>", "cannot be read as a picture"),
    "a picture cut off": ("photo.jpg", made_places.photograph()[:300], "cannot be read as a picture"),
    "a PNG called JPEG": ("photo.jpg", b"\x89PNG\r\n\x1a\n", "cannot be read as a picture"),
    "an archive called Word": ("minutes.docx", office("a.exe"), "it holds no docx document"),
    "half an archive": ("minutes.docx", b"PK\x03\x04", "is no whole .docx file"),
    "macros": ("minutes.docx", office(*WORD, "word/vbaProject.bin"), "holds macros"),
    "nothing": ("empty.txt", b"", "is empty"),
    "a name in its name": ("Statement of Daniel Fisher.pdf", b"%PDF-1.7", "may name somebody"),
    "somebody with a title": ("Mr_Brown.pdf", b"%PDF-1.7", "may name somebody"),
}


@pytest.mark.parametrize("name", LET_IN)
def test_a_file_is_kept_as_it_was_sent(entry, by, name):
    made = add_file(entry, f"C:\\files\\{name}", [LET_IN[name]], by=by)
    assert (made.name, made.size, made.clean) == (name, len(LET_IN[name]), False)
    assert FILES.path_of(made.kept).read_bytes() == LET_IN[name]
    assert AccessEvent.objects.latest("pk").kind == "collection"


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_is_refused_that_is(entry, by, what):
    name, content, says = REFUSED[what]
    with pytest.raises(NotPossible) as no:
        add_file(entry, name, [content], by=by)
    assert says in str(no.value)
    assert (Attachment.objects.count(), list(FILES.folder().iterdir())) == (0, [])


def test_of_a_photograph_the_picture_alone_is_kept(entry, by):
    sent = made_places.photograph()
    assert b"Planted Telephone" in sent and b"planted comment" in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    made = keep_photograph(entry, "street.jpg", [sent[:100], sent[100:]], by=by)
    held = FILES.path_of(made.kept).read_bytes()
    assert b"lanted" not in held and b"Exif" not in held
    picture = Image.open(io.BytesIO(held))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (20, 40), {})  # turned the right way up
    red, green, blue = picture.getpixel((10, 20))
    assert red > 240 and green < 20 and blue < 20


def test_a_picture_with_words_in_it_loses_them_and_a_large_one_is_made_smaller(entry, by):
    from PIL.PngImagePlugin import PngInfo

    told, content = PngInfo(), io.BytesIO()
    told.add_text("Location", "planted")
    Image.new("RGB", (ACROSS * 2, 4), "blue").save(content, "PNG", pnginfo=told)
    made = keep_photograph(entry, "street.PNG", [content.getvalue()], by=by)
    held = FILES.path_of(made.kept).read_bytes()
    assert b"planted" not in held
    assert Image.open(io.BytesIO(held)).size == (ACROSS, 2)


def test_the_quick_form_takes_a_photograph_alone(entry, by):
    with pytest.raises(NotPossible, match="is no photograph"):
        keep_photograph(entry, "notes.txt", [b"text"], by=by)


def test_a_file_that_is_too_large_or_one_too_many_is_refused(entry, by, monkeypatch):
    monkeypatch.setattr(kept, "LARGEST", 4)
    with pytest.raises(NotPossible, match="is larger than"):
        add_file(entry, "a.txt", [b"123", b"45"], by=by)
    monkeypatch.setattr(attachments, "MOST", 1)
    add_file(entry, "a.txt", [b"123"], by=by)
    with pytest.raises(NotPossible, match="take one away first"):
        add_file(entry, "b.txt", [b"123"], by=by)
    assert len(list(FILES.folder().iterdir())) == 1


def test_a_file_is_erased_when_it_is_taken_away(entry, by, table, django_capture_on_commit_callbacks):
    made = add_file(entry, "a.txt", [b"123"], by=by)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(made, by=by)
    assert (Attachment.objects.count(), list(FILES.folder().iterdir())) == (0, [])
    assert AccessEvent.objects.latest("pk").kind == "erasure"


def test_a_file_of_another_agencys_entry_is_theirs(table, by):
    theirs = made_register.entry(table, agency=table.council)
    with pytest.raises(NotPossible, match="of another agency"):
        add_file(theirs, "a.txt", [b"123"], by=by)
    assert list(FILES.folder().iterdir()) == []


# Quarantine


def down(path, address):
    raise ScannerDown("The virus scanner does not answer.")


def test_a_file_waits_until_the_scanner_lets_it_through(entry, by, table, visit, settings, monkeypatch):
    settings.SCANNER = "/nowhere/clamd.sock"
    monkeypatch.setattr(attachments, "scan", down)
    made = add_file(entry, "a.txt", [b"123"], by=by)
    assert (made.clean, made.waits) == (False, True)
    browser, where = visit(table.user("practitioner")), address_of(table, made)
    refused = browser.get(where)
    assert refused.status_code == 403 and "has not let this file through yet" in refused.content.decode()
    system = Actor.of_system("a test")
    with pytest.raises(ScannerDown):
        scan_waiting(by=system)
    monkeypatch.setattr(attachments, "scan", lambda path, address: None)
    assert (scan_waiting(by=system), scan_waiting(by=system)) == (1, 0)
    assert browser.get(where).status_code == 200


def test_what_the_scanner_finds_is_erased(
    entry, by, settings, monkeypatch, django_capture_on_commit_callbacks
):  # fmt: skip
    settings.SCANNER = "/nowhere/clamd.sock"
    monkeypatch.setattr(attachments, "scan", down)
    add_file(entry, "a.txt", [b"123"], by=by)
    monkeypatch.setattr(attachments, "scan", lambda path, address: "Eicar")
    with django_capture_on_commit_callbacks(execute=True):
        scan_waiting(by=Actor.of_system("a test"))
    assert (Attachment.objects.count(), list(FILES.folder().iterdir())) == (0, [])
    assert AccessEvent.objects.latest("pk").purpose == "the virus scanner calls it “Eicar”"
    with pytest.raises(NotPossible, match="calls “Eicar”"):
        add_file(entry, "b.txt", [b"123"], by=by)
    assert list(FILES.folder().iterdir()) == []


# On the site


def address_of(table, made) -> str:
    entry, slug = made.entry, table.partnership.slug
    return f"/partnerships/{slug}/registers/{entry.register}/entries/{entry.public_id}/files/{made.public_id}/"


def test_it_is_sent_to_be_kept_and_never_shown(entry, by, table, visit):
    made = add_file(entry, "notes.txt", [b"<script>alert(1)</script>"], by=by)
    answer = visit(table.user("analyst")).get(address_of(table, made))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    row = AccessEvent.objects.latest("pk")
    assert (row.kind, row.record, row.details["sha256"]) == (
        "consultation", f"attachment:{made.public_id}", made.sha256
    )  # fmt: skip


def test_it_is_not_there_for_another_table_or_under_another_entry(cast, entry, by, table, visit):
    made, other = add_file(entry, "notes.txt", [b"x"], by=by), made_register.entry(table)
    analyst = visit(table.user("analyst"))
    assert analyst.get(address_of(table, made).replace(entry.public_id, other.public_id)).status_code == 404
    assert analyst.get(address_of(table, made).replace("test_purchases", "retailers")).status_code == 404
    assert visit(cast.other.user("analyst")).get(address_of(table, made)).status_code == 404
    assert visit(table.user("councillor")).get(address_of(table, made)).status_code == 403


def test_a_file_is_added_and_taken_away_on_the_page_of_its_entry(entry, table, visit):
    browser, files = visit(table.user("practitioner")), f"entries/{entry.public_id}/files/"
    at = f"/partnerships/{table.partnership.slug}/registers/{entry.register}/{files}"
    assert "Choose a file" in browser.post(f"{at}add/", {"once": ""}).content.decode()
    bad = browser.post(f"{at}add/", {"file": io.BytesIO(b"nothing")})
    assert bad.status_code == 200 and "is of a kind that is not kept here" in bad.content.decode()
    sent = io.BytesIO(made_places.photograph())
    sent.name = "street.jpg"
    assert browser.post(f"{at}add/", {"file": sent}).status_code == 302
    made = Attachment.objects.get()
    assert f"{made.public_id}/remove/" in browser.get(at.replace("files/", "")).content.decode()
    assert browser.post(f"{at}{made.public_id}/remove/", {"once": ""}).status_code == 302
    assert Attachment.objects.count() == 0


def test_files_of_a_register_with_restricted_columns_are_opened_by_those_who_read_them(entry, by, table, monkeypatch):
    made = add_file(entry, "notes.txt", [b"x"], by=table.actor("analyst"))
    own = add_file(entry, "own.txt", [b"x"], by=by)
    assert may_open(made, by) is True
    found = registers()["test_purchases"]
    changed = dict(registers()) | {found.key: dataclasses.replace(found, restricted={"place": READ_RESTRICTED})}
    monkeypatch.setattr("commonground.registers.files.registers", lambda: changed)
    assert [may_open(made, table.actor(role)) for role in ("analyst", "panel_chair", "plan_owner", "practitioner")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert (may_open(own, by), may_open(own, table.actor("plan_owner"))) == (True, False)
