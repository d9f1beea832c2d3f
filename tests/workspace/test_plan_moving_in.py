"""A plan written elsewhere comes in whole or not at all, a second time changes nothing, and it goes out as it came."""

import json
from datetime import date, timedelta
from importlib.resources import files

import made
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from people import seat
from small_plan import small_plan

from commonground.partnership.models import AccessEvent
from commonground.plan import reading
from commonground.plan.changes import actions, parts
from commonground.plan.changes.moving_in import bring_in
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Answer, Plan
from commonground.plan.templates.shipped import shipped
from commonground.plan.terms import ActionState, Direction, EvidenceKind, Rag, Standing
from commonground.plan.writing import REMOVED, public, without_names, written
from commonground.plan.written import (
    WrittenAction,
    WrittenAnswer,
    WrittenEvidence,
    WrittenExpectation,
    WrittenPlan,
    WrittenTask,
    WrittenTheme,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)
LEWISHAM = files("commonground.web") / "demonstration" / "plan" / "lewisham.json"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def table(cast):
    made.template()
    with scope(partnership=cast.own.partnership):
        yield cast.own


@pytest.fixture
def owner(table):
    return table.actor("plan_owner")


def answered(ref: str, **said: object) -> WrittenAnswer:
    item = next(item for item in shipped()["london-2018"].items if item.ref == ref)
    return WrittenAnswer(ref=ref, tier=item.tier, theme=item.theme, text=item.text, **said)


def sent(**changed: object) -> WrittenPlan:
    """A plan with two actions, as another table would hand it over."""
    whole = WrittenPlan(
        title="The plan", partnership="Safer Lewisham Partnership", template="london-2018", as_of=DAY,
        starts=date(2026, 1, 1), ends=date(2027, 12, 31), summary="What we do",
        themes=(WrittenTheme(key="governance", title="Governance", commentary="We meet."),),
        answers=(
            answered("G1", standing=Standing.MET, narrative="Every meeting.", evidence=(
                WrittenEvidence(kind=EvidenceKind.MINUTES, title="Minutes", of=DAY),
            )),
        ),
        actions=(
            WrittenAction(
                ref="B1", title="Havens", theme="governance", serves=("G1",), agency="Police",
                owner="Practitioner of lewisham", contributors=("Council",), starts=date(2026, 1, 1), due=DAY,
                weight=3, weight_reason="Urgent", rag=Rag.GREEN, tasks=(WrittenTask(title="Ask", due=DAY),),
                expects=(WrittenExpectation(measure="knife_crime", direction=Direction.DOWN),),
                evidence=(WrittenEvidence(kind=EvidenceKind.LINK, title="Page", address="https://example.org/"),),
                notes="Between us",
            ),
            WrittenAction(ref="B2", title="Mentors", theme="governance", depends_on=("B1",)),
        ),
    )  # fmt: skip
    return whole.model_copy(update=changed)


def with_action(**changed: object) -> WrittenPlan:
    first, second = sent().actions
    return sent(actions=(first.model_copy(update=changed), second))


def test_it_is_begun_and_has_everything_that_was_written(owner, table):
    brought = bring_in(None, sent(), by=owner)
    assert (brought.added, brought.unmatched) == (("B1", "B2"), ())
    now = written(brought.plan, DAY)
    derived = {"derived", "derived_because"}
    ours, theirs = ([one.model_dump(exclude=derived) for one in plan.actions] for plan in (now, sent()))
    assert ours == theirs
    assert {a.ref: a for a in now.answers}["G1"] == sent().answers[0]
    assert (now.title, now.starts, now.ends, now.summary) == ("The plan", sent().starts, sent().ends, "What we do")
    assert now.themes[0] == sent().themes[0]
    assert Answer.objects.get(item__ref="G1").answered_by == owner.membership


def test_a_second_time_changes_nothing(owner):
    plan = bring_in(None, sent(), by=owner).plan
    rows, events = AccessEvent.objects.count(), Action.pgh_event_model.objects.count()
    again = bring_in(plan, sent(), by=owner)
    assert (again.added, again.changed) == ((), ())
    assert (AccessEvent.objects.count(), Action.pgh_event_model.objects.count()) == (rows, events)


