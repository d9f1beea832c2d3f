"""Reports as records: built once and frozen, written in, complete or refused, approved by two, kept as copies."""

import hashlib
import json
from uuid import uuid4

import pytest
import small_report
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django_scopes import scope
from small_plan import NOTE, OWNER
from small_report import act, again, draft, in_state
from working import do_jobs, enqueued, furnish

from commonground.papers import assembling, kept, report_building, report_reading
from commonground.papers.changes import reports
from commonground.papers.changes.reports import Conflict, Front
from commonground.papers.models import (
    STEPS,
    Copies,
    Files,
    Parts,
    Report,
    ReportCopy,
    ReportFile,
    ReportPart,
    Reports,
    WordTemplate,
)
from commonground.papers.stepping import NotPossible
from commonground.papers.word_example import example
from commonground.partnership.models import AccessEvent
from commonground.report import frozen

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/reports/"
SECRET = "The planted exempt sentence about tender prices"
REFUSED = (InternalError, ProgrammingError, IntegrityError)


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(report_building, "FORMATS", ("html", "docx"))
    return tmp_path


def address(report: Report, *rest: str) -> str:
    return "/".join([HERE.rstrip("/"), report.public_id, *rest]) + "/"


def write(table, report, key, text, read=1, **more):
    with scope(partnership=table.partnership):
        return reports.write_part(report, key, {"text": text}, read, by=table.actor("analyst"), **more)


# The state machine.


@pytest.mark.parametrize("to", [state.value for state in Report.State])
@pytest.mark.parametrize("state", [state.value for state in Report.State])
def test_the_database_takes_the_steps_of_the_table_and_no_other(cast, state, to):
    report = in_state(cast.own, state)
    filled = {
        "submitted_by": cast.own.seats["analyst"], "submitted_at": report.asked_at, "sha256": "0" * 64,
        "approved_by": cast.own.seats["panel_chair"], "approved_at": report.asked_at,
        "withdrawn_by": cast.own.seats["panel_chair"], "withdrawn_at": report.asked_at, "withdrawn_why": "x",
    }  # fmt: skip
    if report.built_at is None:
        filled |= {"built_at": report.asked_at, "worked_out": "{}"} if to not in ("building", "failed") else {}
    rows = Reports(Report).filter(pk=report.pk)
    if (state, to) in STEPS or state == to:
        rows.update(state=to, **filled)
        assert again(report).state == to
    else:
        with pytest.raises(REFUSED), transaction.atomic():
            rows.update(state=to, **filled)


VERBS = {
    "build_again": ("failed", "analyst", ()),
    "write_front": ("draft", "analyst", (Front("New title", {}, 1),)),
    "print_draft": ("draft", "analyst", ()),
    "submit": ("draft", "analyst", ()),
    "send_back": ("submitted", "panel_chair", ("Say why",)),
    "publish": ("submitted", "panel_chair", ()),
    "withdraw": ("published", "panel_chair", ("Wrong",)),
}


@pytest.mark.parametrize("state", [state.value for state in Report.State])
@pytest.mark.parametrize("verb", VERBS)
def test_each_act_is_possible_in_one_state_alone(cast, verb, state):
    possible, role, words = VERBS[verb]
    report = in_state(cast.own, state)
    if state == possible:
        act(cast.own, verb, report, role, *words)
    else:
        with pytest.raises(NotPossible, match="This report is"):
            act(cast.own, verb, report, role, *words)


@pytest.mark.parametrize(
    "column", ["worked_out", "kind", "made_by", "area_code", "built_at", "as_of", "editions", "snapshot_id"]
)
def test_the_database_refuses_to_change_what_is_frozen(cast, column):
    report = draft(cast.own)
    others = {"built_at": None, "as_of": "2020-01-01", "editions": [1], "snapshot_id": None, "area_code": "E09000001"}
    with pytest.raises(REFUSED), transaction.atomic():
        Reports(Report).filter(pk=report.pk).update(**{column: others.get(column, "x")})


