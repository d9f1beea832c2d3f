"""Submissions, feedback, shared choices and practice cards that an example needs: made once, and found from then on."""

from datetime import date

import made
from django_scopes import scope
from people import Table

from commonground.partnership.models import Grouping
from commonground.plan.changes import outside, practice, sharing
from commonground.plan.changes.outside import FeedbackValues
from commonground.plan.changes.practice import CardValues
from commonground.plan.models import Action, Feedback, Offer, PracticeCard, Remark, Response, Snapshot
from commonground.plan.models.outside import Feedbacks

DAY = date(2026, 6, 30)
SAID = FeedbackValues(summary="A clear plan.", strengths="Honest.", to_do="Cost the havens.", by_when=date(2026, 9, 30))


def submission(table: Table) -> Snapshot:
    """A submitted version of the table’s plan."""
    with scope(partnership=table.partnership):
        held = Snapshot.objects.filter(partnership=table.partnership, reason="submitted").first()
        return held or outside.submit(made.plan(table), DAY, by=table.actor("plan_owner"))


def feedback(table: Table, *, sent: bool = True, by: Table | None = None) -> Feedback:
    """Feedback with a remark on G1, of the reviewer at the table itself or at a group’s."""
    snapshot, giver = submission(table), (by or table)
    actor = giver.actor("reviewer")
    held = Feedbacks(Feedback).filter(snapshot=snapshot, table=giver.partnership).first()
    if held is None:
        with scope(partnership=giver.partnership):
            held = outside.write_feedback(snapshot, SAID, by=actor)
            outside.remark(snapshot, "answer", "G1", "Which meeting looks at this?", by=actor)
    if sent and held.sent_at is None:
        with scope(partnership=giver.partnership):
            held = outside.send(held, by=actor)
    return held


def remark(table: Table, *, sent: bool = True) -> Remark:
    found = feedback(table, sent=sent)
    with scope(partnership=table.partnership):
        return Remark.objects.get(feedback=found)


def response(table: Table, state: str = "draft") -> Response:
    """A response to the feedback, written by the analyst, sent by the plan owner, published by the chair."""
    found = feedback(table)
    with scope(partnership=table.partnership):
        held = Response.objects.filter(feedback=found).first()
        if held is None:
            outside.answer(remark(table), "The monthly one.", by=table.actor("analyst"))
            held = outside.write_response(found, "We cost them by July.", by=table.actor("analyst"))
        if state != "draft" and held.state == "draft":
            held = outside.send_response(held, by=table.actor("plan_owner"))
        if state == "published" and held.state == "sent":
            held = outside.publish_response(held, by=table.actor("panel_chair"))
        return held


CARD = CardValues(
    title="A checklist for the first day", problem="Families heard from three agencies, or from none.",
    what_was_done="One checklist, with a name for each line.", what_did_not_work="Fifty lines were too many.",
    contact="safer.partnership@example.net", place_type="Any borough", cost_band="none", template="london-2018",
    approach="Focused deterrence", serves=["G1", "M4"],
)  # fmt: skip


def card(table: Table, state: str = "shared", values: CardValues = CARD) -> PracticeCard:
    """A card that the practitioner wrote and the chair shared."""
    with scope(partnership=table.partnership):
        held = PracticeCard.objects.filter(partnership=table.partnership, title=values.title, state=state).first()
        if held is not None:
            return held
        held = practice.write_card(table.partnership, values, by=table.actor("practitioner"))
        if state != "draft":
            held = practice.share_card(held, by=table.actor("panel_chair"))
        if state == "withdrawn":
            held = practice.withdraw_card(held, "It was wrong.", by=table.actor("panel_chair"))
        return held


def shared_action(group: Table) -> Action:
    """An action of a group’s plan."""
    with scope(partnership=group.partnership):
        plan = made.plan(group)
        return Action.objects.filter(plan=plan)[0]


def offer(group: Table) -> Offer:
    """An action that a group offers."""
    action = shared_action(group)
    with scope(partnership=group.partnership):
        return sharing.offer(action, by=group.actor("plan_owner"))


def group_of(table: Table) -> Grouping:
    """The place of the table in a group."""
    return Grouping.objects.filter(partnership=table.partnership).select_related("group").get()
