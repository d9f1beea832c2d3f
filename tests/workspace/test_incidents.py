"""The response to a serious incident: who reads it, what its verbs refuse, what is frozen, who is written to."""

import json
from datetime import date, timedelta
from uuid import uuid4

import made_incident
import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from commonground.partnership.models import AccessEvent, Membership
from commonground.plan.changes.possible import Conflict, NotPossible, edition
from commonground.registers.changes import incident_alerts, incident_running
from commonground.registers.changes import incident_closing as closing
from commonground.registers.changes import incident_learning as learning
from commonground.registers.changes import incident_steps as steps
from commonground.registers.changes import incident_telling as telling
from commonground.registers.changes.entries import PersonNamed
from commonground.registers.changes.incident_checklists import keep_checklist
from commonground.registers.changes.incident_steps import Added
from commonground.registers.changes.incident_telling import Held
from commonground.registers.incidents import reading
from commonground.registers.incidents.clocks import Stands
from commonground.registers.incidents.report import document
from commonground.registers.incidents.templates.differences import differences
from commonground.registers.incidents.templates.written import shipped
from commonground.registers.incidents.timeline import timeline
from commonground.registers.models import Incident, IncidentAlert, ReceivedNotice, ResponseStep
from commonground.report import frozen

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def owner(table):
    return table.actor("plan_owner")


@pytest.fixture
def incident(table):
    return made_incident.incident(table)


# Who reads it


def readers(table, found):
    seen = {role for role in table.seats if Incident.objects.seen_by(table.actor(role)).filter(pk=found.pk).exists()}
    return seen


OVERSEE = {"analyst", "plan_owner", "panel_chair"}


def test_only_those_who_are_told_read_it_and_no_councillor(table, owner):
    found = made_incident.incident(table, told_by=table.council)
    assert readers(table, found) == OVERSEE
    incident_running.involve(found, [table.council, table.police], by=owner)
    assert readers(table, found) == OVERSEE | {"agency_lead", "practitioner"}
    incident_running.involve(found, [], by=owner)
    assert readers(table, found) == OVERSEE, "access ends when its part ends"


def test_every_part_of_it_is_read_by_the_same_rule(table, owner):
    found = made_incident.incident(table, told_by=table.council)
    made_incident.point(table, found)
    outside = table.actor("practitioner")
    assert list(reading.steps_for(outside)) == list(reading.learning_for(outside)) == []
    assert reading.steps_for(owner).count() == len(shipped().steps)


def test_looking_is_logged_before_the_page_is_sent_and_a_stranger_finds_nothing(cast, visit):
    address = f"/partnerships/lewisham/incidents/{made_incident.running_id(cast.own)}/"
    assert visit(cast.own.user("analyst")).get(address).status_code == 200
    looked = AccessEvent.objects.filter(kind="consultation", record__startswith="incident:").latest("pk")
    assert (looked.concerns, looked.user_id_then) == ([looked.record], cast.own.user("analyst").pk)
    assert visit(cast.own.user("councillor")).get(address).status_code == 403
    assert visit(cast.other.user("plan_owner")).get(address).status_code == 404
    with connection.execute_wrapper(refusing_the_log):
        answer = visit(cast.own.user("analyst")).get(address)
    assert (answer.status_code, answer.content) == (503, b"")