def test_what_is_left_empty_stays_and_nothing_is_deleted(owner):
    plan = bring_in(None, sent(), by=owner).plan
    before = written(plan, DAY)
    renamed = WrittenAction(ref="B1", title="Safe havens", theme="governance")
    brief = sent(summary="", answers=(), themes=(), actions=(renamed,))
    again = bring_in(plan, brief, by=owner)
    now = written(Plan.objects.get(), DAY)
    assert again.changed == ("B1",)
    first = before.actions[0].model_copy(update={"title": "Safe havens"})
    assert now == before.model_copy(update={"actions": (first, before.actions[1])})


def test_what_comes_in_again_goes_to_the_rows_that_are_there(owner):
    plan = bring_in(None, sent(), by=owner).plan
    first = sent().actions[0]
    changed = first.model_copy(update={
        "tasks": (WrittenTask(title="Ask", due=DAY, done=DAY), WrittenTask(title="Open")),
        "expects": (WrittenExpectation(measure="knife_crime", direction=Direction.UP),), "state": ActionState.DONE,
    })  # fmt: skip
    again = bring_in(plan, sent(actions=(changed, sent().actions[1])), by=owner)
    assert set(again.changed) == {"B1"}
    row = Action.objects.get(ref="B1")
    assert [(t.title, t.done) for t in row.tasks.all()] == [("Ask", DAY), ("Open", None)]
    assert [e.direction for e in row.expectations.all()] == ["up"]
    assert (row.state, row.depends_on.count(), Action.objects.count()) == ("done", 0, 2)


def test_a_name_that_is_not_at_the_table_is_said_and_its_action_is_an_orphan(owner, table):
    brought = bring_in(None, with_action(owner="Olwen Outsider", agency="Navy", contributors=("Army",)), by=owner)
    assert brought.unmatched == (
        "B1: no agency at the table is called Navy, so it was left out.",
        "B1: Olwen Outsider has no seat at the table, so nobody answers for it yet.",
        "B1: no agency at the table is called Army, so it was left out.",
    )
    assert [one.ref for one in reading.orphans(brought.plan, DAY)] == ["B1", "B2"]


def test_one_who_has_left_is_not_made_accountable(owner, table):
    gone = seat(table, "practitioner", table.police, "Somebody gone", end=date.today() - timedelta(days=1))
    brought = bring_in(None, with_action(owner=str(gone.user)), by=owner)
    assert brought.unmatched == ("B1: Somebody gone has no seat at the table, so nobody answers for it yet.",)


def test_of_two_with_one_name_the_agency_tells_who(owner, table):
    other = seat(table, "practitioner", table.council, "Double")
    twin = seat(table, "practitioner", table.police, "Double two")
    type(twin.user).objects.filter(pk=twin.user.pk).update(name="Double")
    bring_in(None, with_action(owner="Double", agency="Council"), by=owner)
    assert Action.objects.get(ref="B1").owner == other
    again = bring_in(Plan.objects.get(), with_action(owner="Double", agency="", ref="B9"), by=owner)
    assert again.unmatched == ("B9: Double sits more than once at the table, so nobody answers for it yet.",)


