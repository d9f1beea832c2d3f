"""One example of each act of outside review, of sharing and of practice cards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import made
import made_outside as outside_made
from people import Table

from commonground.partnership.models import Partnership
from commonground.plan.changes import outside, practice, sharing
from commonground.plan.models import Adoption

Act = Callable[[], object]
Example = Callable[[Table, Any], Act]


def submitted(table: Table, patch: Any) -> Act:
    plan, by = made.plan(table), table.actor("plan_owner")
    return lambda: outside.submit(plan, outside_made.DAY, by=by)


def of_a_submission(act: Callable[..., object], *said: object) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        snapshot, by = outside_made.submission(table), table.actor("reviewer")
        return lambda: act(snapshot, *said, by=by)

    return prepared


def of_a_draft(table: Table, patch: Any) -> Act:
    feedback, by = outside_made.feedback(table, sent=False), table.actor("reviewer")
    return lambda: outside.send(feedback, by=by)


def a_remark_taken_out(table: Table, patch: Any) -> Act:
    remark, by = outside_made.remark(table, sent=False), table.actor("reviewer")
    return lambda: outside.take_out(remark, by=by)


def an_answered_remark(table: Table, patch: Any) -> Act:
    remark, by = outside_made.remark(table), table.actor("analyst")
    return lambda: outside.answer(remark, "The monthly one.", by=by)


def a_response(table: Table, patch: Any) -> Act:
    feedback, by = outside_made.feedback(table), table.actor("analyst")
    return lambda: outside.write_response(feedback, "We cost them by July.", by=by)


def of_a_response(state: str, act: Callable[..., object], role: str, *said: str) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        response, by = outside_made.response(table, state), table.actor(role)
        return lambda: act(response, *said, by=by)

    return prepared


def a_choice(table: Table, patch: Any) -> Act:
    plan, group, by = made.plan(table), outside_made.group_of(table).group, table.actor("plan_owner")
    return lambda: sharing.choose(plan, group, ["answers"], by=by)


def as_a_group(table: Table) -> Table:
    """The table as one of a policing unit, whose plan can be offered."""
    Partnership.objects.filter(pk=table.partnership.pk).update(kind="policing_unit")
    table.partnership.refresh_from_db()
    return table


def an_offer(table: Table, patch: Any) -> Act:
    action, by = outside_made.shared_action(as_a_group(table)), table.actor("plan_owner")
    return lambda: sharing.offer(action, by=by)


def an_offer_withdrawn(table: Table, patch: Any) -> Act:
    offer, by = outside_made.offer(as_a_group(table)), table.actor("plan_owner")
    return lambda: sharing.withdraw_offer(offer, by=by)


def an_offer_taken_up(table: Table, patch: Any) -> Act:
    offer, plan, by = outside_made.offer(as_a_group(table)), made.plan(table), table.actor("plan_owner")
    theme = plan.version.themes.all()[0]
    return lambda: sharing.take_up(offer, plan, theme, by=by)


def a_card(table: Table, patch: Any) -> Act:
    return lambda: practice.write_card(table.partnership, outside_made.CARD, by=table.actor("practitioner"))


def of_a_card(state: str, act: Callable[..., object], role: str, *said: object) -> Example:
    def prepared(table: Table, patch: Any) -> Act:
        card, by = outside_made.card(table, state), table.actor(role)
        return lambda: act(card, *said, by=by)

    return prepared


def an_adoption(table: Table, patch: Any) -> Act:
    card, plan, by = outside_made.card(table), made.plan(table), table.actor("plan_owner")
    theme = plan.version.themes.all()[0]
    return lambda: practice.adopt(card, plan, theme, named=True, by=by)


def a_named_adoption(table: Table, patch: Any) -> Act:
    an_adoption(table, patch)()
    adoption, by = Adoption.objects.get(), table.actor("plan_owner")
    return lambda: practice.name_adoption(adoption, False, by=by)


OTHER_WORDS = replace(outside_made.CARD, problem="Schools heard from social media.")
OF_OUTSIDE: dict[str, Example] = {
    "plan.changes.outside.submit": submitted,
    "plan.changes.outside.write_feedback": of_a_submission(outside.write_feedback, outside_made.SAID),
    "plan.changes.outside.remark": of_a_submission(outside.remark, "theme", "governance", "Clear."),
    "plan.changes.outside.take_out": a_remark_taken_out,
    "plan.changes.outside.send": of_a_draft,
    "plan.changes.outside.answer": an_answered_remark,
    "plan.changes.outside.write_response": a_response,
    "plan.changes.outside.send_response": of_a_response("draft", outside.send_response, "plan_owner"),
    "plan.changes.outside.publish_response": of_a_response("sent", outside.publish_response, "panel_chair"),
    "plan.changes.outside.withdraw_response": of_a_response(
        "published", outside.withdraw_response, "panel_chair", "A wrong figure"
    ),
    "plan.changes.sharing.choose": a_choice,
    "plan.changes.sharing.offer": an_offer,
    "plan.changes.sharing.withdraw_offer": an_offer_withdrawn,
    "plan.changes.sharing.take_up": an_offer_taken_up,
    "plan.changes.practice.write_card": a_card,
    "plan.changes.practice.edit_card": of_a_card("draft", practice.edit_card, "practitioner", OTHER_WORDS),
    "plan.changes.practice.share_card": of_a_card("draft", practice.share_card, "panel_chair"),
    "plan.changes.practice.withdraw_card": of_a_card("shared", practice.withdraw_card, "panel_chair", "It was wrong."),
    "plan.changes.practice.adopt": an_adoption,
    "plan.changes.practice.name_adoption": a_named_adoption,
}