def refusing_the_log(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "partnership_accessevent"'):
        raise DatabaseError("the disk is full")
    return execute(sql, params, many, context)


# Its start


def test_it_starts_with_the_checklist_and_its_clocks(table, incident):
    assert (incident.reference, incident.steps.count()) == (f"I-{timezone.localdate().year}-001", len(shipped().steps))
    timed = {one.step.key: one for one in reading.whole(incident).timed(timezone.now())}
    assert timed["source"].stands == Stands.LATE and timed["hospital"].stands == Stands.SOON
    assert timed["doors"].due.moment == incident.told_at + timedelta(days=7)
    assert timed["trial"].stands == Stands.UNKNOWN
    assert made_incident.incident(table).reference.endswith("-002")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"known": "Told by Mr Brown."}, "“Mr Brown” in “What is known” (person with a title)"),
        ({"place": "SE13 6XX"}, None),
        ({"place": ""}, "Never give a home"),
        ({"kind": "burglary"}, "Kind: choose"),
        ({"known": " "}, "What is known: write it"),
        ({"known": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(table, changed, says):
    with pytest.raises(PersonNamed if says is None else NotPossible) as no:
        made_incident.incident(table, **changed)
    assert (says or "postcode") in str(no.value)
    assert not Incident.objects.exists()


def test_it_cannot_be_told_in_the_future_nor_before_it_happened(table):
    now = timezone.now()
    with pytest.raises(NotPossible, match="in the future"):
        made_incident.incident(table, told_at=now + HOUR)
    with pytest.raises(NotPossible, match="before it happened"):
        made_incident.incident(table, happened_at=now - HOUR)


def test_the_lead_takes_part_in_responses(table):
    with pytest.raises(NotPossible, match="must have a role"):
        made_incident.incident(table, lead=table.seats["councillor"])


# Steps and clocks


def test_a_step_is_done_once_with_its_moment_and_comes_again_where_asked(table, incident, owner):
    weekly = steps.do(made_incident.step(incident, "weekly"), timezone.now(), "Sent.", again=True, by=owner)
    turns = incident.steps.filter(key="weekly").order_by("turn")
    assert [(one.turn, one.state) for one in turns] == [(1, "done"), (2, "open")]
    moments = [one.due.moment for one in reading.whole(incident).timed(timezone.now()) if one.step.key == "weekly"]
    assert max(moments) - min(moments) == timedelta(days=7)
    with pytest.raises(NotPossible, match="somebody did it meanwhile"):
        steps.need_not(weekly, "Nobody asked.", by=owner)
    steps.open_again(weekly, "It was another one.", by=owner)
    assert made_incident.step(incident, "weekly").state == "open"


def test_what_is_late_says_by_how_much(table, owner):
    found = made_incident.incident(table, told_at=timezone.now() - 10 * HOUR)
    steps.do(made_incident.step(found, "holding"), found.told_at + 8 * HOUR, "Agreed.", by=owner)
    timed = next(one for one in reading.whole(found).timed(timezone.now()) if one.step.key == "holding")
    assert (timed.was_in_time, timed.late_by) == (False, 2 * HOUR)


def test_paused_time_does_not_count_and_is_kept(table, incident, owner):
    incident_running.pause(incident, "Police ask for quiet.", by=owner)
    with pytest.raises(NotPossible, match="paused already"):
        incident_running.pause(incident, "Again.", by=owner)
    paused = {one.step.key: one for one in reading.whole(incident).timed(timezone.now())}
    assert paused["hospital"].stands == Stands.PAUSED and paused["anniversary"].stands == Stands.RUNNING
    incident.pauses.update(since=timezone.now() - HOUR)
    incident_running.resume(incident, by=owner)
    [row] = incident.pauses.all()
    due = {one.step.key: one.due.moment for one in reading.whole(incident).timed(timezone.now())}
    assert due["hospital"] == incident.told_at + 12 * HOUR + (row.until - row.since)
    assert (row.paused_by, row.resumed_by) == (owner.membership, owner.membership)


def test_a_moment_that_was_set_is_put_off_by_a_pause_as_well(table, incident, owner):
    made = steps.add_step(incident, Added(title="Look at the lamps", due=timezone.now() + 5 * HOUR), by=owner)
    incident_running.pause(incident, "Police ask for quiet.", made, by=owner)
    incident_running.resume(incident, made, by=owner)
    [row] = incident.pauses.all()
    timed = next(one for one in reading.whole(incident).timed(timezone.now()) if one.step.pk == made.pk)
    assert timed.due.moment == made.moved_to + (row.until - row.since)


def test_only_who_steers_pauses_tells_and_closes(table, incident):
    police = table.actor("practitioner")
    for act in (
        lambda: incident_running.pause(incident, "No.", by=police),
        lambda: incident_running.involve(incident, [], by=police),
        lambda: telling.notify(incident, [], "No.", by=police),
        lambda: closing.close(incident, "No.", by=police),
    ):
        with pytest.raises(NotPossible, match="Only the lead"):
            act()


def test_whoever_sees_to_a_step_may_read_it(table, owner):
    found = made_incident.incident(table, told_by=table.council)
    with pytest.raises(NotPossible, match="Police is not told of I-"):
        steps.give(made_incident.step(found), table.seats["practitioner"], by=owner)


def test_two_who_change_the_facts_at_once_are_told(table, incident, owner):
    begun = edition(incident)
    incident_running.change_facts(incident, made_incident.facts(table, incident, trial_on=date(2027, 3, 1)), by=owner)
    with pytest.raises(Conflict):
        incident_running.change_facts(incident, made_incident.facts(table, incident), begun=begun, by=owner)
    timed = {one.step.key: one.due.moment for one in reading.whole(Incident.objects.get()).timed(timezone.now())}
    assert timezone.localtime(timed["trial"]).date() == date(2027, 2, 15)


# Who is told what


def test_one_agency_speaks_and_somebody_else_approves(table, owner):
    silent = made_incident.incident(table)
    with pytest.raises(NotPossible, match="which one agency leads"):
        made_incident.message(table, silent)
    message = made_incident.message(table)
    with pytest.raises(NotPossible, match="Council leads communications"):
        telling.approve(message, by=table.actor("practitioner"))
    with pytest.raises(NotPossible, match="Somebody else approves"):
        telling.approve(message, by=table.actor("analyst"))
    with pytest.raises(NotPossible, match="This message is drafted"):
        telling.send(message, timezone.now(), by=owner)
    telling.approve(message, by=owner)
    telling.hold_back(message, "The family first.", by=owner)
    telling.approve(message, by=owner)
    sent = telling.send(message, timezone.now(), by=table.actor("analyst"))
    assert (sent.state, sent.approved_by, sent.held_at is not None) == ("sent", owner.membership, True)


@pytest.mark.parametrize("reference", ["Daniel Fisher", "DF", "J. Smith", "", "MASH 20417 for Daniel"])
def test_a_referral_is_a_reference_and_never_who(table, incident, owner, reference):
    with pytest.raises(NotPossible, match="Reference: enter the number"):
        telling.refer(incident, "mash", reference, timezone.localdate(), by=owner)


def test_another_borough_sees_what_it_is_sent_and_nothing_else(cast, table, incident, owner):
    telling.notify(incident, [cast.other.partnership], "It may touch schools of yours.", by=owner)
    disclosed = AccessEvent.objects.filter(kind="disclosure").latest("pk")
    assert disclosed.recipient == "Safer Greenwich Partnership"
    with scope(partnership=cast.other.partnership):
        [copy] = ReceivedNotice.objects.seen_by(cast.other.actor("analyst"))
        assert (copy.sender, copy.reference) == ("Safer Lewisham Partnership", incident.reference)
        assert not ReceivedNotice.objects.seen_by(cast.other.actor("councillor")).exists()
        assert not Incident.objects.seen_by(cast.other.actor("plan_owner")).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            ReceivedNotice.objects.update(text="Otherwise")


# Alerts


@pytest.fixture
def mailed(settings):
    settings.DEMONSTRATION = False
    return lambda now: incident_alerts.send_alerts(now, "https://example.org")


def test_no_alert_has_content_and_none_goes_twice(table, mailed):
    found = made_incident.incident(table, told_by=table.council)
    now = found.told_at + 90 * timedelta(minutes=1)
    assert mailed(now) == len(mail.outbox)
    assert {to for one in mail.outbox for to in one.to} == {
        table.user("plan_owner").email, table.user("panel_chair").email,  # one step is late: the lead and the chair
    }  # fmt: skip
    for one in mail.outbox:
        assert one.subject == f"Common Ground: {found.reference}"
        words = one.body.replace(found.reference, "").replace(found.public_id, "")
        assert words == (
            "Reference \n\nhttps://example.org/partnerships/lewisham/incidents//\n\n"
            "Sign in to see what is asked of you. Nothing else is sent by e-mail.\n"
        )
    assert mailed(now) == 0


def test_a_step_that_is_moved_may_be_late_again(table, mailed, owner):
    found = made_incident.incident(table)
    mailed(timezone.now())
    step = steps.move_on(made_incident.step(found, "source"), timezone.now() + HOUR, "The line was down.", by=owner)
    mailed(timezone.now() + 2 * HOUR)
    late = IncidentAlert.objects.filter(step=step, kind="late", to=owner.membership)
    assert late.count() == 2


# Learning, closing, and what comes after


def test_learning_is_followed_to_closure_after_closing(table, incident, owner):
    point = made_incident.point(table, incident)
    closing.close(incident, "It ran for a day.", made_incident.reasons(incident), by=owner)
    with pytest.raises(NotPossible, match="Its owner says"):
        learning.learned(point, "There is a list.", by=table.actor("practitioner"))
    learning.learned(point, "There is a list.", by=table.actor("analyst"))
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        incident.learning.update(text="Otherwise")


def test_it_closes_when_each_step_is_settled_or_has_a_reason(table, incident, owner):
    with pytest.raises(NotPossible, match=r"Say what became of “Write down who told .*, and 35 more"):
        closing.close(incident, "It ran for a day.", by=owner)
    found = closing.close(incident, "It ran for a day.", made_incident.reasons(incident), by=owner)
    assert (found.state, set(found.steps.values_list("state", flat=True))) == ("closed", {"left"})
    assert frozen.from_json(Incident.objects.get().report).title == f"After-action report {found.reference}"


def test_one_reason_may_stand_for_every_step_that_has_none_of_its_own(cast, table, incident, visit):
    owner, address = visit(cast.own.user("plan_owner")), f"/partnerships/lewisham/incidents/{incident.public_id}/close/"
    sent = {"once": str(uuid4()), "closing": "It ran for a day."}
    refused = owner.post(address, sent).content.decode()
    assert refused.count("is left open, or say first what became") == 2 * incident.steps.count(), "above and beside"
    own = made_incident.step(incident)
    sent |= {"others": "It is in the diary.", own.public_id: "It was never needed."}
    assert owner.post(address, sent).status_code == 302
    told = dict(incident.steps.values_list("public_id", "result"))
    assert told.pop(own.public_id) == "It was never needed." and {*told.values()} == {"It is in the diary."}


FROZEN = ("involved", "steps", "pauses", "meetings", "messages", "referrals", "notices")


def test_a_closed_incident_refuses_every_change_in_the_database(cast, table, owner):
    found = made_incident.spoken_for(table)
    made_incident.message(table, found)
    telling.refer(found, "mash", "MASH-1", timezone.localdate(), by=owner)
    telling.hold_meeting(found, Held(title="A", held_at=timezone.now(), present=(table.council,)), by=owner)
    telling.notify(found, [cast.other.partnership], "Look out.", by=owner)
    incident_running.pause(found, "Quiet.", by=owner)
    closing.close(found, "It ran for a day.", made_incident.reasons(found), by=owner)
    for name in FROZEN:
        rows = getattr(found, name).all()
        table_of = rows.model._meta.db_table
        for sql in (f"update {table_of} set incident_id = incident_id", f"delete from {table_of}",
                    f"insert into {table_of} select * from {table_of}"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
    for sql in ("update registers_incident set known = 'x'", "delete from registers_incident",
                "update registers_incident set state = 'open'", "truncate registers_incident cascade"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(NotPossible, match="write a correction beside it"):
        steps.do(found.steps.first(), timezone.now(), "Late.", by=owner)
    closing.correct(found, "It was a Tuesday.", by=owner)
    assert [one.text for one in found.corrections.all()] == ["It was a Tuesday."]


def test_the_report_names_nobody_and_hides_small_numbers(table, owner):
    found = made_incident.spoken_for(table)
    steps.do(made_incident.step(found, "doors"), timezone.now(), "Spoke with 3 young people, one aged 15.", people=4,
             sure=True, by=owner)  # fmt: skip
    for number in range(6):
        telling.refer(found, "therapy" if number < 5 else "mash", f"T-{number}", timezone.localdate(), by=owner)
    made = document(reading.whole(found), timezone.now())
    said = json.dumps(json.loads(frozen.to_json(made)), ensure_ascii=False)
    names = [one.user.name for one in Membership.objects.select_related("user")]
    assert [name for name in names if name in said] == []
    assert "Spoke with (number not shown) young people, one (age not shown)." in said
    assert "People reached: fewer than 5." in said and "T-3" not in said
    support = next(one for one in made.sections if one.title.endswith("families")).blocks[0]
    assert [(row[0][0], row[1][0]) for row in support.rows] == [
        ("Multi-agency safeguarding hub", "fewer than 5"), ("Therapeutic service", "5"),
    ]  # fmt: skip


def test_the_timeline_is_in_order_and_says_agencies(table, owner):
    found = made_incident.spoken_for(table)
    steps.do(made_incident.step(found, "source"), found.told_at, "By telephone.", by=owner)
    events = timeline(reading.whole(found))
    assert [one.when for one in events] == sorted(one.when for one in events)
    assert events[0].title.startswith("It happened") and {one.by for one in events} <= {"", "Council", "Police"}
    assert sum(one.title.startswith("Done: ") for one in events) == 1


def test_a_record_is_read_in_as_many_queries_with_many_rows_as_with_few(table, incident, django_assert_max_num_queries):
    made_incident.incident(table)
    with django_assert_max_num_queries(11):
        assert len(reading.at_a_glance(reading.incidents_for(table.actor("analyst")), timezone.now())) == 2


# The checklist


def test_a_change_is_a_new_version_and_running_responses_keep_theirs(table, incident, owner):
    made = keep_checklist(shipped().without("publication"), "We have no such review.", begun=0, by=owner)
    assert (made.number, incident.steps.filter(key="publication").count()) == (1, 1)
    second = made_incident.incident(table)
    assert (second.steps.filter(key="publication").count(), second.checklist) == (0, made)
    assert [(one.what, one.title[:9]) for one in differences(shipped(), made.template)] == [("Left out", "Prepare f")]
    with pytest.raises(NotPossible, match="Somebody kept version 1 meanwhile"):
        keep_checklist(shipped(), "Back.", begun=0, by=owner)
    with pytest.raises(NotPossible, match="Nothing differs"):
        keep_checklist(made.template, "Again.", by=owner)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.update(why="Otherwise")


def test_a_leaver_hands_over_what_they_lead_and_see_to(table, incident, owner):
    steps.give(made_incident.step(incident), owner.membership, by=owner)
    with scopes_disabled():
        assert list(Incident.objects.owned_by(owner.membership)) == [incident]
        assert [one.key for one in ResponseStep.objects.owned_by(owner.membership)] == ["holding"]
