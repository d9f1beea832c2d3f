"""The tasking meeting: planned, held, decided, tasks carried forward, minutes approved and frozen by the database."""

from datetime import date, timedelta

import made_register
import made_tasking
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django_scopes import scope
from made_tasking import DUE, MET, RECORDED, asked, decided, planned

from commonground.partnership.belongings import belongings_of
from commonground.plan.changes.possible import Conflict, NotPossible, edition
from commonground.registers.beside import beside_of
from commonground.registers.changes import tasking, tasking_minutes, tasking_tasks
from commonground.registers.changes.entries import PersonNamed
from commonground.registers.models import TaskingDecision, TaskingItem, TaskingMeeting, TaskingTask, TaskingUpdate
from commonground.registers.tasking import reading
from commonground.registers.tasking.minutes import document_of
from commonground.registers.tasking.terms import STANDING, AgendaItem
from commonground.report import frozen
from commonground.report.blocks import Bullets, Table

pytestmark = pytest.mark.django_db
LATER = MET + timedelta(days=28)


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def runs(table):
    return table.actor("plan_owner")


def test_a_meeting_is_planned_with_its_agenda_and_its_invitations(table):
    found = made_tasking.meeting(table)
    assert [one.kind for one in found.items.all()] == list(STANDING)
    assert [(one.agency.name, one.came) for one in found.attendance.all()] == [
        ("Council", "invited"), ("Police", "invited"),
    ]  # fmt: skip
    assert str(found) == "Tasking meeting of 10 March 2026"


def test_what_agencies_bring_stands_before_any_other_business(table):
    found = made_tasking.meeting(table)
    tasking.bring_item(found, "Lights in the park", "They are out.", by=table.actor("practitioner"))
    kinds = [one.kind for one in found.items.all()]
    assert kinds[-3:] == [AgendaItem.BROUGHT, AgendaItem.OTHER, AgendaItem.NEXT]
    assert found.items.get(kind=AgendaItem.BROUGHT).agency == table.police


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"agencies": ()}, "at least one agency"),
        ({"place": "x" * 201}, "longer than 200"),
        ({"held_on": MET}, "already"),
    ],
)
def test_a_meeting_that_cannot_be_planned_says_why(table, runs, given, says):
    made_tasking.meeting(table)
    with pytest.raises(NotPossible) as no:
        tasking.plan_meeting(planned(table, **{"held_on": LATER} | given), by=runs)
    assert says in str(no.value)


def test_who_may_not_approve_minutes_does_not_chair(table, runs):
    with pytest.raises(NotPossible, match="somebody else to chair"):
        tasking.plan_meeting(planned(table, chair=table.seats["practitioner"]), by=runs)


def test_an_agency_that_came_stays_invited(table, runs):
    found = made_tasking.meeting(table)
    tasking.hold_meeting(found, {table.council.pk: "came"}, on=MET, by=runs)
    health = made_tasking.other_agency(table)
    tasking.change_meeting(found, planned(table, agencies=(health,)), by=runs)
    assert [(one.agency.name, one.came) for one in found.attendance.all()] == [
        ("Council", "came"), ("Health board", "invited"),
    ]  # fmt: skip


def test_a_meeting_is_held_on_its_day_by_somebody(table, runs):
    found = made_tasking.meeting(table)
    with pytest.raises(NotPossible, match="come back then"):
        tasking.hold_meeting(found, {table.council.pk: "came"}, on=MET - timedelta(days=1), by=runs)
    with pytest.raises(NotPossible, match="at least one was"):
        tasking.hold_meeting(found, {table.council.pk: "apologies"}, on=MET, by=runs)


