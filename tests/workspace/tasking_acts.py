"""One example of each act of the tasking meeting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import made_register
import made_tasking
from made_tasking import DUE, MET, RECORDED, decided, planned
from people import Table

from commonground.partnership.rule import Actor
from commonground.registers.changes import tasking, tasking_briefing, tasking_minutes, tasking_tasks
from commonground.registers.models import TaskingDecision, TaskingItem, TaskingMeeting, TaskingTask

Act = Callable[[], object]
LATER = MET + timedelta(days=28)


def of_a_meeting(
    state: str, role: str, act: Callable[[Table, TaskingMeeting, Actor], object]
) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        found, by = made_tasking.meeting(table, state), table.actor(role)
        return lambda: act(table, found, by)

    return prepared


def a_meeting(table: Table, patch: Any) -> Act:
    return lambda: tasking.plan_meeting(planned(table), by=table.actor("plan_owner"))


def a_minute(table: Table, found: TaskingMeeting, by: Actor) -> object:
    return tasking.minute_item(TaskingItem.objects.filter(meeting=found)[0], "It was read.", by=by)


def what_was_asked(table: Table, patch: Any) -> Act:
    one = TaskingDecision.objects.get(meeting=made_tasking.meeting(table, "held"))
    place, by = made_register.entry(table, "patrol_places", **RECORDED), table.actor("plan_owner")
    return lambda: tasking.asked_for(one, [place], by=by)


def a_correction(table: Table, patch: Any) -> Act:
    wrong = made_tasking.meeting(table, "approved")
    made_tasking.meeting(table, "preparing", LATER)
    return lambda: tasking_minutes.correct_minutes(wrong, "Forty-one.", by=table.actor("plan_owner"))


def of_a_task(act: Callable[[Table, TaskingTask], object]) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        task = TaskingTask.objects.get(meeting=made_tasking.meeting(table, "held"))
        return lambda: act(table, task)

    return prepared


OF_TASKING = {
    "registers.changes.tasking.plan_meeting": a_meeting,
    "registers.changes.tasking.change_meeting": of_a_meeting(
        "preparing", "plan_owner", lambda t, m, by: tasking.change_meeting(m, planned(t, LATER), by=by)
    ),
    "registers.changes.tasking.bring_item": of_a_meeting(
        "preparing", "practitioner", lambda t, m, by: tasking.bring_item(m, "Lights", "They are out.", by=by)
    ),
    "registers.changes.tasking.minute_item": of_a_meeting("held", "plan_owner", a_minute),
    "registers.changes.tasking.hold_meeting": of_a_meeting(
        "preparing", "plan_owner", lambda t, m, by: tasking.hold_meeting(m, {t.council.pk: "came"}, on=MET, by=by)
    ),
    "registers.changes.tasking.decide": of_a_meeting(
        "held", "plan_owner", lambda t, m, by: tasking.decide(m, decided(t), by=by)
    ),
    "registers.changes.tasking.change_decision": of_a_meeting(
        "held", "plan_owner", lambda t, m, by: tasking.change_decision(
            TaskingDecision.objects.get(meeting=m), decided(t, reason="41 were."), by=by
        )
    ),
    "registers.changes.tasking.asked_for": what_was_asked,
    "registers.changes.tasking_tasks.give_task": of_a_meeting(
        "held", "plan_owner", lambda t, m, by: tasking_tasks.give_task(m, made_tasking.asked(t), by=by)
    ),
    "registers.changes.tasking_tasks.pass_on": of_a_task(
        lambda t, task: tasking_tasks.pass_on(task, made_tasking.asked(t, text="Again"), by=t.actor("plan_owner"))
    ),
    "registers.changes.tasking_tasks.tell_task": of_a_task(
        lambda t, task: tasking_tasks.tell_task(task, "done", "Done.", on=DUE, by=t.actor("practitioner"))
    ),
    "registers.changes.tasking_minutes.approve_minutes": of_a_meeting(
        "held", "panel_chair", lambda t, m, by: tasking_minutes.approve_minutes(m, on=MET, by=by)
    ),
    "registers.changes.tasking_minutes.correct_minutes": a_correction,
    "registers.changes.tasking_briefing.ask_briefing": of_a_meeting(
        "preparing", "plan_owner", lambda t, m, by: tasking_briefing.ask_briefing(m, on=MET, by=by)
    ),
}  # fmt: skip
