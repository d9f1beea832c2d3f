"""Panel sessions from plan to report: who may do what when, what is refused, and what each reader sees."""

import io
from datetime import date
from hashlib import sha256

import made_scrutiny as made
import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope
from docx import Document as Word
from made_register import DAY

from commonground.plan.changes.possible import Conflict, NotPossible, edition
from commonground.registers.changes import panel_records, panel_reports, panel_sessions
from commonground.registers.changes.entries import PersonNamed
from commonground.registers.changes.panel_records import Found
from commonground.registers.models import DrawnRecord, ListedRecord, PanelSession
from commonground.registers.scrutiny import draw, listing, reading
from commonground.registers.scrutiny.draw import Asked
from commonground.registers.scrutiny.report import document, public_document
from commonground.report.blocks import Statement, Table

pytestmark = pytest.mark.django_db
CHAIR, POLICE = "scrutiny_member", "agency_lead"


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def words(made_document) -> str:
    return repr(made_document)


# The draw.


def test_a_draw_is_what_the_list_and_the_seed_give(table):
    session = made.drawn(table)
    records = listing.read(made.LIST)
    assert [one.reference for one in session.drawn.all()] == draw.drawn(records, Asked(4), made.SEED)
    assert session.list_sha256 == sha256(draw.written(records).encode()).hexdigest()
    assert (session.state, session.list_count, session.seed) == ("drawn", 30, made.SEED)


def test_only_the_chair_draws_once_and_not_who_gave_the_list(table):
    session = made.listed(table)
    with pytest.raises(NotPossible, match="Only the chair"):
        panel_sessions.draw(session, Asked(4), 1, by=table.actor("panel_chair"))
    panel_sessions.draw(session, Asked(4), 1, by=table.actor(CHAIR))
    with pytest.raises(NotPossible, match="stands at “Drawn”"):
        panel_sessions.draw(session, Asked(4), 2, by=table.actor(CHAIR))
    with pytest.raises(NotPossible, match="stands at “Drawn”"):
        panel_sessions.give_list(session, made.LIST, by=table.actor(POLICE))
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelSession.objects.update(drawn_by=table.seats[POLICE])


def test_the_chair_gives_no_list_and_nothing_is_drawn_before_there_is_one(table):
    session = made.planned(table)
    with pytest.raises(NotPossible, match="You chair this session"):
        panel_sessions.give_list(session, made.LIST, by=table.actor(CHAIR))
    with pytest.raises(NotPossible, match="stands at “Planned”"):
        panel_sessions.draw(session, Asked(4), 1, by=table.actor(CHAIR))


def test_a_list_that_was_changed_is_not_drawn_from(table):
    session = made.listed(table)
    ListedRecord.objects.filter(reference="TK/26/001").update(reference="TK/26/999")
    with pytest.raises(NotPossible, match="not the one whose digest was kept"):
        panel_sessions.draw(session, Asked(4), 1, by=table.actor(CHAIR))


def test_a_list_with_more_than_references_leaves_nothing_behind(table):
    session = made.planned(table)
    for text, says in [("reference,name\nTK/1,x", "Column 2"), ("TK/1", "4 are to be drawn")]:
        with pytest.raises(NotPossible, match=says):
            panel_sessions.give_list(session, text, by=table.actor(POLICE))
    assert ListedRecord.objects.count() == 0 and PanelSession.objects.get().list_sha256 == ""


def test_by_class_as_many_of_each_are_drawn(table):
    asked = Asked(0, "ethnicity", {"Black": 3, "White": 1})
    session = panel_sessions.draw(made.listed(table), asked, made.SEED, by=table.actor(CHAIR))
    of = {one.reference: one.strata["ethnicity"] for one in session.listed.all()}
    assert [of[one.reference] for one in session.drawn.all()] == ["Black", "Black", "Black", "White"]
    assert (session.size, session.asked.quotas) == (4, {"Black": 3, "White": 1})