def test_decisions_are_numbered_by_the_month_of_their_meeting(table, runs):
    first, second = made_tasking.meeting(table, "held"), made_tasking.meeting(table, "held", MET + timedelta(days=7))
    made_tasking.decision(table, first)
    april = made_tasking.meeting(table, "held", date(2026, 4, 14))
    assert sorted(first.decisions.values_list("ref", flat=True)) == ["T-2026-03-01", "T-2026-03-03"]
    assert list(second.decisions.values_list("ref", flat=True)) == ["T-2026-03-02"]
    assert list(april.decisions.values_list("ref", flat=True)) == ["T-2026-04-01"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"reason": " "}, "Reason: enter it"),
        ({"text": ""}, "Decision: enter it"),
        ({"due": MET - timedelta(days=1)}, "before the meeting"),
        ({"text": "Visit Mr Brown."}, "“Mr Brown”"),
    ],
)
def test_a_decision_needs_its_reason_its_owner_and_a_day_and_names_nobody(table, runs, given, says):
    found = made_tasking.meeting(table)
    with pytest.raises(NotPossible) as no:
        tasking.decide(found, decided(table, **given), by=runs)
    assert says in str(no.value)


def test_a_text_that_may_name_somebody_is_asked_about(table, runs):
    found = made_tasking.meeting(table)
    with pytest.raises(PersonNamed):
        tasking.decide(found, decided(table, text="Speak with Daniel Fisher."), by=runs)
    assert tasking.decide(found, decided(table, text="Speak with Daniel Fisher."), sure=True, by=runs).ref


def test_two_who_mend_a_decision_at_once_are_told(table, runs):
    one = made_tasking.decision(table, made_tasking.meeting(table))
    begun = edition(one)
    tasking.change_decision(one, decided(table, reason="Because of 41."), begun=begun, by=runs)
    with pytest.raises(Conflict):
        tasking.change_decision(one, decided(table), begun=begun, by=runs)


def test_open_tasks_carry_forward_until_closed_with_a_result(table):
    given = made_tasking.meeting(table, "approved").tasks.get()
    following = made_tasking.meeting(table, "preparing", LATER)
    owner = table.actor("practitioner")
    assert reading.mine(owner) == [given]
    assert "1 task is open, 1 of them late." in _says(following, owner, LATER, AgendaItem.LAST)
    tasking_tasks.tell_task(given, "open", "Nearly there.", due=LATER + timedelta(days=7), on=LATER, by=owner)
    assert "1 task is open, 0 of them late." in _says(following, owner, LATER, AgendaItem.LAST)
    tasking_tasks.tell_task(given, "done", "Plan drawn up and agreed.", on=LATER, by=owner)
    assert reading.mine(owner) == []
    assert "No task" in _says(following, owner, LATER, AgendaItem.LAST)
    with pytest.raises(NotPossible, match="was closed on"):
        tasking_tasks.tell_task(given, "done", "Again.", on=LATER, by=owner)


def _says(meeting, actor, on, kind):
    return next(line.says for line in reading.agenda(meeting, actor, on) if line.item.kind == kind)


def test_a_task_is_told_by_its_agency_and_by_who_runs_the_meeting(table, runs):
    health = made_tasking.other_agency(table)
    found = made_tasking.meeting(table)
    task = made_tasking.task(table, found, agency=health, owner=None)
    with pytest.raises(NotPossible, match="of another agency"):
        tasking_tasks.tell_task(task, "done", "Done.", on=MET, by=table.actor("practitioner"))
    assert tasking_tasks.tell_task(task, "ended", "No money.", on=MET, by=runs).state == "ended"
    with pytest.raises(NotPossible, match="not of Health board"):
        tasking_tasks.give_task(found, asked(table, agency=health), by=runs)


def test_a_leaver_owns_open_tasks_and_the_chair_the_meeting(table):
    made_tasking.meeting(table, "held")
    held = {one.kind: one.title for one in belongings_of(table.seats["practitioner"])}
    assert held == {"Tasking task": "Draw up the patrol plan"}
    assert [one.title for one in belongings_of(table.seats["panel_chair"])] == ["Tasking meeting of 10 March 2026"]