@pytest.mark.parametrize("model", [ReportPart, ReportCopy])
def test_versions_and_copies_are_never_changed_or_removed(cast, model):
    in_state(cast.own, "submitted")
    with scope(partnership=cast.own.partnership), connection.cursor() as cursor:
        for sql in (f"update {model._meta.db_table} set partnership_id = partnership_id",
                    f"delete from {model._meta.db_table}"):  # fmt: skip
            with pytest.raises(REFUSED), transaction.atomic():
                cursor.execute(sql)


def test_the_head_of_what_is_submitted_does_not_change_and_a_built_report_is_not_deleted(cast):
    report = in_state(cast.own, "submitted")
    for change in ({"title": "Another"}, {"part": 2}, {"header": {}}):
        with pytest.raises(REFUSED), transaction.atomic():
            Reports(Report).filter(pk=report.pk).update(**change)
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from papers_report")


def test_whoever_submitted_it_does_not_approve_it(cast):
    report = draft(cast.own, written=True)
    act(cast.own, "submit", report, "plan_owner")
    with pytest.raises(NotPossible, match="somebody else has to approve it"):
        act(cast.own, "publish", report, "plan_owner")
    with pytest.raises(REFUSED), transaction.atomic():
        seat = cast.own.seats["plan_owner"]
        Reports(Report).filter(pk=report.pk).update(state="published", approved_by=seat, approved_at=report.asked_at)


# Complete or refused.


def test_an_incomplete_report_is_refused_with_what_is_lacking(cast, visit):
    report = draft(cast.own)
    with pytest.raises(NotPossible, match=r"^It is not complete. What stands out: Nothing is written yet. 1 more"):
        act(cast.own, "submit", report, "analyst")
    analyst = visit(cast.own.user("analyst"))
    page = analyst.get(address(report)).content.decode()
    assert "Before it can be submitted" in page and address(report, "parts", "reading") in page
    answer = analyst.post(address(report, "submit"), {"once": str(uuid4())})
    assert answer.status_code == 200 and "It is not complete" in answer.content.decode()
    assert again(report).state == "draft"


@pytest.mark.parametrize(
    ("key", "why"),
    [("theme-victims", "no local commentary"), ("environmental", "write “None”"), ("law-human-rights", "confirmed")],
)
def test_a_committee_report_needs_each_commentary_implication_and_legal_decision(cast, key, why):
    report = draft(cast.own, "committee_report")
    with scope(partnership=cast.own.partnership):
        assert why in {one.key: one.why for one in assembling.what_lacks(report)}[key]
    small_report.write_all(cast.own, report)
    with scope(partnership=cast.own.partnership):
        assert assembling.what_lacks(report) == []
    act(cast.own, "submit", report, "analyst")
    assert again(report).state == "submitted"


def test_outdated_law_warns_the_officer_and_keeps_the_report_from_being_submitted(cast, visit):
    report = draft(cast.own, written=True)
    text = "As the Race Relations (Amendment) Act 2000 asks."
    analyst = visit(cast.own.user("analyst"))
    sent = {"once": str(uuid4()), "text": text, "read": "1"}
    saved = analyst.post(address(report, "parts", "reading"), sent, follow=True).content.decode()
    assert "which is no longer the law" in saved and "section 149 of the Equality Act 2010" in saved
    with pytest.raises(NotPossible, match="no longer the law"):
        act(cast.own, "submit", report, "analyst")
    chapter = analyst.get(address(report, "chapter-reading")).content.decode()
    assert "Race Relations" not in chapter and "A paragraph is left out" in chapter


# Copies.


def test_what_is_published_is_what_was_submitted_and_is_never_rebuilt(cast):
    report = in_state(cast.own, "submitted")
    with scope(partnership=cast.own.partnership):
        submitted = ReportCopy.objects.get(report=report)
        assert again(report).sha256 == submitted.sha256 == hashlib.sha256(submitted.document.encode()).hexdigest()
    act(cast.own, "publish", report, "panel_chair")
    published = Copies(ReportCopy).get(report=report, occasion="published")
    first, second = frozen.from_json(submitted.document), frozen.from_json(published.document)
    assert (first.sections, first.summary) == (second.sections, second.summary)
    assert second.status == "Published by the partnership"
    assert do_jobs() == ["papers.build_report", "papers.print_report", "papers.print_report"]
    assert {(f.copy.occasion, f.form) for f in Files(ReportFile).select_related("copy")} == {
        (occasion, form) for occasion in ("submitted", "published") for form in ("html", "docx", "json")
    }  # fmt: skip
    report_building.print_copy(published.public_id)
    assert Files(ReportFile).count() == 6


