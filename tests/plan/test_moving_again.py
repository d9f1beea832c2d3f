"""The same file a second time says what it would change, and doubles nothing."""

from datetime import date

from commonground.plan.moving.against import Change, against
from commonground.plan.moving.preview import Preview
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan, WrittenTask, WrittenTheme

MEET = WrittenAction(ref="A7", title="Meet monthly", theme="governance", agency="Council", notes="For us")
LIVING = WrittenPlan(
    title="Plan", partnership="Here", template="london-2018", as_of=date(2026, 1, 1),
    themes=(WrittenTheme(key="governance", title="Governance"),),
    answers=(WrittenAnswer(ref="G1", tier="minimum", theme="governance", text="Standing items", standing="met"),),
    actions=(MEET, WrittenAction(ref="1", title="Map provision", theme="governance")),
)  # fmt: skip


def compared(*actions: WrittenAction, answers: tuple[WrittenAnswer, ...] = ()):
    found = against(Preview(actions=actions, answers=answers), LIVING)
    return [(one.ref, one.what, one.changes) for one in found.differences]


def action(ref: str, title: str, **more) -> WrittenAction:
    return WrittenAction(ref=ref, title=title, theme="governance", **more)


def test_an_action_of_the_same_title_is_that_action() -> None:
    assert compared(action("A1", "Meet monthly.", agency="Council")) == [
        ("A7", "changed", (Change("Title", "Meet monthly", "Meet monthly."),))
    ]
    assert compared(action("A1", "Meet monthly", agency="Council")) == [("A7", "same", ())]


def test_the_same_reference_is_the_action_if_the_titles_are_nearly_the_same() -> None:
    assert compared(action("1", "Map all provision")) == [
        ("1", "changed", (Change("Title", "Map provision", "Map all provision"),))
    ]
    assert compared(action("1", "Knife bins")) == [("A1", "new", ())]


def test_a_new_action_never_takes_the_reference_of_one_that_moved() -> None:
    assert compared(action("A7", "Knife bins"), action("1", "Meet monthly")) == [("A1", "new", ()), ("A7", "same", ())]


def test_what_the_file_leaves_empty_stays_and_what_differs_is_said() -> None:
    given = action("x", "Meet monthly", due=date(2026, 3, 31), rag="green", tasks=(WrittenTask(title="Invite"),))
    assert compared(given) == [
        (
            "A7", "changed",
            (
                Change("Due", "", "31/03/2026"), Change("Tasks", "", "Added: Invite"),
                Change("RAG", "", "On track"),
            ),
        )
    ]  # fmt: skip


def test_an_answer_is_the_one_of_its_reference() -> None:
    given = WrittenAnswer(ref="G1", tier="minimum", theme="governance", text="x", standing="partly")
    assert compared(answers=(given,)) == [("G1", "changed", (Change("Answer", "Met", "Partly met"),))]


def test_a_whole_plan_is_compared_by_its_own_references() -> None:
    retitled = MEET.model_copy(update={"title": "Map provision"})
    whole = LIVING.model_copy(update={"summary": "New", "actions": (retitled,)})
    whole = WrittenPlan.model_validate(whole.model_dump())
    found = against(Preview(actions=whole.actions, answers=whole.answers), LIVING, whole)
    assert [(one.ref, one.title, one.what) for one in found.differences] == [
        ("", "The plan itself", "changed"), ("", "Commentary on Governance", "same"), ("G1", "Standing items", "same"),
        ("A7", "Map provision", "changed"),
    ]  # fmt: skip