# Grades.


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"grade": "blue"}, "Choose green"),
        ({"reasons": " "}, "Give the reasons"),
        ({"agreement": ""}, "how the panel agreed"),
        ({"answers": {"colour": {"said": "yes", "why": ""}}}, "no question colour"),
        ({"answers": {"authorised": {"said": "yes", "why": ""}}}, "no question authorised"),
        ({"answers": {"video": {"said": "perhaps", "why": ""}}}, "choose one of the answers"),
        ({"answers": {"video": {"said": "", "why": "It was off."}}}, "choose an answer"),
        ({"reasons": "Searched by Mr Brown."}, "“Mr Brown” in “Reasons for the grade”"),
        ({"answers": {"video": {"said": "no", "why": "Call 07700 900123."}}}, "phone number"),
    ],
)
def test_a_grade_that_cannot_be_is_told_in_a_sentence(table, change, says):
    given = {"grade": "green", "reasons": "Clear.", "agreement": "all", "answers": {}} | change
    with pytest.raises(NotPossible, match=says):
        panel_records.grade(made.record(table), Found(**given), sure=True, by=table.actor(CHAIR))
    assert set(DrawnRecord.objects.values_list("grade", flat=True)) == {""}


def test_a_name_is_asked_about(table):
    found = Found(grade="amber", reasons="Stopped near Daniel Fisher.", agreement="all")
    with pytest.raises(PersonNamed):
        panel_records.grade(made.record(table), found, by=table.actor(CHAIR))


def test_two_who_grade_at_once_are_told(table):
    record = made.record(table)
    begun = edition(record)
    panel_records.grade(record, made.FOUND, begun=begun, by=table.actor(CHAIR))
    with pytest.raises(Conflict):
        panel_records.grade(record, made.FOUND, begun=begun, by=table.actor("panel_chair"))


def test_a_record_is_graded_or_not_shown_and_only_red_is_escalated(table):
    record, by = made.record(table), table.actor(CHAIR)
    panel_records.grade(record, made.FOUND, by=by)
    with pytest.raises(NotPossible, match="Only a record that is graded red"):
        panel_records.escalate(record, "line", DAY, by=by)
    panel_records.could_not_be_shown(record, "erased", by=by)
    record.refresh_from_db()
    assert (record.grade, record.reasons, record.answers, record.is_done) == ("", "", {}, True)
    with pytest.raises(NotPossible, match="Say in the note"):
        panel_records.could_not_be_shown(record, "other", by=by)


def test_what_is_escalated_stays_red_and_only_the_police_conclude(table):
    red = made.red(table)
    with pytest.raises(NotPossible, match="so it stays red"):
        panel_records.grade(red, made.FOUND, by=table.actor(CHAIR))
    with pytest.raises(NotPossible, match="Only the police"):
        panel_records.conclude(red, "Done.", DAY, by=table.actor("plan_owner"))
    done = panel_records.conclude(red, "Words of advice.", DAY, by=table.actor(POLICE))
    assert (done.outcome, done.outcome_on) == ("Words of advice.", DAY)


# The end of a session.


def test_a_session_is_closed_when_every_record_is_done(table):
    session, by = made.drawn(table), table.actor(CHAIR)
    for one in list(session.drawn.all())[:3]:
        panel_records.grade(one, made.FOUND, by=by)
    with pytest.raises(NotPossible, match=r"1 record of the draw \(4\)"):
        panel_sessions.close(session, "", None, by=by)
    panel_records.could_not_be_shown(session.drawn.get(number=4), "live", by=by)
    panel_sessions.close(session, "", None, by=by)
    with pytest.raises(NotPossible, match="the grades of its records stay"):
        panel_records.grade(session.drawn.get(number=1), made.FOUND, by=by)