def test_the_copy_of_a_submission_that_was_sent_back_is_kept(cast):
    report = in_state(cast.own, "submitted")
    act(cast.own, "send_back", report, "panel_chair", "Say more")
    write(cast.own, report, "reading", "More is said.")
    act(cast.own, "submit", report, "analyst")
    texts = [one.document for one in Copies(ReportCopy).filter(report=report).order_by("id")]
    assert len(texts) == 2
    assert ["More is said." in text for text in texts] == [False, True]


def test_every_figure_of_a_copy_is_in_its_ledger(cast):
    report = in_state(cast.own, "published")
    for copy in Copies(ReportCopy).filter(report=report):
        listed = json.loads(copy.ledger)["figures"]
        assert [one["shown"] for one in listed] == [f.shown for f in frozen.from_json(copy.document).figures]
        assert len(listed) > 0


def exempt_report(table) -> Report:
    report = draft(table, written=True)
    write(table, report, "reading", SECRET, exempt=True, exempt_why="Prices")
    act(table, "submit", report, "analyst")
    act(table, "publish", report, "panel_chair")
    do_jobs()
    return again(report)


def test_what_is_exempt_is_in_no_open_copy_file_ledger_or_public_page(cast, visit):
    report = exempt_report(cast.own)
    for copy in Copies(ReportCopy).filter(report=report):
        assert (SECRET in copy.document) == (copy.reach == "full")
        for file in Files(ReportFile).filter(copy=copy):
            content = kept.read(file.kept)
            if file.form == "docx":
                content = unzipped(content)
            if file.form != "json":
                assert (SECRET.encode() in content) == (copy.reach == "full"), (copy.reach, file.form)
            else:
                assert SECRET.encode() not in content
    visitor = visit(None)
    public = f"/published/lewisham/reports/{report.public_id}/"
    assert "exempt from publication" in visitor.get(public).content.decode()
    for place in (public, f"{public}chapter-national/", "/published/"):
        assert SECRET not in visitor.get(place).content.decode()
    assert visitor.get(f"{public}chapter-reading/").status_code == 404
    for form in ("html", "docx", "json"):
        content = visitor.get(f"{public}files/{form}/").content
        assert SECRET.encode() not in (unzipped(content) if form == "docx" else content)
    councillor, chair = visit(cast.own.user("councillor")), visit(cast.own.user("panel_chair"))
    assert SECRET not in councillor.get(address(report)).content.decode()
    assert councillor.get(address(report, "chapter-reading")).status_code == 404
    assert SECRET in chair.get(address(report, "chapter-reading")).content.decode()
    full = Copies(ReportCopy).get(report=report, occasion="published", reach="full")
    assert councillor.get(address(report, "copies", full.public_id, "docx")).status_code == 404
    sent = chair.get(address(report, "copies", full.public_id, "docx"))
    assert "part-2-exempt" in sent.headers["Content-Disposition"]


def unzipped(content: bytes) -> bytes:
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_a_report_that_is_exempt_as_a_whole_is_approved_and_not_public(cast, visit):
    report = in_state(cast.own, "published", part=2)
    visitor = visit(None)
    assert visitor.get(f"/published/lewisham/reports/{report.public_id}/").status_code == 404
    assert "Quarter 4" not in visitor.get("/published/").content.decode()
    open_one = Copies(ReportCopy).get(report=report, occasion="published", reach="open")
    assert "reading text" not in open_one.document
    assert not AccessEvent.objects.filter(record=f"report:{report.public_id}", recipient="the public").exists()