REFUSED = {
    "another form": (sent(template="london-eight-themes"), "has the form “london-eight-themes”"),
    "an unknown theme": (with_action(theme="luck"), "B1: “luck” is no theme"),
    "an unknown standard": (
        sent(answers=(answered("G1").model_copy(update={"ref": "Q9"}),)), "“Q9” is no standard or option",
    ),
    "a standard that is chosen": (sent(answers=(answered("G1", standing=Standing.ADOPTED),)), "G1 is a standard"),
    "no reason": (sent(answers=(answered("G1", standing=Standing.NOT_APPLICABLE),)), "G1 is said to be not applic"),
    "days out of order": (with_action(due=date(2025, 1, 1)), "B1 would be due before it starts"),
    "a drop without a reason": (with_action(state=ActionState.DROPPED), "B1 is said to be dropped: write the reason"),
    "a ref twice": (with_action(ref="B2"), "“B2” stands 2 times"),
    "no ref": (with_action(ref=""), "one has no reference"),
    "a ref that is too long": (with_action(ref="B" * 21), "longer than 20 characters"),
    "a weight that is too large": (with_action(weight=99999), "must be from 0 to 32,767"),
    "a letter that cannot be kept": (with_action(notes="a\0b"), "has a letter that cannot be kept"),
    "a circle": (with_action(depends_on=("B2",)), "would wait for B1, which waits for B2 itself"),
    "a plan that ends before it starts": (sent(ends=date(2025, 1, 1)), "would end before it starts"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_nothing_comes_in_with(owner, table, fault):
    plan, said = REFUSED[fault]
    current = made.plan(table)
    before = written(current, DAY)
    with pytest.raises(NotPossible, match=said):
        bring_in(current, plan, by=owner)
    assert written(Plan.objects.get(), DAY) == before


def test_a_form_that_is_not_here_is_said(owner):
    with pytest.raises(NotPossible, match="no such template is here"):
        bring_in(None, small_plan(template="nowhere"), by=owner)


def test_the_plan_of_lewisham_goes_out_as_it_came_in(owner):
    plan = WrittenPlan.model_validate(json.loads(LEWISHAM.read_bytes()))
    brought = bring_in(None, plan, by=owner)
    out = written(brought.plan, plan.as_of)
    fields = {"derived", "derived_because", "owner", "agency", "contributors"}  # people and agencies are another cast's
    ours, theirs = (
        {one.ref: one.model_dump(exclude=fields) for one in each.actions} for each in (out, plan)
    )
    for one in (*ours.values(), *theirs.values()):
        for part in ("tasks", "evidence", "expects", "serves", "depends_on"):
            one[part] = sorted(one[part], key=str)
    assert ours == theirs
    said = {one.ref: (one.standing, one.reason, one.narrative) for one in out.answers}
    assert {one.ref: (one.standing, one.reason, one.narrative) for one in plan.answers}.items() <= said.items()
    again = bring_in(brought.plan, plan, by=owner)
    assert (again.added, again.changed) == ((), ())


# What it costs


def many(count: int) -> WrittenPlan:
    first = sent().actions[0]
    return sent(actions=tuple(first.model_copy(update={"ref": f"C{n}", "title": f"Action {n}"}) for n in range(count)))


def queries(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_eighty_actions_are_written_and_read_in_few_queries(owner, table):
    brought = bring_in(None, many(3), by=owner)

    def asked() -> list[int]:
        plan = Plan.objects.select_related("version", "partnership").get()
        return [queries(lambda: written(plan, DAY)), queries(lambda: reading.themes_shown(plan, DAY))]

    few = asked()
    bring_in(brought.plan, many(80), by=owner)
    for number in range(79):
        parts.depend(Action.objects.get(ref=f"C{number}"), [Action.objects.get(ref=f"C{number + 1}")], by=owner)
    assert [asked - before for asked, before in zip(asked(), few, strict=True)] == [2, 2]  # waited for, with tasks
    assert max(asked()) < 15


# What others see


def test_a_public_plan_names_nobody_and_keeps_what_was_said_at_the_table(owner, table):
    name = "Practitioner of lewisham"
    plan = sent(summary=f"Ask {name} about it, and {name}ton.")
    plan = plan.model_copy(update={"review": small_plan().review})
    shown = public(plan)
    text = shown.model_dump_json()
    assert text.count(name) == text.count(f"{name}ton") == 1  # a part of a longer word is nobody’s name
    assert "Olwen" not in text and "Between us" not in text
    assert shown.summary == f"Ask {REMOVED} about it, and {name}ton."
    assert "Two signed this week" not in text and "12/26" not in text and "Four havens" not in text
    assert [one.received for one in shown.review.updates] == [True, False]
    assert shown.answers[0].evidence == ()
    assert [one.title for one in shown.actions[0].evidence] == ["Page"]
    assert (shown.actions[0].agency, shown.actions[0].rag) == ("Police", Rag.GREEN)


def test_outside_readers_see_all_but_names_and_notes(owner):
    shown = without_names(sent().model_copy(update={"review": small_plan().review}))
    assert {(one.owner, one.notes) for one in shown.actions} == {("", "")}
    assert {one.by for one in shown.review.updates} == {""}
    unnamed = [one.model_copy(update={"owner": "", "notes": ""}) for one in sent().actions]
    assert list(shown.actions) == unnamed


def test_an_owner_who_left_is_no_longer_written_down(owner, table):
    plan = bring_in(None, sent(), by=owner).plan
    row = Action.objects.get(ref="B1")
    type(row.owner).objects.filter(pk=row.owner_id).update(end=DAY)
    assert written(plan, DAY).actions[0].owner == ""
    actions.hand_over(row, table.seats["plan_owner"], by=owner)
    assert written(plan, DAY).actions[0].owner == "Plan owner of lewisham"
