"""One example of each act upon the response to an incident."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import made_incident
from django.utils import timezone
from people import Table

from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes import (
    incident_checklists,
    incident_closing,
    incident_learning,
    incident_running,
    incident_steps,
    incident_telling,
)
from commonground.registers.changes.incident_steps import Added
from commonground.registers.changes.incident_telling import Held, Message
from commonground.registers.incidents.templates.written import shipped
from commonground.registers.models import Incident, IncidentMessage, ResponseStep

Act = Callable[[], object]
Example = Callable[[Table, Any], Act]


def a_start(table: Table, patch: Any) -> Act:
    return lambda: made_incident.incident(table)


def of_one(act: Callable[[Incident, Table, Actor], object]) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        found, by = made_incident.spoken_for(table), table.actor("plan_owner")
        return lambda: act(found, table, by)

    return prepared


def of_a_step(act: Callable[[ResponseStep, Actor], object]) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        step, by = made_incident.step(made_incident.incident(table)), table.actor("plan_owner")
        return lambda: act(step, by)

    return prepared


def of_a_message(state: str, act: Callable[[IncidentMessage, Actor], object]) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        message, by = made_incident.message(table, state=state), table.actor("plan_owner")
        return lambda: act(message, by)

    return prepared


def opening_again(table: Table, patch: Any) -> Act:
    by = table.actor("plan_owner")
    step = incident_steps.need_not(made_incident.step(made_incident.incident(table)), "Nobody asked.", by=by)
    return lambda: incident_steps.open_again(step, "Somebody asked.", by=by)


def resuming(table: Table, patch: Any) -> Act:
    found, by = made_incident.incident(table), table.actor("plan_owner")
    incident_running.pause(found, "Police ask for quiet.", by=by)
    return lambda: incident_running.resume(found, by=by)


def what_was_learned(table: Table, patch: Any) -> Act:
    point = made_incident.point(table)
    return lambda: incident_learning.learned(point, "There is a list now.", by=table.actor("analyst"))


def correcting(table: Table, patch: Any) -> Act:
    found = made_incident.closed(table)
    return lambda: incident_closing.correct(found, "It was a Tuesday.", by=table.actor("plan_owner"))


def a_checklist(table: Table, patch: Any) -> Act:
    by = table.actor("plan_owner")
    return lambda: incident_checklists.keep_checklist(shipped().without("trial"), "We ask probation.", by=by)


def now() -> Any:
    return timezone.now()


def later() -> Any:
    return now() + timedelta(days=2)


def meeting(found: Incident, table: Table, by: Actor) -> object:
    actions = (Added(title="Look at the lamps", due=later(), owner=table.seats["plan_owner"]),)
    return incident_telling.hold_meeting(
        found, Held(title="First meeting", held_at=now(), present=(table.council,), actions=actions), by=by
    )


def closing(found: Incident, table: Table, by: Actor) -> object:
    return incident_closing.close(found, "It ran for a day.", made_incident.reasons(found), by=by)


def notifying(found: Incident, table: Table, by: Actor) -> object:
    others = list(Partnership.objects.filter(slug="greenwich"))
    return incident_telling.notify(found, others, "It may touch schools of yours.", by=by)


HOLDING = Message(phase="holding", audience="media", channel="press", text="We are responding.")
OF_INCIDENTS: dict[str, Example] = {
    "registers.changes.incident_running.start": a_start,
    "registers.changes.incident_running.involve": of_one(
        lambda found, table, by: incident_running.involve(found, [], by=by)
    ),
    "registers.changes.incident_running.change_facts": of_one(
        lambda found, table, by: incident_running.change_facts(
            found, made_incident.facts(table, found, trial_on=date(2027, 3, 1)), by=by
        )
    ),
    "registers.changes.incident_running.pause": of_one(
        lambda found, table, by: incident_running.pause(found, "Police ask for quiet.", by=by)
    ),
    "registers.changes.incident_running.resume": resuming,
    "registers.changes.incident_steps.add_step": of_one(
        lambda found, table, by: incident_steps.add_step(found, Added(title="Look at the lamps", due=later()), by=by)
    ),
    "registers.changes.incident_steps.give": of_a_step(
        lambda step, by: incident_steps.give(step, by.membership, by=by)
    ),
    "registers.changes.incident_steps.do": of_a_step(lambda step, by: incident_steps.do(step, now(), "Agreed.", by=by)),
    "registers.changes.incident_steps.need_not": of_a_step(
        lambda step, by: incident_steps.need_not(step, "Nobody asked.", by=by)
    ),
    "registers.changes.incident_steps.move_on": of_a_step(
        lambda step, by: incident_steps.move_on(step, later(), "Police ask for it.", by=by)
    ),
    "registers.changes.incident_steps.open_again": opening_again,
    "registers.changes.incident_telling.hold_meeting": of_one(meeting),
    "registers.changes.incident_telling.draft": of_one(
        lambda found, table, by: incident_telling.draft(found, HOLDING, by=by)
    ),
    "registers.changes.incident_telling.approve": of_a_message(
        "drafted", lambda message, by: incident_telling.approve(message, by=by)
    ),
    "registers.changes.incident_telling.hold_back": of_a_message(
        "drafted", lambda message, by: incident_telling.hold_back(message, "The family first.", by=by)
    ),
    "registers.changes.incident_telling.send": of_a_message(
        "approved", lambda message, by: incident_telling.send(message, now(), by=by)
    ),
    "registers.changes.incident_telling.refer": of_one(
        lambda found, table, by: incident_telling.refer(found, "mash", "MASH-20417", timezone.localdate(), by=by)
    ),
    "registers.changes.incident_telling.notify": of_one(notifying),
    "registers.changes.incident_learning.learn": of_one(lambda found, table, by: made_incident.point(table, found)),
    "registers.changes.incident_learning.learned": what_was_learned,
    "registers.changes.incident_closing.close": of_one(closing),
    "registers.changes.incident_closing.correct": correcting,
    "registers.changes.incident_checklists.keep_checklist": a_checklist,
}