def test_the_reviewer_of_a_group_reads_the_open_copy_of_what_was_submitted(cast, visit):
    hidden, shown = draft(cast.own), in_state(cast.own, "submitted")
    reviewer = visit(cast.region.user("reviewer"))
    listed = reviewer.get("/partnerships/london/reports/").content.decode()
    assert shown.public_id in listed and hidden.public_id not in listed
    place = f"/partnerships/london/reports/{shown.public_id}/"
    assert reviewer.get(place).status_code == 200
    assert reviewer.get(f"/partnerships/london/reports/{hidden.public_id}/").status_code == 404
    told = AccessEvent.objects.filter(kind="disclosure", partnership=cast.own.partnership, purpose="read as page")
    assert told.get().recipient == cast.region.partnership.name


# Writing.


def test_nothing_that_was_written_is_lost_and_a_second_writer_sees_both(cast, visit):
    report = draft(cast.own)
    write(cast.own, report, "reading", "First", read=0)
    with pytest.raises(Conflict):
        write(cast.own, report, "reading", "Mine", read=0)
    analyst = visit(cast.own.user("plan_owner"))
    page = analyst.post(address(report, "parts", "reading"), {"once": str(uuid4()), "text": "Mine", "read": "0"})
    shown = page.content.decode()
    assert page.status_code == 200 and "Not saved yet" in shown and "First" in shown and "Mine" in shown
    saved = analyst.post(address(report, "parts", "reading"), {"once": str(uuid4()), "text": "Both", "read": "1"})
    assert saved.status_code == 302
    with scope(partnership=cast.own.partnership):
        assert [one.answers["text"] for one in report_reading.versions_of(report, "reading")] == ["Both", "First"]
    versions = analyst.get(address(report, "parts", "reading", "versions")).content.decode()
    assert "Version 2" in versions and "First" in versions
    assert Parts(ReportPart).filter(report=report).count() == 2


def test_a_legal_paragraph_is_confirmed_with_a_date_or_left_out(cast, visit):
    report = draft(cast.own, "duty_strategy")
    analyst = visit(cast.own.user("analyst"))
    place = address(report, "parts", "law-serious-violence-duty")
    page = analyst.get(place).content.decode()
    assert "Last checked on 2 November 2025." in page and "no legal advice" in page
    undecided = analyst.post(place, {"once": str(uuid4()), "read": "0", "text": "x"}).content.decode()
    assert "Choose whether the paragraph is confirmed or left out" in undecided
    sent = {"once": str(uuid4()), "read": "0", "text": "The Act asks this.", "does": "confirm"}
    assert analyst.post(place, sent).status_code == 302
    chapter = analyst.get(address(report, "chapter-duty")).content.decode()
    assert "The Act asks this." in chapter and "Confirmed by an officer on" in chapter
    assert analyst.post(place, sent | {"once": str(uuid4()), "read": "1", "does": "leave"}).status_code == 302
    assert "The Act asks this." not in analyst.get(address(report, "chapter-duty")).content.decode()
    old = "Section 2 of the Local Government Act 2000 empowers."
    outdated = sent | {"once": str(uuid4()), "read": "2", "text": old}
    assert "no longer the law" in analyst.post(place, outdated).content.decode()


def test_exempt_without_a_reason_is_refused_in_a_sentence(cast, visit):
    report = draft(cast.own)
    sent = {"once": str(uuid4()), "text": "x", "read": "0", "exempt": "on"}
    page = visit(cast.own.user("analyst")).post(address(report, "parts", "reading"), sent).content.decode()
    assert "Say why this part is exempt" in page


def test_no_page_of_a_report_names_who_owns_an_action_or_shows_a_note(cast, visit):
    report = draft(cast.own, "committee_report", written=True)
    analyst = visit(cast.own.user("analyst"))
    for place in (address(report), address(report, "chapter-plan"), address(report, "parts", "theme-victims")):
        page = analyst.get(place).content.decode()
        assert OWNER not in page and NOTE not in page


# Built in the browser.


