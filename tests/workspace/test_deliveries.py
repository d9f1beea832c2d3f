"""Files that are sent: looked at before anything is loaded, all or nothing, once, and never a person's name."""

import csv
import gzip
import json
import socketserver
import struct
import threading
import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from working import do_jobs, enqueued, furnish

from commonground.cli import commonground
from commonground.deliveries import quarantine
from commonground.deliveries.models import Deliveries, Delivery, Withdrawal, Withdrawals
from commonground.partnership.history import history_of
from commonground.partnership.models import AccessEvent
from commonground.partnership.shelves import shelves_of
from commonground.web.reading_room import evidence_for

pytestmark = pytest.mark.django_db
DATA = "/partnerships/lewisham/data/"
FIXTURES = Path(__file__).parents[1] / "fixtures"
PLAIN = FIXTURES / "partner/invented_plain_counts.csv"
_HEAD, *_ROWS = PLAIN.read_text("utf-8").splitlines()
PERSONAL = "\n".join([f"{_HEAD},surname", *(f"{row},Smith" for row in _ROWS)]).encode()
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.SCANNER = ""
    return settings.HOME


@pytest.fixture
def analyst(cast, visit, home):
    return visit(cast.own.user("analyst"))


def send(client, name: str, content: bytes, **more: str) -> Delivery | None:
    """Send a file by the form; the newest file that was sent."""
    answer = client.post(
        f"{DATA}add/", {"file": SimpleUploadedFile(name, content), "once": more.pop("once", str(uuid4())), **more}
    )
    assert answer.status_code in (200, 302)
    return Deliveries(Delivery).first() if answer.status_code == 302 else None


def sent_and_checked(client, name: str, content: bytes) -> Delivery:
    with_job = send(client, name, content)
    do_jobs()
    with_job.refresh_from_db()
    return with_job


def decide(client, delivery: Delivery, what: str):
    return client.post(f"{DATA}files/{delivery.public_id}/{what}/")


def kept(home: Path) -> list[str]:
    return [entry.name for entry in quarantine.folder().iterdir()]


def test_a_file_is_looked_at_then_loaded_on_the_own_shelf_alone(
    analyst, cast, home, django_capture_on_commit_callbacks
):
    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    assert (delivery.state, delivery.said, shelves_of(cast.own.partnership).editions()) == ("ready", "", [])
    page = analyst.get(f"{DATA}files/{delivery.public_id}/").content.decode()
    assert "Nothing is loaded yet" in page and "The first rows, as they will be kept" in page
    with django_capture_on_commit_callbacks(execute=True):
        decide(analyst, delivery, "load")
        do_jobs()
    delivery.refresh_from_db()
    (edition,) = shelves_of(cast.own.partnership).editions()
    assert (delivery.state, edition.file, edition.rows_loaded) == ("loaded", PLAIN.name, 7)
    assert (kept(home), delivery.kept, "preview" in json.dumps(delivery.outcomes)) == ([], "", False)
    assert shelves_of(cast.other.partnership).editions() == []
    assert [e.id for e in evidence_for(cast.own.partnership).editions] == [edition.id]
    assert evidence_for(cast.other.partnership).editions == ()


