"""Submissions, feedback, shared choices and practice cards that an example needs: made once, and found from then on."""

from collections.abc import Callable
from datetime import date

import made
from django_scopes import scope
from people import Table

from commonground.partnership.models import Agency, Grouping, Membership, Partnership
from commonground.plan.changes import outside, practice, sharing
from commonground.plan.changes.outside import FeedbackValues
from commonground.plan.changes.practice import CardValues
from commonground.plan.models import Action, Feedback, Offer, PracticeCard, Remark, Response, Snapshot
from commonground.plan.models.outside import Feedbacks

DAY = date(2026, 6, 30)
SAID = FeedbackValues(summary="A clear plan.", strengths="Honest.", to_do="Cost the havens.", by_when=date(2026, 9, 30))


def submission(table: Table, *, anew: bool = False) -> Snapshot:
    """A submitted version of the table’s plan."""
    with scope(partnership=table.partnership):
        held = Snapshot.objects.filter(partnership=table.partnership, reason="submitted").first()
        return held if held and not anew else outside.submit(made.plan(table), DAY, by=table.actor("plan_owner"))


def feedback(table: Table, *, sent: bool = True, by: Table | None = None) -> Feedback:
    """Feedback with a remark on G1, of the reviewer at the table itself or at a group’s, on a submission of its own."""
    giver = by or table
    known = Feedbacks(Feedback).filter(partnership=table.partnership, table=giver.partnership)
    held = known.filter(sent_at__isnull=not sent).first()
    if held is not None:
        return held
    actor, snapshot = giver.actor("reviewer"), submission(table, anew=known.exists())
    with scope(partnership=giver.partnership):
        held = outside.write_feedback(snapshot, SAID, by=actor)
        outside.remark(snapshot, "answer", "G1", "Which meeting looks at this?", by=actor)
        return outside.send(held, by=actor) if sent else held


def remark(table: Table, *, sent: bool = True) -> Remark:
    found = feedback(table, sent=sent)
    with scope(partnership=table.partnership):
        return Remark.objects.get(feedback=found)


def response(table: Table, state: str = "draft") -> Response:
    """A response to feedback, written by the analyst, sent by the plan owner, published by the chair."""
    with scope(partnership=table.partnership):
        held = Response.objects.filter(partnership=table.partnership, state=state).first()
    return held or _response(table, state)


def _response(table: Table, state: str) -> Response:
    reviewer = table.actor("reviewer")
    snapshot = submission(table, anew=True)
    with scope(partnership=table.partnership):
        given = outside.write_feedback(snapshot, SAID, by=reviewer)
        on = outside.remark(snapshot, "answer", "G1", "Which meeting looks at this?", by=reviewer)
        given = outside.send(given, by=reviewer)
        outside.answer(on, "The monthly one.", by=table.actor("analyst"))
        held = outside.write_response(given, "We cost them by July.", by=table.actor("analyst"))
        if state != "draft":
            held = outside.send_response(held, by=table.actor("plan_owner"))
        return outside.publish_response(held, by=table.actor("panel_chair")) if state == "published" else held


def drafted(table: Table) -> str:
    """A submission with feedback that is a draft."""
    with scope(partnership=table.partnership):
        return feedback(table, sent=False).snapshot.public_id


def sent(table: Table) -> str:
    return feedback(table).public_id


def remarked(table: Table) -> str:
    return remark(table).public_id


def answered(state: str) -> Callable[[Table], str]:
    """Feedback with a response in a state."""
    return lambda table: response(table, state).feedback.public_id


def seated(partnership: Partnership) -> Table:
    """The table of a partnership, as the database has it."""
    seats = Membership.objects.filter(partnership=partnership, end=None).order_by("-trained_until", "-confirmed_until")
    agencies = Agency.objects.filter(partnership=partnership)
    found = Table(partnership, agencies.get(name="Council"), agencies.get(name="Police"))
    found.seats = {one.role: one for one in reversed(seats.select_related("user", "agency", "partnership"))}
    return found


def share(table: Table, group: Table, *fields: str) -> None:
    """The table submits its plan and lets the group compare parts of it."""
    submission(table)
    with scope(partnership=table.partnership):
        sharing.choose(made.plan(table), group.partnership, fields, by=table.actor("plan_owner"))


def compared(group: Table) -> str:
    """A standard that a partnership of the group shares its answer to."""
    if group.partnership.is_group:
        first = Grouping.objects.filter(group=group.partnership).select_related("partnership")[0]
        share(seated(first.partnership), group, "answers", "actions")
    return "G1"


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


def offered(table: Table) -> str:
    """What a group of the table’s offers to it; of a group, what it offers itself."""
    if table.partnership.is_group:
        return offer(table).public_id
    return offer(seated(group_of(table).group)).public_id


def offered_by(table: Table) -> str:
    """An offer of the table’s own; made by hand where the table is no group and could not make one."""
    action = shared_action(table)
    with scope(partnership=table.partnership):
        held = Offer.objects.filter(action=action, withdrawn_at=None).first()
        return (held or Offer.objects.create(
            partnership=table.partnership, action=action, ref="A1", theme_key="governance", theme_title="Governance",
            title="Ours", offered_by=table.seats["plan_owner"],
        )).public_id  # fmt: skip


def with_a_plan(key: str = "draft") -> Callable[[Table], str]:
    """A card of a table that has a plan."""

    def of(table: Table) -> str:
        with scope(partnership=table.partnership):
            made.plan(table)
        return card(table, key).public_id

    return of


def group_of(table: Table) -> Grouping:
    """The place of the table in a group."""
    return Grouping.objects.filter(partnership=table.partnership).select_related("group").get()


OUTSIDE: dict[str, dict[str, Callable[[Table], str]]] = {
    "plan-submission": {"key": drafted},
    "plan-remark": {"key": drafted, "about": lambda table: "answer", "ref": lambda table: "G1"},
    "plan-remark-out": {"key": drafted, "about": lambda table: "answer", "ref": lambda table: "G1"},
    "plan-feedback-write": {"key": drafted},
    "plan-feedback-send": {"key": drafted},
    "plan-submission-file": {"key": drafted},
    "plan-feedback": {"key": sent},
    "plan-remark-answer": {"key": sent, "remark": remarked},
    "plan-response": {"key": sent},
    "plan-response-send": {"key": answered("draft")},
    "plan-response-publish": {"key": answered("sent")},
    "plan-response-unpublish": {"key": answered("published")},
    "plan-offered-take": {"public_id": offered},
    "plan-boroughs-standard": {"ref": compared},
    "plan-offer": {"public_id": lambda table: shared_action(table).public_id},
    "plan-offer-withdraw": {"public_id": offered_by},
    "practice-card": {"key": with_a_plan("shared")},
    "practice-edit": {"key": with_a_plan("draft")},
    "practice-share": {"key": with_a_plan("draft")},
    "practice-withdraw": {"key": with_a_plan("shared")},
    "practice-adopt": {"key": with_a_plan("shared")},
    "practice-name": {"key": with_a_plan("shared")},
    "practice-file": {"key": with_a_plan("shared")},
}
"""What stands in the addresses of these pages."""

OF_GROUPS = {
    "plan-boroughs", "plan-boroughs-standard", "plan-boroughs-gaps", "plan-boroughs-innovative", "plan-boroughs-shared",
    "plan-offer", "plan-offer-withdraw",
}  # fmt: skip
