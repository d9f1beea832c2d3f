"""Closed reviews, publications and comments that an example needs: made once, and found from then on."""

from dataclasses import replace
from datetime import date

import made
from django_scopes import scope
from people import Table

from commonground.partnership.rule import Actor
from commonground.plan.changes import actions, answers, comments, publishing, snapshots
from commonground.plan.changes.actions import values_of
from commonground.plan.models import Answer, Evidence, Plan, Publication, PublicComment, Snapshot
from commonground.plan.reducing import Chosen
from commonground.plan.terms import Rag
from commonground.plan.written import WrittenRound, WrittenUpdate

NOTE = "a planted internal note"
PLANTED = {
    "notes": f"{NOTE} of the owner", "progress": f"{NOTE} in progress", "next_steps": f"{NOTE} in next steps",
    "barriers": f"{NOTE} in barriers", "rag_reason": f"{NOTE} in the reason", "challenge": f"{NOTE} in the challenge",
    "reply": f"{NOTE} in the reply", "decision": f"{NOTE} in the decision", "minute": "minute-4711",
    "evidence": f"{NOTE} in evidence",
}  # fmt: skip
SUMMARY = "What partners do together against knife crime."
CLOSED = (date(2026, 1, 30), date(2026, 4, 30))


def a_round(number: int, on: date, *updates: WrittenUpdate) -> WrittenRound:
    return WrittenRound(number=number, title=f"Review {number}", opened=on, closed=on, updates=updates)


def closed_review(table: Table, number: int = 2, **update: object) -> Snapshot:
    """The plan as it stood when a review closed, with a note planted wherever one fits."""
    plan, by = made.plan(table), table.actor("panel_chair")
    _planted(plan, table)
    ref = plan.actions.order_by("id")[0].ref
    said = {name: PLANTED[name] for name in ("progress", "next_steps", "barriers", "rag_reason", "challenge", "reply",
                                             "decision", "minute")}  # fmt: skip
    told = WrittenUpdate(
        action=ref, received=True, rag=Rag.GREEN, derived=Rag.AMBER, by=table.user("practitioner").name,
        agency="Police", **said,
    )  # fmt: skip
    on = CLOSED[number - 1] if number <= len(CLOSED) else date(2026, 4 + number, 1)
    review = a_round(number, on, told.model_copy(update=update))
    return snapshots.take(plan, Snapshot.Reason.REVIEWED, on, by=by, review=review)


def _planted(plan: Plan, table: Table) -> None:
    by, action = table.actor("plan_owner"), plan.actions.order_by("id")[0]
    values = replace(
        values_of(action), notes=PLANTED["notes"], funder="A planted funder",
        description=f"Led by {table.user('practitioner').name} with shops.",
    )  # fmt: skip
    actions.edit_action(action, values, by=by)
    standard = Answer.objects.filter(plan=plan, tier="minimum")[0]
    answers.answer(standard, "met", "", "We look at it at every meeting.", by=by)
    if not Evidence.objects.filter(action=action).exists():
        Evidence.objects.create(
            partnership=plan.partnership, action=action, kind="link", title=PLANTED["evidence"],
            note=PLANTED["evidence"], address="https://example.org/planted", of=CLOSED[0], added_by=by.membership,
        )  # fmt: skip


def publication(table: Table, state: str = "asked", **chosen: object) -> Publication:
    """A publication in a state: asked for by the plan owner, decided on by the chair."""
    with scope(partnership=table.partnership):
        held = Publication.objects.filter(partnership=table.partnership, state=state).first()
        return held or asked(table, state, **chosen)


def asked(table: Table, state: str = "asked", **chosen: object) -> Publication:
    chair = table.actor("panel_chair")
    if not Snapshot.objects.filter(reason="reviewed").exists():
        closed_review(table)
    waiting = Publication.objects.filter(state="asked").first()
    made_ = waiting or publishing.ask(Chosen(**{"plain_summary": SUMMARY, **chosen}), by=table.actor("plan_owner"))
    if state == "returned":
        return publishing.send_back(made_, "The summary is too long", by=chair)
    if state in ("published", "withdrawn", "replaced"):
        made_ = publishing.publish(made_, True, by=chair)
    if state == "withdrawn":
        return publishing.withdraw(made_, "A wrong figure", by=chair)
    if state == "replaced":
        publishing.publish(publishing.ask(Chosen(), by=table.actor("plan_owner")), True, by=chair)
        made_.refresh_from_db()
    return made_


def comment(table: Table, state: str = "waiting") -> PublicComment:
    """A comment on the published plan, in a state."""
    with scope(partnership=table.partnership):
        held = PublicComment.objects.filter(partnership=table.partnership, state=state).first()
        if held:
            return held
        chair = table.actor("panel_chair")
        made_ = comments.comment(publication(table, "published"), "More lights in the park, please.", "Ada", by=Actor())
        if state == "shown":
            return comments.show(made_, by=chair)
        return comments.refuse(made_, "elsewhere", by=chair) if state == "refused" else made_


def slug_of_published(table: Table) -> str:
    """The partnership, with a plan that is published."""
    return publication(table, "published").partnership.slug