def test_what_is_refused_is_refused_in_the_words_of_the_command_line(analyst, home, tmp_path):
    files = {
        "surnames.csv": PERSONAL,
        "unknown.csv": b"colour,size\nred,1\n",
        "empty.csv.gz": gzip.compress(b""),
        "notes.pdf": b"%PDF-1.7 not a table",
        "cut.zip": b"PK\x03\x04 cut short",
        "page.csv": b"<!doctype html><title>Not found</title>",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            patch.setenv("COMMONGROUND_HOME", str(tmp_path / "terminal"))
            said = json.loads(CliRunner().invoke(commonground, ["load", name, "--json"]).stdout)
        delivery = sent_and_checked(analyst, name, content)
        assert (delivery.state, delivery.said) == ("refused", said["files"][0]["error"])


def test_a_file_with_people_in_it_is_erased_at_once_and_the_log_says_so(
    analyst, home, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        delivery = sent_and_checked(analyst, "victims.csv", PERSONAL)
    assert "“surname” is named as a column of names" in delivery.said
    assert kept(home) == []
    row = AccessEvent.objects.filter(kind="erasure").get()
    assert (row.record, row.details["because"]) == (f"delivery:{delivery.public_id}", "refused")
    assert "Smith" not in json.dumps([delivery.outcomes, delivery.said, row.details])


def test_all_of_an_archive_is_loaded_or_nothing(analyst, cast, home):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("good.csv", PLAIN.read_bytes())
        members.writestr("victims.csv", PERSONAL)
    delivery = sent_and_checked(analyst, "both.zip", archive.getvalue())
    assert delivery.state == "refused"
    assert decide(analyst, delivery, "load").status_code == 302
    assert (enqueued(), shelves_of(cast.own.partnership).editions()) == ([], [])


def test_the_same_bytes_again_change_nothing(analyst, cast, home):
    first = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    decide(analyst, first, "load")
    do_jobs()
    before = [e.id for e in shelves_of(cast.own.partnership).editions()]
    again = sent_and_checked(analyst, "renamed.csv", PLAIN.read_bytes())
    assert again.state == "unchanged"
    assert "was loaded before; nothing has changed" in again.outcomes[0]["warnings"]
    assert [e.id for e in shelves_of(cast.own.partnership).editions()] == before


def test_a_form_sent_twice_makes_one_row(analyst, home):
    token = str(uuid4())
    for _ in range(2):
        send(analyst, PLAIN.name, PLAIN.read_bytes(), once=token)
    assert (Deliveries(Delivery).count(), enqueued()) == (1, ["deliveries.check"])


def test_a_job_done_twice_loads_once(analyst, cast, home):
    from commonground.deliveries import checking

    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    decide(analyst, delivery, "load")
    decide(analyst, delivery, "load")
    assert enqueued() == ["deliveries.load"]
    checking.put_on_shelf(delivery.public_id)
    checking.put_on_shelf(delivery.public_id)
    assert len(shelves_of(cast.own.partnership).editions()) == 1
    assert AccessEvent.objects.filter(kind="collection", details__became="loaded").count() == 1


def test_the_history_of_a_file_says_who_did_each_step(analyst, cast, home):
    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    decide(analyst, delivery, "load")
    do_jobs()
    name, worker = cast.own.user("analyst").name, "the worker, for files that are sent"
    assert [step.who for step in history_of(delivery)] == [worker, name, worker, name]


def test_what_is_cancelled_is_erased(analyst, home, django_capture_on_commit_callbacks):
    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    assert kept(home) == [delivery.kept]
    with django_capture_on_commit_callbacks(execute=True):
        decide(analyst, delivery, "cancel")
    delivery.refresh_from_db()
    assert (delivery.state, kept(home), delivery.outcomes[0].get("preview")) == ("cancelled", [], None)


@pytest.mark.parametrize("name", ["harmless.csv", "figures.xlsx"])
@pytest.mark.parametrize("start", [b"MZ\x90\x00\x03\x00", b"\x7fELF\x02\x01\x01\x00", b"GIF89a\x01\x00\x01\x00\x00"])
def test_a_kind_that_is_not_read_is_refused_by_its_content_whatever_its_name(analyst, home, name, start):
    delivery = sent_and_checked(analyst, name, start + b"PK\x03\x04" + b"\0" * 200)
    assert delivery.state == "refused"
    assert delivery.said.endswith(f"{quoted_kinds()}. Nothing was loaded.")


def quoted_kinds() -> str:
    from commonground.deliveries.allowed import WANTED

    return f"which is not read here. What is read: {WANTED}"


def spreadsheets() -> dict[str, bytes]:
    """The plain counts as a sheet of a workbook, by its ending."""
    rows = list(csv.reader(PLAIN.read_text("utf-8").splitlines()))
    excel, opened, made = BytesIO(), BytesIO(), OpenDocumentSpreadsheet()
    book = Workbook()
    table = Table(name="Counts")
    for row in rows:
        book.active.append(row)
        line = TableRow()
        for cell in row:
            line.addElement(written := TableCell(valuetype="string"))
            written.addElement(P(text=cell))
        table.addElement(line)
    made.spreadsheet.addElement(table)
    book.save(excel)
    made.write(opened)
    return {"xlsx": excel.getvalue(), "ods": opened.getvalue()}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_spreadsheet_is_read_by_its_sheets(analyst, home, ending):
    delivery = sent_and_checked(analyst, f"counts.{ending}", spreadsheets()[ending])
    (outcome,) = delivery.outcomes
    assert (delivery.state, outcome["source"], outcome["rows"]["loaded"]) == ("ready", "plain_counts", 7)


def test_a_bomb_is_not_unpacked(analyst, home):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        for number in range(3):
            members.writestr(f"{number}.csv", b"0" * (600 << 20))
    delivery = sent_and_checked(analyst, "bomb.zip", archive.getvalue())
    assert delivery.said == "bomb.zip: expands to far more than an archive of tables could; it was not read."


def test_a_file_larger_than_is_taken_is_not_kept(analyst, home, settings):
    settings.LARGEST_UPLOAD = 1 << 20
    large = SimpleUploadedFile("large.csv", b"1" * (3 << 20))
    answer = analyst.post(f"{DATA}add/", {"file": large, "once": str(uuid4())})
    assert "The file is larger than 1 MB" in answer.content.decode()
    assert (Deliveries(Delivery).count(), kept(home)) == (0, [])


def test_the_name_of_a_file_is_spoken_and_never_used(analyst, home):
    delivery = send(analyst, "..\\..\\<b>evil\x07\u202e.csv", PLAIN.read_bytes())
    assert delivery.name == "<b>evil.csv"
    assert "&lt;b&gt;evil.csv" in analyst.get(f"{DATA}files/{delivery.public_id}/").content.decode()


def test_a_reading_that_breaks_the_worker_thrice_is_given_up(analyst, home):
    delivery = send(analyst, PLAIN.name, PLAIN.read_bytes())
    do_jobs(attempts=3)
    delivery.refresh_from_db()
    assert delivery.said == f"{PLAIN.name}: could not be read: reading it broke off 3 times. Nothing was loaded."


class Clamd(socketserver.StreamRequestHandler):
    """A scanner that knows one virus."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def scanner(settings, tmp_path):
    address = str(tmp_path / "clamd.sock")
    server = socketserver.ThreadingUnixStreamServer(address, Clamd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SCANNER = address
    yield address
    server.shutdown()
    server.server_close()


def test_a_file_with_a_virus_is_refused_and_a_clean_one_is_not(analyst, home, scanner):
    assert sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes()).state == "ready"
    infected = sent_and_checked(analyst, "infected.csv", b"a,b\n" + EICAR)
    assert infected.said == (
        "infected.csv: holds what the virus scanner calls “Eicar-Test-Signature”. It was not opened."
    )


def test_while_the_scanner_is_down_a_file_waits_unopened_and_says_so(analyst, home, settings, tmp_path):
    settings.SCANNER = str(tmp_path / "nobody.sock")
    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    assert (delivery.state, delivery.outcomes, enqueued()) == ("arrived", [], ["deliveries.check"])
    page = analyst.get(f"{DATA}files/{delivery.public_id}/").content.decode()
    assert "The virus scanner does not answer" in page and "it is tried again every minute" in page
    settings.SCANNER = ""
    do_jobs()
    delivery.refresh_from_db()
    assert delivery.state == "ready"


def test_an_edition_is_withdrawn_from_the_own_shelf_with_a_reason(analyst, cast, home):
    delivery = sent_and_checked(analyst, PLAIN.name, PLAIN.read_bytes())
    decide(analyst, delivery, "load")
    do_jobs()
    (edition,) = shelves_of(cast.own.partnership).editions()
    address = f"{DATA}editions/{edition.id}/withdraw/"
    assert "Say why this edition is withdrawn" in analyst.post(address, {"once": str(uuid4())}).content.decode()
    assert analyst.post(address, {"reason": "It was sent again", "once": str(uuid4())}).status_code == 302
    assert do_jobs() == ["deliveries.take_off"]
    withdrawal = Withdrawals(Withdrawal).get()
    assert (withdrawal.edition, withdrawal.reason, withdrawal.gone_at is not None) == (
        edition.id, "It was sent again", True,
    )  # fmt: skip
    assert shelves_of(cast.own.partnership).editions() == []
    assert AccessEvent.objects.filter(kind="erasure", record=f"withdrawal:{withdrawal.public_id}").count() == 1
    assert "It was sent again" in analyst.get(DATA).content.decode()


@pytest.mark.slow
def test_a_shared_edition_is_shown_and_cannot_be_withdrawn_by_one_partnership(
    cast, visit, tmp_path, settings, boroughs_home
):
    settings.HOME = furnish(tmp_path / "home", boroughs_home)
    analyst, reader = visit(cast.own.user("analyst")), visit(cast.own.user("councillor"))
    shared = shelves_of(cast.own.partnership).editions()[0]
    answer = analyst.post(
        f"{DATA}editions/{shared.id}/withdraw/", {"reason": "I do not like it", "once": str(uuid4())}
    )
    assert "is not on your partnership’s own shelf" in answer.content.decode()
    assert (Withdrawals(Withdrawal).count(), enqueued()) == (0, [])
    page = reader.get(DATA).content.decode()
    assert "What is loaded" in page and "Add a file" not in page
    assert reader.get(f"{DATA}editions/{shared.id}/").status_code == 200
    assert reader.get(f"{DATA}sources/{shared.source}/").status_code == 200


def test_only_analysts_send_and_others_read(cast, visit, home):
    answers = {role: visit(cast.own.user(role)).get(f"{DATA}add/").status_code for role in cast.own.seats}
    assert {role for role, status in answers.items() if status == 200} == {"analyst"}
    assert {status for role, status in answers.items() if role != "analyst"} == {403}


def test_another_partnership_s_file_does_not_exist(analyst, cast, visit, home):
    delivery = send(analyst, PLAIN.name, PLAIN.read_bytes())
    theirs = visit(cast.other.user("analyst"))
    assert theirs.get(f"/partnerships/greenwich/data/files/{delivery.public_id}/").status_code == 404
    assert theirs.post(f"/partnerships/greenwich/data/files/{delivery.public_id}/cancel/").status_code == 404
    assert Deliveries(Delivery).get().state == "arrived"


def test_the_database_refuses_a_sender_from_another_table(cast, home):
    with scopes_disabled(), pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            partnership=cast.own.partnership, name="x", size=1, sha256="0" * 64, state="cancelled",
            sent_by=cast.other.seats["analyst"],
        )  # fmt: skip
        connection.check_constraints()


def test_the_database_refuses_a_step_that_is_not_in_the_table(analyst, home):
    delivery = send(analyst, PLAIN.name, PLAIN.read_bytes())
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Deliveries(Delivery).filter(pk=delivery.pk).update(state="loaded", kept="")


def test_a_change_that_is_rolled_back_leaves_no_job_and_no_file(cast, home):
    from commonground.deliveries import changes

    with scope(partnership=cast.own.partnership), pytest.raises(ZeroDivisionError), transaction.atomic():
        changes.send("a.csv", [b"x"], by=cast.own.actor("analyst"))
        raise ZeroDivisionError
    assert (enqueued(), Deliveries(Delivery).count(), AccessEvent.objects.count()) == ([], 0, 0)
    quarantine.FORGOTTEN = 0
    try:
        assert (quarantine.sweep(set()), kept(home)) == (1, [])
    finally:
        quarantine.FORGOTTEN = 24 * 3600


def test_lists_ask_the_database_as_often_for_three_files_as_for_one(analyst, home):
    counted = []
    for number in (1, 2):
        for _ in range(number):
            send(analyst, f"{number}.csv", PLAIN.read_bytes())
        with CaptureQueriesContext(connection) as asked:
            analyst.get(DATA)
        counted.append(len(asked))
    assert counted[0] == counted[1]