def test_minutes_are_approved_by_the_chair_and_then_frozen_in_the_database(table, runs):
    found = made_tasking.meeting(table, "held")
    with pytest.raises(NotPossible, match="by the chair"):
        tasking_minutes.approve_minutes(found, on=MET, by=runs)
    approved = tasking_minutes.approve_minutes(found, on=MET, by=table.actor("panel_chair"))
    before = document_of(approved, MET)
    assert frozen.to_json(before) == approved.minutes
    for act in (
        lambda: TaskingMeeting.objects.filter(pk=found.pk).update(place="Elsewhere"),
        lambda: TaskingDecision.objects.filter(meeting=found).update(text="Something else"),
        lambda: TaskingItem.objects.filter(meeting=found).delete(),
        lambda: TaskingDecision.objects.create(
            partnership=table.partnership, meeting=found, ref="T-2026-03-09", **decided(table)
        ),
        lambda: connection.cursor().execute("delete from registers_taskingattendance"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()
    with pytest.raises(NotPossible, match="correction in the next one"):
        made_tasking.decision(table, found)


def test_a_mistake_is_corrected_in_the_next_meeting(table, runs):
    wrong = made_tasking.meeting(table, "approved")
    with pytest.raises(NotPossible, match="plan the next one first"):
        tasking_minutes.correct_minutes(wrong, "Forty-one, not forty.", by=runs)
    following = made_tasking.meeting(table, "held", LATER)
    tasking_minutes.correct_minutes(wrong, "Forty-one, not forty.", by=runs)
    (said,) = [b for b in document_of(following, LATER).blocks if isinstance(b, Bullets)]
    assert said.items == (("Minutes of 10 March 2026: Forty-one, not forty.",),)
    assert "Forty-one" not in wrong.minutes
    assert [one.text for one in wrong.corrections.all()] == ["Forty-one, not forty."]


def test_minutes_say_agencies_decisions_and_tasks_and_nobodys_name(table):
    found = made_tasking.meeting(table, "approved")
    document = document_of(found, MET)
    decisions, tasks = (b for b in document.blocks if isinstance(b, Table))
    assert decisions.rows[0][0] == ("T-2026-03-01",) and decisions.rows[0][3:] == (("Police",), ("24 March 2026",))
    assert tasks.rows == ((("Draw up the patrol plan",), ("None",), ("Police",), ("24 March 2026",)),)
    for seat in table.seats.values():
        assert seat.user.name not in found.minutes


def test_an_entry_can_be_linked_to_the_decision_that_asked_for_it(table, runs):
    one = made_tasking.meeting(table, "approved").decisions.get()
    place = made_register.entry(table, "patrol_places", **RECORDED)
    tasking.asked_for(one, [place], by=runs)
    assert reading.entries_of(one, runs) == [place]
    assert beside_of(place, runs).decisions == [one], "one link, from either end"
    assert reading.entries_of(one, table.actor("councillor")) == []
    tasking.asked_for(one, [], by=runs)
    assert reading.entries_of(one, runs) == []


def test_who_is_not_at_the_table_sees_nothing(cast, table):
    found = made_tasking.meeting(table, "held")
    for actor in (table.actor("councillor"), table.actor("reviewer"), cast.other.actor("plan_owner")):
        assert list(reading.meetings_for(actor)) == list(reading.tasks_for(actor)) == []
        assert list(reading.decisions_for(actor)) == list(reading.briefings_for(actor)) == []
    assert list(reading.meetings_for(table.actor("practitioner"))) == [found]


def test_no_row_crosses_the_tables(cast, table):
    found = made_tasking.meeting(table, "held")
    for sql, key in (
        ("update registers_taskingmeeting set chair_id = %s", cast.other.seats["panel_chair"].pk),
        ("update registers_taskingtask set agency_id = %s", cast.other.council.pk),
        ("update registers_taskingdecision set agency_id = %s", cast.other.council.pk),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [key])
            cursor.execute("set constraints all immediate")
    assert found.state == "held"


def test_what_is_said_of_a_task_is_kept(table):
    task = made_tasking.meeting(table, "held").tasks.get()
    tasking_tasks.tell_task(task, "done", "Done on the day.", on=DUE, by=table.actor("practitioner"))
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskingUpdate.objects.update(text="Something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskingTask.objects.filter(pk=task.pk).update(result="")
    titles = [one["title"] for one in reading.timeline(table.actor("analyst"))]
    assert titles == ["Done: Draw up the patrol plan", "Decided T-2026-03-01", "The tasking meeting met"]
