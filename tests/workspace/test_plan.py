"""The plan: begun, answered, acted upon, handed over, moved to the next version of its template, kept as it stood."""

import json
from dataclasses import replace
from datetime import date, timedelta

import made
import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django_scopes import scope, scopes_disabled
from people import seat

from commonground.partnership import kept
from commonground.partnership.belongings import belongings_of
from commonground.partnership.models import AccessEvent
from commonground.partnership.rule import Actor
from commonground.plan import reading
from commonground.plan.changes import actions, answers, evidence, parts, plans, snapshots, telling
from commonground.plan.changes.actions import values_of
from commonground.plan.changes.evidence import EvidenceValues
from commonground.plan.changes.parts import Expected
from commonground.plan.changes.possible import Conflict, NotPossible, edition
from commonground.plan.models import Action, Answer, Evidence, Plan, Snapshot
from commonground.plan.templates.shipped import shipped
from commonground.plan.terms import Rag

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def table(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def owner(table) -> Actor:
    return table.actor("plan_owner")


@pytest.fixture
def plan(table) -> Plan:
    return made.plan(table)


@pytest.fixture
def action(plan) -> Action:
    return plan.actions.get()


def answer_to(plan: Plan, ref: str) -> Answer:
    return plan.answers.get(item__ref=ref, item__version=plan.version)


# The plan


def test_a_plan_begins_with_a_row_for_everything_its_template_asks(plan):
    written = shipped()["london-2018"]
    assert [a.item.ref for a in plan.answers.select_related("item")] == [item.ref for item in written.items]
    assert {(a.standing, a.tier == a.item.tier) for a in plan.answers.select_related("item")} == {("", True)}
    assert [text.theme.key for text in plan.theme_texts.all()] == [theme.key for theme in written.themes]
    assert [a.item.ref for a in reading.unanswered(plan)] == [item.ref for item in written.minimum_standards]


def test_there_is_one_plan_at_a_time(plan, owner):
    with pytest.raises(NotPossible, match="is the plan that is being worked on"):
        plans.begin(plan.version, "Another", DAY, by=owner)
    plans.end(plan, DAY, by=owner)
    other = plans.begin(plan.version, "Another", DAY, by=owner)
    assert reading.current_plan(owner) == other
    assert set(reading.plans_for(owner)) == {plan, other}
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(ended_on=None)


def test_a_plan_that_ended_is_kept_as_it_stood(plan, action, owner):
    plans.end(plan, DAY, by=owner)
    task, theme = action.tasks.get(), plan.version.themes.first()
    for change in (
        lambda: plans.end(plan, DAY, by=owner),
        lambda: plans.edit(plan, title="x", starts=DAY, ends=None, summary="", plain_summary="", by=owner),
        lambda: answers.answer(answer_to(plan, "G1"), "met", "", "", by=owner),
        lambda: answers.write_theme(plan, theme, "x", "", by=owner),
        lambda: actions.add_action(plan, values_of(action), by=owner),
        lambda: actions.edit_action(action, values_of(action), by=owner),
        lambda: actions.finish(action, DAY, by=owner),
        lambda: parts.tick(task, DAY, by=owner),
        lambda: telling.tell_rag(action, "red", "x", DAY, by=owner),
        lambda: evidence.attach(action, EvidenceValues(kind="minutes", title="x", of=DAY), by=owner),
    ):
        with pytest.raises(NotPossible, match="ended"):
            change()


def test_two_who_describe_the_plan_at_once_do_not_overwrite_each_other(plan, owner):
    begun = edition(plan)
    said = {"title": "New", "starts": DAY, "ends": None, "summary": "", "plain_summary": ""}
    plans.edit(plan, **said, begun=begun, by=owner)
    with pytest.raises(Conflict):
        plans.edit(plan, **{**said, "title": "Newer"}, begun=begun, by=owner)
    with pytest.raises(NotPossible, match="would end on 30 June 2026, but not after it starts"):
        plans.edit(plan, **{**said, "ends": DAY}, by=owner)


# Answers


def test_an_answer_says_who_gave_it_and_what_was_said_before_is_remembered(plan, owner):
    row = answers.answer(answer_to(plan, "G1"), "partly", "", "Three of four items.", by=owner)
    assert (row.standing, row.answered_by, bool(row.answered_at)) == ("partly", owner.membership, True)
    answers.answer(row, "met", "", "All four items.", by=owner)
    versions = Answer.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    assert [v.standing for v in versions] == ["", "partly", "met"]


def test_saying_the_same_again_changes_nothing(plan, owner):
    row = answers.answer(answer_to(plan, "G1"), "met", "", "Yes.", by=owner)
    rows = AccessEvent.objects.count()
    again = answers.answer(row, "met", "", "Yes.", by=owner)
    assert (again.answered_at, AccessEvent.objects.count()) == (row.answered_at, rows)


@pytest.mark.parametrize(
    ("tier", "standing", "said"),
    [
        ("minimum", "adopted", "G1 is a standard: its answer is one of “met”, “partly met”, “not met”, “not appl"),
        ("minimum", "not_applicable", "G1 is said to be not applicable: write the reason."),
        ("option", "met", "is an option: its answer is one of “adopted”, “adapted”, “declined”."),
        ("option", "declined", "is said to be declined: write the reason."),
    ],
)
def test_an_answer_is_in_the_words_of_its_tier_and_has_its_reason(plan, owner, tier, standing, said):
    with pytest.raises(NotPossible, match=said):
        answers.answer(plan.answers.filter(tier=tier)[0], standing, " ", "", by=owner)


def test_the_form_that_is_saved_second_is_told_so(plan, owner, table):
    row = answer_to(plan, "G1")
    begun = edition(row)
    answers.answer(row, "met", "", "Mine.", begun=begun, by=owner)
    with pytest.raises(Conflict, match="saved the answer to G1 while you were writing") as told:
        answers.answer(row, "met", "", "Also mine.", begun=begun, by=table.actor("analyst"))
    assert told.value.theirs.narrative == "Mine."


def test_a_standard_s_row_cannot_be_dropped_not_even_by_sql(plan):
    row = answer_to(plan, "G1")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from plan_answer where id = %s", [row.pk])
    assert Answer.objects.filter(pk=row.pk).exists()


def test_a_commentary_is_not_overwritten_unseen(plan, owner):
    text = plan.theme_texts.first()
    begun = edition(text)
    answers.write_theme(plan, text.theme, "First.", "", begun=begun, by=owner)
    with pytest.raises(Conflict, match="saved the commentary"):
        answers.write_theme(plan, text.theme, "Second.", "", begun=begun, by=owner)
    assert plan.theme_texts.first().commentary == "First."


# Actions


def test_actions_are_numbered_in_turn_and_a_ref_is_taken_once(table, plan, owner):
    assert [made.action(table, plan).ref for _ in range(2)] == ["A2", "A3"]
    with pytest.raises(NotPossible, match="There is an action A3 already"):
        actions.add_action(plan, values_of(Action.objects.first()), ref="A3", by=owner)
    assert actions.next_ref({"A01", "A09", "L7"}) == "A10"


LACKS = {
    "a title": ({"title": " "}, "A2 has no title"),
    "an owner": ({"owner": None}, "A2 is resourced, so somebody answers for it"),
    "days in order": ({"starts": DAY, "due": DAY - timedelta(days=1)}, "A2 would be due before it starts"),
    "a reason for its weight": ({"weight": 3}, "A2 has a priority or a weight: write why"),
    "a reason for its priority": ({"priority": "high"}, "A2 has a priority or a weight: write why"),
    "a weight that fits": ({"weight": 40000, "weight_reason": "x"}, "the weight must be from 0 to 32,767"),
    "a funder that fits": ({"funder": "x" * 201}, "the funder is longer than 200 characters"),
}


@pytest.mark.parametrize("lack", LACKS)
def test_an_action_is_refused_that_lacks(table, plan, lack):
    changed, said = LACKS[lack]
    with pytest.raises(NotPossible, match=said):
        made.action(table, plan, **changed)
    assert plan.actions.count() == 1


def test_who_answers_for_an_action_sits_at_the_table_and_for_its_agency(table, plan):
    left = seat(table, "practitioner", table.police, "Somebody gone", end=date.today())
    with pytest.raises(NotPossible, match="Somebody gone has left the partnership"):
        made.action(table, plan, owner=left)
    with pytest.raises(NotPossible, match="sits for Police, not for Council"):
        made.action(table, plan, agency=table.council)


def test_a_developing_action_needs_nobody_until_it_is_resourced(table, plan, owner):
    developing = made.action(table, plan, kind="developing", owner=None)
    assert (developing.owner, developing.agency) == (None, None)
    values = replace(values_of(developing), kind="resourced")
    with pytest.raises(NotPossible, match="resourced, so somebody answers for it"):
        actions.edit_action(developing, values, by=owner)
    found = actions.edit_action(developing, replace(values, owner=table.seats["practitioner"]), by=owner)
    assert (found.kind, found.agency) == ("resourced", table.police)


def test_an_action_whose_owner_left_is_an_orphan_that_can_be_handed_over(table, plan, action, owner):
    today = date.today()
    assert reading.orphans(plan, today) == []
    assert [b.title for b in belongings_of(action.owner)] == ["A1: Havens in shops"]
    type(action.owner).objects.filter(pk=action.owner.pk).update(end=today)
    assert reading.orphans(plan, today) == [action]
    assert [one.is_orphan for one in reading.actions_shown(plan, today)] == [True]
    renamed = actions.edit_action(action, replace(values_of(action), title="Renamed"), by=owner)
    assert renamed.title == "Renamed"  # a leaver does not stop the work on the plan
    actions.hand_over(action, table.seats["plan_owner"], by=owner)
    assert reading.orphans(plan, today) == []
    assert Action.objects.get(pk=action.pk).agency == table.council


def test_an_action_is_done_or_dropped_and_taken_up_again_with_a_reason(action, owner):
    done = actions.finish(action, DAY, by=owner)
    assert (done.state, done.rag, done.told_on) == ("done", "complete", DAY)
    with pytest.raises(NotPossible, match="A1 is done: take it up again first"):
        actions.drop(action, "No money", by=owner)
    with pytest.raises(NotPossible, match="write the reason"):
        actions.take_up_again(action, "", by=owner)
    again = actions.take_up_again(action, "It was not done.", by=owner)
    assert (again.state, again.rag) == ("open", "")
    with pytest.raises(NotPossible, match="write the reason"):
        actions.drop(action, " ", by=owner)
    assert actions.drop(action, "No money", by=owner).state_reason == "No money"


def test_tasks_are_changed_and_what_is_done_stays(action, owner):
    task = action.tasks.get()
    parts.edit_task(task, "Ask twenty shops", DAY, by=owner)
    parts.tick(task, DAY, by=owner)
    with pytest.raises(NotPossible, match="what was done stays in the plan"):
        parts.remove_task(task, by=owner)
    parts.tick(task, None, by=owner)
    parts.remove_task(task, by=owner)
    assert not action.tasks.exists()
    with pytest.raises(NotPossible, match="A task of A1 has no title"):
        parts.add_task(action, "", by=owner)


def test_what_an_action_expects_serves_and_who_helps_is_set_as_a_whole(table, plan, action, owner):
    first, second, third = plan.answers.all()[:3]
    parts.serve(action, [first, second], by=owner)
    parts.serve(action, [second, third], by=owner)
    assert {row.answer for row in action.serves.all()} == {second, third}
    parts.expect(action, [Expected("knife_crime"), Expected("robbery")], by=owner)
    parts.expect(action, [Expected("knife_crime", "up", DAY, "More is reported")], by=owner)
    assert [(e.measure, e.direction, e.by) for e in action.expectations.all()] == [("knife_crime", "up", DAY)]
    parts.contribute(action, [table.council], by=owner)
    parts.contribute(action, [], by=owner)
    assert not action.contributions.exists()
    rows = AccessEvent.objects.count()
    parts.serve(action, [second, third], by=owner)
    assert AccessEvent.objects.count() == rows


def test_actions_never_wait_for_each_other_in_a_circle(table, plan, owner):
    one, two, three = plan.actions.get(), made.action(table, plan), made.action(table, plan)
    parts.depend(one, [two], by=owner)
    parts.depend(two, [three], by=owner)
    with pytest.raises(NotPossible, match="A3 would wait for A1, which waits for A3 itself"):
        parts.depend(three, [one], by=owner)
    with pytest.raises(NotPossible, match="A1 would wait for itself"):
        parts.depend(one, [two, one], by=owner)
    assert [row.on for row in one.depends_on.all()] == [two]
    parts.depend(two, [], by=owner)
    parts.depend(three, [one], by=owner)


# The owner's own view


def test_an_owner_tells_how_their_own_action_goes_and_nobody_else_s(table, plan, action, owner):
    task = action.tasks.get()
    own, lead = table.actor("practitioner"), table.actor("agency_lead")
    parts.tick(task, DAY, by=own)
    telling.tell_rag(action, "green", "", DAY, by=own)
    for refused in (
        lambda: parts.tick(task, None, by=lead),
        lambda: telling.tell_rag(action, "green", "", DAY, by=lead),
        lambda: evidence.attach(action, EvidenceValues(kind="minutes", title="x", of=DAY), by=lead),
        lambda: evidence.attach(answer_to(plan, "G1"), EvidenceValues(kind="minutes", title="x", of=DAY), by=own),
    ):
        with pytest.raises(NotPossible, match="not yours"):
            refused()
    assert [one.row for one in reading.own_actions(own, DAY)] == [action]
    assert reading.own_actions(lead, DAY) == []


def test_a_colour_that_differs_from_what_follows_needs_a_reason(action, owner):
    action.tasks.update(due=DAY - timedelta(days=1))
    with pytest.raises(NotPossible, match="You say that A1 is “on track”, but its tasks and days say “off track”"):
        telling.tell_rag(action, "green", " ", DAY, by=owner)
    told = telling.tell_rag(action, "green", "The shops answered on the telephone.", DAY, by=owner)
    assert (told.rag, told.told_on) == ("green", DAY)
    shown = reading.action_shown(told, DAY)
    assert (shown.differs, shown.judged.derived.rag) == (True, Rag.RED)
    with pytest.raises(NotPossible, match="choose how it goes"):
        telling.tell_rag(action, "purple", "", DAY, by=owner)


def test_an_action_that_waits_for_a_late_one_is_at_risk(table, plan, action, owner):
    other = made.action(table, plan)
    parts.depend(other, [action], by=owner)
    action.tasks.update(due=DAY - timedelta(days=1))
    Action.objects.update(told_on=DAY)
    other.tasks.update(due=None)
    follows = reading.action_shown(other, DAY).judged.derived
    assert (follows.rag, follows.because) == (Rag.AMBER, "It waits for A1, which is late.")


# Evidence


def test_evidence_has_an_age_and_is_refused_where_it_says_nothing(plan, owner):
    row = answer_to(plan, "G1")
    evidence.attach(row, EvidenceValues(kind="minutes", title="Minutes", of=DAY), by=owner)
    shown = next(one for one in reading.answers_shown(plan, DAY + timedelta(days=10)) if one.row == row)
    assert [(one.row.title, one.days) for one in shown.evidence] == [("Minutes", 10)]
    for values, said in (
        ({"kind": "minutes", "title": "x"}, "say of which day the minutes are"),
        ({"kind": "measure", "title": "x", "measure": "luck"}, "“luck” is no measure of the catalogue"),
        ({"kind": "link", "title": "x", "address": "javascript:alert(1)"}, "write the whole address"),
        ({"kind": "link", "title": "x"}, "write the whole address"),
        ({"kind": "guess", "title": "x"}, "Choose what kind"),
        ({"kind": "minutes", "title": " "}, "has no title"),
    ):
        with pytest.raises(NotPossible, match=said):
            evidence.attach(row, EvidenceValues(**values), by=owner)
    evidence.attach(row, EvidenceValues(kind="measure", title="Knife crime", measure="knife_crime"), by=owner)


FILES = {
    "a kind that is not kept": ("macro.docm", b"PK\x03\x04", "is of a kind that is not kept here"),
    "another than its name says": ("report.pdf", b"MZ\x90", "is not what its name says"),
    "nothing": ("empty.txt", b"", "is empty"),
    "a program called text": ("notes.txt", b"\x7fELF\0", "is not what its name says"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_refused_that_is(action, owner, what, home):
    name, content, said = FILES[what]
    with pytest.raises(NotPossible, match=said):
        evidence.attach_file(action, name, [content], EvidenceValues(kind="file", title="x"), by=owner)
    assert list(evidence.FILES.folder().iterdir()) == []


def test_a_file_is_kept_with_its_hash_and_erased_with_its_last_row(action, owner, django_capture_on_commit_callbacks):
    values = EvidenceValues(kind="file", title="Terms")
    row = evidence.attach_file(action, "Terms.PDF", [b"%PDF-", b"1.7"], values, by=owner)
    assert (evidence.FILES.path_of(row.kept).read_bytes(), row.size) == (b"%PDF-1.7", 8)
    assert kept.content_type(row.kept) == "application/pdf"
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(row, by=owner)
    assert list(evidence.FILES.folder().iterdir()) == []


def test_a_file_that_is_too_large_or_cannot_be_scanned_is_not_kept(action, owner, monkeypatch, settings):
    values = EvidenceValues(kind="file", title="x")
    monkeypatch.setattr(kept, "LARGEST", 4)
    with pytest.raises(NotPossible, match="is larger than"):
        evidence.attach_file(action, "a.txt", [b"123", b"45"], values, by=owner)
    settings.SCANNER = "/nowhere/clamd.sock"
    with pytest.raises(NotPossible, match="the virus scanner does not answer"):
        evidence.attach_file(action, "a.txt", [b"123"], values, by=owner)
    assert list(evidence.FILES.folder().iterdir()) == []
    assert not Evidence.objects.exists()


# Snapshots


def test_a_snapshot_holds_the_plan_as_it_stood_and_never_changes(plan, action, owner):
    values = replace(values_of(action), notes="A planted note")
    actions.edit_action(action, values, by=owner)
    taken = snapshots.take(plan, "reviewed", DAY, by=owner)
    actions.edit_action(action, replace(values, title="Changed"), by=owner)
    held = Snapshot.objects.get(pk=taken.pk)
    assert [one.title for one in held.written.actions] == ["Havens in shops"]
    assert held.sha256 == snapshots.sha256_of(held.written)
    assert "A planted note" not in json.dumps(held.document)
    assert held.written.actions[0].owner == str(action.owner.user)
    for change in ("update plan_snapshot set sha256 = 'x'", "delete from plan_snapshot"):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_what_is_submitted_names_nobody(plan, action, owner):
    taken = snapshots.take(plan, "submitted", DAY, by=owner)
    assert [(one.owner, one.notes) for one in taken.written.actions] == [("", "")]
    assert str(action.owner.user) not in json.dumps(taken.document)


# Whose it is


def test_nobody_reads_the_living_plan_of_another_table_or_without_the_role(cast):
    for table in (cast.own, cast.other):
        with scope(partnership=table.partnership):
            made.plan(table)
    readers = {"analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead"}
    with scopes_disabled():
        for role in cast.own.seats:
            found = reading.current_plan(cast.own.actor(role))
            assert (found and found.partnership) == (cast.own.partnership if role in readers else None), role
            assert {row.partnership for row in reading.actions_for(cast.own.actor(role))} == (
                {cast.own.partnership} if role in readers else set()
            )


def test_an_action_cannot_belong_to_an_agency_or_person_of_another_table(cast, action):
    with scopes_disabled():
        for changed in ({"agency": cast.other.council}, {"owner": cast.other.seats["practitioner"]}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Action.objects.filter(pk=action.pk).update(**changed)
                connection.check_constraints()
