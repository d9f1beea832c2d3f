"""What follows from tasks, days, updates, other actions and measures: every combination, beside a plain version."""

from datetime import date, timedelta
from itertools import product

import pytest

from commonground.plan.status import Derived, Facts, TaskFact, derived, timeliness
from commonground.plan.terms import ActionKind, ActionState, Rag, Timeliness

TODAY = date(2026, 6, 30)
DAY = timedelta(days=1)
PAST, SOON, FAR = TODAY - DAY, TODAY + 30 * DAY, TODAY + 31 * DAY
DONE, LATE, OPEN = TaskFact(PAST, PAST), TaskFact(PAST), TaskFact(FAR)
TASKS = ((), (DONE,), (LATE,), (OPEN,), (DONE, LATE), (DONE, DONE, LATE), (DONE, OPEN), (LATE, OPEN), (TaskFact(),))
EVERY = list(
    product(
        ActionState, ActionKind, (None, PAST, TODAY, FAR), (None, PAST, TODAY, SOON, FAR),
        (None, TODAY, TODAY - 90 * DAY, TODAY - 91 * DAY), TASKS, ((), ("A2",)), ((), ("Knife crime",)),
    )
)  # fmt: skip
MOVED = "Knife crime moved the other way than hoped, which does not show that the action caused it or failed."


def plainly(facts: Facts) -> Rag | None:
    """The rules one after the other, as one would read them aloud."""
    open_tasks = [task for task in facts.tasks if task.done is None]
    late = [task for task in open_tasks if task.due is not None and task.due < TODAY]
    due_by_now = [task for task in facts.tasks if task.due is not None and task.due < TODAY]
    if facts.state == "done":
        return Rag.COMPLETE
    if facts.state == "dropped":
        return None
    if facts.kind == "developing":
        return Rag.NOT_STARTED
    if facts.due is not None and facts.due < TODAY and (open_tasks or len(facts.tasks) == 0):
        return Rag.RED
    if len(late) > 0 and len(late) >= len(due_by_now) / 2:
        return Rag.RED
    if facts.starts is not None and facts.starts > TODAY and len(late) == 0:
        return Rag.NOT_STARTED
    if len(late) > 0:
        return Rag.AMBER
    if facts.due is not None and facts.due < TODAY:
        return Rag.AMBER
    if facts.due is not None and facts.due <= TODAY + 30 * DAY and open_tasks:
        return Rag.AMBER
    if facts.waits_for or facts.against:
        return Rag.AMBER
    if facts.told_on is None or facts.told_on < TODAY - 90 * DAY:
        return Rag.AMBER
    return Rag.GREEN


def test_every_combination_is_what_the_rules_say_and_has_one_sentence_or_more():
    assert len(EVERY) == 3 * 2 * 4 * 5 * 4 * 9 * 2 * 2
    for one in EVERY:
        found = derived(Facts(*one), TODAY)
        assert found.rag == plainly(Facts(*one)), one
        assert (found.because[0].isupper() or found.because[0].isdigit()) and found.because.endswith("."), one


def test_a_measure_that_moved_the_other_way_makes_no_action_better_and_names_no_cause():
    for one in EVERY:
        with_, without = derived(Facts(*one[:-1], ("Knife crime",)), TODAY), derived(Facts(*one[:-1], ()), TODAY)
        assert with_.rag == (Rag.AMBER if without.rag == Rag.GREEN else without.rag)
        if with_.rag == Rag.AMBER:
            assert MOVED in with_.because


SAID = {
    "overdue": (Facts(due=PAST), "It was due on 29 June 2026 and is not done."),
    "most tasks late": (Facts(tasks=(LATE, LATE, DONE)), "2 of the 3 tasks due by now are not done."),
    "its one task late": (Facts(tasks=(LATE,)), "The one task due by now is not done."),
    "to come": (Facts(starts=FAR), "It is to start on 31 July 2026."),
    "due soon": (
        Facts(due=SOON, told_on=TODAY, tasks=(DONE, OPEN)), "It is due on 30 July 2026 and 1 task is still to do.",
    ),
    "all done and due": (
        Facts(due=PAST, told_on=TODAY, tasks=(DONE,)),
        "It was due on 29 June 2026; all its tasks are done, but it is not said to be done.",
    ),
    "waiting": (Facts(told_on=TODAY, waits_for=("A2", "A3")), "It waits for A2 and A3, which are late."),
    "silent": (Facts(), "Nobody has said how it goes for more than 90 days."),
    "two reasons": (
        Facts(waits_for=("A2",)), "It waits for A2, which is late. Nobody has said how it goes for more than 90 days.",
    ),
    "going well": (Facts(told_on=TODAY, tasks=(DONE, OPEN)), "1 of 2 tasks done, and none is late."),
    "without a day": (Facts(told_on=TODAY), "It has no day to be done by, and no tasks."),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_the_sentence_says_what_it_follows_from(name):
    facts, said = SAID[name]
    assert derived(facts, TODAY).because == said


def test_a_dropped_action_has_no_status():
    assert derived(Facts(state=ActionState.DROPPED), TODAY) == Derived(None, "It was dropped.")


@pytest.mark.parametrize(
    ("days", "found"),
    [(0, "optimal"), (60, "optimal"), (61, "acceptable"), (90, "acceptable"), (91, "late"), (None, "late")],
)
def test_silence_is_seen(days, found):
    told = None if days is None else TODAY - days * DAY
    assert timeliness(told, TODAY) == Timeliness(found)


def test_what_is_expected_may_be_another_number_of_days():
    assert [timeliness(TODAY - days * DAY, TODAY, 30) for days in (20, 30, 31)] == list(Timeliness)