@pytest.mark.slow
def test_a_report_is_begun_built_written_and_published_in_the_browser(cast, visit, tmp_path, settings, boroughs_home):
    settings.HOME = furnish(tmp_path / "furnished", boroughs_home)
    held = small_report.snapshot(cast.own)
    analyst, chair, visitor = visit(cast.own.user("analyst")), visit(cast.own.user("panel_chair")), visit(None)
    assert "Committee report" in analyst.get(f"{HERE}new/").content.decode()
    form = {"once": str(uuid4()), "title": "Quarter 4", "part": "1", "snapshot": held.public_id, "committee": "Board",
            "contributors": "Head of Safety"}  # fmt: skip
    assert "Choose the plan" in analyst.post(f"{HERE}new/performance_pack/", form | {"snapshot": ""}).content.decode()
    place = analyst.post(f"{HERE}new/performance_pack/", form | {"once": str(uuid4())}).url
    assert "Working out the report" in analyst.get(place).content.decode()
    assert do_jobs() == ["papers.build_report"]
    report = Reports(Report).get()
    assert (report.state, report.said) == ("draft", "")
    for key in ("reading", "ahead"):
        sent = {"once": str(uuid4()), "text": f"On {key}", "read": "0"}
        assert analyst.post(f"{place}parts/{key}/", sent).status_code == 302
    assert "It can be submitted" in analyst.get(place).content.decode()
    assert analyst.post(f"{place}submit/", {"once": str(uuid4())}).status_code == 302
    act(cast.own, "publish", report, "panel_chair")
    do_jobs()
    assert "Published on" in chair.get(place).content.decode()
    public = f"/published/lewisham/reports/{report.public_id}/"
    assert "Quarter 4" in visitor.get("/published/").content.decode()
    national = visitor.get(f"{public}chapter-national/").content.decode()
    assert "Knife crime recorded by police" in national
    copy = Copies(ReportCopy).get(occasion="published")
    ledger = json.loads(visitor.get(f"{public}files/json/").content)
    assert len(ledger["figures"]) > 20 and ledger["editions"]
    assert {e for f in ledger["figures"] for e in f["editions"]} == {e["id"] for e in ledger["editions"]}
    assert ledger == json.loads(copy.ledger)


def test_with_nothing_loaded_it_says_so_and_what_to_do(cast, visit):
    report = small_report.begun(cast.own)
    assert do_jobs() == ["papers.build_report"]
    page = visit(cast.own.user("analyst")).get(address(report)).content.decode()
    assert "Nothing is loaded, so there are no figures." in page and "Build it again" in page
    assert visit(cast.own.user("analyst")).post(address(report, "again")).status_code == 302
    assert enqueued() == ["papers.build_report"]


# The council’s own template.


def test_a_council_s_template_is_checked_used_for_the_word_file_and_taken_out_of_use(cast, visit):
    owner = visit(cast.own.user("plan_owner"))
    place = f"{HERE}word-templates/"
    sample = owner.get(f"{place}example/").content
    assert sample[:2] == b"PK"
    sent = {"once": str(uuid4()), "kind": small_report.KIND, "file": SimpleUploadedFile("ours.docx", example())}
    assert owner.post(place, sent).status_code == 302
    report = draft(cast.own, written=True)
    act(cast.own, "submit", report, "analyst")
    do_jobs()
    file = Files(ReportFile).get(form="docx")
    assert file.template.name == "ours.docx"
    import docx

    made = docx.Document(str(kept.folder() / file.kept))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "1 What stands out" in texts and "reading text" in texts
    assert not any("{{" in text or "{%" in text for text in texts)
    with scope(partnership=cast.own.partnership):
        template = WordTemplate.objects.get()
    assert "ours.docx" in owner.get(place).content.decode()
    assert owner.post(f"{place}{template.public_id}/retire/").status_code == 302
    assert "Stop using it" not in owner.get(place).content.decode()
    with scope(partnership=cast.own.partnership):
        assert WordTemplate.objects.in_use().count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("x.docx", b"%PDF-1.4", "is not a Word document"), ("x.docx", b"PK\x03\x04", "is not a Word document")],
)
def test_a_file_that_is_no_template_is_refused_in_one_sentence(cast, visit, name, content, said):
    sent = {"once": str(uuid4()), "kind": small_report.KIND, "file": SimpleUploadedFile(name, content)}
    page = visit(cast.own.user("plan_owner")).post(f"{HERE}word-templates/", sent)
    assert page.status_code == 200 and said in page.content.decode()