def test_feedback_waits_for_a_reply_of_the_police(table):
    session = made.fed_back(table)
    assert session.reply_due == date(2026, 4, 1)
    with pytest.raises(NotPossible, match="Only the police"):
        panel_sessions.reply(session, "We will.", DAY, by=table.actor("plan_owner"))
    with pytest.raises(NotPossible, match="cannot come before"):
        panel_sessions.reply(session, "We will.", date(2026, 3, 1), by=table.actor(POLICE))
    session = panel_sessions.reply(session, "We will.", DAY, by=table.actor(POLICE))
    assert (session.reply, session.reply_due) == ("We will.", None)
    with pytest.raises(NotPossible, match="stays as it was sent"):
        panel_sessions.send_feedback(session, "More.", DAY, by=table.actor(CHAIR))


# Who sees what.


def test_sessions_are_seen_by_those_who_may_and_at_no_other_table(cast, table):
    made.drawn(table)
    seen = {role: reading.sessions_for(table.actor(role)).count() for role in table.seats}
    assert {role for role, number in seen.items() if number} == {
        "analyst", "plan_owner", "agency_lead", "panel_chair", "scrutiny_member", "governance_lead",
    }  # fmt: skip
    assert reading.records_for(table.actor("councillor")).count() == 0
    assert reading.sessions_for(cast.other.actor("panel_chair")).count() == 0


def test_a_report_is_read_outside_only_once_it_is_public(table):
    asked = made.asked(table)
    councillor = table.actor("councillor")
    assert (reading.reports_for(councillor).count(), reading.public_reports().count()) == (0, 0)
    with pytest.raises(NotPossible, match="somebody else has to approve"):
        panel_reports.publish(asked, by=table.actor("analyst"))
    panel_reports.publish(asked, by=table.actor("panel_chair"))
    assert (reading.reports_for(councillor).count(), reading.public_reports().count()) == (1, 1)
    panel_reports.take_off(asked, "A name is in it.", by=table.actor("plan_owner"))
    assert (reading.reports_for(councillor).count(), reading.public_reports().count()) == (0, 0)
    assert reading.reports_for(councillor.__class__.of_seat(table.seats["administrator"])).count() == 0


def test_the_database_holds_a_session_to_its_table(cast, table):
    made.drawn(table)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update registers_panelsession set chair_id = %s", [cast.other.seats[CHAIR].pk])
        cursor.execute("set constraints all immediate")


# Reports.


def test_a_report_counts_grades_with_wilsons_interval(table):
    session, by = made.drawn(table, 10), table.actor(CHAIR)
    for record, grade in zip(session.drawn.all(), ["green"] * 7 + ["amber"] * 2 + ["red"], strict=True):
        panel_records.grade(record, Found(grade=grade, reasons="Planted reason.", agreement="all"), by=by)
    told = document(session, DAY)
    (grades,) = [one for one in told.blocks if isinstance(one, Table) and one.caption == "Grades of 10 records"]
    assert grades.rows == (  # R: prop.test(7, 10, correct = FALSE) and so on
        (("Green",), ("7",), ("70%",), ("40% to 89%",)),
        (("Amber",), ("2",), ("20%",), ("6% to 51%",)),
        (("Red",), ("1",), ("10%",), ("2% to 40%",)),
    )
    reference = session.drawn.first().reference
    assert reference in words(told) and "Planted reason." in words(told)
    public = words(public_document(session, DAY))
    assert reference not in public and "Planted reason." not in public and "4 or fewer" in public
    chair, names = session.chair.user.name, {one.user.name for one in table.seats.values()}
    assert chair and not any(name in public or name in words(told) for name in names)


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [(10, 9, "There is no clear change."), (3, 10, "There is no clear change."), (0, 10, "larger share than chance")],
)
def test_a_change_between_sessions_is_told_only_where_chance_does_not_explain_it(table, before, now, says):
    by = table.actor(CHAIR)
    for green in (before, now):
        session = made.drawn(table, 10)
        for number, record in enumerate(session.drawn.all()):
            grade = "green" if number < green else "amber"
            panel_records.grade(record, Found(grade=grade, reasons="So.", agreement="all"), by=by)
    (told,) = [one for one in document(session, DAY).blocks if isinstance(one, Statement)]
    assert says in str(told.text)


