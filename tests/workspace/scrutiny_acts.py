"""One example of each act of the scrutiny of stop and search."""

from collections.abc import Callable
from typing import Any

import made_scrutiny as made
from made_register import DAY
from people import Table

from commonground.registers.changes import panel_records, panel_reports, panel_sessions
from commonground.registers.scrutiny.draw import Asked

Act = Callable[[], object]


def of(prepare: Callable[[Table], Any], role: str, act: Callable[..., object]) -> Callable[[Table, Any], Act]:
    """What is prepared at the table, and the act of somebody in the role upon it."""

    def prepared(table: Table, patch: Any) -> Act:
        found, by = prepare(table), table.actor(role)
        return lambda: act(found, by=by)

    return prepared


def planning(table: Table, patch: Any) -> Act:
    return lambda: made.planned(table)


CHAIR, POLICE = "scrutiny_member", "agency_lead"
OF_SCRUTINY = {
    "registers.changes.panel_sessions.plan_session": planning,
    "registers.changes.panel_sessions.give_list": of(
        made.planned, POLICE, lambda one, by: panel_sessions.give_list(one, made.LIST, by=by)
    ),
    "registers.changes.panel_sessions.draw": of(
        made.listed, CHAIR, lambda one, by: panel_sessions.draw(one, Asked(4), made.SEED, by=by)
    ),
    "registers.changes.panel_sessions.close": of(
        made.graded, CHAIR, lambda one, by: panel_sessions.close(one, "Clear grounds.", 7, by=by)
    ),
    "registers.changes.panel_sessions.send_feedback": of(
        made.drawn, CHAIR, lambda one, by: panel_sessions.send_feedback(one, "Keep it so.", DAY, by=by)
    ),
    "registers.changes.panel_sessions.reply": of(
        made.fed_back, POLICE, lambda one, by: panel_sessions.reply(one, "We will.", DAY, by=by)
    ),
    "registers.changes.panel_records.grade": of(
        made.record, CHAIR, lambda one, by: panel_records.grade(one, made.FOUND, by=by)
    ),
    "registers.changes.panel_records.could_not_be_shown": of(
        made.record, CHAIR, lambda one, by: panel_records.could_not_be_shown(one, "erased", by=by)
    ),
    "registers.changes.panel_records.escalate": of(
        made.red, CHAIR, lambda one, by: panel_records.escalate(one, "standards", DAY, by=by)
    ),
    "registers.changes.panel_records.conclude": of(
        made.red, POLICE, lambda one, by: panel_records.conclude(one, "Words of advice.", DAY, by=by)
    ),
    "registers.changes.panel_reports.ask_public": of(
        made.closed, CHAIR, lambda one, by: panel_reports.ask_public(one, by=by)
    ),
    "registers.changes.panel_reports.publish": of(
        made.asked, "panel_chair", lambda one, by: panel_reports.publish(one, by=by)
    ),
    "registers.changes.panel_reports.send_back": of(
        made.asked, "panel_chair", lambda one, by: panel_reports.send_back(one, "A name is in it.", by=by)
    ),
    "registers.changes.panel_reports.take_off": of(
        made.public, "panel_chair", lambda one, by: panel_reports.take_off(one, "A name is in it.", by=by)
    ),
}
READS_ONLY = {"registers.changes.panel_sessions.of_the_police"}