# Pages.


def test_a_session_on_its_pages(table, visit, cast):
    session, base = made.fed_back(table), f"/partnerships/{table.partnership.slug}/scrutiny/"
    record = session.drawn.get(number=1)
    page = visit(table.user(CHAIR))
    for address, holds in {
        "": "Panel sessions", f"sessions/{session.public_id}/": record.reference,
        f"sessions/{session.public_id}/check/": "It agrees", f"records/{record.public_id}/": "Clear grounds.",
        f"sessions/{session.public_id}/report/": "Grades of 4 records",
    }.items():  # fmt: skip
        answer = page.get(base + address)
        assert answer.status_code == 200 and holds in answer.content.decode(), address
    file = page.get(f"{base}sessions/{session.public_id}/list.csv")
    assert sha256(file.content).hexdigest() == session.list_sha256
    word = page.get(f"{base}sessions/{session.public_id}/report/docx/")
    cells = {cell.text for part in Word(io.BytesIO(word.content)).tables for row in part.rows for cell in row.cells}
    assert record.reference in cells
    assert visit(table.user("councillor")).get(f"{base}sessions/{session.public_id}/").status_code == 403
    assert "Panel sessions" not in visit(table.user("councillor")).get(base).content.decode()


def test_a_list_is_sent_and_the_records_drawn_and_graded_on_the_pages(table, visit):
    session, base = made.planned(table), f"/partnerships/{table.partnership.slug}/scrutiny/"
    police, chair = visit(table.user(POLICE)), visit(table.user(CHAIR))
    given = police.post(f"{base}sessions/{session.public_id}/list/", {"text": "reference,name\nTK/1,x"})
    assert "may not be in the list" in given.content.decode()
    assert police.post(f"{base}sessions/{session.public_id}/list/", {"text": made.LIST}).status_code == 302
    shown = chair.get(f"{base}sessions/{session.public_id}/draw/").content.decode()
    session.refresh_from_db()
    assert session.list_sha256 in shown and session.seed is None
    assert chair.get(f"{base}sessions/{session.public_id}/list.csv").status_code == 404  # no seed is tried on it
    wrong = {"seed": "12a", "by": "", "size": "4"}
    assert "up to 18 digits" in chair.post(f"{base}sessions/{session.public_id}/draw/", wrong).content.decode()
    asked = {"seed": str(made.SEED), "by": "ethnicity", "quotas": "Black 3\nWhite: 1"}
    assert chair.post(f"{base}sessions/{session.public_id}/draw/", asked).status_code == 302
    record = session.drawn.get(number=1)
    grade = {"grade": "amber", "reasons": "Near Daniel Fisher.", "agreement": "most", "said_video": "no"}
    asks = chair.post(f"{base}records/{record.public_id}/grade/", grade).content.decode()
    assert "tick at the end that it is not" in asks and "Near Daniel Fisher." in asks
    assert chair.post(f"{base}records/{record.public_id}/grade/", grade | {"sure": "on"}).status_code == 302
    record.refresh_from_db()
    assert (record.grade, record.answers) == ("amber", {"video": {"said": "no", "why": ""}})


def test_the_public_page_shows_what_is_public_and_nothing_that_waits(table, visit):
    asked = made.asked(table)
    address, anyone = f"/published/{table.partnership.slug}/scrutiny/{asked.public_id}/", visit()
    assert anyone.get(address).status_code == 404
    panel_reports.publish(asked, by=table.actor("panel_chair"))
    shown = anyone.get(address).content.decode()
    assert "What was drawn" in shown and "TK/26/" not in shown
    assert address in anyone.get("/published/scrutiny/").content.decode()
